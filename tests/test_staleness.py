"""What is stale and why: each reason alone, against a show that was really built."""

import json
import shutil
from dataclasses import replace

import pytest

from stimmwerk.manifest import Manifest
from stimmwerk.plan import make_plan
from stimmwerk.produce import produce
from stimmwerk.reporter import Quiet
from stimmwerk.session import kept_requests, store_of, studio_of
from stimmwerk.show import Show
from stimmwerk.staleness import last_build, staleness
from stimmwerk.takes import SPEECH, TAKE, take_key
from stimmwerk.tuning import known_tuning


def make(cast=None):
    show = Show.find()
    return produce(make_plan(show, show.source("probe"), cast_name=cast), show, workers=1, reporter=Quiet())


def look(cast=None, change=lambda plan: plan):
    """What is stale in the show that the test stands in; change: of the plan, for what no file can be edited to."""
    show = Show.find()
    plan = change(make_plan(show, show.source("probe"), cast_name=cast))
    return staleness(
        plan,
        show.settings,
        last_build(show.build / plan.name),
        kept_requests=kept_requests(plan, studio_of(show, plan)),
    )


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    return tmp_path_factory.mktemp("made") / "build"


@pytest.fixture
def show(show_folder, made_once):
    """The show of ``show_folder`` with a lexicon, built."""
    (show_folder / "voices/de.toml").write_text('[words]\n"Probe" = "Brobe"\n')
    edit(show_folder / "show.toml", "[pauses]", '[lexicons]\nde = "de.toml"\n\n[pauses]')
    if made_once.exists():
        shutil.copytree(made_once, show_folder / "build", dirs_exist_ok=True)
    else:
        make()
        shutil.copytree(show_folder / "build", made_once)
    return show_folder


def with_table(text, more):
    """A show with more in a table that may be there already."""
    head, _, keys = more.partition("\n")
    return text.replace(head, more, 1) if head in text and keys else f"{text}\n{more}"


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_nothing_changed(show):
    found = look()
    assert found.up_to_date
    assert found.sentences() == ("up to date",)
    assert (found.to_speak, found.seconds) == (0, 0)


def test_not_built_yet(show_folder):
    found = look()
    assert found.sentences() == ("not built yet: there is no build/probe/manifest.json",)
    assert found.kept == 0


def test_the_figures_are_those_of_the_build(show):
    edit(show / "voices/demo.toml", '"mid"', '"lower"')
    found = look()
    made = make()
    assert (found.to_speak, found.kept) == (made.spoken, made.kept)
    assert found.to_speak > 0


def test_seconds_come_from_the_text_that_is_to_be_spoken(show):
    edit(show / "episodes/probe.md", "Noch etwas?", "X" * 175 + "?")
    assert look().seconds == pytest.approx(10, rel=0.04)  # a sentence may be spoken 3 % faster or slower


def test_a_record_that_cannot_be_read(show):
    (show / "build/probe/manifest.json").write_text("{}")
    (sentence,) = look().sentences()
    assert "build/probe/manifest.json" in sentence
    assert "not a manifest" in sentence


