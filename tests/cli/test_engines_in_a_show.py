"""A show whose roles speak with a server, a program and sines, through the command line."""

import json
import sys

import numpy as np
import pytest

from stimmwerk.cli import main

pytest.importorskip("httpx")

SECRET = "sk-test-0123456789abcdef"


@pytest.fixture
def run(capsys):
    def run(*arguments):
        code = main(arguments)
        found = capsys.readouterr()
        return code, found.out, found.err

    return run


@pytest.fixture
def mixed(show_folder, server, program, monkeypatch):
    """The small show, whose guest is a server's and whose hall is a program's; a key is in the environment."""
    monkeypatch.setenv("STIMMWERK_OPENAI_KEY", SECRET)
    cast = show_folder / "voices/demo.toml"
    arguments = json.dumps([sys.executable, str(program), "--output", "{file}"])
    text = cast.read_text("utf-8").replace('voice = "mid"', 'voice = "openai:nova"')
    text = text.replace('voice = "higher"', f'voice = "command:hum"\nsettings.command = {{ arguments = {arguments} }}')
    cast.write_text(text, "utf-8")
    with (show_folder / "show.toml").open("a") as show:
        show.write(f'\n[engines.openai]\nbase_url = "{server.url}"\nparallel = 2\nprice_per_minute = 0.6\n')
    return show_folder


def spoken(server):
    return [body["input"] for _, body in server.asked]


def test_a_cast_may_mix_engines_and_sample_rates(mixed, server, run):
    code, out, err = run("build", "probe", "--json")
    assert code == 0, err
    made = json.loads(out)
    assert made["passed"], made["failed"]
    manifest = json.loads((mixed / "build/probe/manifest.json").read_text())
    assert {turn["engine"] for turn in manifest["turns"]} == {"command", "openai", "tone"}
    # Every voice has come to the loudness of the others.
    loudness = [turn["lufs"] for turn in manifest["turns"] if turn["lufs"] is not None]
    assert max(loudness) - min(loudness) < 4


def test_what_a_server_has_said_is_kept_and_can_be_asked_for_anew(mixed, server, run):
    assert run("build", "probe")[0] == 0
    first = len(server.asked)
    script = mixed / "episodes/probe.md"
    text = script.read_text("utf-8")
    script.write_text(text.replace("Noch etwas?", "Noch mehr?"), "utf-8")
    assert run("build", "probe")[0] == 0
    assert len(server.asked) == first
    script.write_text(text.replace("**Gast:** Nein", "**Gast:** {take=2} Nein"), "utf-8")
    assert run("build", "probe")[0] == 0
    assert spoken(server)[first:] == ["Nein, das war alles, vielen Dank."]


def test_a_build_that_was_broken_off_goes_on_where_it_was(mixed, server, run):
    server.moods = ["good"] * 3 + [400] * 99
    code, _, err = run("build", "probe")
    assert code == 4
    assert "this is a 400" in err
    server.moods = []
    assert run("build", "probe")[0] == 0
    texts = spoken(server)
    repeated = [text for text in set(texts) if texts.count(text) > 1]
    assert 1 <= len(repeated) <= 2  # those that were under way when one was refused


def test_the_plan_says_what_it_will_cost_before_the_first_call(mixed, server, run):
    code, out, _ = run("plan", "probe")
    assert code == 0
    line = next(line for line in out.splitlines() if line.startswith("cost: "))
    assert "USD for " in line
    assert "'openai'; the limit is 5.00 USD" in line
    (cost,) = json.loads(run("plan", "probe", "--json")[1])["costs"]
    assert cost["usd"] > 0
    assert server.asked == []
    run("build", "probe")
    assert json.loads(run("plan", "probe", "--json")[1])["costs"] == []
    assert len(server.asked) == cost["requests"]
    assert sum(map(len, spoken(server))) == cost["characters"]


def test_what_would_cost_too_much_is_not_begun(mixed, server, run):
    show = mixed / "show.toml"
    show.write_text(show.read_text().replace("price_per_minute = 0.6", "price_per_minute = 100\nspending_limit = 1.5"))
    code, _, err = run("build", "probe")
    assert code == 4
    assert "and the limit is 1.50 USD" in err
    assert "spending_limit" in err
    assert server.asked == []


