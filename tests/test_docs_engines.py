"""The engine that docs/engines.md shows is a whole one: installed as a package, it speaks in an episode."""

import json
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from stimmwerk.casting.cast import Voice
from stimmwerk.cli import main
from stimmwerk.engines.base import Engine, EngineContext
from stimmwerk.engines.command import OPTIONS as COMMAND_OPTIONS
from stimmwerk.engines.command import PLACEHOLDERS
from stimmwerk.engines.command import SETTINGS as COMMAND_SETTINGS
from stimmwerk.engines.openai_engine import OPTIONS as OPENAI_OPTIONS
from stimmwerk.engines.openai_engine import SETTINGS as OPENAI_SETTINGS
from stimmwerk.engines.piper_engine import OPTIONS as PIPER_OPTIONS
from stimmwerk.engines.piper_engine import SETTINGS as PIPER_SETTINGS
from stimmwerk.engines.table import engine_names, open_engine
from stimmwerk.errors import EngineError, SpeechFailed, VoiceUnknown
from stimmwerk.speech import Say, SpeechRequest

PAGE = (Path(__file__).parents[1] / "docs/engines.md").read_text("utf-8")


def block(kind, holding):
    return next(found for found in re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL) if holding in found)


@pytest.fixture
def morse(tmp_path, install):
    """The page's engine, installed as a package is."""
    package = tmp_path / "morse-package"
    info = package / "morse-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: morse\nVersion: 1.0\n")
    ((group, entries),) = tomllib.loads(block("toml", "entry-points"))["project"]["entry-points"].items()
    lines = [f"{name} = {value}" for name, value in entries.items()]
    (info / "entry_points.txt").write_text(f"[{group}]\n" + "\n".join(lines) + "\n")
    (package / "morse.py").write_text(block("python", "class MorseEngine"))
    install(package)
    return package


def test_it_has_less_than_sixty_lines():
    assert len(block("python", "class MorseEngine").splitlines()) < 60


def test_it_is_found_and_keeps_the_contract(morse):
    assert "morse" in engine_names()
    with open_engine("morse", EngineContext()) as engine:
        engine: Engine
        engine.check()
        assert [voice.id for voice in engine.voices("de")] == ["high", "low"]
        voice = Voice(engine="morse", name="high", language="de")
        speech = engine.speak(SpeechRequest(say=(Say(text="SOS"),), voice=voice))
        assert (speech.samples.dtype, speech.samples.shape[1]) == (np.float32, 1)
        with pytest.raises(SpeechFailed):
            engine.speak(SpeechRequest(say=(Say(text="…"),), voice=voice))
        with pytest.raises(VoiceUnknown, match="did you mean high"):
            engine.check_voice(Voice(engine="morse", name="hihg", language="de"))
        with pytest.raises(EngineError, match="volume"):
            engine.check_voice(Voice(engine="morse", name="low", language="de", settings=(("volume", 1),)))


def test_it_speaks_in_an_episode(morse, show_folder, capsys):
    cast = show_folder / "voices/demo.toml"
    cast.write_text(cast.read_text().replace('voice = "mid"', 'voice = "morse:high"'))
    assert main(["build", "probe", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["passed"], made["failed"]
    manifest = json.loads((show_folder / "build/probe/manifest.json").read_text())
    assert manifest["versions"]["engine morse"] == "1"
    assert main(["doctor", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["engines"]["morse"]["works"] is True


def test_every_setting_and_option_is_on_the_page():
    names = {*PIPER_OPTIONS, *PIPER_SETTINGS, *COMMAND_OPTIONS, *COMMAND_SETTINGS, *OPENAI_OPTIONS, *OPENAI_SETTINGS}
    assert [name for name in sorted(names) if f"`{name}" not in PAGE] == []
    assert [name for name in PLACEHOLDERS if f"`{{{name}}}`" not in PAGE] == []


def test_every_engine_of_ours_is_in_the_table():
    table = PAGE[PAGE.index("| engine |") : PAGE.index("`stimmwerk doctor`")]
    assert [name for name in engine_names() if f"`{name}`" not in table] == []
