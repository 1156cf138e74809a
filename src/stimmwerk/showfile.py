"""show.toml: everything that holds for every episode of a show, each default in one place."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

from stimmwerk.arrangement import Ducking, Pacing
from stimmwerk.casting.cast import Setting, Settings
from stimmwerk.errors import ShowError, Where
from stimmwerk.feedfile import FeedSettings, parse_feed
from stimmwerk.formats import FOR_EDITORS, FORMATS, format_of
from stimmwerk.palette import PALETTE, Colour, Palette, parse_colour, shown_colour
from stimmwerk.presets import DEFAULT_PRESET, PRESETS, STEPS, SoundChain, limits
from stimmwerk.settings import SHOW_FILE, Table
from stimmwerk.textchecks import language_tag, not_blank, one_line, sayable, sayable_on_a_line, web_address, web_folder

FILE = SHOW_FILE

#: The sounds that have a place of their own; any other under [sounds] is a cue for scripts.
PLACED_SOUNDS = ("opening", "closing", "sting")

_RATES = (44100, 48000)
_OPUS_RATES = (24_000, 48_000)
_BITRATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoudnessGoal:
    """target_lufs: integrated loudness (ITU-R BS.1770-4) as heard: a mono file counts as two loudspeakers.

    ceiling_dbtp: the most that a true peak of the decoded MP3 may be.
    """

    target_lufs: float = -16.0
    ceiling_dbtp: float = -1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mp3Format:
    """channels: 1 or 2; bitrate_kbps: constant; quality: LAME's -q, 2 (slow) to 7; sample_rate: in Hz."""

    channels: int = 1
    bitrate_kbps: int = 96
    quality: int = 5
    sample_rate: int = 44100


@dataclass(frozen=True, slots=True, kw_only=True)
class M4bFormat:
    """sample_rate: in Hz, the MP3's or, None, half of it; quality: of a variable bit rate, 90 makes some 50 kbit/s."""

    sample_rate: int | None = None
    quality: int = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class OpusFormat:
    """bitrate_kbps: a channel, on average; sample_rate: in Hz, of what is encoded: nothing above its half is heard."""

    bitrate_kbps: int = 48
    sample_rate: int = 24_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundSpec:
    """A sound of the show.

    file: in audio/; level_lufs: its loudness as heard; trim_start, trim_end, fade_in, fade_out: seconds;
    alone: of the opening, seconds before the first words; overlap: of the closing, seconds that it begins before the
    last words end; line: in show.toml.
    """

    name: str
    file: str
    level_lufs: float = -19.0
    trim_start: float = 0.0
    trim_end: float = 0.0
    fade_in: float = 0.0
    fade_out: float = 0.0
    alone: float = 4.0
    overlap: float = 3.0
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineOptions:
    """How an engine is used in a show; the engine itself knows which options there are.

    values: name -> value, sorted; lines: name -> its line in show.toml.
    """

    engine: str
    values: Settings
    line: int | None = field(default=None, compare=False)
    lines: tuple[tuple[str, int | None], ...] = field(default=(), compare=False)

    def where(self, name: str) -> Where:
        """The place of an option, for complaints."""
        return Where(FILE, dict(self.lines).get(name, self.line))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSettings:
    """A show.

    language: BCP 47; url: the folder in which the feed will stand, or empty; cover: a picture in audio/, or
    empty: then one is drawn; colours: of what is drawn;
    lexicons: (language, file in voices/) pairs;
    disclosure: how tag, feed, page and notes say that the voices are synthetic;
    spoken_disclosure: (language, sentence) pairs: how the opening of an episode in that language says it;
    chain: what is done to the sound of every role that names no preset of its own; engines: sorted by name;
    exports: the formats that are written beside the MP3; feed: what directories want to know.
    """

    title: str
    author: str
    language: str
    cast: str
    description: str = ""
    copyright: str = ""
    url: str = ""
    cover: str = ""
    announce_titles: bool = True
    disclosure: str
    spoken_disclosure: tuple[tuple[str, str], ...] = ()
    lexicons: tuple[tuple[str, str], ...] = ()
    loudness: LoudnessGoal = LoudnessGoal()
    mp3: Mp3Format = Mp3Format()
    m4b: M4bFormat = M4bFormat()
    opus: OpusFormat = OpusFormat()
    pacing: Pacing = field(default_factory=Pacing)
    ducking: Ducking = field(default_factory=Ducking)
    chain: SoundChain = PRESETS[DEFAULT_PRESET]
    sounds: tuple[SoundSpec, ...] = ()
    engines: tuple[EngineOptions, ...] = ()
    colours: Palette = PALETTE
    exports: tuple[str, ...] = tuple(form.name for form in FORMATS)
    feed: FeedSettings = field(default_factory=FeedSettings)

    @property
    def has_feed(self) -> bool:
        """Whether there is a feed: it is wanted, and has an address for what it lists."""
        return self.feed.on and bool(self.url)

    def sound(self, name: str) -> SoundSpec | None:
        """The sound of that name, or None."""
        return next((sound for sound in self.sounds if sound.name == name), None)

    def cues(self) -> tuple[str, ...]:
        """The sounds that a script may call for, sorted."""
        return tuple(sorted(sound.name for sound in self.sounds if sound.name not in ("opening", "closing")))


