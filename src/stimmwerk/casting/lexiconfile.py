"""A lexicon as it is written: TOML -> Lexicon.  See docs/pronunciation.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from stimmwerk.casting.inflection import Inflection
from stimmwerk.casting.ipa import check_ipa
from stimmwerk.casting.lexicon import Compound, Entry, Lexicon, in_each_case, key_tokens
from stimmwerk.errors import LexiconError, did_you_mean
from stimmwerk.settings import Table

#: What eSpeak crashes on or cuts off is not let in: printable ASCII without brackets, and not too long.
_ESPEAK = re.compile(r"[!-Z\\^-~][ -Z\\^-~]{0,139}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_WAYS = ("say", "ipa", "espeak", "language")
_INFLECTIONS: Mapping[object, Inflection] = {
    True: "noun", "noun": "noun", "s": "s", "verb": "verb", "adjective": "adjective",
    "english": "english",
}  # fmt: skip
_COMPOUNDS: Mapping[object, Compound] = {True: "both", "both": "both", "first": "first", "last": "last"}

T = TypeVar("T")


def parse_lexicon(text: str, file: str) -> Lexicon:
    """The lexicon that a TOML text holds.

    ``[words]``: the entries; ``[english]``: ``words`` are English wherever they stand, ``native`` never are, ``beside``
    are beside English words, ``names`` before a name that is; each is a text of words in lower case.
    file: its name, for messages.  Raises LexiconError with the line, what was found and what is allowed.
    """
    top = Table.parse(text, file=file, error=LexiconError)
    words, english = top.table("words"), top.table("english")
    foreign, native, beside, names = (_listed(english, key) for key in ("words", "native", "beside", "names"))
    english.done()
    top.done()
    if both := sorted(foreign & native):
        raise english.fail(f"{both[0]!r} is both English and native", "native", "take it out of one of the two")
    keys = words.keys()
    entries = tuple(entry_of(words, key) for key in keys)
    taken: dict[tuple[str, ...], str] = {}
    for entry in entries:
        for tokens in in_each_case(entry.key):
            if (other := taken.setdefault(tokens, entry.key)) != entry.key:
                raise words.fail(f"{entry.key!r} is found wherever {other!r} is", entry.key, "keep one of the two")
    return Lexicon(entries=entries, foreign=foreign, native=native, beside=beside, names=names)


def _listed(table: Table, key: str) -> frozenset[str]:
    listed = (table.take(key, str) or "").split()
    for word in listed:
        if not word.isalpha() or word != word.lower():
            raise table.fail(f"{word!r} in {key} is no word in lower case", key, "letters only, spaces between words")
    return frozenset(listed)


def entry_of(words: Table, key: str) -> Entry:
    """One entry of a table of words.  Raises LexiconError for what is wrong with it."""
    if not key_tokens(key):
        raise words.fail("an entry without a word", key, 'write the word before the sign "=", in quotation marks')
    value = words.raw(key)
    if isinstance(value, str):
        _check_say(words, key, value)
        return Entry(key=key, say=value)
    if not isinstance(value, dict):
        hint = f'"{key}" = "respelling", or "{key}" = {{ ipa = "..." }}'
        raise words.fail(f"words.{key} is {value!r}; it must be a text or a table", key, hint)
    table = words.table(key)
    entry = Entry(
        key=key,
        say=table.take("say", str),
        ipa=table.take("ipa", str, check=check_ipa),
        espeak=table.take("espeak", str, check=_check_espeak),
        language=table.take("language", str, check=_check_language),
        inflect=_one_of(table, "inflect", _INFLECTIONS),
        compound=_one_of(table, "compound", _COMPOUNDS),
    )
    table.done()
    if entry.say is not None:
        _check_say(table, "say", entry.say)
    _check_ways(table, entry)
    return entry


def check_entry(entry: Entry) -> None:
    """Raises ValueError for an entry, from elsewhere than a lexicon of ours, that none may hold."""
    if not key_tokens(entry.key):
        raise ValueError("there is no word")
    if entry.say is not None and (wrong := _wrong_say(entry.say)):
        raise ValueError(wrong)
    if entry.ipa is not None:
        check_ipa(entry.ipa)
    if entry.language is not None:
        _check_language(entry.language)
    if entry.espeak is not None:
        _check_espeak(entry.espeak)


def _check_ways(table: Table, entry: Entry) -> None:
    key = entry.key
    if not any(getattr(entry, way) for way in _WAYS):
        raise table.fail(f"the entry {key!r} does not say how", None, did_you_mean("", _WAYS))
    if entry.language and (entry.say or entry.ipa or entry.espeak):
        raise table.fail(f"the entry {key!r} has a language and another way too", None, "keep one of the two")
    if (entry.inflect or entry.compound) and entry.espeak:
        what = "inflect" if entry.inflect else "compose"
        raise table.fail(f"the entry {key!r} cannot {what} eSpeak's mnemonics", None, "write it as ipa")
    if entry.compound and len(key_tokens(key)) != 1:
        raise table.fail(f"the entry {key!r} cannot be composed: it is more than one word", "compound", "leave it out")
    if entry.inflect == "verb" and not key.endswith(("en", "ern", "eln")):
        raise table.fail(f"the verb {key!r} is no infinitive", "inflect", "its ending is -en, -ern or -eln")


def _one_of(table: Table, key: str, known: Mapping[object, T]) -> T | None:
    """What the value of a key stands for; None where it is false or missing."""
    value = table.raw(key)
    if value is None or value is False:
        return None
    if not isinstance(value, bool | str) or value not in known:
        names = ", ".join(f'"{name}"' for name in known if isinstance(name, str))
        raise table.fail(f"{key} is {value!r}", key, f"it may be true (which is {known[True]!r}), false, {names}")
    return known[value]


def _check_say(table: Table, key: str, say: str) -> None:
    if wrong := _wrong_say(say):
        raise table.fail(wrong, key, "write it in letters, spaces and hyphens")


def _wrong_say(say: str) -> str | None:
    if not any(character.isalnum() for character in say):
        return f"{say!r} holds no letter or digit to be spoken"
    bad = next((character for character in say if not character.isprintable() or character in "[]{}<>"), None)
    return f"{bad!r} in {say!r} cannot be spoken" if bad else None


def _check_espeak(text: str) -> None:
    if not _ESPEAK.fullmatch(text):
        raise ValueError(f"{text!r}: allowed are 1 to 140 printable ASCII characters, no square brackets")


def _check_language(text: str) -> None:
    if not _LANGUAGE.fullmatch(text):
        raise ValueError(f"{text!r} is no language tag: write en, en-GB, fr")
