"""show.toml: every key with its default, what is allowed, and what is told at which line."""

import dataclasses
from pathlib import Path

import pytest

from stimmwerk.arrangement import Ducking, Pacing
from stimmwerk.errors import ShowError
from stimmwerk.palette import PALETTE, Palette
from stimmwerk.presets import DEFAULT_PRESET, PRESETS, STEPS, Compressor, Room, SoundChain, limits
from stimmwerk.showfile import LoudnessGoal, Mp3Format, parse_show

NEEDED = 'title = "T"\nauthor = "A"\nlanguage = "de"\ncast = "c"\ndisclosure = "Künstlich."\n'
SOUND = '[sounds.opening]\nfile = "o.wav"\n[sounds.closing]\nfile = "c.wav"\n[sounds.bell]\nfile = "b.wav"\n'


def show(text="", needed=NEEDED):
    return parse_show(needed + text)


def value(found, path):
    for part in path.split("."):
        found = found.sound(part) if part in ("opening", "closing", "bell") else getattr(found, part)
    return found


#: (table, key, where the value is found, default, values allowed, values refused)
KEYS = [
    ("", "description", "description", "", ["Über Brot."], [1]),
    ("", "copyright", "copyright", "", ["CC0"], [True]),
    (
        "",
        "url",
        "url",
        "",
        ["https://example.org/s/", "http://example.org", ""],
        ["example.org", "ftp://a.b", 5, "https://", "https://a.b/c d", "https://a.b/?c", "https://a.b/#c"],
    ),
    ("", "cover", "cover", "", ["a/b.jpg"], ["", " ", 3]),
    ("", "announce_titles", "announce_titles", True, [False], ["ja", 1]),
    ("loudness", "target_lufs", "loudness.target_lufs", -16.0, [-31, -9, -14.5], [-31.1, -8.9, "laut", True]),
    ("loudness", "ceiling_dbtp", "loudness.ceiling_dbtp", -1.0, [-9, -0.5], [-9.1, -0.4, 0, "hoch"]),
    ("mp3", "channels", "mp3.channels", 1, [2], [0, 3, 1.0, "mono"]),
    ("mp3", "bitrate_kbps", "mp3.bitrate_kbps", 96, [32, 128, 320], [0, 97, 144, 96.0]),
    ("mp3", "quality", "mp3.quality", 5, [2, 7], [1, 8, "gut"]),
    ("mp3", "sample_rate", "mp3.sample_rate", 44100, [48000], [22050, 96000, 44100.0]),
    *[
        ("pauses", field.name, f"pacing.{field.name}", field.default, [0, 10, 0.25], [-0.1, 10.1, "kurz", True])
        for field in dataclasses.fields(Pacing)
    ],
    ("ducking", "depth_db", "ducking.depth_db", -4.0, [-60, 0], [-61, 0.5]),
    ("ducking", "attack", "ducking.attack", 0.5, [0.01, 10], [0, 11]),
    ("ducking", "hold", "ducking.hold", 0.9, [0, 10], [-1, 11]),
    ("ducking", "release", "ducking.release", 1.2, [0.01, 10], [0, 11]),
    ("sound", "high_pass_hz", "chain.high_pass_hz", 75.0, [20, 200, 90.5], [19, 201, "tief"]),
    ("colours", "ground", "colours.ground", PALETTE.ground, [], ["red", "#12345", 3]),
    ("colours", "left", "colours.left", PALETTE.left, [], ["red", [3], ["#12345g"]]),
    *[("sounds.bell", "level_lufs", "bell.level_lufs", -19.0, [-60, -9], [-61, -8, "laut"])],
    *[
        ("sounds.bell", key, f"bell.{key}", 0.0, [0, 1.5, 3600], [-0.1, 3601, "bald"])
        for key in ("trim_start", "trim_end", "fade_in", "fade_out")
    ],
    ("sounds.opening", "alone", "opening.alone", 4.0, [0, 60], [-1, 61]),
    ("sounds.closing", "overlap", "closing.overlap", 3.0, [0, 60], [-1, 61]),
]


def toml(value):
    return str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else repr(value)


def with_key(table, key, value):
    """A show with this key, and the key's line."""
    line = f"{key} = {toml(value)}\n"
    if not table:
        return show_text(line), 6
    if table.startswith("sounds."):
        text = NEEDED + SOUND.replace(f"[{table}]\n", f"[{table}]\n{line}")
    else:
        text = f"{NEEDED}[{table}]\n{line}{SOUND}"
    return text, text.splitlines().index(line.strip()) + 1


def show_text(line):
    return f"{NEEDED}{line}{SOUND}"


