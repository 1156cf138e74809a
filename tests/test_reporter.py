"""What a producer sees: plain lines in a log, a bar on a terminal, warnings kept where nobody looks."""

import io
import sys

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
        for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "COLUMNS"):
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
    for words in ("a [note] of 50%", "warning: e.md:3: look here", "speech", "40 %", "encoding"):
        assert words in shown
    assert capsys.readouterr().out == ""


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