def parse_show(text: str, file: str = FILE) -> ShowSettings:
    """The settings that a TOML text holds.  Raises ShowError with file, line and the nearest right word."""
    top = Table.parse(text, file=file, error=ShowError)
    mp3 = _mp3(top.table("mp3"))
    settings = ShowSettings(
        title=top.take("title", str, required=True, check=one_line),
        author=top.take("author", str, required=True, check=one_line),
        language=top.take("language", str, required=True, check=language_tag),
        cast=top.take("cast", str, required=True, check=not_blank),
        description=top.take("description", str, "", check=sayable),
        copyright=top.take("copyright", str, "", check=sayable_on_a_line),
        url=top.take("url", str, "", check=web_folder),
        cover=top.take("cover", str, "", check=not_blank),
        announce_titles=top.take("announce_titles", bool, True),
        disclosure=top.take("disclosure", str, required=True, check=one_line),
        spoken_disclosure=_spoken_disclosure(top),
        lexicons=_lexicons(top.table("lexicons")),
        loudness=_loudness(top.table("loudness")),
        mp3=mp3,
        m4b=_m4b(top.table("m4b"), mp3),
        opus=_opus(top.table("opus")),
        pacing=_pacing(top.table("pauses")),
        ducking=_ducking(top.table("ducking")),
        chain=_chain(top.table("sound")),
        sounds=tuple(_sound(name, table) for name, table in top.table("sounds").tables().items()),
        engines=tuple(_options(name, table) for name, table in sorted(top.table("engines").tables().items())),
        colours=_colours(top.table("colours")),
        exports=_exports(top.table("exports")),
        feed=parse_feed(top.table("feed"), web_address),
    )
    top.done()
    return settings


def _spoken_disclosure(top: Table) -> tuple[tuple[str, str], ...]:
    """A text is for the show's own language, a table has one for each."""
    key = "spoken_disclosure"
    if not isinstance(top.raw(key), dict):
        text = top.take(key, str, "", check=_said)
        return ((top.take("language", str), text),) if text else ()
    table = top.table(key)
    return tuple((language, table.take(language, str, required=True, check=_said)) for language in _languages(table))


def _said(text: str) -> None:
    if not any(sign.isalnum() for sign in text):
        raise ValueError("it says nothing; listeners are told that the voices are synthetic, in words of your own")


def _lexicons(table: Table) -> tuple[tuple[str, str], ...]:
    return tuple((language, table.take(language, str, required=True)) for language in _languages(table))


def _languages(table: Table) -> list[str]:
    """The keys of a table, all of them languages; sorted."""
    languages = sorted(table.keys())
    for language in languages:
        try:
            language_tag(language)
        except ValueError as cause:
            raise table.fail(str(cause), language) from cause
    return languages


def _loudness(table: Table) -> LoudnessGoal:
    defaults = LoudnessGoal()
    goal = LoudnessGoal(
        target_lufs=table.take("target_lufs", float, defaults.target_lufs, low=-31, high=-9),
        ceiling_dbtp=table.take("ceiling_dbtp", float, defaults.ceiling_dbtp, low=-9, high=-0.5),
    )
    table.done()
    return goal


def _mp3(table: Table) -> Mp3Format:
    rate = table.take("sample_rate", int, 44100)
    if rate not in _RATES:
        raise table.fail(f"mp3.sample_rate is {rate}; allowed is {' or '.join(map(str, _RATES))}", "sample_rate")
    bitrate = table.take("bitrate_kbps", int, 96)
    if bitrate not in _BITRATES:
        raise table.fail(
            f"mp3.bitrate_kbps is {bitrate}; allowed is one of {', '.join(map(str, _BITRATES))}", "bitrate_kbps"
        )
    form = Mp3Format(
        channels=table.take("channels", int, 1, low=1, high=2),
        bitrate_kbps=bitrate,
        quality=table.take("quality", int, 5, low=2, high=7),
        sample_rate=rate,
    )
    table.done()
    return form


