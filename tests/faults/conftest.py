"""What the fault tests share: a show that takes a second or two to build, built by the real program in processes."""

import os
import shutil
import subprocess
import sys
import textwrap
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("stimmwerk")

#: Sentences of the episode: enough for a pool of processes and for several blocks of encoded sound.
SENTENCES = 14

ENGINE = """
import os, signal, time
from pathlib import Path
from stimmwerk.engines.tone import ToneEngine

class Fragile(ToneEngine):
    name = "fragile"

    def __enter__(self):
        Path(os.environ["FRAGILE"], f"opened-{os.getpid()}").touch()
        return super().__enter__()

    def version(self):
        return "fragile 1"

    def speak(self, request):
        if "langsam" in request.text:
            Path(os.environ["FRAGILE"], f"speaking-{os.getpid()}").touch()
            time.sleep(4)
        if "endlos" in request.text:
            Path(os.environ["FRAGILE"], f"speaking-{os.getpid()}").touch()
            time.sleep(3600)
        if "immer" in request.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "einmal" in request.text:
            try:
                Path(os.environ["FRAGILE"], "died").touch(exist_ok=False)
            except FileExistsError:
                pass
            else:
                os.kill(os.getpid(), signal.SIGKILL)
        return super().speak(request)
"""


def script_of(sentences, version=1):
    """A script of one sentence a turn; versions differ in a third of the sentences, and in every length."""
    parts = ['---\ntitle: "Probe"\nlanguage: de\n---', "Es beginnt."]
    for number, sentence in enumerate(sentences):
        if number % 7 == 0:
            parts.append(f"## Thema {number // 7 + 1}")
        more = " und noch einiges mehr" * version if number % 3 == 0 else ""
        parts.append(f"**{'Frage' if number % 2 else 'Gast'}:** {sentence}{more}.")
    return "\n\n".join(parts) + "\n"


def plain_sentences():
    return [f"Dies ist Satz Nummer {number} in allem" for number in range(SENTENCES)]


@dataclass
class Stage:
    """A show's folder, and the program run in it."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)

    @property
    def script(self):
        return self.folder / "episodes/probe.md"

    @property
    def cache(self):
        return self.folder / "build/cache"

    def write(self, sentences=None, version=1):
        self.script.write_text(script_of(sentences or plain_sentences(), version), "utf-8")

    def use_engine(self, name):
        cast = self.folder / "voices/demo.toml"
        cast.write_text(cast.read_text("utf-8").replace('engine = "tone"', f'engine = "{name}"'), "utf-8")

    def start(self, *options, command="build", **more):
        """The program at work, in a session of its own."""
        return subprocess.Popen(
            [PROGRAM, command, *(["probe"] if command == "build" else []), *options],
            cwd=self.folder,
            env={**os.environ, **self.env},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            **more,
        )

    def build(self, *options, **more):
        """The exit code, stdout and stderr of a build that is left alone."""
        with self.start(*options, **more) as process:
            out, err = process.communicate(timeout=120)
        assert "Traceback" not in err, err
        return process.returncode, out, err

    def built(self, *options):
        """The outputs of a build that must end well."""
        code, _, err = self.build(*options)
        assert code == 0, err
        return self.outputs()

    def outputs(self):
        """Name -> bytes of every file under build/probe that is there under its final name."""
        folder = self.folder / "build/probe"
        files = (path for path in sorted(folder.rglob("[!.]*")) if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}

    def entries(self):
        """Every file of the store that is there under its final name, but for the marker."""
        return sorted(
            path
            for path in self.cache.rglob("*")
            if path.is_file() and path.parent != self.cache and path.name[0] != "."
        )

    def sound_entries(self):
        """Asks the store about each of its entries: how many it has.  All must be as they were written."""
        from stimmwerk.store import Store

        store = Store(self.cache)
        entries = list(store.entries())
        assert [entry.kind for entry in entries if store.get(entry.kind, entry.key) is None] == []
        assert store.damaged == []
        return len(entries)


@pytest.fixture
def stage(tmp_path, plant):
    """A show of ``SENTENCES`` sentences with the engine ``tone``; nothing is made."""
    stage = Stage(plant(tmp_path / "show"))
    stage.write()
    return stage


class References:
    """Undisturbed builds of each version of the script, each made where nothing else is."""

    def __init__(self, new_folder, plant):
        self._new_folder = new_folder
        self._plant = plant
        self._stages = {}
        self._took = {}

    def stage(self, version=1):
        """The show, to be copied."""
        if version not in self._stages:
            stage = Stage(self._plant(self._new_folder() / "show"))
            stage.write(version=version)
            begun = time.monotonic()
            stage.built()
            self._stages[version] = stage
            self._took[version] = time.monotonic() - begun
        return self._stages[version]

    def seconds(self):
        """How long such a build takes."""
        self.stage()
        return self._took[1]

    def __call__(self, version):
        """The outputs."""
        return self.stage(version).outputs()


@pytest.fixture(scope="session")
def reference(tmp_path_factory, plant):
    """version of the script -> outputs of an undisturbed build."""
    return References(lambda: tmp_path_factory.mktemp("undisturbed"), plant)


@pytest.fixture
def built_stage(tmp_path, reference):
    """A show as ``stage``, of which everything is made."""
    shutil.copytree(reference.stage().folder, tmp_path / "built")
    return Stage(tmp_path / "built")


@pytest.fixture
def fragile(tmp_path, stage):
    """Installs the engine ``fragile`` for the stage: as ``tone``, but what its texts say happens.

    ``immer`` kills the process that speaks it, each time; ``einmal`` the first time only; ``langsam`` takes 4 s,
    ``endlos`` an hour.
    Gives the folder in which it leaves its traces.
    """
    package, traces = tmp_path / "package", tmp_path / "traces"
    info = package / "fragile-1.0.dist-info"
    info.mkdir(parents=True)
    traces.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: fragile\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[stimmwerk.engines]\nfragile = fragile:Fragile\n")
    (package / "fragile.py").write_text(textwrap.dedent(ENGINE))
    stage.env |= {"PYTHONPATH": str(package), "FRAGILE": str(traces)}
    stage.use_engine("fragile")
    return traces


@pytest.fixture
def shifted_clock(tmp_path):
    """A function of seconds: environment variables under which the program's clock is off by so much."""

    def environment(seconds):
        folder = tmp_path / f"clock{seconds}"
        folder.mkdir()
        (folder / "sitecustomize.py").write_text(
            f"import time\n_time, _ns = time.time, time.time_ns\n"
            f"time.time = lambda: _time() + {seconds}\ntime.time_ns = lambda: _ns() + {seconds} * 10**9\n"
        )
        return {"PYTHONPATH": str(folder)}

    return environment
