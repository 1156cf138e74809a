"""What people call a language who do not know its tag: in English, in German, and in the language itself."""

from __future__ import annotations

#: BCP 47 tag -> names.
_NAMES = {
    "ar": "Arabic, Arabisch, العربية",
    "cs": "Czech, Tschechisch, čeština",
    "da": "Danish, Dänisch, dansk",
    "de": "German, Deutsch",
    "el": "Greek, Griechisch, ελληνικά",
    "en": "English, Englisch",
    "es": "Spanish, Spanisch, español, castellano",
    "fi": "Finnish, Finnisch, suomi",
    "fr": "French, Französisch, français",
    "he": "Hebrew, Hebräisch, עברית",
    "hi": "Hindi, हिन्दी",
    "hu": "Hungarian, Ungarisch, magyar",
    "it": "Italian, Italienisch, italiano",
    "ja": "Japanese, Japanisch, 日本語",
    "ko": "Korean, Koreanisch, 한국어",
    "nb": "Norwegian, Norwegisch, norsk",
    "nl": "Dutch, Niederländisch, Nederlands",
    "pl": "Polish, Polnisch, polski",
    "pt": "Portuguese, Portugiesisch, português",
    "ru": "Russian, Russisch, русский",
    "sv": "Swedish, Schwedisch, svenska",
    "tr": "Turkish, Türkisch, Türkçe",
    "uk": "Ukrainian, Ukrainisch, українська",
    "zh": "Chinese, Chinesisch, Mandarin, 中文, 汉语, 漢語",
}

_TAGS = {name.casefold(): tag for tag, names in _NAMES.items() for name in names.split(", ")}

#: Every name that ``tag_of`` knows.
NAMES = frozenset(name for names in _NAMES.values() for name in names.split(", "))


def tag_of(name: str) -> str | None:
    """The tag of the language of that name, upper and lower case alike, or None where it is not known."""
    return _TAGS.get(" ".join(name.split()).casefold())
