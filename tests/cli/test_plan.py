"""stimmwerk plan: sentences, figures and exit codes; it writes nothing."""

import json
import re
import shutil

import pytest

from stimmwerk.cli import main
from stimmwerk.store import Store


@pytest.fixture
def run(show_folder, capsys):
    """Runs a command; gives exit code and what stdout says."""

    def run(*arguments):
        code = main(arguments)
        return code, capsys.readouterr().out

    return run


@pytest.fixture
def built(show_folder, run):
    assert run("build", "probe", "--jobs", "1")[0] == 0
    return show_folder


def listing(folder):
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.stat().st_size)
        for path in folder.rglob("*")
        if path.is_file()
    }


def edit(folder):
    path = folder / "episodes/probe.md"
    path.write_text(path.read_text().replace("Noch etwas?", "Noch etwas mehr?"))


def test_up_to_date(built, run):
    code, out = run("plan", "probe", "--exit-code")
    assert code == 0
    assert out.splitlines()[0] == "up to date"


def test_what_is_up_to_date_takes_no_time_unless_its_build_has_to_look_at_everything(built, run):
    assert json.loads(run("plan", "probe", "--jobs", "1", "--json")[1])["takes"]["whole"] == 0
    shutil.rmtree(built / "build/cache/receipt")
    found = json.loads(run("plan", "probe", "--jobs", "1", "--json")[1])
    assert found["up_to_date"]
    assert found["takes"]["whole"] > 0


def test_a_stale_turn_is_named_and_what_it_costs(built, run):
    edit(built)
    code, out = run("plan", "probe")
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "turn 7 Frage (line 18): text changed"
    assert lines[1].startswith("utterances: 1 to speak (about 1 s of speech), ")
    assert lines[2].startswith("time: ")


def test_stale_is_an_exit_code_where_it_is_asked_for(built, run):
    edit(built)
    assert run("plan", "probe", "--exit-code")[0] == 1


def test_the_build_does_what_the_plan_says(built, run):
    edit(built)
    planned = json.loads(run("plan", "probe", "--json")[1])
    made = json.loads(run("build", "probe", "--jobs", "1", "--json")[1])
    assert (planned["to_speak"], planned["kept"]) == (made["spoken"], made["kept"])
    assert run("plan", "probe", "--exit-code")[0] == 0


def test_nothing_is_written_before_a_first_build(show_folder, run):
    before = listing(show_folder)
    code, out = run("plan")
    assert code == 0
    assert out.startswith("not built yet")
    assert listing(show_folder) == before
    assert list((show_folder / "build").iterdir()) == []


def test_nothing_is_written_or_marked_as_used_after_one(built, run):
    edit(built)
    store = Store(built / "build/cache")
    before, used = listing(built), list(store.entries())
    run("plan", "probe")
    assert listing(built) == before
    assert list(store.entries()) == used


def test_another_name_and_another_cast(built, run):
    cast = (built / "voices/demo.toml").read_text().replace('"higher"', '"lower"')
    (built / "voices/other.toml").write_text(cast)
    assert "voice changed: higher -> lower" in run("plan", "probe", "--cast", "other")[1]
    assert "no build/andere/manifest.json" in run("plan", "probe", "--as", "andere")[1]


def test_json_gives_one_object_with_reasons(built, run):
    edit(built)
    found = json.loads(run("plan", "probe", "--jobs", "1", "--json")[1])
    assert found["up_to_date"] is False
    assert found["lines"] == [
        {"number": 7, "speaker": "Frage", "role": "host", "line": 18, "reasons": ["text changed"]}
    ]


@pytest.mark.parametrize("options", [(), ("--json",), ("--as", "andere"), ("--jobs", "3")])
def test_a_dry_run_of_a_build_is_the_plan(built, run, options):
    edit(built)
    before = listing(built)
    assert run("build", "probe", "--dry-run", *options) == run("plan", "probe", *options)
    assert listing(built) == before


def test_the_time_is_not_guessed_before_it_was_measured(show_folder, run):
    assert run("plan")[1].splitlines()[-1].startswith("time: no earlier measurement of a build")
    assert json.loads(run("plan", "--json")[1])["takes"] is None


def test_the_time_is_told_by_what_earlier_builds_with_as_many_jobs_needed(built, run):
    edit(built)
    assert "no earlier measurement" in run("plan", "probe", "--jobs", "7")[1]
    line = run("plan", "probe", "--jobs", "1")[1].splitlines()[-1]
    assert re.fullmatch(
        r"time: about \d+\.\d s, of that \d+\.\d s to speak, \d+\.\d s to encode about 20 s of sound \(jobs: 1\)",
        line,
    )
    found = json.loads(run("plan", "probe", "--jobs", "1", "--json")[1])
    assert found["takes"]["whole"] == pytest.approx(sum(found["takes"][k] for k in ("speech", "encoding", "other")))
    assert (found["jobs"], found["unmeasured"]) == (1, [])


def test_an_engine_that_never_spoke_is_named(built, run, rogue):
    path = built / "voices/demo.toml"
    path.write_text(path.read_text().replace('"higher"', '"higher"\nengine = "rogue"'))
    assert "no earlier measurement of the engine 'rogue'" in run("plan", "probe", "--jobs", "1")[1]


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"{}", None])
def test_speeds_that_cannot_be_read_are_none_and_made_again(built, run, damage):
    path = built / "build/cache/speeds.json"
    edit(built)
    if damage is None:
        path.unlink()
        path.mkdir()
    else:
        path.write_bytes(damage)
    assert "no earlier measurement" in run("plan", "probe", "--jobs", "1")[1]
    (built / "build/probe/probe.mp3").unlink()
    assert run("build", "probe", "--jobs", "1")[0] == 0
    assert path.is_dir() or json.loads(path.read_text())["workers"]["1"]["builds"] == 1


def test_no_output_depends_on_the_speeds(built, run):
    before = {path.name: path.read_bytes() for path in (built / "build/probe").rglob("*") if path.is_file()}
    (built / "build/cache/speeds.json").unlink()
    (built / "build/probe/probe.mp3").unlink()
    assert run("build", "probe", "--jobs", "1")[0] == 0
    assert {path.name: path.read_bytes() for path in (built / "build/probe").rglob("*") if path.is_file()} == before


def test_what_is_wrong_on_paper_is_told_as_in_a_build(show_folder, run):
    path = show_folder / "episodes/probe.md"
    path.write_text(path.read_text().replace("**Gast:** Nein", "**Gsat:** Nein"))
    assert run("plan", "probe")[0] == 3


def test_a_wrong_variant_of_the_show_is_named_with_its_own_file(show_folder, capsys):
    cast = show_folder / "voices/demo.toml"
    cast.write_text(cast.read_text("utf-8").replace('engine = "tone"', 'engine = "pyttsx3"'), "utf-8")
    (show_folder / "voices/espeak").mkdir()
    (show_folder / "voices/espeak/mine").write_text("pitch 70\n")
    assert main(["plan", "probe"]) == 3
    assert "voices/espeak/mine:1: not a voice variant of eSpeak NG" in capsys.readouterr().err
