"""Several voices in the same lines: equally loud, complete, on a page that keeps its secrets."""

import base64
import io
import re

import numpy as np
import pytest
import soundfile

from stimmwerk.audition import LETTERS, audition, casts_page
from stimmwerk.casting.recast import parse_override
from stimmwerk.engines.table import engine_names
from stimmwerk.errors import CastError, UsageError, VoiceUnknown
from stimmwerk.exports.page.audition import audition_html
from stimmwerk.session import store_of
from stimmwerk.show import Show
from stimmwerk.signal.loudness import loudness_of


@pytest.fixture
def hold(show_folder):
    def hold(*voices, role="guest", **options):
        show = Show.find()
        overrides = [parse_override(f"{role}={voice}", option="--voices", engines=engine_names()) for voice in voices]
        return audition(show, show.source("probe"), role, overrides, store=store_of(show), **options)

    return hold


def decoded(address):
    kind, _, data = address.partition(",")
    assert kind == "data:audio/mpeg;base64"
    samples, rate = soundfile.read(io.BytesIO(base64.b64decode(data)), dtype="float32", always_2d=True)
    return samples, rate


def test_the_present_voice_comes_first_and_every_voice_once(hold):
    (group,) = hold("low", "mid", "low", "lower,pitch=20").groups
    assert [entry.letter for entry in group.entries] == ["A", "B", "C"]
    assert ["tone mid" in group.entries[0].name, group.entries[0].remark != ""] == [True, True]
    assert "tone low" in group.entries[1].name
    assert "pitch 20" in group.entries[2].name
    assert all(len(scene.sounds) == 3 for scene in group.scenes)


def test_the_lines_are_those_of_the_role(hold):
    (group,) = hold("low").groups
    assert [scene.text for scene in group.scenes] == [
        "Danke, sehr gut.",
        "Und das schon seit Stunden.\n\nEin zweiter Absatz derselben Antwort.",
        "Nein, das war alles, vielen Dank.",
    ]
    assert group.scenes[0].place == "episodes/probe.md:12"


def test_all_are_equally_loud_and_whole(hold):
    (group,) = hold("low", "pyttsx3:de", "pyttsx3:de+f2").groups
    levels = []
    for at in range(len(group.entries)):
        heard = [decoded(scene.sounds[at]) for scene in group.scenes]
        assert {rate for _, rate in heard} == {44100}
        assert all(len(samples) > rate for samples, rate in heard)
        sound = np.concatenate([samples for samples, _ in heard])
        assert np.abs(sound).max() < 1
        levels.append(loudness_of(sound, 44100))
    assert max(levels) - min(levels) < 0.3, levels


def test_what_is_to_be_pasted_is_the_voice(hold, show_folder):
    (group,) = hold("lower,rate=150,pitch=41").groups
    paste = group.entries[1].paste
    cast = show_folder / "voices/demo.toml"
    text = cast.read_text("utf-8")
    cast.write_text(text.replace('[roles.guest]\nlabels = ["Gast"]\nvoice = "mid"\n', paste), "utf-8")
    voice = Show.find().cast().role("guest").voice
    assert (voice.engine, voice.name, voice.rate, voice.pitch) == ("tone", "lower", 150, 41)


def test_blind_is_shuffled_and_always_the_same(hold):
    voices = ("low", "lower", "high", "higher", "mid,pitch=60", "mid,pitch=40")
    seen, blind = (hold(*voices, blind=blind).groups[0] for blind in (False, True))
    names = [entry.name for entry in seen.entries]
    hidden = [entry.name for entry in blind.entries]
    assert sorted(names) == sorted(hidden)
    assert names != hidden
    assert hold(*voices[::-1], blind=True).groups[0].entries == blind.entries


def test_a_blind_page_names_nobody_outside_of_what_is_closed(hold):
    page = audition_html(hold("low", "high", blind=True))
    opened = re.sub(r"<details>.*?</details>", "", page, flags=re.DOTALL)
    assert "tone" in page
    for word in ("tone", "pitch", "the cast has", "words a minute"):
        assert word not in re.sub(r"<(script|style)\b.*?</\1>", "", opened, flags=re.DOTALL)


def test_the_same_input_gives_the_same_bytes(hold):
    assert audition_html(hold("low", "high")) == audition_html(hold("low", "high"))


@pytest.mark.parametrize(
    ("voices", "options", "error", "words"),
    [
        (("lwo",), {}, VoiceUnknown, "low"),
        (("low",), {"role": "geust"}, CastError, "guest"),
        (tuple(f"low,pitch={pitch}" for pitch in range(len(LETTERS))), {}, UsageError, "voices"),
    ],
)
def test_what_cannot_be_is_told(hold, voices, options, error, words):
    with pytest.raises(error) as caught:
        hold(*voices, **options)
    assert words in str(caught.value)


def test_a_role_that_is_silent_is_told(hold, show_folder):
    script = show_folder / "episodes/probe.md"
    script.write_text(script.read_text("utf-8").replace(" (Zuschauer: Mir auch!)", ""), "utf-8")
    with pytest.raises(UsageError, match="says nothing"):
        hold("low", role="hall")


def test_every_cast_is_heard(show_folder):
    show = Show.find()
    (group,) = casts_page(show, store=store_of(show), workers=1, count=2).groups
    assert group.title == "The cast demo"
    assert [entry.name for entry in group.entries] == ["host", "guest", "hall", "narrator"]
    assert len(group.scenes) == 2
    assert len(decoded(group.scenes[0].sounds[3])[0]) > 44100