class TestLines:
    def test_text_changed(self, show):
        edit(show / "episodes/probe.md", "Noch etwas?", "Noch etwas mehr?")
        assert look().sentences() == ("turn 7 Frage (line 18): text changed",)

    def test_an_inserted_turn_alone_is_new(self, show):
        edit(show / "episodes/probe.md", "**Gast:** Danke", "**Erzähler:** Eine Pause.\n\n**Gast:** Danke")
        assert look().sentences() == ("turn 3 Erzähler (line 12): new",)

    def test_a_turn_before_a_changed_one_of_another_role(self, show):
        edit(show / "episodes/probe.md", "**Gast:** Danke,", "**Erzähler:** Eine Pause.\n\n**Gast:** Vielen Dank,")
        assert look().sentences() == (
            "turn 3 Erzähler (line 12): new",
            "turn 4 Gast (line 14): text changed",
        )

    def test_taken_out(self, show):
        edit(show / "episodes/probe.md", "**Frage:** Noch etwas?\n\n", "")
        assert look().sentences() == ("turn 7 Frage: taken out",)

    def test_moved(self, show):
        script = show / "episodes/probe.md"
        edit(script, "**Frage:** Noch etwas?\n\n", "")
        edit(script, "## Zweites Thema", "**Frage:** Noch etwas?\n\n## Zweites Thema")
        found = look()
        assert found.sentences() == ("turn 6 Frage (line 16): moved, was turn 7",)
        assert found.to_speak == 0

    def test_moved_and_said_otherwise(self, show):
        script = show / "episodes/probe.md"
        edit(script, "**Frage:** Noch etwas?\n\n", "")
        edit(script, "## Zweites Thema", "**Frage:** {take=2} Noch etwas?\n\n## Zweites Thema")
        assert look().sentences() == ("turn 6 Frage (line 16): moved, was turn 7; take 1 -> 2",)

    def test_another_role(self, show):
        edit(show / "episodes/probe.md", "**Frage:** Noch", "**Erzähler:** Noch")
        assert look().sentences() == (
            "turn 7 Erzähler (line 18): role changed: host -> narrator; voice changed: high -> low",
        )

    def test_voice_changed(self, show):
        edit(show / "voices/demo.toml", '"higher"', '"lower"')
        assert look().sentences() == ("turn 4 Zuschauer (line 12): voice changed: higher -> lower",)

    @pytest.mark.parametrize(("name", "old"), [("rate", 165), ("pitch", 50), ("range", 50)])
    def test_a_voice_set_otherwise(self, show, name, old):
        edit(show / "voices/demo.toml", '"higher"', f'"higher"\n{name} = 99')
        assert look().sentences() == (f"turn 4 Zuschauer (line 12): voice changed: {name} {old} -> 99",)

    def test_another_setting_of_the_engine(self, show):
        manifest(show, lambda m: turn(m, 4, settings=(("speaker", 3),)))
        assert look().sentences() == ("turn 4 Zuschauer (line 12): voice changed: speaker 3 -> unset",)

    def test_another_engine(self, show, rogue):
        edit(show / "voices/demo.toml", 'voice = "higher"', 'voice = "higher"\nengine = "rogue"')
        assert look().sentences() == ("turn 4 Zuschauer (line 12): engine changed: tone -> rogue",)

    def test_another_take(self, show):
        edit(show / "episodes/probe.md", "**Frage:** Noch", "**Frage:** {take=3} Noch")
        assert look().sentences() == ("turn 7 Frage (line 18): take 1 -> 3",)

    def test_prosody_alone(self, show):
        edit(show / "voices/demo.toml", '"higher"', '"higher"\nprosody = { pitch = 12 }')
        assert look().sentences() == (
            "roles.hall.prosody.pitch changed: unset -> 12",
            "turn 4 Zuschauer (line 12): language or prosody or rules changed: spoken text differs",
        )

    @pytest.mark.parametrize("at", range(4))
    @pytest.mark.parametrize("later", ["Erstens anders.", "Ja.", "Wirklich?", "Das ist *sehr* wichtig …"])
    def test_of_a_turn_whose_one_sentence_is_edited_only_that_one_is_spoken(self, show, at, later):
        sentences = ["Das ist der erste.", "Was ist der zweite?", "Hier kommt der dritte.", "Und das der vierte."]
        edit(show / "episodes/probe.md", "Noch etwas?", " ".join(sentences))
        make()
        edit(show / "episodes/probe.md", sentences[at], later)
        assert look().to_speak == 1

    def test_the_lexicon(self, show):
        edit(show / "voices/de.toml", "Brobe", "Broobe")
        assert look().sentences() == ("turn 0 Erzähler (line 6): lexicon or rules changed: spoken text differs",)

    def test_markup_of_the_same_text(self, show):
        edit(show / "episodes/probe.md", "Noch etwas?", 'Noch [etwas]{say="edwas"}?')
        assert look().sentences() == ("turn 7 Frage (line 18): markup or rules changed: spoken text differs",)

    def test_rules_alone(self, show):
        manifest(show, lambda m: turn(m, 4, keys=("0" * 64,)))
        assert look().sentences() == ("turn 4 Zuschauer (line 12): rules changed: spoken text differs",)

    def test_not_in_the_store(self, show):
        drop(show, 4)
        found = look()
        assert found.sentences() == ("turn 4 Zuschauer (line 12): not in the store",)
        assert found.to_speak == 1

    def test_partly_not_in_the_store(self, show):
        drop(show, 3, first_only=True)
        edit(show / "episodes/probe.md", "Danke, sehr gut. (", "Danke, sehr gut. Ja. (")
        make()
        drop(show, 3, first_only=True)
        assert look().sentences() == ("turn 3 Gast (line 12): 1 of 2 utterances are not in the store",)

    def test_calibration_alone_is_told_too(self, show):
        spoken = {key for record in read(show).turns for key in record.keys}
        store = store_of(Show.find())
        for entry in list(store.entries()):
            store.remove(entry.kind, entry.key)
        whole = make()
        assert whole.spoken > len(spoken)
        for entry in calibration_entries():
            store.remove(*entry)
        assert look().sentences() == ("the texts by which voices are levelled are not in the store",)


