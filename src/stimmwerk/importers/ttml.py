"""TTML, the timed text of broadcasters and of podcasts: paragraphs with times, and agents who speak them.

See https://www.w3.org/TR/ttml1/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stimmwerk.errors import SourceError, Where
from stimmwerk.importers.base import Imported, ShowFacts
from stimmwerk.importers.captions import tell_cues
from stimmwerk.importers.compose import compose
from stimmwerk.importers.cues import Cue, CueLine
from stimmwerk.importers.utterances import Utterance, given_labels, to_pieces
from stimmwerk.script.attributes import is_language
from stimmwerk.script.characters import FORBIDDEN, squeeze

name = "ttml"

_HEAD = 1 << 13
_ROOT = re.compile(r"<(?:[A-Za-z][\w-]{0,20}:)?tt[\s>]")
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):(\d{1,2})(?:[.,](\d{1,9})|:(\d{1,3}))?\Z")
_OFFSET = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)(h|m|s|ms|f|t)\Z")
#: Seconds to a unit; frames and ticks are as good as seconds apart where nobody says how many there are.
_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "f": 1 / 25, "t": 1e-7}


def recognise(text: str) -> float:
    """Sure where the first element is that of timed text."""
    head = text[:_HEAD].lstrip()
    return 0.96 if head.startswith("<") and _ROOT.search(head) else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paragraph:
    """speaker: by its agent, None without; start, stop: in seconds, None where unknown; line: in the source, from 1."""

    speaker: str | None
    text: str
    line: int
    start: float | None
    stop: float | None


def read(text: str, file: str, facts: ShowFacts) -> Imported:
    """The script in timed text.  Raises SourceError for what is no XML, and where nobody speaks in it."""
    root = parsed_xml(text, file)
    names = _agents(root)
    said = list(_paragraphs(root, names))
    title, language = _title(root), root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    del root
    if not said:
        raise SourceError("there is no text in this file", where=Where(file), hint="is this the right file?")
    if any(paragraph.speaker for paragraph in said):
        utterances = tuple(
            Utterance(
                speaker=paragraph.speaker,
                text=paragraph.text,
                line=paragraph.line,
                start=paragraph.start,
                stop=paragraph.stop,
            )
            for paragraph in said
        )
        told = None
    else:
        told = tell_cues([_cue(paragraph) for paragraph in said], facts)
        utterances = told.utterances
    pieces, cautions = to_pieces(utterances)
    return compose(
        pieces,
        file=file,
        facts=facts,
        format=name,
        title=title,
        language=language if is_language(language) else None,
        warnings=(*(told.cautions if told else ()), *cautions),
        left_out=told.left_out if told else (),
        given=(*given_labels(utterances), *([title] if title else [])),
    )


def parsed_xml(text: str, file: str) -> Any:
    """The root of XML, damaged or not.  Raises SourceError for what cannot be read as XML at all."""
    from lxml import etree

    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.lstrip().encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise SourceError(
            "this XML cannot be read", where=Where(file), hint="export the transcript as WebVTT or SubRip"
        )
    return root


def local_name(element: Any) -> str:
    """The name of an element without its namespace; empty for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _attribute(element: Any, wanted: str) -> str | None:
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == wanted:
            return str(value)
    return None


def _agents(root: Any) -> dict[str, str]:
    """The names of those who speak, by identifier."""
    names: dict[str, str] = {}
    for element in root.iter():
        if local_name(element) != "agent":
            continue
        identifier = _attribute(element, "id")
        called = [squeeze("".join(inner.itertext())) for inner in element.iter() if local_name(inner) == "name"]
        full = next((one for one in called if one), None)
        if identifier is not None:
            names[identifier] = full or identifier
    return names


def _title(root: Any) -> str | None:
    for element in root.iter():
        if local_name(element) == "body":
            return None
        if local_name(element) == "title" and (title := squeeze("".join(element.itertext()))):
            return title
    return None


def _paragraphs(root: Any, names: dict[str, str]) -> Iterator[_Paragraph]:
    """Every paragraph of the body with text, cut where a part of it has another agent."""
    from lxml import etree

    agents: list[str | None] = [None]
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            agents.append(_attribute(element, "agent") or agents[-1])
            if local_name(element) == "p":
                start, stop = _seconds(_attribute(element, "begin")), _seconds(_attribute(element, "end"))
                for agent, said in _parts(element, agents[-1]):
                    yield _Paragraph(
                        speaker=names.get(agent, agent) if agent else None,
                        text=said,
                        line=element.sourceline or 1,
                        start=start,
                        stop=stop,
                    )
        else:
            agents.pop()


def _parts(paragraph: Any, agent: str | None) -> Iterator[tuple[str | None, str]]:
    """(agent, text) of a paragraph, in order."""
    from lxml import etree

    speaking = [agent]
    pieces: list[str] = []
    last = agent
    for event, element in etree.iterwalk(paragraph, events=("start", "end")):
        inside = element is not paragraph
        if event == "start":
            if inside:
                speaking.append(_attribute(element, "agent") or speaking[-1])
            raw = element.text or ""
            if inside and local_name(element) == "br":
                raw = f" {raw}"
        else:
            if inside:
                speaking.pop()
            raw = (element.tail or "") if inside else ""
        if raw and raw.strip() and speaking[-1] != last:
            if said := squeeze("".join(pieces)):
                yield last, said
            pieces, last = [], speaking[-1]
        pieces.append(FORBIDDEN.sub("", raw))
    if said := squeeze("".join(pieces)):
        yield last, said


def _seconds(time: str | None) -> float | None:
    """A time of TTML in seconds: on a clock, or a number with its unit."""
    if time is None:
        return None
    if found := _OFFSET.match(time.strip()):
        return float(found.group(1)) * _UNITS[found.group(2)]
    if not (found := _CLOCK.match(time.strip())):
        return None
    hours, minutes, whole, part, _ = found.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(whole) + float(f"0.{part or 0}")


def _cue(paragraph: _Paragraph) -> Cue:
    start = paragraph.start or 0.0
    stop = start if paragraph.stop is None else paragraph.stop
    return Cue(start=start, stop=stop, lines=(CueLine(number=paragraph.line, text=paragraph.text),))
