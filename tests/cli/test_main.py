"""Every ending of the command line: its exit code, and words for people, never a traceback."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

from stimmwerk import __version__, errors
from stimmwerk.cli import main
from stimmwerk.cli.app import app


def commands():
    """(words, command) of every command and subcommand."""
    root = typer.main.get_command(app)
    for name, command in root.commands.items():
        yield (name,), command
        for inner, subcommand in getattr(command, "commands", {}).items():
            yield (name, inner), subcommand


COMMANDS = dict(commands())


def test_version(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"stimmwerk {__version__}\n"


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_help_names_every_option_and_says_what_the_command_does(words, capsys):
    assert main([*words, "--help"]) == 0
    shown = capsys.readouterr().out
    for parameter in COMMANDS[words].params:
        if parameter.param_type_name == "option":
            for spelling in (*parameter.opts, *parameter.secondary_opts):
                assert re.search(rf"(?<![\w-]){re.escape(spelling)}(?![\w-])", shown), spelling
            assert parameter.help, f"{parameter.name} of {' '.join(words)} has no help"
    first = (COMMANDS[words].help or "").split(";")[0].split(".")[0].split(",")[0]
    assert first
    assert " ".join(first.split()) in " ".join(shown.split())


def test_help_of_the_whole_names_every_command(capsys):
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {words[0]} " in shown for words in COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["bogus"], "bogus"),
        (["build", "--bogus"], "--bogus"),
        (["build", "--jobs", "0"], "--jobs"),
        (["build", "--jobs", "many"], "--jobs"),
        (["build", "a", "b"], "b"),
        (["verify"], "episode"),
        (["voices", "bogus"], "bogus"),
        ([], "Usage"),
    ],
)
def test_usage(show_folder, capsys, arguments, words):
    assert main(arguments) == errors.EXIT_USAGE
    out, err = capsys.readouterr()
    assert words in err + out
    assert "Traceback" not in err


@pytest.fixture
def ending(show_folder, monkeypatch, capsys):
    """Has `stimmwerk check` end with an exception; gives exit code, stdout and stderr."""
    from stimmwerk import plan

    def run(error):
        def fail(*_, **__):
            raise error

        monkeypatch.setattr(plan, "make_plan", fail)
        code = main(["check", "probe"])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        assert out == ""
        return code, err

    return run


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (errors.StimmwerkError, 1),
        (errors.OutputError, 1),
        (errors.VerificationFailed, 1),
        (errors.UsageError, 2),
        (errors.ScriptError, 3),
        (errors.SourceError, 3),
        (errors.CastError, 3),
        (errors.LexiconError, 3),
        (errors.ShowError, 3),
        (errors.EngineError, 4),
        (errors.VoiceUnknown, 4),
        (errors.SpeechFailed, 4),
    ],
)
def test_every_failure_has_its_code_place_and_remedy(ending, kind, code):
    found = ending(kind("it is so", where=errors.Where("a.md", 3), hint="do that"))
    assert found == (code, "stimmwerk: a.md:3: it is so\n  hint: do that\n")


def test_the_table_above_knows_every_class():
    def below(kind):
        return {kind}.union(*map(below, kind.__subclasses__()))

    (mark,) = [m for m in test_every_failure_has_its_code_place_and_remedy.pytestmark if m.name == "parametrize"]
    ours = {kind for kind in below(errors.StimmwerkError) if kind.__module__ == "stimmwerk.errors"}
    assert {kind for kind, _ in mark.args[1]} | {errors.InputError} == ours


def test_our_own_bug_leaves_a_log_and_no_traceback(ending, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    code, err = ending(ZeroDivisionError("oh"))
    assert code == errors.EXIT_BUG == 70
    assert "our own bug: ZeroDivisionError: oh" in err
    (log,) = tmp_path.glob("stimmwerk-*.log")
    assert log.as_posix() in err
    text = log.read_text()
    assert __version__ in text
    assert "Traceback" in text
    assert "ZeroDivisionError: oh" in text


def test_a_file_name_that_is_no_text_here_is_no_bug(ending):
    error = None
    try:
        "fu\udcc3\udc9f.md".encode()
    except UnicodeEncodeError as cause:
        error = cause
    code, err = ending(error)
    assert code == errors.EXIT_USAGE
    assert "LC_ALL=C.UTF-8" in err


def test_an_interruption_has_its_code(ending):
    assert ending(KeyboardInterrupt())[0] == errors.EXIT_INTERRUPTED == 130


def test_an_interruption_says_that_work_is_kept(ending):
    _, err = ending(KeyboardInterrupt())
    assert err == "stimmwerk: interrupted; what is finished is kept\n"


@pytest.mark.parametrize(
    ("given", "code"), [(SystemExit(), 0), (SystemExit(5), 5), (SystemExit("words"), 1), (SystemExit(0), 0)]
)
def test_other_endings(ending, given, code):
    assert ending(given)[0] == code


def test_a_reader_that_has_had_enough(show_folder):
    """The output is long and the reader goes at once: no complaint, an exit code that is not 0."""
    program = "import sys; from stimmwerk.cli import run; sys.argv = ['stimmwerk', 'voices']; run()"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        process.stdout.close()
        said = process.stderr.read()
        code = process.wait(60)
    assert code == errors.EXIT_FAILED, said
    assert "Traceback" not in said
    assert "BrokenPipe" not in said
    assert "Exception ignored" not in said


def test_the_console_script_gives_its_exit_code():
    script = Path(sys.executable).with_name("stimmwerk")
    done = subprocess.run([script, "bogus"], capture_output=True, text=True, check=False)
    assert done.returncode == errors.EXIT_USAGE
    assert "Traceback" not in done.stderr
