"""How words are said: TOML -> Lexicon, and the words of a lexicon found in a text.  See docs/pronunciation.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from stimmwerk.casting.ipa import check_ipa
from stimmwerk.errors import LexiconError, did_you_mean
from stimmwerk.settings import Table
from stimmwerk.speech import Say

#: The endings that an inflected entry takes, and their sound.
_ENDINGS = {"s": "s", "'s": "s", "’s": "s", "es": "əs", "e": "ə", "en": "ən", "n": "n", "er": "ɐ", "ern": "ɐn"}

#: What eSpeak crashes on or cuts off is not let in: printable ASCII without brackets, and not too long.
_ESPEAK = re.compile(r"[!-Z\\^-~][ -Z\\^-~]{0,139}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

# Letters and digits make a word; each ideograph and kana is one by itself, since those are written without spaces.
_IDEOGRAPHS = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_TOKEN = re.compile(rf"[{_IDEOGRAPHS}]|[^\W_{_IDEOGRAPHS}]+|\s+|.", re.DOTALL)
_HYPHENS = frozenset("-\u2010\u2011\u2013")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """How one word, or several in a row, are said; at least one of the four ways is given.

    key: the words as written.  say: another spelling that sounds right; ipa: the sound in IPA; espeak: in eSpeak's
    own phoneme mnemonics; language: BCP 47, read the words by that language's rules.
    inflect: the word is found with an ending of ``-s -'s -es -e -en -n -er -ern`` too, and the ending is spoken.
    """

    key: str
    say: str | None = None
    ipa: str | None = None
    espeak: str | None = None
    language: str | None = None
    inflect: bool = False

    def spoken(self, written: str, ending: str = "") -> Say:
        """What an engine is given for the words as a text has them, ending included."""
        return Say(
            text=self.say + ending if self.say else " ".join(written.split()),
            ipa=self.ipa + _ENDINGS.get(ending, "") if self.ipa else None,
            native=(("espeak", self.espeak),) if self.espeak else (),
            language=self.language,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An entry found in a text: the characters ``start`` to ``stop``; ending: what an inflected entry has added."""

    start: int
    stop: int
    entry: Entry
    ending: str = ""


@dataclass(frozen=True, slots=True)
class _Form:
    """One way in which an entry may stand in a text, as tokens."""

    tokens: tuple[str, ...]
    entry: Entry
    ending: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Entries, in order; where two would match the same words, the first is taken.

    A key is found as whole words; each part of a hyphenated compound is a word of its own.  The longest key wins.
    A key with a capital beyond its first character (``OpenAI``, ``YC``) is found exactly as written; any other also
    with its first letter in the other case (``tool`` and ``Tool``).  A space in a key stands for any white space
    within a paragraph; spaces around a hyphen or short dash do not count, in the key or in the text.
    """

    entries: tuple[Entry, ...] = ()
    _index: dict[str, tuple[_Form, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", _index_of(self.entries))

    def before(self, other: Lexicon) -> Lexicon:
        """Both lexicons as one, in which this one's entries win."""
        return Lexicon(entries=self.entries + other.entries)

    def find(self, text: str) -> tuple[Match, ...]:
        """The entries in a text from left to right, none overlapping; of several at one place the longest."""
        if not self._index:
            return ()
        tokens = _tokens(text)
        found: list[Match] = []
        at = 0
        while at < len(tokens):
            form = self._form_at(tokens, at)
            if form is None:
                at += 1
                continue
            last = at + len(form.tokens) - 1
            found.append(Match(start=tokens[at][1], stop=tokens[last][2], entry=form.entry, ending=form.ending))
            at = last + 1
        return tuple(found)

    def _form_at(self, tokens: list[tuple[str, int, int]], at: int) -> _Form | None:
        for form in self._index.get(tokens[at][0], ()):
            window = tokens[at : at + len(form.tokens)]
            if len(window) == len(form.tokens) and all(a[0] == b for a, b in zip(window, form.tokens, strict=True)):
                return form
        return None