class TestPausesAndSoundsOfTheScript:
    """What the script asks for between lines: an edit of it is told at the line, whatever else has changed."""

    NOCH, NEIN = "turn 7 Frage (line 20)", "turn 8 Gast (line 20)"

    def test_a_new_one_one_that_is_another_and_one_that_is_gone(self, show):
        script = show / "episodes/probe.md"
        edit(script, "**Frage:** Noch", "[pause 2s]\n\n**Frage:** Noch")
        assert look().sentences() == (f"{self.NOCH}: before it: nothing -> [pause 2s]",)
        make()
        assert look().up_to_date
        edit(script, "[pause 2s]", "[sting]")
        assert look().sentences() == (f"{self.NOCH}: before it: [pause 2s] -> [sting]",)
        make()
        edit(script, "[sting]\n\n", "")
        assert look().sentences() == ("turn 7 Frage (line 18): before it: [sting] -> nothing",)

    def test_at_the_end_of_a_chapter(self, show):
        edit(show / "episodes/probe.md", "\n\n## Zweites Thema", "\n\n[sting]\n\n[pause 0.5s]\n\n## Zweites Thema")
        (sentence,) = look().sentences()
        assert sentence.endswith(": behind it: nothing -> [sting] [pause 0.5s]")

    def test_beside_a_title_and_a_text(self, show):
        script = show / "episodes/probe.md"
        edit(script, "title: Eine Probe", "title: Zwei Proben")
        edit(script, "**Frage:** Noch etwas?", "[pause 2s]\n\n**Frage:** Noch etwas?")
        edit(script, "**Gast:** Nein", "**Gast:** Doch")
        assert look().sentences() == (
            "title changed: 'Eine Probe' -> 'Zwei Proben'",
            f"{self.NOCH}: before it: nothing -> [pause 2s]",
            "turn 8 Gast (line 22): text changed",
        )

    def test_a_take_that_is_gone_is_told_beside_it(self, show):
        drop(show, 7)
        edit(show / "episodes/probe.md", "**Frage:** Noch", "[pause 2s]\n\n**Frage:** Noch")
        assert look().sentences() == (f"{self.NOCH}: not in the store; before it: nothing -> [pause 2s]",)


