"""The page's drawings: symbols on buttons, the show's rings, and the episode as a wave of its voices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from stimmwerk.exports.edition import Edition
from stimmwerk.exports.page.markup import Html, tag
from stimmwerk.palette import Palette, shown_colour

#: So many bars stand in the wave.
BARS = 180

# A bar's height, in parts of the whole: where it is silent, and where it is quiet.
_LOWEST, _QUIET = 0.14, 0.3
# Speech is mixed to even loudness, so heights lie between the quiet and the loud bars of the episode, if these are not
# almost the same; so many of a hundred bars are quieter, as where music fades.
_LEAST_RANGE_LU, _QUIETER = 4.0, 10
_WAVE_HIGH = 100
# Of a bar and the gap behind it, the bar's part.
_BAR_WIDE = 0.68
_MOST_TICKS = 50


def icon(name: str, extra: str | None = None) -> Html:
    """A symbol of ``files/icons.svg``, beside or in place of a text that says the same.  extra: further classes."""
    use = tag("use", href=f"#i-{name}")
    return tag("svg", use, class_=f"icon {extra}" if extra else "icon", aria_hidden="true", focusable="false")


def rings(palette: Palette) -> Html:
    """The show's own picture, as on its cover: two voices, as rings that meet."""
    circles = []
    for x, colours in ((0, palette.left), (100, palette.right)):
        for ring in range(4, -1, -1):
            radius = 11.8 * (ring + 1) - 3.5
            colour = shown_colour(colours[ring % len(colours)])
            circles.append(
                tag("circle", cx=x, cy=100, r=f"{radius:.1f}", fill="none", stroke=colour, stroke_width=7)
                if ring
                else tag("circle", cx=x, cy=100, r="11.8", fill=colour)
            )
    ground = tag("rect", width=100, height=100, fill=shown_colour(palette.ground))
    return tag("svg", ground, *circles, viewBox="0 0 100 100", xmlns="http://www.w3.org/2000/svg", aria_hidden="true")


def wave(edition: Edition, voices: Mapping[str, int]) -> Html:
    """The episode from begin to end: each bar as high as it is loud there, in the colour of who speaks most.

    voices: role -> number of its colour.  Where the loudness is not known a bar is as high as it is full of speech.
    """
    paths: dict[str, list[str]] = {}
    for number, (role, height) in enumerate(_bars(edition)):
        high = max(_LOWEST, height) * _WAVE_HIGH
        width = 1000 / BARS
        left, top, wide = number * width, (_WAVE_HIGH - high) / 2, width * _BAR_WIDE
        name = "bar w-none" if role is None else f"bar w{voices[role]}"
        paths.setdefault(name, []).append(f"M{left:.1f} {top:.1f}h{wide:.1f}v{high:.1f}h-{wide:.1f}z")
    bars = tag("g", *(tag("path", class_=name, d="".join(d)) for name, d in sorted(paths.items())), id="wave")
    ticks = "".join(f"M{place:.2f} 0v100" for place in _ticks(edition))
    box = {"viewBox": f"0 0 1000 {_WAVE_HIGH}", "preserveAspectRatio": "none", "aria_hidden": "true"}
    return Html(
        tag("svg", bars, class_="wave ahead", **box)
        + tag("svg", tag("use", href="#wave"), class_="wave played", **box)
        + (tag("svg", tag("path", d=ticks), class_="wave ticks", **box) if ticks else "")
    )


def _ticks(edition: Edition) -> Iterator[float]:
    """Where chapters begin but the first, in thousandths; of very many, so many that the bars are still seen."""
    least = 1000 / _MOST_TICKS if len(edition.chapters) > _MOST_TICKS else 0
    before = 0.0
    for chapter in edition.chapters[1:]:
        place = 1000 * chapter.start / edition.length
        if place - before >= least:
            before = place
            yield place


def _bars(edition: Edition) -> list[tuple[str | None, float]]:
    """(role that speaks most, height from 0 to 1) of each bar."""
    length, turns, first = max(1, edition.length), edition.turns, 0
    borders = [number * length // BARS for number in range(BARS + 1)]
    heights = _heights(edition, borders) if edition.loudness else None
    found: list[tuple[str | None, float]] = []
    for number, (start, stop) in enumerate(pairwise(borders)):
        while first < len(turns) and turns[first].stop <= start:
            first += 1
        spoken: dict[str, int] = {}
        for turn in turns[first:]:
            if turn.start >= stop:
                break
            spoken[turn.role] = spoken.get(turn.role, 0) + max(0, min(stop, turn.stop) - max(start, turn.start))
        total = sum(spoken.values())
        role = max(sorted(spoken), key=lambda name: spoken[name]) if total else None
        full = 0.3 + 0.4 * min(1.0, total / max(1, stop - start))
        found.append((role, full if heights is None else heights[number]))
    return found


def _heights(edition: Edition, borders: Sequence[int]) -> list[float]:
    """The height of each bar by its loudness; borders: in samples, one more than there are bars."""
    rate, loud = edition.sample_rate, list[float | None]()
    for start, stop in pairwise(borders):
        heard = edition.loudness[start // rate : max(start // rate + 1, stop // rate)]
        known = [value for value in heard if value is not None]
        loud.append(sum(known) / len(known) if known else None)
    known = sorted(value for value in loud if value is not None) or [0.0]
    high, low = known[-1], known[len(known) * _QUIETER // 100]
    span = max(_LEAST_RANGE_LU, high - low)
    return [0.0 if value is None else 1 - (1 - _QUIET) * min(1.0, (high - value) / span) for value in loud]
