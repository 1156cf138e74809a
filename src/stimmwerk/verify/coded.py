"""The sound in other codecs beside the MP3: as long as the programme, with its chapters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from stimmwerk import units
from stimmwerk.manifest import Manifest
from stimmwerk.verify.verdict import Row, judged, listed, skipped

#: Formats that are looked at, and their rows.
_FORMATS = ("m4b", "opus")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decoded:
    """length: in samples of the rate; chapters: (start in ms, title) of each."""

    length: int
    sample_rate: int
    chapters: tuple[tuple[int, str], ...]


def check_coded(folder: Path, manifest: Manifest) -> tuple[Row, ...]:
    """Decodes every such file that the manifest names."""
    return tuple(row for form in _FORMATS for row in _check(form, folder, manifest))


def _check(form: str, folder: Path, manifest: Manifest) -> Iterator[Row]:
    names = (f"{form}.length", f"{form}.chapters")
    files = [name for name, output in manifest.outputs.items() if output.format == form]
    if not files:
        yield from skipped(names, "this build has made none")
        return
    limits = ("the programme's, to the sample", "times to the millisecond, and titles")
    try:
        found = _decode(folder / files[0])
    except (OSError, ValueError) as cause:
        yield from (
            judged(name, False, f"it cannot be decoded: {cause}", limit)
            for name, limit in zip(names, limits, strict=True)
        )
        return
    wanted = -(-manifest.length * found.sample_rate // manifest.sample_rate)
    figure = f"{found.length} samples at {found.sample_rate} Hz"
    if found.length != wanted:
        figure += f" instead of {wanted}"
    yield judged(names[0], found.length == wanted, figure, limits[0], found.length - wanted)
    wrong = list(_wrong(found, manifest))
    yield judged(names[1], not wrong, listed(wrong) or f"{len(found.chapters)} alike", limits[1])


def _wrong(found: _Decoded, manifest: Manifest) -> Iterator[str]:
    expected = [(units.milliseconds(mark.start, manifest.sample_rate), mark.title) for mark in manifest.chapters]
    if len(found.chapters) != len(expected):
        yield f"{len(found.chapters)} chapters instead of {len(expected)}"
    for (start, title), (right, name) in zip(found.chapters, expected, strict=False):
        if start != right:
            yield f"{name!r} begins at {start} ms instead of {right} ms"
        if title != name:
            yield f"{title!r} should be called {name!r}"


def _decode(path: Path) -> _Decoded:
    """Raises OSError or ValueError."""
    import av

    try:
        return _read(path)
    except av.FFmpegError as cause:
        raise ValueError(cause.strerror) from cause
    except IndexError as cause:
        raise ValueError("it has no sound") from cause


def _read(path: Path) -> _Decoded:
    import av

    with av.open(str(path)) as file:
        chapters = tuple(
            (
                round(chapter["start"] * (chapter["time_base"] or Fraction(1)) * 1000),
                chapter["metadata"].get("title", ""),
            )
            for chapter in file.chapters()
        )
        stream = file.streams.audio[0]
        length = sum(frame.samples for frame in file.decode(stream))
        return _Decoded(length=length, sample_rate=stream.sample_rate, chapters=chapters)
