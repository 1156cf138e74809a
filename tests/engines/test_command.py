"""Any program that writes a sound."""

import os
import sys
import time
from pathlib import Path
from shlex import quote

import pytest

from stimmwerk.casting.cast import Voice
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.command import CommandEngine
from stimmwerk.errors import EngineError, ShowError, SpeechFailed, VoiceUnknown
from stimmwerk.showfile import EngineOptions
from stimmwerk.speech import Say, SpeechRequest


def voice_of(*arguments, name="anna", **values):
    settings = {"arguments": arguments, **values.pop("settings", {})}
    return Voice(engine="command", name=name, language="de", settings=tuple(sorted(settings.items())), **values)


def speak(voice, text="Guten Tag, wie geht es?", take=1, timeout=20.0, folder=None):
    options = EngineOptions(engine="command", values=(("timeout", timeout),))
    with CommandEngine(EngineContext(voices_folder=folder, options=(options,))) as engine:
        return engine.speak(SpeechRequest(say=(Say(text=text),), voice=voice, take=take))


def script(code):
    """Arguments of a Python program that has ``file`` and ``text``."""
    start = "import sys, os, time; file = sys.argv[1]; text = sys.stdin.read()\n"
    return sys.executable, "-c", start + code.replace("{", "{{").replace("}", "}}"), "{file}"


@pytest.mark.parametrize(
    "arguments",
    [("--output", "{file}"), (), ("--text", "{text}"), ("--text", "{text}", "--output", "{file}")],
)
def test_text_and_file_may_be_arguments_or_go_through_standard_input_and_output(program, arguments):
    speech = speak(voice_of(sys.executable, str(program), *arguments))
    assert speech.sample_rate == 16_000
    assert len(speech.samples) == int((17 + 4) * 0.065 * 16_000)


def test_placeholders_hold_what_the_cast_says(tmp_path):
    told = tmp_path / "told"
    code = f"open({str(told)!r}, 'w').write(repr(sys.argv[2:])); sys.exit(3)"
    voice = voice_of(
        *script(code), "{voice}|{language}|{rate}|{pitch}|{range}|{take}", "{{literal}}", rate=170, pitch=40, range=60
    )
    with pytest.raises(SpeechFailed):
        speak(voice, take=2)
    assert told.read_text() == repr(["anna|de|170|40|60|2", "{literal}"])


def test_a_text_can_never_be_an_option(tmp_path):
    told = tmp_path / "told"
    code = f"open({str(told)!r}, 'w').write(repr(sys.argv[2:])); sys.exit(3)"
    with pytest.raises(SpeechFailed):
        speak(voice_of(*script(code), "{text}"), "--output=/etc/passwd $(id) `id`;\nid\0")
    assert told.read_text() == repr([" --output=/etc/passwd $(id) `id`; id"])


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("sys.exit('no such voice')", "ended with status 1: no such voice"),
        ("os.kill(os.getpid(), 9)", "ended with status -9"),
        ("pass", "wrote no file"),
        ("open(file, 'w').write('hello')", "no whole sound.*'hello'"),
        ("open(file, 'wb').write(b'RIFF\\0\\0\\0\\0WAVE')", "no whole sound"),
    ],
)
def test_a_program_that_fails_is_told_of(code, message):
    with pytest.raises(SpeechFailed, match=message):
        speak(voice_of(*script(code)))


def test_a_program_that_takes_too_long_is_ended_with_all_it_started(tmp_path):
    pid = tmp_path / "pid"
    code = (
        "import subprocess\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(pid) + '.new'!r}, 'w').write(str(child.pid))\n"
        f"os.replace({str(pid) + '.new'!r}, {str(pid)!r})\n"
        "time.sleep(600)\n"
    )
    # A busy machine may take longer to start the two; what is given up before says nothing, and is tried for longer.
    for timeout in (3, 9, 27, 81):
        with pytest.raises(SpeechFailed, match=f"longer than {timeout} s"):
            speak(voice_of(*script(code)), timeout=float(timeout))
        if pid.exists():
            break
    child = int(pid.read_text())
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{child}/stat").read_text().split()[2]
        except OSError:
            return
        if state == "Z":
            return
        time.sleep(0.05)
    pytest.fail("the grandchild still runs")


def check(voice):
    with CommandEngine(EngineContext()) as engine:
        engine.check_voice(voice)


@pytest.mark.parametrize(
    ("voice", "message"),
    [
        (Voice(engine="command", name="x", language="de"), "no setting 'arguments'"),
        (voice_of("no-such-program-anywhere"), "no program 'no-such-program-anywhere'"),
        (voice_of("./no-such-program"), "no program"),
        (voice_of(sys.executable, "{fiel}"), "did you mean file"),
        (voice_of(sys.executable, "{}"), "asks for {}"),
        (voice_of(sys.executable, settings={"argument": "x"}), "did you mean arguments"),
        (
            Voice(engine="command", name="x", language="de", settings=(("arguments", "say {text}"),)),
            "a list of texts",
        ),
    ],
)
def test_what_is_wrong_on_paper_is_found_before_anything_is_started(voice, message):
    with pytest.raises(EngineError) as caught:
        check(voice)
    assert message in str(caught.value)


def test_a_program_is_named_from_the_shows_folder(tmp_path, program):
    (tmp_path / "voices").mkdir()
    own = tmp_path / "hum"
    own.write_text(f'#!/bin/sh\nexec {quote(sys.executable)} {quote(str(program))} --output "$1"\n')
    own.chmod(0o755)
    speech = speak(voice_of("./hum", "{file}"), folder=str(tmp_path / "voices"))
    assert speech.sample_rate == 16_000
    own.chmod(0o644)
    if os.geteuid():
        with pytest.raises(EngineError, match="no program"):
            speak(voice_of("./hum", "{file}"), folder=str(tmp_path / "voices"))


def test_voices_are_held_to_a_list_where_there_is_one():
    check(voice_of(sys.executable, name="anything"))
    with pytest.raises(VoiceUnknown, match="did you mean anna"):
        check(voice_of(sys.executable, name="ana", settings={"voices": ("anna", "bert")}))


def test_what_the_program_is_not_told_is_not_heard():
    engine = CommandEngine(EngineContext())
    assert engine.unheard(voice_of("x", "{rate}", rate=170, pitch=40)) == ("pitch = 40",)
    assert engine.unheard(voice_of("x", rate=170, range=50)) == ("rate = 170",)


def test_a_wrong_option_of_the_show_names_its_line():
    option = EngineOptions(engine="command", values=(("timeout", 1000),), lines=(("timeout", 7),))
    with pytest.raises(ShowError) as caught:
        CommandEngine(EngineContext(options=(option,)))
    assert "show.toml:7" in str(caught.value)
    assert "from 1 to 100" in str(caught.value)