@pytest.mark.parametrize(("table", "key", "path", "default", "good", "bad"), KEYS, ids=lambda v: str(v)[:24])
def test_every_key(table, key, path, default, good, bad):
    assert value(show(SOUND), path) == default
    for allowed in good:
        assert value(parse_show(with_key(table, key, allowed)[0]), path) == allowed
    for refused in bad:
        text, line = with_key(table, key, refused)
        with pytest.raises(ShowError) as caught:
            parse_show(text)
        assert str(caught.value.where) == f"show.toml:{line}", refused
        assert key in caught.value.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ('spoken_disclosure = "Wir sind künstlich."\n', (("de", "Wir sind künstlich."),)),
        ('[spoken_disclosure]\nen = "We are not."\nde = "Nein."\n', (("de", "Nein."), ("en", "We are not."))),
    ],
)
def test_the_spoken_disclosure_is_a_text_or_one_for_each_language(text, expected):
    assert show(text).spoken_disclosure == expected


@pytest.mark.parametrize(
    "text",
    [
        'spoken_disclosure = ""',
        'spoken_disclosure = " … "',
        "spoken_disclosure = false",
        '[spoken_disclosure]\nde = ""',
        "[spoken_disclosure]\nde = false",
    ],
)
def test_the_spoken_disclosure_cannot_be_dropped(text):
    with pytest.raises(ShowError, match="spoken_disclosure") as caught:
        show(f"{text}\n")
    assert caught.value.where.line == len(NEEDED.splitlines()) + len(text.splitlines())


def test_the_table_above_knows_every_key():
    named = {path.split(".")[-1] for _, _, path, *_ in KEYS}
    of = {field.name for kind in (LoudnessGoal, Mp3Format, Pacing, Ducking) for field in dataclasses.fields(kind)}
    assert of <= named


def test_the_language_is_a_tag():
    with pytest.raises(ShowError, match="'deutsch' is no language tag") as caught:
        show(needed=NEEDED.replace('"de"', '"deutsch"'))
    assert caught.value.where.line == 3


@pytest.mark.parametrize("key", ["title", "author", "language", "cast", "disclosure"])
def test_what_a_show_must_have(key):
    without = "".join(line for line in NEEDED.splitlines(keepends=True) if not line.startswith(key))
    with pytest.raises(ShowError, match=f"{key} is missing"):
        show(needed=without)
    blank = "".join(f'{key} = " "\n' if line.startswith(key) else line for line in NEEDED.splitlines(keepends=True))
    with pytest.raises(ShowError, match=key) as caught:
        show(needed=blank)
    assert caught.value.where.line == NEEDED.splitlines().index(next(x for x in NEEDED.splitlines() if key in x)) + 1


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("titel = 1\n", 6, ("titel", "title")),
        ("[mp3]\nbitrate = 96\n", 7, ("mp3.bitrate", "bitrate_kbps")),
        ("[loudness]\ntarget = -16\n", 7, ("loudness.target", "target_lufs")),
        ("[pauses]\nspeakers = 1\n", 7, ("pauses.speakers", "speaker")),
        ("[ducking]\ndepth = -3\n", 7, ("ducking.depth", "depth_db")),
        ('[sounds.bell]\nfile = "b.wav"\nlevel = -3\n', 8, ("level_lufs",)),
        ('[sounds.bell]\nfile = "b.wav"\nalone = 3\n', 8, ("alone",)),
        ('[sounds.opening]\nfile = "b.wav"\noverlap = 3\n', 8, ("overlap",)),
        ("[sounds.bell]\nlevel_lufs = -20\n", 6, ("sounds.bell.file is missing",)),
        ('[sounds]\nbell = "b.wav"\n', 7, ("sounds.bell", "a table")),
        ("[lexicons]\nde = 5\n", 7, ("lexicons.de",)),
        ('[lexicons]\ndeutsch = "d.toml"\n', 7, ("'deutsch' is no language tag", "en-GB")),
        ('[spoken_disclosure]\ndeutsch = "Aha."\n', 7, ("'deutsch' is no language tag", "en-GB")),
        ("mp3 = 3\n", 6, ("mp3", "a table")),
        ("[mp3\n", 6, ("TOML",)),
        ("[mp3]\nchannels = 1\nchannels = 2\n", 8, ("TOML",)),
    ],
)
def test_typing_errors_are_told_with_line_and_remedy(text, line, words):
    with pytest.raises(ShowError) as caught:
        show(text)
    assert caught.value.where.line == line
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize("key", ["title", "author", "copyright", "disclosure", "description"])
def test_no_text_holds_what_no_file_can_say(key):
    """Told here, with the line, not when the tag is written."""
    rest = "".join(line for line in NEEDED.splitlines(keepends=True) if not line.startswith(key))
    signs = ("0007", "FFFF", "009F", *(() if key == "description" else ("000A", "0009")))
    for sign in signs:
        with pytest.raises(ShowError, match=f"U\\+{sign}") as caught:
            show(needed=f'{rest}{key} = "a\\u{sign}b"\n')
        assert caught.value.where.line == rest.count("\n") + 1