class TestWhole:
    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("[loudness]\ntarget_lufs = -18\n", "loudness target changed: -16 -> -18 LUFS"),
            ("[loudness]\nceiling_dbtp = -2\n", "true peak ceiling changed: -1 -> -2 dBTP"),
            ("[mp3]\nchannels = 2\n", "channels changed: 1 -> 2"),
            ("[mp3]\nsample_rate = 48000\n", "sample rate changed: 44100 -> 48000 Hz"),
        ],
    )
    def test_settings_that_the_manifest_holds(self, show, text, sentence):
        path = show / "show.toml"
        path.write_text(f"{path.read_text()}\n{text}")
        assert look().sentences() == (sentence,)

    def test_a_new_loudness_target_speaks_nothing_again(self, show):
        path = show / "show.toml"
        path.write_text(f"{path.read_text()}\n[loudness]\ntarget_lufs = -18\n")
        assert look().to_speak == 0

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("[mp3]\nbitrate_kbps = 128\n", "mp3.bitrate_kbps changed: 96 -> 128"),
            ("[m4b]\nquality = 60\n", "m4b.quality changed: 90 -> 60"),
            ("[ducking]\ndepth_db = -9\n", "ducking.depth_db changed: -4 -> -9"),
            ("[sound]\ndeesser = false\n", "sound.deesser changed: on -> off"),
            ("[sound.room]\nlevel_db = -30\n", "sound.room changed: off -> on"),
            ("[colours]\nground = '#000000'\n", "colours.ground changed: '#14182e' -> '#000000'"),
            ("[exports]\npage = false\n", "exports.page changed: on -> off"),
            ("[exports]\nwav = false\n", "not wanted any more: wav"),
            ("[feed]\nexplicit = true\n", "feed changed"),
            ("# a remark\n", "show.toml changed: nothing of this episode is set otherwise"),
        ],
    )
    def test_what_the_show_sets_otherwise_is_told_with_what_it_was(self, show, text, sentence):
        path = show / "show.toml"
        path.write_text(with_table(path.read_text(), text))
        assert look().sentences() == (sentence,)

    def test_pauses_of_the_show(self, show):
        edit(show / "show.toml", "chapter = 0.5", "chapter = 0.9")
        assert look().sentences() == ("pauses.chapter changed: 0.5 -> 0.9",)

    def test_another_format_of_sound_is_told_whatever_else_is(self, show):
        edit(show / "show.toml", "chapter = 0.5", "chapter = 0.9")
        edit(show / "show.toml", "[exports]", "[exports]\nwav = false")
        assert look().sentences() == ("not wanted any more: wav", "pauses.chapter changed: 0.5 -> 0.9")

    def test_a_longer_text_is_shown_in_part(self, show):
        path = show / "show.toml"
        path.write_text('description = "' + "x" * 500 + '"\n' + path.read_text())
        (sentence,) = look().sentences()
        assert sentence.startswith("the show's description changed: '' -> 'xxx")
        assert len(sentence) < 110

    def test_the_show_s_title_is_not_taken_for_the_episode_s(self, show):
        edit(show / "show.toml", 'title = "Probe"', 'title = "Sendung"')
        assert look().sentences() == ("the show's title changed: 'Probe' -> 'Sendung'",)

    @pytest.mark.parametrize(
        ("line", "sentence"),
        [
            ("pan = -0.3", "roles.hall.pan changed: 0 -> -0.3"),
            ('preset = "dry"', "roles.hall.preset changed: unset -> 'dry'"),
            ("prosody = { interjection_db = -6 }", "roles.hall.prosody.interjection_db changed: -1.5 -> -6"),
        ],
    )
    def test_what_the_cast_sets_otherwise_and_no_line_tells(self, show, line, sentence):
        edit(show / "voices/demo.toml", '"higher"', f'"higher"\n{line}')
        assert look().sentences() == (sentence,)

    def test_a_variant_of_a_voice(self, show):
        (show / "voices/espeak").mkdir()
        (show / "voices/espeak/x").write_text("name x\n")
        assert look().sentences() == ("voices/espeak/x is new: no voice of this episode is another",)

    def test_the_picture_of_a_chapter(self, show):
        shutil.copyfile(show / "audio/cover.png", show / "audio/bild.png")
        edit(show / "episodes/probe.md", "## Zweites Thema", "## Zweites Thema {image=audio/bild.png}")
        make()
        with (show / "audio/bild.png").open("ab") as stream:
            stream.write(b"\0")
        assert look().sentences() == ("pictures changed: audio/bild.png changed",)

    @pytest.mark.parametrize("remark", ["<!-- later -->\n\n**Frage:** Noch", "**Frage:** Noch [laughs]"])
    def test_what_stands_in_the_script_for_its_writers_alone(self, show, remark):
        edit(show / "episodes/probe.md", "**Frage:** Noch", remark)
        assert look().sentences() == ("episodes/probe.md changed: nothing that is heard or shown is another",)

    def test_sounds(self, show):
        path = show / "audio/sting.wav"
        path.write_bytes(path.read_bytes()[:-2] + b"\1\0")
        assert look().sentences() == ("sounds changed: audio/sting.wav changed",)

    def test_a_new_sound(self, show):
        manifest(show, lambda m: replace(m, inputs={k: v for k, v in m.inputs.items() if "sting" not in k}))
        assert look().sentences() == ("sounds changed: audio/sting.wav is new",)

    def test_a_sound_that_is_gone(self, show):
        manifest(show, lambda m: replace(m, inputs={**m.inputs, "audio/old.wav": "0"}))
        assert look().sentences() == ("sounds changed: audio/old.wav is not used any more",)

    def test_the_cover(self, show):
        with (show / "audio/cover.png").open("ab") as stream:
            stream.write(b"\0")
        assert look().sentences() == ("cover changed: audio/cover.png changed",)

    def test_a_remark_in_the_cast_changes_nothing_that_is_heard(self, show):
        edit(show / "voices/demo.toml", "[defaults]", "# our voices\n[defaults]")
        assert look().sentences() == ("voices/demo.toml changed: nothing that is spoken is another",)

    def test_the_level_of_a_role(self, show):
        edit(show / "voices/demo.toml", '"higher"', '"higher"\ngain_db = 2')
        assert look().sentences() == ("gain of hall changed: 0 -> 2 dB",)

    def test_another_version_of_an_engine_is_told_once(self, show):
        def change(plan):
            return replace(plan, engines={"tone": replace(plan.engines["tone"], version="3")})

        found = look(change=change)
        assert found.sentences() == ("engine changed: tone 2 -> 3",)
        assert found.kept == 0

    def test_another_version_of_ours(self, show):
        manifest(show, lambda m: replace(m, versions={**m.versions, "stimmwerk": "0"}))
        (sentence,) = look().sentences()
        assert sentence.startswith("stimmwerk 0 -> ")

    def test_an_output_that_is_missing(self, show):
        (show / "build/probe/probe.mp3").unlink()
        assert look().sentences() == ("probe.mp3 is missing",)

    def test_an_output_that_somebody_changed(self, show):
        with (show / "build/probe/probe.mp3").open("ab") as stream:
            stream.write(b"\0")
        assert look().sentences() == ("probe.mp3 is not as it was built",)

    def test_a_chapter_more(self, show):
        edit(show / "episodes/probe.md", "**Gast:** Nein", "## Drittes\n\n**Gast:** Nein")
        assert look().sentences() == ("chapters changed: 3 -> 4", "turn 8 Erzähler (line 20): new")


