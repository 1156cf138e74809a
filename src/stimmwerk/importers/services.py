"""Transcripts in JSON: of podcasts (Podcasting 2.0, Podlove), and of the services and programs that transcribe."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import replace

from stimmwerk.errors import SourceError, Where
from stimmwerk.importers import jsonkeys as keys
from stimmwerk.importers.base import Caution, Heading, Imported, LeftOut, ShowFacts
from stimmwerk.importers.captions import Told, tell_cues
from stimmwerk.importers.compose import compose
from stimmwerk.importers.counting import count_words
from stimmwerk.importers.cues import Cue, CueLine
from stimmwerk.importers.cuetext import Spoken, plain_text
from stimmwerk.importers.jsonlayers import Item, find_layer, join_tokens
from stimmwerk.importers.jsontree import Document, Json, Located, Object
from stimmwerk.importers.source import plain_source
from stimmwerk.importers.text import read_source
from stimmwerk.importers.utterances import LONG_GAP, Utterance, ends_sentence, given_labels, to_pieces
from stimmwerk.script.attributes import is_language
from stimmwerk.script.characters import squeeze

name = "json"

_PEOPLE = ("speakers", "participants", "people", "voices", "persons", "contributors", "speakermap", "speakernames")
_CHAPTERS = ("chapters", "chapterlist")
_CHAPTER_TITLE = ("title", "headline", "gist", "name")
_TITLE = ("title", "episodetitle")
_LANGUAGE = ("language", "languagecode", "detectedlanguage", "lang", "locale")
_LANGUAGES = {
    "english": "en", "eng": "en", "german": "de", "deu": "de", "ger": "de", "french": "fr", "fra": "fr", "fre": "fr",
    "spanish": "es", "spa": "es", "chinese": "zh", "zho": "zh", "chi": "zh", "cmn": "zh", "italian": "it", "ita": "it",
    "portuguese": "pt", "por": "pt", "dutch": "nl", "nld": "nl", "japanese": "ja", "jpn": "ja", "russian": "ru",
    "rus": "ru", "polish": "pl", "pol": "pl",
}  # fmt: skip

_BEGINS = re.compile(r'\[?\{"[^"]{0,200}":')

#: Seconds to a unit: seconds, milliseconds, microseconds, ticks of 100 ns, nanoseconds.
_UNITS = (1.0, 1e-3, 1e-6, 1e-7, 1e-9)
#: A word takes at most so long, in seconds.
_SLOWEST = 2.5
#: A text of fewer words, found somewhere in a file, is no conversation.
_LEAST_WORDS = 20


def recognise(text: str) -> float:
    """Sure where the text begins as an object or a list of objects does, even one that breaks off."""
    begin = "".join(text[:4096].split())
    closed = begin[:2] in ("{}", "[]", "[[", '["') and text.rstrip()[-1:] in ("}", "]")
    return 0.9 if closed or _BEGINS.match(begin) else 0.0


def read(text: str, file: str, facts: ShowFacts) -> Imported:
    """The script in a transcript.  Raises SourceError for JSON that is none, or none that is known."""
    document = Document(text, file)
    return tell(document, file, facts, name) or _read_one_text(document, file, facts)


def tell(document: Located, file: str, facts: ShowFacts, format: str) -> Imported | None:  # noqa: A002
    """The script in a transcript of records, whatever they were read from; None where there is none in it.

    format: the name of the importer.  Raises SourceError where there is nothing to speak.
    """
    layer = find_layer(document, _names(document.root))
    if layer is None:
        return None
    unit = _unit(layer.items)
    items = [_in_seconds(item, unit) for item in layer.items]
    told = _tell(list(_sentences(items)) if layer.tokens else items, facts)
    headings, unsaid = _chapters(document, told)
    pieces, more = to_pieces(told.utterances, headings)
    return compose(
        pieces,
        file=file,
        facts=facts,
        format=format,
        title=_fact(document.root, _TITLE),
        language=_language(document.root),
        warnings=(*told.cautions, *more),
        left_out=(*told.left_out, *unsaid),
        given=given_labels(told.utterances),
    )


# -- what is said -----------------------------------------------------------------------------------------------------


def _unit(items: Sequence[Item]) -> float:
    """Seconds to the unit of a transcript's times: the longest in which words are spoken as people speak them."""
    paces = [
        (item.stop - item.start) / max(1, count_words(item.text))
        for item in items
        if item.start is not None and item.stop is not None and item.stop > item.start and item.text.strip()
    ]
    if not paces:
        starts = [item.start for item in items if item.start is not None]
        words = sum(count_words(item.text) for item in items)
        paces = [(starts[-1] - starts[0]) / max(1, words)] if starts else []
    pace = statistics.median(paces) if paces else 0.0
    return next((unit for unit in _UNITS if pace * unit <= _SLOWEST), 1.0)