@pytest.mark.parametrize("number", ["nan", "inf", "-inf"])
def test_no_number_that_is_none(number):
    with pytest.raises(ShowError, match="target_lufs"):
        show(f"[loudness]\ntarget_lufs = {number}\n")


def test_sounds_keep_their_order_and_lines_and_cues_are_sorted():
    found = show(SOUND + '[sounds.sting]\nfile = "s.wav"\n[sounds.apple]\nfile = "a.wav"\n')
    assert [(sound.name, sound.file) for sound in found.sounds][:3] == [
        ("opening", "o.wav"),
        ("closing", "c.wav"),
        ("bell", "b.wav"),
    ]
    assert [sound.line for sound in found.sounds] == [7, 9, 11, 13, 15]
    assert found.cues() == ("apple", "bell", "sting")
    assert found.sound("nothing") is None


def test_lexicons_are_pairs_sorted_by_language():
    assert show('[lexicons]\nfr = "f.toml"\nde = "d.toml"\n').lexicons == (("de", "d.toml"), ("fr", "f.toml"))


def test_a_show_that_says_nothing_of_its_sound_has_the_default_preset():
    assert show().chain == PRESETS[DEFAULT_PRESET]


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_taken_as_it_is(name):
    assert show(f'[sound]\npreset = "{name}"\n').chain == PRESETS[name]


@pytest.mark.parametrize(
    ("step", "setting"),
    [(name, setting) for name, kind in STEPS.items() for setting in dataclasses.fields(kind)],
    ids=lambda v: v if isinstance(v, str) else v.name,
)
def test_every_setting_of_every_step_within_its_limits(step, setting):
    low, high = limits(setting)
    for number in (low, high):
        chain = show(f"[sound.{step}]\n{setting.name} = {number}\n").chain
        assert chain == dataclasses.replace(PRESETS[DEFAULT_PRESET], **{step: STEPS[step](**{setting.name: number})})
    for number in (low - 0.01, high + 0.01, '"laut"', "true"):
        with pytest.raises(ShowError, match=f"sound.{step}.{setting.name}") as caught:
            show(f"[sound.{step}]\n{setting.name} = {number}\n")
        assert caught.value.where.line == 7


def test_steps_are_switched_on_and_off():
    chain = show('[sound]\npreset = "dry"\ncompressor = true\nroom = { level_db = -30 }\n').chain
    assert chain == SoundChain(compressor=Compressor(), room=Room(level_db=-30))
    assert show('[sound]\npreset = "room"\nroom = false\n').chain == PRESETS["studio"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[sound]\npreset = "studo"\n', 7, ("studo", "studio")),
        ("[sound]\nequalizer = true\n", 7, ("sound.equalizer", "equaliser")),
        ("[sound]\nroom = 3\n", 7, ("sound.room", "3")),
        ("[sound.room]\nlevel = -20\n", 7, ("sound.room.level", "level_db")),
    ],
)
def test_what_is_wrong_with_a_sound_is_told_at_its_line(text, line, words):
    with pytest.raises(ShowError) as caught:
        show(text)
    assert caught.value.where.line == line
    for word in words:
        assert word in str(caught.value)


def test_the_docs_name_every_setting_with_its_value():
    rows = (Path(__file__).parents[1] / "docs/show.md").read_text("utf-8").splitlines()
    for step, kind in STEPS.items():
        for setting in dataclasses.fields(kind):
            row = next((r for r in rows if f"`[sound.{step}]`" in r and f"`{setting.name}`" in r), "")
            low, high = limits(setting)
            assert f"| {setting.default:g}, {low:g} to {high:g} |" in row, (step, setting.name)


def test_the_colours_of_a_show():
    text = '[colours]\nground = "#000000"\ntext = "#FFffff"\nleft = ["#ff0000", "#00ff00"]\nright = "#0000ff"\n'
    assert show(text).colours == Palette(
        ground=(0, 0, 0),
        text=(255, 255, 255),
        left=((255, 0, 0), (0, 255, 0)),
        right=((0, 0, 255),),
        meeting=(255, 255, 255),
    )