def _m4b(table: Table, mp3: Mp3Format) -> M4bFormat:
    rates = (mp3.sample_rate, mp3.sample_rate // 2)
    rate = table.take("sample_rate", int, None)
    if rate is not None and rate not in rates:
        raise table.fail(f"m4b.sample_rate is {rate}; allowed is {' or '.join(map(str, rates))}", "sample_rate")
    form = M4bFormat(sample_rate=rate, quality=table.take("quality", int, 90, low=40, high=240))
    table.done()
    return form


def _opus(table: Table) -> OpusFormat:
    rate = table.take("sample_rate", int, 24_000)
    if rate not in _OPUS_RATES:
        allowed = " or ".join(map(str, _OPUS_RATES))
        raise table.fail(f"opus.sample_rate is {rate}; allowed is {allowed}", "sample_rate")
    form = OpusFormat(bitrate_kbps=table.take("bitrate_kbps", int, 48, low=12, high=128), sample_rate=rate)
    table.done()
    return form


def _pacing(table: Table) -> Pacing:
    defaults = Pacing()
    found = {f.name: table.take(f.name, float, getattr(defaults, f.name), low=0, high=10) for f in fields(Pacing)}
    table.done()
    return Pacing(**found)


def _ducking(table: Table) -> Ducking:
    defaults = Ducking()
    ducking = Ducking(
        depth_db=table.take("depth_db", float, defaults.depth_db, low=-60, high=0),
        attack=table.take("attack", float, defaults.attack, low=0.01, high=10),
        hold=table.take("hold", float, defaults.hold, low=0, high=10),
        release=table.take("release", float, defaults.release, low=0.01, high=10),
    )
    table.done()
    return ducking


def _chain(table: Table) -> SoundChain:
    """A preset, and what the show wants otherwise."""
    chain = PRESETS[table.take("preset", str, DEFAULT_PRESET, choices=PRESETS)]
    changes: dict[str, Any] = {name: _step(table, name, getattr(chain, name)) for name in STEPS}
    low, high = limits(next(f for f in fields(SoundChain) if f.name == "high_pass_hz"))
    changes["high_pass_hz"] = table.take("high_pass_hz", float, chain.high_pass_hz, low=low, high=high)
    table.done()
    return replace(chain, **changes)


def _step(table: Table, name: str, preset: Any) -> Any:
    """A step of the chain: ``true`` and ``false`` switch it on and off, a table switches it on and sets values."""
    value = table.raw(name)
    if value is None or value is False:
        return preset if value is None else None
    step = preset or STEPS[name]()
    if value is True:
        return step
    inner = table.table(name)
    changes = {}
    for setting in fields(step):
        low, high = limits(setting)
        changes[setting.name] = inner.take(setting.name, float, getattr(step, setting.name), low=low, high=high)
    inner.done()
    return replace(step, **changes)


def _colours(table: Table) -> Palette:
    def colour(key: str, default: Colour) -> Colour:
        return parse_colour(table.take(key, str, shown_colour(default), check=parse_colour))

    def colours(key: str, defaults: tuple[Colour, ...]) -> tuple[Colour, ...]:
        try:
            return tuple(map(parse_colour, table.texts(key, tuple(map(shown_colour, defaults))))) or defaults
        except ValueError as cause:
            raise table.fail(f"colours.{key}: {cause}", key) from cause

    text = colour("text", PALETTE.text)
    palette = Palette(
        ground=colour("ground", PALETTE.ground),
        text=text,
        left=colours("left", PALETTE.left),
        right=colours("right", PALETTE.right),
        meeting=colour("meeting", text),
    )
    table.done()
    return palette


def drafted(settings: ShowSettings) -> ShowSettings:
    """The same settings for a draft: of the formats, those that it has."""
    return replace(settings, exports=tuple(name for name in settings.exports if format_of(name).in_drafts))


def _exports(table: Table) -> tuple[str, ...]:
    editors = table.take(FOR_EDITORS, bool, True)
    wanted = tuple(form.name for form in FORMATS if table.take(form.name, bool, editors or not form.for_editors))
    table.done()
    return wanted


def _options(engine: str, table: Table) -> EngineOptions:
    values: list[tuple[str, Setting]] = []
    for name in sorted(table.keys()):
        value = table.raw(name)
        if not isinstance(value, str | int | float | bool):
            raise table.fail(f"engines.{engine}.{name} is {value!r}; it must be a text, a number, true or false", name)
        values.append((name, value))
    lines = tuple((name, table.where(name).line) for name, _ in values)
    return EngineOptions(engine=engine, values=tuple(values), line=table.where().line, lines=lines)


def _sound(name: str, table: Table) -> SoundSpec:
    spec = SoundSpec(
        name=name,
        file=table.take("file", str, required=True, check=not_blank),
        level_lufs=table.take("level_lufs", float, -19.0, low=-60, high=-9),
        line=table.where("file").line,
        **{
            key: table.take(key, float, 0.0, low=0, high=3600)
            for key in ("trim_start", "trim_end", "fade_in", "fade_out")
        },
    )
    if name == "opening":
        spec = replace(spec, alone=table.take("alone", float, spec.alone, low=0, high=60))
    if name == "closing":
        spec = replace(spec, overlap=table.take("overlap", float, spec.overlap, low=0, high=60))
    table.done()
    return spec