def test_the_key_is_in_no_file(mixed, server, run):
    server.moods = [(401, {}, {"error": {"message": f"wrong key {SECRET}"}})]
    code, out, err = run("build", "probe")
    assert code == 4
    assert run("build", "probe")[0] == 0
    assert run("doctor")[0] == 0
    assert SECRET not in out + err
    holding = [path for path in mixed.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
    assert holding == []
    assert all(headers["Authorization"] == f"Bearer {SECRET}" for headers, _ in server.asked)


def test_a_take_that_never_is_sound_ends_the_build_with_its_line(mixed, server, run):
    server.say = lambda body: np.zeros(24_000)
    code, _, err = run("build", "probe", "--jobs", "1")
    assert code == 4
    assert "is silent" in err
    assert "voices/demo.toml" in err or "probe.md:" in err


def test_what_an_engine_does_nothing_with_is_told(mixed, server, run):
    cast = mixed / "voices/demo.toml"
    cast.write_text(cast.read_text().replace('voice = "openai:nova"', 'voice = "openai:nova"\npitch = 60\nrange = 40'))
    _, _, err = run("check", "probe")
    assert "voices/demo.toml:11: role 'guest': the engine 'openai' does nothing with pitch = 60, range = 40" in err


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[engines.opnai]\nparallel = 2", "there is no engine 'opnai'\n  hint: did you mean openai?"),
        (
            "[engines.openai]\nparalel = 2",
            "the engine 'openai' has no option 'paralel'\n  hint: did you mean parallel?",
        ),
        ("[engines.openai]\nparallel = [2]", "engines.openai.parallel is [2]"),
        ('[engines.openai]\nbase_url = ""', "engines.openai.base_url is ''"),
    ],
)
def test_a_wrong_option_of_an_engine_is_told_at_its_line(show_folder, server, run, line, message):
    cast = show_folder / "voices/demo.toml"
    cast.write_text(cast.read_text().replace('voice = "mid"', 'voice = "openai:nova"'))
    with (show_folder / "show.toml").open("a") as show:
        show.write(f"\n{line}\n")
    code, _, err = run("check", "probe")
    assert code == 3
    assert message in err
    assert "show.toml:2" in err


def test_one_line_of_the_cast_changes_the_engine(show_folder, server, run, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    cast = show_folder / "voices/demo.toml"
    text = cast.read_text().replace('engine = "tone"', 'engine = "pyttsx3"').replace('"mid"', '"de+f2"\nrange = 60')
    for line in ("high", "higher", "low"):
        text = text.replace(f'"{line}"', f'"tone:{line}"')
    text = text.replace("range = 60", "range = 60\nsettings = { volume = 40 }")
    cast.write_text(text)
    assert run("check", "probe")[0] == 0
    cast.write_text(text.replace('"de+f2"', '"openai:nova"'))
    code, out, _ = run("check", "probe", "--json")
    assert code == 0
    found = json.loads(out)
    assert (found["roles"]["guest"]["engine"], found["roles"]["guest"]["voice"]) == ("openai", "nova")
    assert any("range = 60" in warning for warning in found["warnings"])
    assert server.asked == []
    assert run("revoice", "probe", "--role", "guest=tone:mid", "--write", "--as", "x")[0] == 0
    assert 'voice = "mid"' in cast.read_text()


def test_the_doctor_says_what_engines_lack_and_cannot_do(show_folder, server, run):
    engines = json.loads(run("doctor", "--json")[1])["engines"]
    assert engines["openai"]["works"] is False
    assert "OPENAI_API_KEY" in engines["openai"]["lacks"]
    assert "word times" in engines["openai"]["cannot"]
    assert engines["command"]["works"] is True
    assert "cannot do: pitch" in run("doctor")[1]


def test_a_servers_voices_are_listed(mixed, server, run):
    rows = json.loads(run("voices", "--json", "--language", "de")[1])
    assert [row["id"] for row in rows if row["engine"] == "openai"] == ["alloy", "echo", "nova"]
