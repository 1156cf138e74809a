"""Whether the chapters say what they should, and begin where something begins."""

from __future__ import annotations

from itertools import pairwise

from stimmwerk import units
from stimmwerk.id3 import TagChapter
from stimmwerk.manifest import Manifest
from stimmwerk.verify.listening import Heard
from stimmwerk.verify.meters import BEFORE_S, WINDOWS_OF_SOUND, MarkSound
from stimmwerk.verify.verdict import Limits, Row, judged, listed, skipped

_ORDER, _END, _MANIFEST = "chapters.order", "chapters.end", "chapters.manifest"
_BEFORE, _AFTER = "chapters.quiet_before", "chapters.sound_after"


def check_chapters(
    chapters: tuple[TagChapter, ...] | None, heard: Heard | None, manifest: Manifest | None, limits: Limits
) -> tuple[Row, ...]:
    """chapters: of the tag, None where there are none; heard: with a mark for each, None where nothing was decoded."""
    if chapters is None:
        return skipped((_ORDER, _END, _MANIFEST, _BEFORE, _AFTER), "the tag's chapters cannot be read")
    rows = [_check_order(chapters)]
    if heard is None:
        rows += skipped((_END,), "the sound cannot be decoded")
    else:
        rows.append(_check_end(chapters[-1], heard))
    rows += [_check_manifest(chapters, manifest)] if manifest else skipped((_MANIFEST,), "there is no manifest")
    if heard is None:
        rows += skipped((_BEFORE, _AFTER), "the sound cannot be decoded")
    else:
        rows += [_check_before(chapters, heard.marks, limits), _check_after(chapters, heard.marks, limits)]
    return tuple(rows)


def _check_order(chapters: tuple[TagChapter, ...]) -> Row:
    wrong = []
    if chapters[0].start_ms != 0:
        wrong.append(f"the first begins at {chapters[0].start_ms} ms")
    wrong += [f"{_name(n, c)} ends before it begins" for n, c in enumerate(chapters, 1) if c.end_ms <= c.start_ms]
    wrong += [
        f"{_name(number, after)} begins {after.start_ms - before.end_ms:+d} ms from the last one's end"
        for number, (before, after) in enumerate(pairwise(chapters), 2)
        if after.start_ms != before.end_ms
    ]
    return judged(_ORDER, not wrong, listed(wrong) or f"{len(chapters)} in a row from 0", "from 0 without a gap")


def _check_end(last: TagChapter, heard: Heard) -> Row:
    end = units.milliseconds(heard.length, heard.sample_rate)
    figure = f"the last ends at {last.end_ms} ms, the sound at {end} ms"
    return judged(_END, last.end_ms == end, figure, "both alike", last.end_ms - end)


def _check_manifest(chapters: tuple[TagChapter, ...], manifest: Manifest) -> Row:
    rate = manifest.sample_rate
    expected = [
        (units.milliseconds(mark.start, rate), units.milliseconds(mark.stop, rate), mark.title)
        for mark in manifest.chapters
    ]
    wrong = []
    if len(chapters) != len(expected):
        wrong.append(f"{len(chapters)} chapters instead of {len(expected)}")
    for number, (chapter, (start, end, title)) in enumerate(zip(chapters, expected, strict=False), 1):
        if (chapter.start_ms, chapter.end_ms) != (start, end):
            wrong.append(f"{_name(number, chapter)} lasts {chapter.start_ms} to {chapter.end_ms}, not {start} to {end}")
        if chapter.title != title:
            wrong.append(f"{_name(number, chapter)} should be called {title!r}")
    return judged(
        _MANIFEST, not wrong, listed(wrong) or f"{len(chapters)} alike", "times to the millisecond, and titles"
    )


def _check_before(chapters: tuple[TagChapter, ...], marks: tuple[MarkSound | None, ...], limits: Limits) -> Row:
    levels = {
        _name(number, chapter): mark.before
        for number, (chapter, mark) in enumerate(zip(chapters, marks, strict=True), 1)
        if mark is not None and mark.before is not None
    }
    worst = max(levels.values(), default=units.SILENCE_DB)
    wrong = [f"{level:.1f} dBFS before {name}" for name, level in levels.items() if level > limits.quiet_dbfs]
    limit = f"at most {limits.quiet_dbfs:g} dBFS over {BEFORE_S * 1000:g} ms"
    return judged(_BEFORE, not wrong, listed(wrong) or f"{worst:.1f} dBFS at most", limit, round(worst, 2))


def _check_after(chapters: tuple[TagChapter, ...], marks: tuple[MarkSound | None, ...], limits: Limits) -> Row:
    latest = round(limits.onset_s * 1000)
    onsets = {
        _name(number, chapter): None if mark is None else mark.onset
        for number, (chapter, mark) in enumerate(zip(chapters, marks, strict=True), 1)
    }
    wrong = [f"nothing sounds after {name}" for name, onset in onsets.items() if onset is None or onset > latest]
    worst = max((onset for onset in onsets.values() if onset is not None), default=0)
    limit = f"{limits.onset_dbfs:g} dBFS from at most {latest} ms on, for {WINDOWS_OF_SOUND * 10} ms"
    return judged(_AFTER, not wrong, listed(wrong) or f"{worst} ms at most", limit, worst)


def _name(number: int, chapter: TagChapter) -> str:
    return f"{number} {chapter.title!r}"
