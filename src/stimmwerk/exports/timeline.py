"""An episode at a glance: who speaks when, in which chapter, how loud it is, and who has how much of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stimmwerk import units
from stimmwerk.exports.drawing import Area, Box, Drawing, Line, Shape, Words
from stimmwerk.exports.drawing_png import png
from stimmwerk.exports.drawing_svg import svg
from stimmwerk.exports.edition import CastMember, Edition
from stimmwerk.exports.lettering import Weight, drawable, shortened, width
from stimmwerk.palette import PALETTE, Colour, Palette, contrast, mixed, set_off

_WIDE = 1200.0
_LEFT, _RIGHT, _EDGE = 250.0, 1068.0, 36.0
_TITLE, _FACTS, _BAND_TOP, _BAND_HIGH = 54.0, 80.0, 108.0, 30.0
_LANES_TOP, _LANE, _BAR = 156.0, 50.0, 26.0
_CHART_GAP, _CHART_HIGH, _AXIS_HIGH = 20.0, 120.0, 52.0
# The least that a bar is wide: an interjection is seen in an hour, too.
_LEAST = 1.6
_LOUDEST, _SOFTEST = -8.0, -36.0
_LEVELS = (-10, -20, -30)
_TICKS_S = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 18000, 36000)
_MOST_TICKS = 12
# So much wider than our own font a reader's system may draw: DejaVu Sans, which many have where they have no other.
_WIDER: dict[Weight, float] = {"Medium": 1.07, "Bold": 1.18, "ExtraBold": 1.18}
_WHITE: Colour = (255, 255, 255)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wording:
    chapters: str
    chapter: str
    turns: str
    turn: str
    loudness: str
    measured: str
    goal: str
    talk: str
    nobody: str


_WORDS = {
    "de": _Wording(
        chapters="{} Kapitel",
        chapter="1 Kapitel",
        turns="{} Beiträge",
        turn="1 Beitrag",
        loudness="Lautheit",
        measured="LUFS über 3 s",
        goal="Ziel {}",
        talk="Redezeit",
        nobody="niemand spricht",
    ),
    "en": _Wording(
        chapters="{} chapters",
        chapter="1 chapter",
        turns="{} turns",
        turn="1 turn",
        loudness="Loudness",
        measured="LUFS over 3 s",
        goal="target {}",
        talk="Talk time",
        nobody="nobody speaks",
    ),
}


def timeline_svg(edition: Edition) -> str:
    """SVG for the web: its text is text, a title and a description stand in it, and it has a light and a dark dress."""
    return svg(timeline(edition))


def timeline_png(edition: Edition) -> bytes:
    """The same as a picture, light, 2400 pixels wide."""
    return png(timeline(edition))


def timeline(edition: Edition) -> Drawing:
    """The drawing.  Every time in it is a sample of the edition, every length that of a turn."""
    return _Sheet(edition).drawing()


class _Sheet:
    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._words = _WORDS.get(edition.language.casefold().split("-")[0], _WORDS["en"])
        heard = {turn.role for turn in edition.turns}
        self._roles = tuple(member for member in edition.cast if member.role in heard)
        self._talk = {member.role: 0 for member in self._roles}
        for turn in edition.turns:
            self._talk[turn.role] = self._talk.get(turn.role, 0) + turn.stop - turn.start
        self._chart_top = _LANES_TOP + _LANE * max(1, len(self._roles)) + _CHART_GAP
        self._chart_foot = self._chart_top + _CHART_HIGH

    def drawing(self) -> Drawing:
        light, dark = _dresses(self._edition.show.colours, len(self._roles))
        return Drawing(
            wide=_WIDE,
            high=self._chart_foot + _AXIS_HIGH,
            title=self._edition.title,
            about=self._about(),
            language=self._edition.language,
            light=light,
            dark=dark,
            shapes=(*self._heading(), *self._chapters(), *self._lanes(), *self._loudness(), *self._axis()),
        )

    # -- places and texts ----------------------------------------------------------------------------------------

    def _x(self, sample: int) -> float:
        return _LEFT + (_RIGHT - _LEFT) * sample / max(1, self._edition.length)

    def _clock(self, samples: int) -> str:
        return _clock(units.seconds(samples, self._edition.sample_rate))

    def _shares(self) -> dict[str, int]:
        """Role -> per cent of all talk, so rounded that they add up to 100."""
        whole = sum(self._talk.values())
        exact = {role: 100 * talk / whole if whole else 0.0 for role, talk in self._talk.items()}
        shares = {role: int(share) for role, share in exact.items()}
        missing = (100 if whole else 0) - sum(shares.values())
        for role in sorted(exact, key=lambda role: shares[role] - exact[role])[:missing]:
            shares[role] += 1
        return shares

    def _facts(self) -> str:
        edition, words = self._edition, self._words
        chapters, turns = len(edition.chapters), len(edition.turns)
        facts = [
            self._clock(edition.length),
            words.chapter if chapters == 1 else words.chapters.format(chapters),
            words.turn if turns == 1 else words.turns.format(turns),
        ]
        return "  ·  ".join(facts)

    def _about(self) -> str:
        shares = self._shares()
        talk = "; ".join(
            f"{_names(member)} {self._clock(self._talk[member.role])} ({_percent(shares[member.role])})"
            for member in self._roles
        )
        chapters = "; ".join(
            f"{number} {chapter.title} {self._clock(chapter.start)}"
            for number, chapter in enumerate(self._edition.chapters, 1)
        )
        return f"{self._facts()}. {self._words.talk}: {talk or self._words.nobody}. {chapters}."

    # -- parts of the sheet --------------------------------------------------------------------------------------

    def _heading(self) -> Iterator[Shape]:
        room = _WIDE - 2 * _EDGE
        title = _short(self._edition.title, room, 26, "ExtraBold")
        yield Words(x=_EDGE, y=_TITLE, text=title, size=26, colour="ink", weight="ExtraBold")
        yield Words(x=_EDGE, y=_FACTS, text=self._facts(), size=14, colour="quiet")

    def _chapters(self) -> Iterator[Shape]:
        for number, chapter in enumerate(self._edition.chapters, 1):
            left, right = self._x(chapter.start), self._x(chapter.stop)
            wide = max(0.5, right - left - 2)
            about = f"{number} {chapter.title}, {self._clock(chapter.start)}"
            yield Box(
                x=left, y=_BAND_TOP, wide=wide, high=_BAND_HIGH, corner=5, colour=f"band{number % 2}", about=about
            )
            if number > 1:
                yield Line(x1=left - 1, y1=_BAND_TOP + 2, x2=left - 1, y2=self._chart_foot, colour="rule")
            at, figure = left + 9, str(number)
            if wide < 18 + width(figure, 13, "ExtraBold") * _WIDER["ExtraBold"]:
                continue
            middle = _BAND_TOP + 20
            yield Words(x=at, y=middle, text=figure, size=13, colour="ink", weight="ExtraBold")
            at += width(figure, 13, "ExtraBold") * _WIDER["ExtraBold"] + 7
            if len(title := _short(chapter.title, left + wide - at - 8, 13, "Medium")) > 2:
                yield Words(x=at, y=middle, text=title, size=13, colour="ink")

    def _lanes(self) -> Iterator[Shape]:
        shares = self._shares()
        yield Words(x=_WIDE - _EDGE, y=_BAND_TOP + 20, text=self._words.talk, size=12, colour="quiet", anchor="end")
        for index, member in enumerate(self._roles):
            top = _LANES_TOP + index * _LANE
            middle = top + _LANE / 2
            room = _LEFT - _EDGE - 14
            yield Line(x1=_LEFT, y1=middle, x2=_RIGHT, y2=middle, colour="rule")
            name, voice = _short(_names(member), room, 14, "Bold"), f"{member.engine} {member.voice}"
            yield Words(x=_EDGE, y=middle - 1, text=name, size=14, colour="ink", weight="Bold")
            yield Words(x=_EDGE, y=middle + 16, text=_short(voice, room, 11, "Medium"), size=11, colour="quiet")
            yield from self._bars(member.role, f"voice{index}", middle)
            yield Words(
                x=_WIDE - _EDGE,
                y=middle + 5,
                text=_percent(shares[member.role]),
                size=15,
                colour="ink",
                weight="Bold",
                anchor="end",
            )
            talk = self._clock(self._talk[member.role])
            yield Words(x=_WIDE - _EDGE - 50, y=middle + 5, text=talk, size=13, colour="quiet", anchor="end")

    def _bars(self, role: str, colour: str, middle: float) -> Iterator[Shape]:
        for turn in self._edition.turns:
            if turn.role == role:
                left, right = self._x(turn.start), self._x(turn.stop)
                about = f"{turn.speaker}, {self._clock(turn.start)} – {self._clock(turn.stop)}"
                yield Box(
                    x=left,
                    y=middle - _BAR / 2,
                    wide=max(_LEAST, right - left),
                    high=_BAR,
                    corner=3,
                    colour=colour,
                    about=about,
                )

    def _loudness(self) -> Iterator[Shape]:
        foot, goal = self._chart_foot, self._edition.show.loudness.target_lufs
        yield Words(x=_EDGE, y=self._chart_top + 16, text=self._words.loudness, size=15, colour="ink", weight="Bold")
        yield Words(x=_EDGE, y=self._chart_top + 33, text=self._words.measured, size=11, colour="quiet")
        for level in _LEVELS:
            y = self._y(level)
            yield Line(x1=_LEFT, y1=y, x2=_RIGHT, y2=y, colour="rule")
            text = f"\N{MINUS SIGN}{-level}"
            yield Words(x=_LEFT - 10, y=y + 4, text=text, size=11, colour="quiet", anchor="end")
        for points in _runs(self._columns()):
            yield Area(points=points, foot=foot, colour="loud", edge="louder")
        y = self._y(goal)
        yield Line(x1=_LEFT, y1=y, x2=_RIGHT, y2=y, colour="ink", dashed=True)
        text = self._words.goal.format(f"\N{MINUS SIGN}{-goal:g}")
        yield Words(x=_RIGHT + 10, y=y + 4, text=text, size=12, colour="ink", weight="Bold")

    def _y(self, lufs: float) -> float:
        share = (_LOUDEST - min(max(lufs, _SOFTEST), _LOUDEST)) / (_LOUDEST - _SOFTEST)
        return self._chart_top + _CHART_HIGH * share

    def _columns(self) -> list[tuple[float, float] | None]:
        """A point for every second, or for as many as go into a column of a long episode; None where it is silent."""
        levels, rate = self._edition.loudness, self._edition.sample_rate
        together = -(-len(levels) // round(_RIGHT - _LEFT))
        found: list[tuple[float, float] | None] = []
        for first in range(0, len(levels), max(1, together)):
            group = levels[first : first + together]
            sounding = [level for level in group if level is not None]
            middle = min(self._edition.length, round((first + len(group) / 2) * rate))
            found.append((self._x(middle), self._y(sum(sounding) / len(sounding))) if sounding else None)
        return found

    def _axis(self) -> Iterator[Shape]:
        rate, foot = self._edition.sample_rate, self._chart_foot
        whole = units.seconds(self._edition.length, rate)
        step = next((step for step in _TICKS_S if whole / step <= _MOST_TICKS), _TICKS_S[-1])
        yield Line(x1=_LEFT, y1=foot, x2=_RIGHT, y2=foot, colour="quiet")
        for second in range(0, int(whole) + 1, step):
            x = self._x(second * rate)
            yield Line(x1=x, y1=foot, x2=x, y2=foot + 5, colour="quiet")
            yield Words(x=x, y=foot + 21, text=_clock(second), size=12, colour="quiet", anchor="middle")


def _percent(share: int) -> str:
    return f"{share} %" if share else "< 1 %"


def _names(member: CastMember) -> str:
    return ", ".join(member.speakers) or member.role


def _clock(seconds: float) -> str:
    """``1:05`` or ``1:00:05``."""
    text = units.clock(seconds)
    return text[1:] if text.startswith("0") else text


def _short(text: str, room: float, size: int, weight: Weight) -> str:
    """The text, shortened to the room there is; of letters that our font lacks, some guess of their widths is taken."""
    if drawable(text):
        return shortened(" ".join(text.split()), room / _WIDER[weight], size, weight)
    count = int(room / size)
    return text if len(text) <= count else (text[: max(0, count - 1)].rstrip() + "…" if count > 1 else "")


def _runs(points: Sequence[tuple[float, float] | None]) -> Iterator[tuple[tuple[float, float], ...]]:
    """Stretches of points without a gap; one alone becomes a short level line."""
    gaps = [-1, *(index for index, point in enumerate(points) if point is None), len(points)]
    for before, after in pairwise(gaps):
        run = tuple(point for point in points[before + 1 : after] if point is not None)
        if len(run) == 1:
            ((x, y),) = run
            run = ((x - 0.4, y), (x + 0.4, y))
        if run:
            yield run


def _dresses(palette: Palette, voices: int) -> tuple[dict[str, Colour], dict[str, Colour]]:
    """The light and the dark colours: bars have a contrast of 3 to the ground, text one of 4.5 or more (WCAG 2.2)."""
    night = palette.ground if contrast(palette.ground, _WHITE) >= 10 else PALETTE.ground
    return _dress(_WHITE, night, palette, voices), _dress(night, _WHITE, palette, voices)


def _dress(ground: Colour, ink: Colour, palette: Palette, voices: int) -> dict[str, Colour]:
    hues = palette.voices
    return {
        "ground": ground,
        "ink": ink,
        "quiet": set_off(mixed(ink, ground, 0.38), ground, 4.6),
        "rule": mixed(ground, ink, 0.13),
        "band0": mixed(ground, ink, 0.13),
        "band1": mixed(ground, ink, 0.07),
        "loud": mixed(ground, ink, 0.10),
        "louder": mixed(ground, ink, 0.50),
        **{f"voice{index}": set_off(hues[index % len(hues)], ground, 3.0) for index in range(voices)},
    }