def _in_seconds(item: Item, unit: float) -> Item:
    return replace(
        item,
        start=None if item.start is None else item.start * unit,
        stop=None if item.stop is None else item.stop * unit,
    )


def _sentences(items: Sequence[Item]) -> Iterator[Item]:
    """Words and marks, joined to sentences, each of one speaker."""
    spaced = 5 * sum(item.text != item.text.strip() for item in items) > len(items)
    sentence: list[Item] = []
    speaker: str | None = None
    for item in items:
        other = item.speaker is not None and item.speaker != speaker and not item.joins and bool(item.text.strip())
        ended = bool(sentence) and not item.joins and ends_sentence(_last_text(sentence)) and bool(item.text.strip())
        if sentence and (other or ended or _is_late(sentence[-1], item)):
            yield _sentence(sentence, speaker, spaced=spaced)
            sentence = []
        speaker = item.speaker if other else speaker
        sentence.append(item)
    if sentence:
        yield _sentence(sentence, speaker, spaced=spaced)


def _last_text(sentence: Sequence[Item]) -> str:
    return next((item.text for item in reversed(sentence) if item.text.strip()), "")


def _is_late(before: Item, item: Item) -> bool:
    return item.start is not None and before.stop is not None and item.start - before.stop >= LONG_GAP


def _sentence(items: Sequence[Item], speaker: str | None, *, spaced: bool) -> Item:
    text = "".join(item.text for item in items) if spaced else join_tokens(items)
    stop = next((item.stop for item in reversed(items) if item.stop is not None), None)
    return replace(items[0], text=text, speaker=speaker, stop=stop)


def _tell(items: Sequence[Item], facts: ShowFacts) -> Told:
    """Items as captions are told; where they have speakers, marks and names in their text are text."""
    cues = [_cue(item) for item in items]
    if not any(item.speaker for item in items):
        return tell_cues(cues, facts)
    said = [(index, item, text) for index, item in enumerate(items) if (text := plain_text(item.text))]
    spoken = tuple(
        Spoken(cue=index, line=item.line, raw=text, text=text, speaker=item.speaker, first=True)
        for index, item, text in said
    )
    utterances = tuple(
        Utterance(speaker=item.speaker, text=text, line=item.line, start=item.start, stop=item.stop)
        for _, item, text in said
    )
    return Told(spoken=spoken, utterances=utterances, cautions=tuple(_unnamed(said)), left_out=())


def _cue(item: Item) -> Cue:
    lines = tuple(CueLine(number=item.line, text=line) for raw in item.text.split("\n") if (line := squeeze(raw)))
    start = item.start or 0.0
    return Cue(start=start, stop=start if item.stop is None else item.stop, lines=lines)


def _unnamed(said: Sequence[tuple[int, Item, str]]) -> Iterator[Caution]:
    """A caution for texts without a speaker behind texts that have one; the first of them stands for all."""
    begun = False
    lines: list[int] = []
    for _, item, _ in said:
        begun = begun or item.speaker is not None
        if begun and item.speaker is None:
            lines.append(item.line)
    if lines:
        text = (
            f"{len(lines)} pieces of the transcript, the first of them here, have no speaker and were given to the one "
            "before; listen to these places"
        )
        yield Caution(line=lines[0], code="speaker-missing", message=text)


# -- chapters, names and facts ----------------------------------------------------------------------------------------


