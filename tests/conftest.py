"""What all tests share: no home directory, and an engine of another package that misbehaves on request."""

import importlib
import importlib.util
import pkgutil
import sys
import textwrap
import tracemalloc
from multiprocessing import forkserver
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import stimmwerk

# How long an example takes says something of the machine, and nothing of us.  The examples are the same on every run:
# what one run finds, all find.  Who wants others says `pytest --hypothesis-profile=search`.
settings.register_profile("same", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.register_profile("search", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("same")

# Among the examples are numbers and words of the modules that are loaded: all are, whichever tests are run and
# whatever those before have needed.
for _, name, _ in pkgutil.walk_packages(stimmwerk.__path__, "stimmwerk."):
    if not name.endswith("__main__"):
        importlib.import_module(name)


def pytest_addoption(parser):
    parser.addoption("--golden", action="store_true", help="write the golden files anew")


@pytest.fixture(autouse=True)
def no_home(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture(autouse=True)
def workers_of_this_test_alone():
    """Workers are forked from a server that has the environment of the test that started it."""
    yield
    if sys.platform != "win32":
        forkserver._forkserver._stop()


@pytest.fixture
def memory():
    """Calls a function; gives the bytes that what it returned holds, and the most that it held meanwhile.

    Of Python's objects and numpy's arrays: the same on every run.
    """

    def measure(make):
        tracemalloc.start()
        try:
            kept = make()
            held, highest = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        del kept
        return held, highest

    return measure


@pytest.fixture(scope="session")
def servers():
    """The module ``speech_server``; tests are no package, so it has to be found by its path."""
    spec = importlib.util.spec_from_file_location("speech_server", Path(__file__).with_name("speech_server.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def piper_voice():
    """The module ``piper_voice``, where Piper is installed."""
    for package in ("piper", "onnxruntime", "onnx"):
        pytest.importorskip(package, reason=f"{package} is missing: pip install 'stimmwerk[dev]'")
    spec = importlib.util.spec_from_file_location("piper_voice", Path(__file__).with_name("piper_voice.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def server(servers, monkeypatch):
    """A running server that speaks, and misbehaves on request; no key and no address in the environment."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "STIMMWERK_OPENAI_KEY"):
        monkeypatch.delenv(name, raising=False)
    running = servers.SpeechServer()
    yield running
    running.close()


#: A program that speaks: a hum as long as the text on its standard input.
PROGRAM = """\
import math, struct, sys, wave
arguments = dict(zip(sys.argv[1::2], sys.argv[2::2]))
text = arguments.get("--text") or sys.stdin.buffer.read().decode("utf-8")
count = int((sum(map(str.isalnum, text)) + 4) * 0.065 * 16000)
def value(n):
    t = n / 16000
    end = min(1.0, (count - n) / 800)
    return 0.4 * end * (0.55 + 0.45 * math.sin(25 * t)) * math.sin(2 * math.pi * 120 * t)
frames = b"".join(struct.pack("<h", int(32767 * value(n))) for n in range(count))
with wave.open(arguments.get("--output") or sys.stdout.buffer, "wb") as file:
    file.setparams((1, 2, 16000, 0, "NONE", ""))
    file.writeframes(frames)
"""


@pytest.fixture(scope="session")
def program(tmp_path_factory):
    """The path of a Python program that speaks."""
    path = tmp_path_factory.mktemp("program") / "hum.py"
    path.write_text(PROGRAM, "utf-8")
    return path


@pytest.fixture
def install(monkeypatch):
    """Puts a folder of packages where Python looks for them.  With them the program is another one, as long as they are
    there.
    """
    from stimmwerk.program import program_digest

    def install(folder):
        monkeypatch.syspath_prepend(str(folder))
        program_digest.cache_clear()

    yield install
    program_digest.cache_clear()


@pytest.fixture
def rogue(tmp_path, install):
    """Installs the engine ``rogue``: as ``tone``, but CRASH, HANG, SILENT and REFUSE in a text do what they say."""
    package = tmp_path / "rogue-package"
    info = package / "rogue-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: rogue\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[stimmwerk.engines]\nrogue = rogue:Rogue\n")
    (package / "rogue.py").write_text(
        textwrap.dedent(
            """
            import dataclasses, os, signal, time
            from stimmwerk.engines.tone import ToneEngine
            from stimmwerk.errors import SpeechFailed

            class Rogue(ToneEngine):
                name = "rogue"

                def version(self):
                    return "rogue 1"

                def speak(self, request):
                    if "CRASH" in request.text:
                        os.kill(os.getpid(), signal.SIGKILL)
                    if "HANG" in request.text:
                        time.sleep(600)
                    if "REFUSE" in request.text:
                        raise SpeechFailed("refused")
                    speech = super().speak(request)
                    if "SILENT" in request.text:
                        return dataclasses.replace(speech, samples=speech.samples * 0)
                    return speech
            """
        )
    )
    install(package)
    return "rogue"


SHOW = """\
title = "Probe"
author = "Wir"
language = "de"
cast = "demo"
disclosure = "Künstliche Stimmen."
cover = "cover.png"
[pauses]
chapter = 0.5

[sounds.sting]
file = "sting.wav"

# Drawing takes longer than all the rest; who tests it switches it on.
[exports]
cover = false
chapter_pictures = false
timeline_svg = false
timeline_png = false
"""

CAST = """\
[defaults]
engine = "tone"
language = "de"

[roles.host]
labels = ["Frage"]
voice = "high"

[roles.guest]
labels = ["Gast"]
voice = "mid"

[roles.hall]
labels = ["Zuschauer"]
voice = "higher"

[roles.narrator]
labels = ["Erzähler"]
voice = "low"
"""

SCRIPT = """\
---
title: Eine Probe
language: de
---

Hier beginnt die Probe: künstliche Stimmen, und der Erzähler liest sie vor.

## Erstes Thema: was man dazu sagen kann und was eben nicht

**Frage:** Wie geht es Ihnen heute, an diesem schönen Tag?

**Gast:** Danke, sehr gut. (Zuschauer: Mir auch!) Und das schon seit Stunden.

Ein zweiter Absatz derselben Antwort.

## Zweites Thema

**Frage:** Noch etwas?

**Gast:** Nein, das war alles, vielen Dank.
"""


@pytest.fixture(scope="session")
def cover():
    from io import BytesIO

    from stimmwerk.exports.pictures import draw_cover

    file = BytesIO()
    draw_cover("Probe", "Wir", size=1400).save(file, "PNG")
    return file.getvalue()


@pytest.fixture(scope="session")
def plant(cover):
    """Makes a whole small show with the engine ``tone`` in a folder."""
    from stimmwerk.assets import wav_bytes
    from stimmwerk.signal.jingles import compose

    sting = wav_bytes(compose("sting"), 44100)

    def planted(folder):
        for name in ("episodes", "voices", "audio", "build"):
            (folder / name).mkdir(parents=True)
        (folder / "show.toml").write_text(SHOW, "utf-8")
        (folder / "voices/demo.toml").write_text(CAST, "utf-8")
        (folder / "episodes/probe.md").write_text(SCRIPT, "utf-8")
        (folder / "audio/sting.wav").write_bytes(sting)
        (folder / "audio/cover.png").write_bytes(cover)
        return folder

    return planted


@pytest.fixture
def show_folder(tmp_path, monkeypatch, plant):
    """A whole small show with the engine ``tone``; tests stand in it."""
    folder = plant(tmp_path / "show")
    monkeypatch.chdir(folder)
    return folder
