"""The text of cues: tags away, voices found, and who speaks where only a mark says so."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from stimmwerk.importers.cues import Cue, CueLine
from stimmwerk.script.characters import FORBIDDEN, squeeze

_TAG = re.compile(r"<([^<>]{0,300})>|\{\\[^{}]{0,100}\}")
_STYLING = re.compile(r"/?(?:c|i|b|u|s|v|em|br|rt|ruby|font|lang|span|strong)(?:[. \t/].*)?\Z", re.IGNORECASE)
_VOICE = re.compile(r"v(?:\.[^\s<>]*)?\s+(.*)", re.IGNORECASE)
_OPEN_VOICE = re.compile(r"<v(?:\.[\w.-]{0,60})? ", re.IGNORECASE)
_CLOCK = re.compile(r"[\d:.,]+\Z")
_CHANGE = re.compile(r"(?:(?<=\s)|\A)>{2,3}\s*")
_DASH = re.compile(r"[-–—]\s*(?=\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A line of a cue, or a part of it that one voice says.

    cue: its index; line: in the file; raw: the whole line as it stands there; speaker: by a voice tag, None without;
    changes: a mark says that somebody else speaks from here; first: nothing stands before it in its cue.
    """

    cue: int
    line: int
    raw: str
    text: str
    speaker: str | None = None
    changes: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CueTexts:
    """unclosed: lines with a voice tag that does not end; clocked: words carry times of their own, as in captions that
    roll up.
    """

    spoken: tuple[Spoken, ...]
    unclosed: tuple[int, ...]
    clocked: bool


def read_cue_texts(cues: Sequence[Cue]) -> CueTexts:
    """The text of cues, in order; lines without any are left away."""
    voices = _voices(cues)
    lengths = sorted({len(voice) for voice in voices}, reverse=True)
    unclosed: list[int] = []
    spoken: list[Spoken] = []
    clocked = False
    for index, cue in enumerate(cues):
        closed = [_with_closed_voices(line, voices, lengths) for line in cue.lines]
        unclosed += [line.number for line, text in zip(cue.lines, closed, strict=True) if line.text != text]
        clocked = clocked or any(_CLOCK.match(tag.group(1) or "") for text in closed for tag in _TAG.finditer(text))
        spoken += _spoken(index, cue, closed)
    return CueTexts(spoken=tuple(spoken), unclosed=tuple(unclosed), clocked=clocked)


def _spoken(index: int, cue: Cue, closed: Sequence[str]) -> Iterator[Spoken]:
    """What is said in one cue.  closed: its lines, each voice tag with its end."""
    dashed = len(closed) > 1 and sum(_DASH.match(plain_text(text)) is not None for text in closed) > 1
    voice: str | None = None
    first, parted = True, False
    for line, text in zip(cue.lines, closed, strict=True):
        for voice, said in _parts(text, voice):  # noqa: B020 (the next line begins with the voice of this one)
            if not said.strip("-–—"):
                # A dash alone parts two speakers of one cue.
                parted = True
                continue
            for changes, piece in _changes(said, dashed=dashed):
                yield Spoken(
                    cue=index,
                    line=line.number,
                    raw=line.text,
                    text=piece,
                    speaker=voice,
                    changes=changes or parted,
                    first=first,
                )
                first = parted = False


def _voices(cues: Iterable[Cue]) -> frozenset[str]:
    """Every name in a voice tag of the file."""
    return frozenset(
        found.group(1).strip()
        for cue in cues
        for line in cue.lines
        if "<v" in line.text or "<V" in line.text
        for tag in _TAG.finditer(line.text)
        if (found := _VOICE.match(tag.group(1) or ""))
    ) - {""}


def _with_closed_voices(line: CueLine, voices: frozenset[str], lengths: Sequence[int]) -> str:
    """The line with ``>`` behind each name of a voice tag that lacks it; without the tag where the name is unknown.

    lengths: of the voices, the longest first.
    """
    text = line.text
    if "<" not in text:
        return text
    pieces: list[str] = []
    at = 0
    for found in _OPEN_VOICE.finditer(text):
        stop = text.find("<", found.end())
        end = text.find(">", found.end(), stop if stop >= 0 else len(text))
        if end >= 0:
            continue
        heads = (text[found.end() : found.end() + length] for length in lengths)
        name = next((head for head in heads if head in voices), None)
        pieces.append(text[at : found.start()])
        if name is not None:
            pieces.append(f"<v {name}>")
        at = found.end() + len(name or "")
    return "".join((*pieces, text[at:]))


def _parts(text: str, voice: str | None) -> Iterator[tuple[str | None, str]]:
    """The text of a line, without tags, by the voice that says it.  voice: that of the line before in the cue."""
    if "<" not in text and "{" not in text:
        if said := _clean(text):
            yield voice, said
        return
    pieces: list[str] = []
    at = 0
    for tag in _TAG.finditer(text):
        inside = tag.group(1)
        if not _is_tag(tag):
            continue
        pieces.append(text[at : tag.start()])
        at = tag.end()
        named = _VOICE.match(inside or "")
        if inside is not None and inside.casefold().startswith("br"):
            pieces.append(" ")
        if named or (inside or "").casefold().startswith("/v"):
            if said := _clean("".join(pieces)):
                yield voice, said
            pieces = []
            voice = _clean(named.group(1)) or None if named else None
    if said := _clean("".join((*pieces, text[at:]))):
        yield voice, said


def _is_tag(found: re.Match[str]) -> bool:
    """Whether angle brackets hold a tag of the format, and not words: ``<laughs>``."""
    inside = found.group(1)
    return inside is None or bool(_STYLING.match(inside) or _CLOCK.match(inside))


def plain_text(text: str) -> str:
    """Text of a cue without tags and entities, on one line."""
    if "<" not in text and "{" not in text:
        return _clean(text)
    return _clean(_TAG.sub(lambda tag: "" if _is_tag(tag) else tag.group(), text))


def _clean(text: str) -> str:
    """Text without entities, on one line."""
    return squeeze(FORBIDDEN.sub("", html.unescape(text))) if "&" in text else squeeze(text)


def _changes(text: str, *, dashed: bool) -> Iterator[tuple[bool, str]]:
    """A text, cut where ``>>`` or, in a cue of several such lines, a dash says that somebody else speaks."""
    dash = _DASH.match(text) if dashed else None
    if dash:
        yield True, text[dash.end() :]
        return
    if ">>" not in text:
        yield False, text
        return
    at, changes = 0, False
    for mark in _CHANGE.finditer(text):
        if said := text[at : mark.start()].strip():
            yield changes, said
        at, changes = mark.end(), True
    if said := text[at:].strip():
        yield changes, said


def without_first(spoken: Spoken, count: int) -> Spoken:
    """The line without its first characters."""
    return replace(spoken, text=spoken.text[count:].lstrip())
