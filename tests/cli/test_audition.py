"""stimmwerk audition, cast suggest, voices page, and what check says of a cast, from the command line."""

import json
import tomllib

import pytest

from stimmwerk.cli import main


@pytest.fixture
def run(show_folder, capsys):
    def run(*arguments):
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return run


def test_a_page_is_written_and_its_path_printed(run, show_folder):
    code, out, _ = run("audition", "probe", "--role", "guest", "--voices", "low", "high,rate=150", "--lines", "1")
    assert (code, out) == (0, "build/auditions/probe-guest.html\n")
    page = (show_folder / out.strip()).read_text("utf-8")
    assert all(f"Voice {letter}: tone" in page for letter in "ABC")


def test_the_option_may_be_given_again_and_the_file_be_another(run, show_folder):
    voices = ("--voices", "low", "--voices", "high")
    code, out, _ = run("audition", "probe", "-r", "guest", *voices, "--blind", "-o", "a/b.html", "--lines", 1)
    assert (code, out) == (0, "a/b.html\n")
    assert (show_folder / "a/b.html").read_text("utf-8").count("<details") == 3


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("audition", "probe", "--role", "geust", "--voices", "low"), 3, "guest"),
        (("audition", "prbe", "--role", "guest", "--voices", "low"), 3, "probe"),
        (("audition", "probe", "--role", "guest", "--voices", "lwo"), 4, "low"),
        (("audition", "probe", "--role", "guest", "--voices", "low,rate=9"), 2, "80"),
        (("audition", "probe", "--role", "guest", "--voices", "nope:low"), 2, "engine"),
        (("audition", "probe", "--role", "guest"), 2, "--voices"),
        (("cast", "suggest", "probe", "--engine", "tnoe"), 3, "tone"),
    ],
)
def test_what_cannot_be_is_told(run, show_folder, arguments, code, words):
    found, out, err = run(*arguments)
    assert (found, out) == (code, "")
    assert words in err
    assert not (show_folder / "build/auditions").exists()


def test_a_cast_is_suggested_as_toml_and_as_json(run):
    code, out, _ = run("cast", "suggest", "probe", "--engine", "tone")
    assert code == 0
    cast = tomllib.loads(out)
    assert cast["narrator"] == "narrator"
    assert cast["roles"]["guest"]["labels"] == ["Gast"]
    assert out.startswith("# ")
    found = json.loads(run("cast", "suggest", "probe", "--engine", "tone", "--json")[1])
    assert {role["role"]: role["voice"] for role in found["roles"]} == {
        name: role["voice"] for name, role in cast["roles"].items()
    }
    assert found["candidates"] == 5


def test_check_says_how_far_apart_the_voices_are(run):
    code, out, _ = run("check", "probe", "--json")
    found = json.loads(out)["distinctness"]
    assert code == 0
    assert found["measured"]
    assert len(found["pairs"]) == 6
    assert found["sentences"] == 48
    assert json.loads(run("check", "probe", "--json")[1])["distinctness"]["spoken"] == 0
    assert f"distinctness {found['ratio']:.1f}" in run("check", "probe")[1]


def test_check_warns_of_voices_that_are_alike(run, show_folder):
    cast = show_folder / "voices/demo.toml"
    cast.write_text(cast.read_text("utf-8").replace('"higher"', '"high"\npitch = 51'), "utf-8")
    code, out, err = run("check", "probe", "--json")
    assert code == 0
    (warning,) = [text for text in json.loads(out)["warnings"] if "alike" in text]
    assert "'host'" in warning
    assert "'hall'" in warning
    assert warning in err


def test_check_may_keep_quiet(run, show_folder):
    found = json.loads(run("check", "probe", "--no-listen", "--json")[1])["distinctness"]
    assert found["measured"] is False
    assert not (show_folder / "build/cache").exists()


def test_check_asks_before_other_engines_speak(run, show_folder, rogue):
    cast = show_folder / "voices/demo.toml"
    cast.write_text(cast.read_text("utf-8").replace('engine = "tone"', 'engine = "rogue"'), "utf-8")
    quiet = json.loads(run("check", "probe", "--json")[1])["distinctness"]
    assert quiet["measured"] is False
    assert "rogue" in quiet["missing"]
    assert json.loads(run("check", "probe", "--listen", "--json")[1])["distinctness"]["measured"]


def test_all_casts_are_heard_on_one_page(run, show_folder):
    code, out, _ = run("voices", "page")
    assert (code, out) == (0, "build/voices/casts.html\n")
    assert "The cast demo" in (show_folder / out.strip()).read_text("utf-8")


def test_a_cast_may_be_suggested_straight_into_the_show(run, show_folder):
    before = run("cast", "suggest", "probe", "--engine", "tone")[1]
    # What the shell makes of `> voices/mine.toml` before the command runs.
    (show_folder / "voices/mine.toml").touch()
    assert run("cast", "suggest", "probe", "--engine", "tone")[:2] == (0, before)
