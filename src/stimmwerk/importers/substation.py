"""SubStation Alpha (.ssa, .ass): captions with the names of those who speak them in a column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stimmwerk.errors import SourceError, Where
from stimmwerk.importers.base import Caution, Imported, LeftOut, ShowFacts
from stimmwerk.importers.basics import has_words
from stimmwerk.importers.captions import tell_cues
from stimmwerk.importers.compose import compose
from stimmwerk.importers.cues import Cue, CueLine, seconds
from stimmwerk.importers.names import announces, is_name
from stimmwerk.importers.utterances import Utterance, given_labels, to_pieces
from stimmwerk.script.characters import squeeze

name = "substation"

_HEAD = 1 << 16
_SECTION = re.compile(r"^\[(?:Script Info|V4\+? Styles\+?|Events)\][ \t]*$", re.MULTILINE | re.IGNORECASE)
_DIALOGUE = re.compile(r"^Dialogue:", re.MULTILINE)
_OVERRIDE = re.compile(r"\{[^{}]{0,500}\}")
_BREAK = re.compile(r"\\[Nnh]")
_CLOCK = re.compile(r"\d{1,3}:\d{1,2}:\d{1,2}(?:[.:]\d{1,3})?\Z")
#: What a line of an event holds where nobody says.
_FIELDS = ("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text")


def recognise(text: str) -> float:
    """Sure where a section has the name that they have, or lines are of its kind."""
    head = text[:_HEAD]
    return 0.93 if _SECTION.search(head) and _DIALOGUE.search(text) else 0.0


def read(text: str, file: str, facts: ShowFacts) -> Imported:
    """The script in the captions.  Raises SourceError where nobody speaks in them."""
    fields: Sequence[str] = _FIELDS
    title: str | None = None
    said: list[tuple[str, Cue]] = []
    left_out: list[LeftOut] = []
    for number, raw in enumerate(text.split("\n"), 1):
        key, sign, value = raw.partition(":")
        kind, value = key.strip().casefold(), value.strip()
        if sign and kind == "dialogue":
            cells = dict(zip(fields, value.split(",", len(fields) - 1), strict=False))
            words = squeeze(_BREAK.sub(" ", _OVERRIDE.sub("", cells.get("text", ""))))
            if words:
                said.append((squeeze(cells.get("name") or cells.get("actor") or ""), _cue(cells, words, number)))
            continue
        if (
            kind == "format"
            and said == []
            and "text" in (found := [one.strip().casefold() for one in value.split(",")])
        ):
            fields = found
        if kind == "title" and title is None and value:
            title = value
            left_out += [LeftOut(line=number, text=key.strip(), reason="the head of the file")]
        elif has_words(raw):
            reason = "a comment" if kind == "comment" else "the head of the file"
            left_out.append(LeftOut(line=number, text=squeeze(raw), reason=reason))
    if not said:
        raise SourceError("nobody speaks in these captions", where=Where(file), hint="is this the right file?")
    named = {who for who, _ in said if who}
    cautions: tuple[Caution, ...] = ()
    if all(is_name(who) and not announces(who) for who in named) and named:
        utterances = tuple(
            Utterance(
                speaker=who or None, text=cue.lines[0].text, line=cue.lines[0].number, start=cue.start, stop=cue.stop
            )
            for who, cue in said
        )
    else:
        told = tell_cues([cue for _, cue in said], facts)
        utterances, cautions = told.utterances, told.cautions
        left_out += told.left_out
    pieces, more = to_pieces(utterances)
    return compose(
        pieces,
        file=file,
        facts=facts,
        format=name,
        title=title,
        warnings=(*cautions, *more),
        left_out=left_out,
        given=given_labels(utterances),
    )


def _cue(cells: dict[str, str], words: str, number: int) -> Cue:
    start, stop = (cells.get(key, "").strip() for key in ("start", "end"))
    begin = seconds(start) if _CLOCK.match(start) else 0.0
    return Cue(
        start=begin,
        stop=seconds(stop) if _CLOCK.match(stop) else begin,
        lines=(CueLine(number=number, text=words),),
    )
