"""The Pronunciation Lexicon Specification of the W3C (PLS 1.0): its XML -> entries, and entries -> its XML."""

from __future__ import annotations

import xml.parsers.expat
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from stimmwerk.casting.ipa import check_ipa
from stimmwerk.casting.lexicon import Entry
from stimmwerk.casting.lexiconfile import check_entry
from stimmwerk.errors import LexiconError, Where

NAMESPACE = "http://www.w3.org/2005/01/pronunciation-lexicon"
_IPA = "ipa"
_KNOWN = ("lexicon", "meta", "metadata", "lexeme", "grapheme", "phoneme", "alias", "example")
_TEXTS = ("grapheme", "phoneme", "alias")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pls:
    """A lexicon of words.  language: ``xml:lang``; entries: one for each grapheme, in order.

    skipped: what is left out, as (line, why).
    """

    language: str
    entries: tuple[Entry, ...]
    skipped: tuple[tuple[int, str], ...] = ()


def read_pls(data: bytes, file: str) -> Pls:
    """A PLS document.  Of several phonemes or aliases of a lexeme the one that it prefers is taken, else the first.

    file: its name, for messages.  Raises LexiconError with the line for what is no PLS 1.0, or holds a sound or a
    spelling that no lexicon of ours may hold.  Entities and document types are refused.
    """
    reader = _Reader(file)
    try:
        reader.parser.Parse(data, True)
    except xml.parsers.expat.ExpatError as cause:
        raise LexiconError(
            f"not well-formed XML: {xml.parsers.expat.errors.messages[cause.code]}", where=Where(file, cause.lineno)
        ) from cause
    return Pls(language=reader.language, entries=tuple(reader.entries.values()), skipped=tuple(reader.skipped))


def write_pls(entries: Iterable[Entry], language: str) -> tuple[str, tuple[str, ...]]:
    """Entries as a PLS document, sorted by word, and the words that it has no way to say.

    Inflection and compounds are ours alone: each word stands in the form in which it is listed.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<lexicon version="1.0" xmlns="{NAMESPACE}" alphabet="ipa" xml:lang={quoteattr(language)}>',
    ]
    left_out = []
    for entry in sorted(entries, key=lambda entry: (entry.key.casefold(), entry.key)):
        if not (entry.ipa or entry.say):
            left_out.append(entry.key)
            continue
        lines += ["  <lexeme>", f"    <grapheme>{escape(entry.key)}</grapheme>"]
        if entry.ipa:
            lines.append(f"    <phoneme>{escape(entry.ipa)}</phoneme>")
        if entry.say:
            lines.append(f"    <alias>{escape(entry.say)}</alias>")
        lines.append("  </lexeme>")
    return "\n".join((*lines, "</lexicon>", "")), tuple(left_out)


@dataclass(slots=True)
class _Lexeme:
    line: int
    graphemes: list[str] = field(default_factory=list)
    ways: dict[str, tuple[str, bool]] = field(default_factory=dict)


class _Reader:
    """Takes the document element by element."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.language = ""
        self.entries: dict[str, Entry] = {}
        self.skipped: list[tuple[int, str]] = []
        self._path: list[str] = []
        self._alphabets: list[str] = []
        self._lexeme = _Lexeme(0)
        self._text: list[str] = []
        self._prefers = False
        self.parser = xml.parsers.expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse

    def _fail(self, message: str, hint: str | None = None, line: int | None = None) -> LexiconError:
        return LexiconError(message, where=Where(self._file, line or self.parser.CurrentLineNumber), hint=hint)

    def _refuse(self, *_: object) -> None:
        raise self._fail("a document type or an entity", "take out what begins with <!DOCTYPE or <!ENTITY")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if not self._path and (tag != "lexicon" or space != NAMESPACE):
            raise self._fail(f"<{tag}> is no PLS lexicon", f'its first element is <lexicon xmlns="{NAMESPACE}">')
        if space == NAMESPACE and tag not in _KNOWN:
            raise self._fail(f"<{tag}> is no element of PLS 1.0", f"known are {', '.join(_KNOWN)}")
        if tag == "lexicon":
            self.language = attributes.get("http://www.w3.org/XML/1998/namespace lang", "")
            if not self.language:
                raise self._fail("the lexicon names no language", 'write xml:lang="de"')
        alphabet = attributes.get("alphabet") or (self._alphabets[-1] if self._alphabets else "")
        self._alphabets.append(alphabet.casefold())
        self._path.append(tag)
        if tag == "lexeme":
            self._lexeme = _Lexeme(self.parser.CurrentLineNumber)
        self._text = []
        self._prefers = attributes.get("prefer") == "true"

    def _characters(self, text: str) -> None:
        self._text.append(text)

    def _end(self, _: str) -> None:
        tag, alphabet = self._path.pop(), self._alphabets.pop()
        text = " ".join("".join(self._text).split())
        if tag == "lexeme":
            self._finish()
        elif tag in _TEXTS and self._path[-1:] == ["lexeme"]:
            if not text:
                raise self._fail(f"<{tag}> is empty")
            if tag == "grapheme":
                self._lexeme.graphemes.append(text)
            elif tag == "phoneme" and alphabet != _IPA:
                raise self._fail(f"the phonemes {text!r} are in the alphabet {alphabet!r}", 'only "ipa" is read')
            else:
                self._offer(tag, text)

    def _offer(self, way: str, text: str) -> None:
        if way == "phoneme":
            try:
                check_ipa(text)
            except ValueError as cause:
                raise self._fail(str(cause)) from cause
        known = self._lexeme.ways.get(way)
        if known is None or (self._prefers and not known[1]):
            self._lexeme.ways[way] = (text, self._prefers)

    def _finish(self) -> None:
        lexeme = self._lexeme
        if not lexeme.graphemes:
            raise self._fail("a lexeme without a grapheme", line=lexeme.line)
        if not lexeme.ways:
            raise self._fail(f"the lexeme {lexeme.graphemes[0]!r} says no sound", line=lexeme.line)
        ipa, say = (lexeme.ways.get(way, (None, False))[0] for way in ("phoneme", "alias"))
        for key in lexeme.graphemes:
            if key in self.entries:
                self.skipped.append((lexeme.line, f"{key!r} stands there twice; the first is taken"))
                continue
            entry = Entry(key=key, ipa=ipa, say=say)
            try:
                check_entry(entry)
            except ValueError as cause:
                raise self._fail(f"{key!r}: {cause}", line=lexeme.line) from cause
            self.entries[key] = entry
