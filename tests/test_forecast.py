"""What a build will have to make, by a show that was really built; and what is remembered of how fast it went."""

import shutil
import wave
from dataclasses import replace

import pytest

from stimmwerk.forecast import FILE, remember, speeds_for, work_of
from stimmwerk.plan import make_plan
from stimmwerk.produce import produce
from stimmwerk.reporter import Quiet
from stimmwerk.session import kept_requests, store_of, studio_of
from stimmwerk.show import Show
from stimmwerk.speeds import Measured, Speeds, Work
from stimmwerk.staleness import last_build
from stimmwerk.store import MARKER


def make():
    show = Show.find()
    return produce(make_plan(show, show.source("probe")), show, workers=1, reporter=Quiet())


def look():
    show = Show.find()
    plan = make_plan(show, show.source("probe"))
    before = last_build(show.build / plan.name).manifest
    return work_of(plan, show.settings, before, kept_requests=kept_requests(plan, studio_of(show, plan)))


@pytest.fixture(scope="session")
def made_for_forecasts(tmp_path_factory):
    return tmp_path_factory.mktemp("made") / "build"


@pytest.fixture
def show(show_folder, made_for_forecasts):
    """The show of ``show_folder`` with four minutes more of talk, built."""
    more = "\n".join(
        f"**Frage:** Und was sagt man nun zur Nummer {n}, wenn man gefragt wird?\n\n**Gast:** Nichts, {n} mal nichts.\n"
        for n in range(40)
    )
    edit(show_folder / "episodes/probe.md", "**Frage:** Noch etwas?", f"{more}\n**Frage:** Noch etwas?")
    if made_for_forecasts.exists():
        shutil.copytree(made_for_forecasts, show_folder / "build", dirs_exist_ok=True)
    else:
        make()
        shutil.copytree(show_folder / "build", made_for_forecasts)
    return show_folder


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_before_a_first_build_it_is_everything(show_folder):
    work = look()
    made = make()
    assert work.encoding == work.length == pytest.approx(made.seconds, rel=0.25)
    assert work.speech == pytest.approx(made.spoken_s, rel=0.25)


def test_nothing_where_nothing_changed(show):
    work = look()
    assert (work.speech, work.encoding) == ({}, 0)
    assert work.length == pytest.approx(make().seconds, rel=0.25)


EDITS = {
    "a sentence": ("episodes/probe.md", "Nummer 20, wenn", "Nummer 20 heute, wenn"),
    "an interjection that becomes a turn": (
        "episodes/probe.md",
        " (Zuschauer: Mir auch!)",
        "\n\n**Zuschauer:** Mir auch!\n\n**Gast:**",
    ),
    "a role that has nothing to say any more": ("episodes/probe.md", " (Zuschauer: Mir auch!)", ""),
    "music that is softer": ("show.toml", 'file = "sting.wav"', 'file = "sting.wav"\nlevel_lufs = -24'),
    "a pause of the show between chapters": ("show.toml", "chapter = 0.5", "chapter = 0.6"),
    "the pause at the end": ("show.toml", "[pauses]", "[pauses]\nend = 1.5"),
    "the pause between items where there are none": ("show.toml", "[pauses]", "[pauses]\nitem = 0.9"),
    "a sound that nobody calls for": ("show.toml", "[exports]", "[sounds.gong]\nfile = 'sting.wav'\n\n[exports]"),
    "a place in a stereo picture that mono has not": ("voices/demo.toml", '"mid"', '"mid"\npan = 0.3'),
    "a role by another name": ("voices/demo.toml", "[roles.guest]", "[roles.visitor]"),
    "a turn less": ("episodes/probe.md", "**Gast:** Nichts, 20 mal nichts.\n", ""),
    "a pause": ("episodes/probe.md", "**Gast:** Nichts, 20", "[pause 2s]\n\n**Gast:** Nichts, 20"),
    "a title": ("episodes/probe.md", "title: Eine Probe", "title: Zwei Proben"),
    "a voice of one turn": ("voices/demo.toml", '"higher"', '"lower"'),
    "a level of one turn": ("voices/demo.toml", '"higher"', '"higher"\ngain_db = 2'),
}