def _chapters(document: Located, told: Told) -> tuple[list[tuple[int, Heading]], list[LeftOut]]:
    """(index of the utterance before which it stands, heading) of every chapter, and the words about them."""
    found: list[tuple[float, Heading]] = []
    unsaid: list[LeftOut] = []
    for members in keys.values_under(document.root, _CHAPTERS):
        for member in members if isinstance(members, list) else ():
            title = keys.first_of(member, _CHAPTER_TITLE) if isinstance(member, Object) else None
            start = keys.time_of(member, keys.START) if isinstance(member, Object) else None
            if title is None or start is None or not isinstance(title[1], str) or not squeeze(title[1]):
                continue
            found.append((start, Heading(title=squeeze(title[1]), line=document.line(member, title[0]))))
            unsaid += [
                LeftOut(line=document.line(member, key), text=squeeze(value), reason="about a chapter, not speech")
                for key, value in member.items()
                if isinstance(value, str) and key != title[0] and len(value.split()) > 1
            ]
        if found:
            break
    ends = [utterance.stop or utterance.start or 0.0 for utterance in told.utterances]
    last = max(ends, default=0.0)
    latest = max((start for start, _ in found), default=0.0)
    unit = next((unit for unit in _UNITS if latest * unit <= last), 1.0)
    headings: list[tuple[int, Heading]] = []
    at = 0
    for start, heading in sorted(found, key=lambda pair: pair[0]):
        while at < len(ends) and _middle(told.utterances[at]) < start * unit:
            at += 1
        headings.append((at, heading))
    return headings, unsaid


def _middle(utterance: Utterance) -> float:
    start = utterance.start or 0.0
    return start if utterance.stop is None else (start + utterance.stop) / 2


def _names(root: Json) -> dict[str, str]:
    """The names of speakers by whatever the transcript calls them."""
    names: dict[str, str] = {}
    for people in keys.values_under(root, _PEOPLE):
        if isinstance(people, Object):
            pairs = [(key, keys.name_in(value)) for key, value in people.items() if not isinstance(value, list)]
        elif isinstance(people, list):
            pairs = [pair for person in people if isinstance(person, Object) for pair in _identified(person)]
        else:
            continue
        for identifier, called in pairs:
            if called is not None and called != identifier:
                names.setdefault(identifier, called)
    return names


def _identified(person: Object) -> Iterator[tuple[str, str | None]]:
    called = keys.first_of(person, keys.NAME)
    for key, value in person.items():
        identifier = keys.name_in(value) if not isinstance(value, Object | list) else None
        if keys.plain_key(key) in keys.IDENTIFIER and identifier is not None and called and key != called[0]:
            yield identifier, keys.name_in(called[1])


def _fact(root: Json, names: tuple[str, ...]) -> str | None:
    """The first text under one of the keys, outside of lists."""
    for value in keys.values_under(root, names, lists=False):
        if isinstance(value, str) and squeeze(value):
            return squeeze(value)
    return None


def _language(root: Json) -> str | None:
    """The language as a tag: ``en_us`` is ``en-US``, and names and codes of three letters are known for some."""
    base, _, region = (_fact(root, _LANGUAGE) or "").replace("_", "-").casefold().partition("-")
    language = _LANGUAGES.get(base, base)
    tag = f"{language}-{region.upper()}" if len(region) == 2 else language
    return tag if is_language(tag) and len(language) == 2 else None


# -- JSON that holds no list of texts ---------------------------------------------------------------------------------


def _read_one_text(document: Document, file: str, facts: ShowFacts) -> Imported:
    """The script in the one long text that a file holds.  Raises SourceError where there is none."""
    root = document.root
    texts = {value: (holder, key) for holder, key, value in keys.texts_under(root)}
    longest = max(texts, key=len, default="")
    if count_words(longest) < _LEAST_WORDS:
        inside = ", ".join(list(root)[:8]) if isinstance(root, Object) else "a list"
        raise SourceError(
            f"there is no transcript in this JSON ({inside or 'empty'})",
            where=Where(file),
            hint="a transcript is a list of segments or words with a text each, and a speaker or times",
        )
    holder, key = texts[longest]
    line = document.line(holder, key)
    source = plain_source(longest)
    return read_source(
        replace(
            source,
            numbers=[line] * len(source.lines),
            title=_fact(root, _TITLE),
            language=_language(root),
        ),
        file,
        facts,
        format=name,
    )
