"""stimmwerk revoice: other voices for some roles, of which only those are spoken."""

import hashlib
import json
import shutil

import pytest

from stimmwerk.cli import main
from stimmwerk.manifest import Manifest


@pytest.fixture
def run(show_folder, capsys):
    """Runs a command; gives exit code, stdout and stderr."""

    def run(*arguments):
        code = main(arguments)
        return code, *capsys.readouterr()

    return run


@pytest.fixture(scope="session")
def built_once(tmp_path_factory):
    return tmp_path_factory.mktemp("built") / "build"


@pytest.fixture
def show(show_folder, run, built_once):
    if built_once.exists():
        shutil.copytree(built_once, show_folder / "build", dirs_exist_ok=True)
    else:
        assert run("build", "probe", "--jobs", "1")[0] == 0
        shutil.copytree(show_folder / "build", built_once)
    return show_folder


def manifest(show, name="probe"):
    return Manifest.from_json((show / f"build/{name}/manifest.json").read_text(), "m")


def voices(show, name="probe"):
    return {turn.role: turn.voice for turn in manifest(show, name).turns}


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


WAS = {"host": "high", "guest": "mid", "hall": "higher", "narrator": "low"}


def test_only_the_role_named_is_spoken_and_what_was_saved_is_told(show, run):
    before = manifest(show)
    code, out, err = run("revoice", "probe", "--role", "guest=lower", "--jobs", "1")
    assert (code, out) == (0, "build/probe/probe.mp3\n")
    assert voices(show) == WAS | {"guest": "lower"}
    changed = {a.role for a, b in zip(before.turns, manifest(show).turns, strict=True) if a.keys != b.keys}
    assert changed == {"guest"}
    assert "guest: voice mid -> lower\n" in err
    assert "saved: " in err


def test_the_figures_are_those_of_the_turns(show, run):
    code, out, _ = run("revoice", "probe", "--role", "hall=lower,rate=200", "--jobs", "1", "--json")
    found = json.loads(out)
    assert code == 0
    (turn,) = (turn for turn in manifest(show).turns if turn.role == "hall")
    seconds = (turn.stop - turn.start) / 44100
    # A role's own turns, and the text by which its new voice is levelled.
    assert found["spoken"] > len(turn.keys)
    assert seconds < found["spoken_s"] < seconds + 30
    assert found["kept"] > 0
    assert found["kept_s"] > 0
    assert (found["revoiced"], found["cast_written"], found["passed"]) == (["hall"], False, True)


def test_old_and_new_side_by_side(show, run):
    before = digests(show / "build/probe")
    assert run("revoice", "probe", "--role", "guest=lower", "--as", "tief", "--jobs", "1")[0] == 0
    assert digests(show / "build/probe") == before
    assert voices(show, "tief") == WAS | {"guest": "lower"}


def test_back_again_speaks_nothing_and_gives_the_same_bytes(show, run):
    before = digests(show / "build/probe")
    run("revoice", "probe", "--role", "guest=lower,pitch=20", "--jobs", "1")
    assert digests(show / "build/probe") != before
    code, out, _ = run("build", "probe", "--jobs", "1", "--json")
    assert (code, json.loads(out)["spoken"]) == (0, 0)
    assert digests(show / "build/probe") == before


def test_the_cast_stays_unless_it_is_to_be_written(show, run):
    path = show / "voices/demo.toml"
    before = path.read_text()
    run("revoice", "probe", "--role", "guest=lower", "--jobs", "1")
    assert path.read_text() == before
    # The record tells the truth: by the cast, the guest would speak with another voice.
    assert "turn 3 Gast (line 12): voice changed: lower -> mid" in run("plan", "probe")[1]


def test_written_into_the_cast_it_is_as_if_a_person_had(show, run):
    path = show / "voices/demo.toml"
    path.write_text("# ours\n" + path.read_text().replace('voice = "mid"', 'voice = "mid" # warm'))
    edited = path.read_text().replace('"mid"', '"lower"').replace("# warm\n", "# warm\nrate = 150\n")
    assert run("revoice", "probe", "--role", "guest=lower,rate=150", "--write", "--jobs", "1")[0] == 0
    assert path.read_text() == edited
    made = digests(show / "build/probe")
    assert run("plan", "probe", "--exit-code")[0] == 0
    assert run("build", "probe", "--jobs", "1")[0] == 0
    assert digests(show / "build/probe") == made


def test_another_engine(show, run, rogue):
    assert run("revoice", "probe", "--role", "hall=rogue:mid", "--jobs", "1")[0] == 0
    found = manifest(show)
    assert {turn.engine for turn in found.turns if turn.role == "hall"} == {"rogue"}
    assert found.versions["engine rogue"] == "rogue 1"


def test_several_roles_of_another_cast(show, run):
    text = (show / "voices/demo.toml").read_text().replace('"high"', '"higher"')
    (show / "voices/other.toml").write_text(text)
    options = ("--role", "guest=lower", "-r", "hall=low", "--cast", "other", "--jobs", "1")
    assert run("revoice", "probe", *options)[0] == 0
    assert voices(show) == {"host": "higher", "guest": "lower", "hall": "low", "narrator": "low"}


def test_a_role_of_a_person_in_the_script(show, run):
    path = show / "episodes/probe.md"
    text = path.read_text().replace("language: de", "language: de\npeople:\n  - {name: Gast, role: guest}")
    path.write_text(text)
    assert run("revoice", "probe", "--role", "guest=lower", "--write", "--jobs", "1")[0] == 0
    assert voices(show)["guest"] == "lower"


def test_a_dry_run_says_what_a_plan_would_and_writes_nothing(show, run):
    before = digests(show / "build/probe") | digests(show / "voices")
    code, out, _ = run("revoice", "probe", "--role", "hall=lower", "--write", "--dry-run")
    assert code == 0
    assert out.splitlines()[0] == "turn 4 Zuschauer (line 12): voice changed: higher -> lower"
    assert digests(show / "build/probe") | digests(show / "voices") == before


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "--role ROLE=VOICE"),
        (("--role", "guest"), 2, "--role guest: "),
        (("--role", "gest=low"), 3, "did you mean guest"),
        (("--role", "guest=lwo"), 4, "--role guest=lwo: role 'guest': the engine 'tone' has no voice 'lwo'\n"),
        (("--role", "guest=lwo"), 4, "did you mean low"),
        (("--role", "guest=low,rate=7"), 2, "80 to 450"),
        (("--role", "guest=low,settings.volume=7"), 4, "no setting 'volume'"),
        (("--role", "guest=toon:low"), 2, "did you mean tone"),
        (("--role", "extra=low"), 2, "the role 'extra' says nothing in episodes/probe.md"),
        (("--role", "guest=low", "--cast", "dmeo"), 3, "did you mean demo"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_touched(show, run, arguments, code, words):
    path = show / "voices/demo.toml"
    path.write_text(path.read_text() + '\n[roles.extra]\nvoice = "mid"\n')
    before = digests(show / "build/probe") | digests(show / "voices")
    found, out, err = run("revoice", "probe", *arguments, "--write")
    assert (found, out) == (code, "")
    assert words in err
    assert digests(show / "build/probe") | digests(show / "voices") == before