@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS)
def test_a_small_edit_encodes_little_and_not_much_more_than_was_said(show, change):
    file, old, new = change
    edit(show / file, old, new)
    work = look()
    made = make()
    encoded = made.seconds * made.encoded / (made.encoded + made.blocks_kept)
    assert encoded - 20 <= work.encoding <= 30
    assert sum(work.speech.values()) == pytest.approx(sum(made.spoken_s.values()), rel=0.3)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title = ", "title = 'Eine andere' # "),
        ("[pauses]", "[m4b]\nquality = 60\n\n[pauses]"),
        ("[exports]", "[exports]\npage = false"),
        ("[pauses]", "[pauses] # a remark"),
    ],
)
def test_what_is_not_heard_encodes_nothing(show, old, new):
    edit(show / "show.toml", old, new)
    assert look().encoding == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Eine Probe", "title: Zwei Proben"),
        ("language: de", "language: de\nlinks:\n  - title: Hier\n    url: https://example.org"),
        ("**Frage:** Noch", "<!-- later -->\n\n**Frage:** Noch"),
    ],
)
def test_what_is_only_shown_encodes_nothing(show, old, new):
    edit(show / "episodes/probe.md", old, new)
    assert look().encoding == 0
    assert make().encoded == 0


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("show.toml", "[pauses]", "[loudness]\ntarget_lufs = -18\n\n[pauses]"),
        ("show.toml", "[pauses]", "[mp3]\nbitrate_kbps = 64\n\n[pauses]"),
        ("show.toml", "[pauses]", "[pauses]\nspeaker = 0.8"),
    ],
)
def test_what_may_change_any_block_is_taken_for_everything(show, file, old, new):
    edit(show / file, old, new)
    work = look()
    assert work.encoding == work.length > 100
    assert work.speech == {}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("show.toml", "[pauses]", "[loudness]\ntarget_lufs = -18\n\n[pauses]"),
        ("show.toml", "[pauses]", "[sound]\npreset = 'dry'\n\n[pauses]"),
        ("episodes/probe.md", "**Gast:** Nichts, 20 mal nichts.\n", ""),
    ],
)
def test_what_was_measured_is_not_guessed(show, file, old, new):
    edit(show / file, old, new)
    assert look().length == pytest.approx(make().seconds, rel=0.01)


def test_another_lame_is_everything(show):
    now = Show.find()
    plan = make_plan(now, now.source("probe"))
    before = last_build(now.build / plan.name).manifest
    older = replace(before, versions=before.versions | {"lame": "3.99"})
    work = work_of(plan, now.settings, older, kept_requests=kept_requests(plan, studio_of(now, plan)))
    assert work.encoding == work.length


def test_another_sting_moves_what_follows_it(show):
    """The block in which it sounds, and the next, at each chapter."""
    path = show / "audio/sting.wav"
    with wave.open(str(path)) as sound:
        form, frames = sound.getparams(), sound.readframes(sound.getnframes())
    with wave.open(str(path), "wb") as sound:
        sound.setparams(form)
        sound.writeframes(frames + frames)
    work = look()
    made = make()
    encoded = made.seconds * made.encoded / (made.encoded + made.blocks_kept)
    assert encoded - 20 <= work.encoding <= encoded + 30


SEEN = Measured(work=Work(speech={"tone": 9.0}, encoding=9.0, length=9.0), start=1, speech=1, encoding=1, whole=4)


@pytest.fixture
def store(show_folder):
    folder = show_folder / "build/cache"
    folder.mkdir()
    (folder / MARKER).touch()
    return folder


def test_builds_are_remembered_by_how_many_worked(store):
    here = Show.find()
    assert speeds_for(here, 2) == Speeds()
    remember(here, 2, SEEN)
    remember(here, 2, SEEN)
    assert (speeds_for(here, 2).builds, speeds_for(here, 1)) == (2, Speeds())
    assert [path.name for path in store.iterdir() if path.name != MARKER] == [FILE]


def test_what_cannot_be_written_is_not_remembered(store):
    (store / FILE).mkdir()
    remember(Show.find(), 2, SEEN)
    assert speeds_for(Show.find(), 2) == Speeds()


def test_no_folder_is_made_that_would_pass_for_somebody_elses(show_folder):
    remember(Show.find(), 2, SEEN)
    assert not (show_folder / "build/cache").exists()
    store_of(Show.find())