def parse_lexicon(text: str, file: str) -> Lexicon:
    """The lexicon that a TOML text holds under ``[words]``.

    file: its name, for messages.  Raises LexiconError with the line, what was found and what is allowed.
    """
    top = Table.parse(text, file=file, error=LexiconError)
    words = top.table("words")
    top.done()
    keys = words.keys()
    entries = tuple(_entry(words, key) for key in keys)
    taken: dict[tuple[str, ...], str] = {}
    for entry in entries:
        for tokens in _spellings(entry.key):
            if (other := taken.setdefault(tokens, entry.key)) != entry.key:
                raise words.fail(f"{entry.key!r} is found wherever {other!r} is", entry.key, "keep one of the two")
    return Lexicon(entries=entries)


def _entry(words: Table, key: str) -> Entry:
    if not _key_tokens(key):
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
        inflect=table.take("inflect", bool, False),
    )
    table.done()
    if entry.say is not None:
        _check_say(table, "say", entry.say)
    if not (entry.say or entry.ipa or entry.espeak or entry.language):
        raise table.fail(
            f"the entry {key!r} does not say how", None, did_you_mean("", ("say", "ipa", "espeak", "language"))
        )
    if entry.language and (entry.say or entry.ipa or entry.espeak):
        raise table.fail(f"the entry {key!r} has a language and another way too", None, "keep one of the two")
    if entry.inflect and entry.espeak:
        raise table.fail(f"the entry {key!r} cannot inflect eSpeak's mnemonics", None, "write it as ipa")
    return entry


def _check_say(table: Table, key: str, say: str) -> None:
    if not any(character.isalnum() for character in say):
        raise table.fail(f"{say!r} holds no letter or digit to be spoken", key)
    if bad := next((character for character in say if not character.isprintable() or character in "[]{}<>"), None):
        raise table.fail(f"{bad!r} in {say!r} cannot be spoken", key, "write it in letters, spaces and hyphens")


def _check_espeak(text: str) -> None:
    if not _ESPEAK.fullmatch(text):
        raise ValueError(f"{text!r}: allowed are 1 to 140 printable ASCII characters, no square brackets")


def _check_language(text: str) -> None:
    if not _LANGUAGE.fullmatch(text):
        raise ValueError(f"{text!r} is no language tag: write en, en-GB, fr")


def _index_of(entries: tuple[Entry, ...]) -> dict[str, tuple[_Form, ...]]:
    """First token -> forms, longest first, then plain ones before inflected ones, then in the order of entries."""
    forms: dict[tuple[str, ...], _Form] = {}
    for endings in (("",), tuple(_ENDINGS)):
        for entry in entries:
            for ending in endings:
                if not ending or entry.inflect:
                    for tokens in _spellings(entry.key + ending):
                        forms.setdefault(tokens, _Form(tokens, entry, ending))
    index: dict[str, list[_Form]] = {}
    for form in sorted(forms.values(), key=lambda form: -len(form.tokens)):
        index.setdefault(form.tokens[0], []).append(form)
    return {first: tuple(found) for first, found in index.items()}


def _spellings(key: str) -> Iterator[tuple[str, ...]]:
    """The key's tokens in each case in which it is found."""
    tokens = _key_tokens(key)
    yield tokens
    first = tokens[0][:1]
    if not any(character.isupper() for character in key.strip()[1:]):
        for other in (first.lower(), first.upper()):
            if len(other) == 1 and other != first:
                yield (other + tokens[0][1:], *tokens[1:])


def _key_tokens(key: str) -> tuple[str, ...]:
    return tuple(token for token, _, _ in _tokens(key.strip()))


def _tokens(text: str) -> list[tuple[str, int, int]]:
    """(token, start, stop) of words, single other characters and, where they count, spaces.

    A run of white space is one space, or one line feed where it parts paragraphs; hyphens are all alike.
    """
    found: list[tuple[str, int, int]] = []
    for match in _TOKEN.finditer(text):
        shown = match.group()
        if shown.isspace():
            shown = "\n" if shown.count("\n") > 1 else " "
            if shown == " " and found and found[-1][0] == "-":
                continue
        elif shown in _HYPHENS:
            shown = "-"
            if found and found[-1][0] == " ":
                found.pop()
        found.append((shown, match.start(), match.end()))
    return found