class TestTitles:
    def test_only_titles(self, show):
        edit(show / "episodes/probe.md", "title: Eine Probe", "title: Zwei Proben")
        assert look().sentences() == ("only titles changed", "title changed: 'Eine Probe' -> 'Zwei Proben'")

    @pytest.mark.parametrize(
        ("fact", "sentence"),
        [
            ("date: 2024-05-03", "date changed: none -> 2024-05-03"),
            ("number: 7", "number changed: none -> 7"),
            ("number: 0", "number changed: none -> 0"),
            ("explicit: false", "explicit changed: none -> false"),
            ("subtitle: Unten", "subtitle changed: none -> Unten"),
            ("description: Worum es geht.", "description changed"),
        ],
    )
    def test_facts_at_the_top(self, show, fact, sentence):
        edit(show / "episodes/probe.md", "language: de", f"language: de\n{fact}")
        assert look().sentences() == ("only titles changed", sentence)

    def test_the_address_of_a_chapter(self, show):
        edit(show / "episodes/probe.md", "## Zweites Thema", "## Zweites Thema {url=https://example.org}")
        assert look().sentences() == (
            "only titles changed",
            "chapter 3: url changed: none -> https://example.org",
        )

    def test_a_title_that_is_read_is_a_line_too(self, show):
        edit(show / "episodes/probe.md", "## Zweites Thema", "## Letztes Thema")
        assert look().sentences() == (
            "chapter 3: title changed: Zweites Thema -> Letztes Thema",
            "turn 6 Erzähler (line 16): text changed",
        )

    def test_where_it_comes_from_links_and_pages(self, show):
        script = show / "episodes/probe.md"
        people = "people:\n  - name: Anna\n    role: guest\n    labels: [Gast]"
        edit(script, "language: de", f"language: de\n{people}")
        make()
        edit(script, "language: de", "language: de\nsource: Eine Zeitung")
        assert look().sentences() == ("only titles changed", "source changed: none -> Eine Zeitung")
        make()
        edit(script, "language: de", "language: de\nlinks:\n  - title: Hier\n    url: https://example.org")
        assert look().sentences() == ("only titles changed", "links changed")
        make()
        edit(script, "labels: [Gast]", "labels: [Gast]\n    url: https://example.org/anna")
        assert look().sentences() == ("only titles changed", "page of Anna changed: none -> https://example.org/anna")

    def test_somebody_who_says_nothing(self, show):
        edit(
            show / "episodes/probe.md",
            "language: de",
            "language: de\npeople:\n  - name: Anna\n    labels: [A]\n    role: guest",
        )
        assert look().sentences() == ("only titles changed", "people changed: none -> Anna")

    def test_a_name(self, show):
        edit(
            show / "episodes/probe.md",
            "language: de",
            "language: de\npeople:\n  - name: Anna\n    role: guest\n    labels: [Gast]",
        )
        assert look().sentences() == ("only titles changed", "name of guest changed: Gast -> Anna")


