"""What a producer sees: plain lines in a log, a bar on a terminal, warnings kept where nobody looks."""

import io
import re
import sys
from contextlib import suppress

import pytest

from stimmwerk.reporter import Lines, Quiet, Terminal, reporter_for


class Tty(io.StringIO):
    def isatty(self):
        return True


def work(reporter):
    reporter.stage("speech", 10.0)
    reporter.advance(4.0)
    reporter.note("a [note] of 50%")
    reporter.warn("e.md:3: look here")
    reporter.stage("encoding", 0.0)
    reporter.advance(6.0)


def test_a_log_gets_notes_and_warnings_and_no_progress():
    stream = io.StringIO()
    with reporter_for(stream) as reporter:
        assert type(reporter) is Lines
        work(reporter)
    assert stream.getvalue() == "a [note] of 50%\nwarning: e.md:3: look here\n"


def test_without_a_stream_it_is_stderr(capsys):
    with reporter_for() as reporter:
        work(reporter)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == ["a [note] of 50%", "warning: e.md:3: look here"]


def test_quiet_keeps_warnings():
    quiet = Quiet()
    work(quiet)
    assert quiet.warnings == ["e.md:3: look here"]


@pytest.fixture
def terminal(monkeypatch):
    """Makes stderr a terminal when called, for pytest puts its own in place before each test; gives what it shows."""

    def pretend():
        for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "COLUMNS", "CI"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("TERM", "xterm-256color")
        stream = Tty()
        monkeypatch.setattr(sys, "stderr", stream)
        return stream

    return pretend


def test_a_terminal_sees_stages_their_share_and_the_notes_as_they_are(terminal, capsys):
    stream = terminal()
    with reporter_for() as reporter:
        assert type(reporter) is Terminal
        work(reporter)
    shown = stream.getvalue()
    for words in ("a [note] of 50%", "warning: e.md:3: look here", "speech", "100 %", "encoding"):
        assert words in shown
    assert capsys.readouterr().out == ""


def test_a_stage_says_how_much_speech_is_done_and_keeps_to_one_line(terminal, monkeypatch):
    for width in ("200", "80", "56"):
        stream = terminal()
        monkeypatch.setenv("COLUMNS", width)
        with suppress(KeyboardInterrupt), reporter_for() as reporter:
            reporter.stage("speech", 100.0)
            reporter.advance(40.0)
            raise KeyboardInterrupt
        last = re.split(r"[\r\n]+", re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", stream.getvalue()).rstrip())[-1]
        assert last.startswith("speech ")
        assert "40 % 00:40 of 01:40" in last


@pytest.mark.parametrize(("name", "value"), [("CI", "true"), ("CI", "1"), ("TERM", "dumb")])
def test_no_progress_in_ci_and_where_lines_cannot_be_drawn_over(terminal, monkeypatch, name, value):
    stream = terminal()
    monkeypatch.setenv(name, value)
    with reporter_for() as reporter:
        work(reporter)
    assert stream.getvalue() == "a [note] of 50%\nwarning: e.md:3: look here\n"


@pytest.mark.parametrize("value", ["", "0", "False"])
def test_a_terminal_where_ci_is_said_to_be_off(terminal, monkeypatch, value):
    terminal()
    monkeypatch.setenv("CI", value)
    assert type(reporter_for()) is Terminal


def test_the_terminal_gets_its_cursor_back_after_an_error(terminal):
    stream = terminal()

    def fail():
        with reporter_for() as reporter:
            reporter.stage("speech", 10.0)
            raise ValueError("x")

    with pytest.raises(ValueError, match="x"):
        fail()
    assert stream.getvalue().rfind("\x1b[?25h") > stream.getvalue().rfind("\x1b[?25l") > -1


def test_progress_before_any_stage_is_nothing(terminal):
    stream = terminal()
    with Terminal() as reporter:
        reporter.advance(3.0)
    assert "%" not in stream.getvalue()
