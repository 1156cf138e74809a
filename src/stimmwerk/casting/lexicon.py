"""How words are said, and the words of a lexicon found in a text.  See docs/pronunciation.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from stimmwerk.casting.compounds import Parts, split
from stimmwerk.casting.inflection import Inflection, Spelling, spellings
from stimmwerk.casting.orthography import may_be_german
from stimmwerk.speech import Say

# Letters and digits make a word; each ideograph and kana is one by itself, since those are written without spaces.
_IDEOGRAPHS = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_FIRST_IDEOGRAPH = _IDEOGRAPHS[0]
_TOKEN = re.compile(rf"[{_IDEOGRAPHS}]|[^\W_{_IDEOGRAPHS}]+|\s+|.", re.DOTALL)
_HUMPS = re.compile(r"[^\W\d_][a-zäöüß]+")
_HYPHENS = frozenset("-\u2010\u2011\u2013")

#: Where in a closed compound a word is found: before others, behind them, or both.
Compound = Literal["first", "last", "both"]

_PREFIX_WORDS = (
    "ab an auf aus be bei durch ein ent fest fort her hin hoch los mit nach raus rein rum runter um vor weg weiter zu "
    "zurück zusammen"
)
_PREFIXES = tuple(_PREFIX_WORDS.split())
_LONGEST_WORD = 60

# An index takes as long as looking for the entries that a text may hold, and for them alone, in so many texts.
_WORTH_AN_INDEX = 4

#: A word of a text: what is written, its first character and the one behind its last.
_Token = tuple[str, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """How one word, or several in a row, are said; at least one of the four ways is given.

    key: the words as written.  say: another spelling that sounds right; ipa: the sound in IPA; espeak: in eSpeak's
    own phoneme mnemonics; language: BCP 47, read the words by that language's rules.
    inflect: how the word is inflected in German; compound: where it is found in closed compounds, too.
    """

    key: str
    say: str | None = None
    ipa: str | None = None
    espeak: str | None = None
    language: str | None = None
    inflect: Inflection | None = None
    compound: Compound | None = None

    def spoken(self, written: str, form: Spelling | None = None) -> Say:
        """What an engine is given for the words as a text has them; form: which of the entry's forms they are."""
        say, ipa = (form.say, form.ipa) if form else (self.say, self.ipa)
        return Say(
            text=say or " ".join(written.split()),
            ipa=ipa,
            native=(("espeak", self.espeak),) if self.espeak else (),
            language=self.language,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An entry found in a text: the characters ``start`` to ``stop``, in one of its forms.

    part: more of the same word stands beside it.
    """

    start: int
    stop: int
    entry: Entry
    form: Spelling
    part: bool = False

    def spoken(self, text: str) -> Say:
        """What an engine is given; text: in which it was found."""
        return self.entry.spoken(text[self.start : self.stop], self.form)


class _Form(NamedTuple):
    """One way in which an entry may stand in a text, as tokens."""

    tokens: tuple[str, ...]
    entry: Entry
    spelling: Spelling


@dataclass(frozen=True, slots=True, kw_only=True)
class _Index:
    """Where to look.  forms: first token -> forms, longest first; parts: of compounds; verbs: word -> form."""

    forms: dict[str, tuple[_Form, ...]]
    parts: Parts[_Form]
    verbs: dict[str, _Form]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Entries, in order; where two would match the same words, the first is taken.

    below: the lexicon that is asked where this one knows nothing as long.
    foreign: words, in lower case, that are English where the language is another; native: words that never are;
    beside: words that are where an English one stands beside them; names: first names that are before an English name.

    A key is found as whole words; each part of a hyphenated compound is a word of its own.  The longest key wins.
    A key with a capital beyond its first character (``OpenAI``, ``YC``) is found exactly as written; any other also
    with its first letter in the other case (``tool`` and ``Tool``).  A space in a key stands for any white space
    within a paragraph; spaces around a hyphen or short dash do not count, in the key or in the text.
    """

    entries: tuple[Entry, ...] = ()
    below: Lexicon | None = None
    foreign: frozenset[str] = frozenset()
    native: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    # Made when it is first needed, and kept: an index of the own entries, and the parts of compounds of all layers.
    _indexes: list[_Index] = field(default_factory=list, init=False, repr=False, compare=False)
    _parts: list[Parts[_Form]] = field(default_factory=list, init=False, repr=False, compare=False)
    _texts: list[None] = field(default_factory=list, init=False, repr=False, compare=False)

    def before(self, other: Lexicon) -> Lexicon:
        """Both lexicons as one, in which this one wins."""
        return replace(self, below=other if self.below is None else self.below.before(other))

    def layers(self) -> tuple[Lexicon, ...]:
        """The lexicon itself and those below it, in order."""
        return (self, *(self.below.layers() if self.below else ()))

    def is_foreign(self, word: str) -> bool | None:
        """What the uppermost layer that lists a word, in lower case, says of it; None where none lists it."""
        for layer in self.layers():
            if word in layer.foreign:
                return True
            if word in layer.native:
                return False
        return None

    def is_foreign_in_company(self, word: str) -> bool:
        """Whether a word, in lower case, is English where an English one stands beside it."""
        return any(word in layer.beside for layer in self.layers())

    def is_first_name(self, word: str) -> bool:
        """Whether a word, in lower case, is a first name that is English before an English name."""
        return any(word in layer.names for layer in self.layers())

    def find(self, text: str) -> tuple[Match, ...]:
        """The entries in a text from left to right, none overlapping; of several at one place the longest."""
        if len(self._texts) < _WORTH_AN_INDEX and not self._indexes:
            self._texts.append(None)
            return self._for(text)._find(text)
        return self._find(text)

    def _for(self, text: str) -> Lexicon:
        """The lexicon without entries that cannot stand in a text, since not even how they begin does."""
        folded = _folded(text)
        entries = tuple(entry for entry in self.entries if _beginning(entry) in folded)
        return replace(self, entries=entries, below=self.below and self.below._for(text))

    def _find(self, text: str) -> tuple[Match, ...]:
        indexes = [layer._index() for layer in self.layers() if layer.entries]
        if not indexes:
            return ()
        tokens = _tokens(text)
        found: list[Match] = []
        inside: dict[str, tuple[Match, ...]] = {}
        at = 0
        while at < len(tokens):
            form = _form_at(indexes, tokens, at)
            if form is None:
                word, start, _ = tokens[at]
                if word not in inside:
                    inside[word] = tuple(self._inside(word, indexes))
                found += (replace(part, start=start + part.start, stop=start + part.stop) for part in inside[word])
                at += 1
                continue
            last = at + len(form.tokens) - 1
            found.append(_match(form, tokens[at][1], tokens[last][2]))
            at = last + 1
        return tuple(found)

    def _index(self) -> _Index:
        if not self._indexes:
            self._indexes.append(_index_of(self.entries))
        return self._indexes[0]

    def _all_parts(self) -> Parts[_Form]:
        if not self._parts:
            layers = [layer._index().parts for layer in self.layers()]
            self._parts.append(Parts.merged(layers))
        return self._parts[0]

    def _may_stand(self, word: str) -> bool:
        """Whether letters, in lower case, may be a word beside one of ours."""
        return self.is_foreign(word) is not None or may_be_german(word)

    def _inside(self, word: str, indexes: list[_Index]) -> Iterator[Match]:
        """The entries of which a word is composed with others, or with words of the language."""
        if not 4 <= len(word) <= _LONGEST_WORD or not word.isalpha() or word.isupper():
            return
        lower = word.lower()
        if len(lower) != len(word) or self.is_foreign(lower) is not None:
            return
        for index in indexes:
            for length, form in _prefixed(lower, index.verbs):
                yield _match(form, length, len(word), part=True)
                return
        humps = list(_HUMPS.finditer(word)) if lower[1:] != word[1:] else []
        for hump in humps:
            if known := _form_at(indexes, [(hump.group(), 0, 0)], 0):
                yield _match(known, *hump.span(), part=True)
        if humps:
            return
        for first, last, form in split(word, self._all_parts(), self._may_stand):
            yield _match(form, first, last, part=True)


def _match(form: _Form, start: int, stop: int, *, part: bool = False) -> Match:
    return Match(start=start, stop=stop, entry=form.entry, form=form.spelling, part=part)


def _form_at(indexes: list[_Index], tokens: list[_Token], at: int) -> _Form | None:
    """The longest form that begins at a token, of the uppermost layer that has one so long."""
    best: _Form | None = None
    for index in indexes:
        for form in index.forms.get(tokens[at][0], ()):
            if best is not None and len(form.tokens) <= len(best.tokens):
                break
            window = tokens[at : at + len(form.tokens)]
            if len(window) == len(form.tokens) and all(a[0] == b for a, b in zip(window, form.tokens, strict=True)):
                best = form
                break
    return best


def _prefixed(word: str, verbs: dict[str, _Form]) -> Iterator[tuple[int, _Form]]:
    """A verb behind a German prefix, with ``zu`` between them or not: how long what stands before it is."""
    for prefix in _PREFIXES:
        for before in (prefix, f"{prefix}zu"):
            if word.startswith(before) and (form := verbs.get(word[len(before) :])):
                yield len(before), form


def _index_of(entries: tuple[Entry, ...]) -> _Index:
    """Of forms alike, those that are no inflected ones come first, then the order of the entries counts."""
    plain: list[_Form] = []
    inflected: list[_Form] = []
    for entry in entries:
        for number, spelling in enumerate(spellings(entry.key, entry.say, entry.ipa, entry.inflect)):
            for tokens in in_each_case(spelling.key):
                (inflected if number else plain).append(_Form(tokens, entry, spelling))
    forms: dict[tuple[str, ...], _Form] = {}
    parts: Parts[_Form] = Parts(own={}, first={}, last={})
    verbs: dict[str, _Form] = {}
    for form in (*plain, *inflected):
        forms.setdefault(form.tokens, form)
        word = form.tokens[0].lower()
        if form.entry.compound in ("first", "both"):
            parts.first.setdefault(word, form)
            if form.spelling.key == form.entry.key:
                parts.own.setdefault(word, form)
        if form.entry.compound in ("last", "both"):
            parts.last.setdefault(word, form)
        if form.entry.inflect == "verb" and len(form.tokens) == 1:
            verbs.setdefault(word, form)
    first: dict[str, list[_Form]] = {}
    for form in sorted(forms.values(), key=lambda form: -len(form.tokens)):
        first.setdefault(form.tokens[0], []).append(form)
    return _Index(forms={token: tuple(found) for token, found in first.items()}, parts=parts, verbs=verbs)


def in_each_case(key: str) -> Sequence[tuple[str, ...]]:
    """The key's tokens in each case in which it is found, with spaces and with hyphens in their place."""
    tokens = key_tokens(key)
    alike = [tokens]
    rest = key.strip()[1:]
    if rest == rest.lower() or not any(map(str.isupper, rest)):
        first, behind = tokens[0][:1], tokens[0][1:]
        for other in (first.lower(), first.upper()):
            if len(other) == 1 and other != first:
                alike.append((other + behind, *tokens[1:]))
    if " " not in tokens:
        return alike
    return [form for found in alike for form in (found, tuple("-" if word == " " else word for word in found))]


def _beginning(entry: Entry) -> str:
    """What every form of an entry holds, folded: of its first word the first letters."""
    key = entry.key.strip()
    # Of a verb only the stem is sure to stay, and behind two letters there may be a ``ge``.
    start = key[: min(2, max(1, len(key) - 2)) if entry.inflect == "verb" else 3]
    if start.isalnum():
        return _folded(start)
    return "" if key[0] in _HYPHENS else _folded(start[0])


def _folded(text: str) -> str:
    """Sign by sign the same, whatever case they are in."""
    return text.upper().casefold()


def key_tokens(key: str) -> tuple[str, ...]:
    """The words, other characters and counting spaces of a key."""
    if key.isalnum() and max(key) < _FIRST_IDEOGRAPH:  # one word, as nearly all keys are
        return (key,)
    return tuple(token for token, _, _ in _tokens(key.strip()))


def _tokens(text: str) -> list[_Token]:
    """(token, start, stop) of words, single other characters and, where they count, spaces.

    A run of white space is one space, or one line feed where it parts paragraphs; hyphens are all alike.
    """
    found: list[_Token] = []
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