def test_another_cast(show):
    cast = (show / "voices/demo.toml").read_text().replace('"higher"', '"lower"')
    (show / "voices/other.toml").write_text(cast)
    sentences = (
        "cast changed: voices/demo.toml -> voices/other.toml",
        "turn 4 Zuschauer (line 12): voice changed: higher -> lower",
    )
    assert look("other").sentences() == sentences
    edit(show / "show.toml", 'cast = "demo"', 'cast = "other"')
    assert look().sentences() == sentences


# -- the record of the build, and the store --------------------------------------------------------------------------


def read(folder):
    return Manifest.from_json((folder / "build/probe/manifest.json").read_text(), "m")


def manifest(folder, change):
    """Changes the record of the build: what an older version, or another machine, would have left."""
    text = change(read(folder)).to_json()
    assert Manifest.from_json(text, "m").to_json() == text
    (folder / "build/probe/manifest.json").write_text(text)


def turn(record, number, **changes):
    turns = list(record.turns)
    turns[number] = replace(turns[number], **changes)
    return replace(record, turns=tuple(turns))


def takes_of_lines():
    """Line -> what the store has of each of its takes: kinds and keys."""
    show = Show.find()
    plan = make_plan(show, show.source("probe"))
    studio = known_tuning(studio_of(show, plan), plan, show.settings.chain, store_of(show))
    return [
        [[(SPEECH, studio.speech_key(u.request)), (TAKE, take_key(u.request, studio))] for u in line.utterances]
        for line in plan.rundown.lines()
    ]


def drop(folder, number, first_only=False):
    store = store_of(Show.find())
    for take in takes_of_lines()[number][: 1 if first_only else None]:
        for kind, key in take:
            store.remove(kind, key)


def calibration_entries():
    lines = {entry for line in takes_of_lines() for take in line for entry in take}
    found = ((entry.kind, entry.key) for entry in store_of(Show.find()).entries())
    return [entry for entry in found if entry[0] in (SPEECH, TAKE) and entry not in lines]


def test_the_manifest_tells_how_the_voice_was_set(show):
    found = json.loads((show / "build/probe/manifest.json").read_text())["turns"][4]
    assert (found["rate"], found["pitch"], found["range"], found["settings"]) == (165, 50, 50, [])
