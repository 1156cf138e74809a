"""How fast takes are polished: real speech of the shipped cast, each step of the chain on its own, in CPU time.

    python bench/polish.py [PRESET]

Prints milliseconds for 100 s of sound and times real time a core, the best of several rounds.  Speaking is not counted.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from stimmwerk.casting.lexicon import Lexicon
from stimmwerk.casting.phrases import calibration_sentences
from stimmwerk.casting.speakable import speakable
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.table import open_engine
from stimmwerk.presets import PRESETS
from stimmwerk.show import Show
from stimmwerk.signal.average_speech import equaliser_curve
from stimmwerk.signal.polish import polish, polish_for, stages
from stimmwerk.signal.room import in_room
from stimmwerk.signal.waveform import resample
from stimmwerk.speech import Samples, Speech, SpeechRequest

ROOT = Path(__file__).parents[1]
RATE = 44100
ROUNDS = 7

#: What the project asks of itself, times real time a core.
GOAL = 300


def spoken(show: Show) -> dict[str, list[Speech]]:
    """Role -> what it says when it is levelled, sentence by sentence."""
    said = {}
    with open_engine("pyttsx3", EngineContext(voices_folder=str(show.voices))) as engine:
        for role in show.cast().roles:
            texts = [speakable(text, [], role.voice.language, Lexicon()) for text in calibration_sentences("de")]
            said[role.name] = [engine.speak(SpeechRequest(say=text.say, voice=role.voice)) for text in texts]
    return said


def best(run: Callable[[], object]) -> float:
    """The least CPU seconds of several runs."""
    seconds = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        run()
        seconds.append(time.process_time() - begun)
    return min(seconds)


def main(preset: str) -> int:
    said = spoken(Show.find(ROOT))
    length = sum(len(speech.samples) / speech.sample_rate for speeches in said.values() for speech in speeches)
    chain = PRESETS[preset]
    curves: dict[str, tuple[float, ...]] = {}

    def measure() -> None:
        for role, speeches in said.items():
            sounds = [(speech.samples, speech.sample_rate) for speech in speeches]
            curves[role] = equaliser_curve(sounds, chain.equaliser) if chain.equaliser else ()

    def row(name: str, seconds: float) -> float:
        print(f"{name:<24}{1000 * seconds * 100 / length:8.1f} ms {length / seconds:8.0f} x")
        return length / seconds

    print(f"{preset}: {length:.0f} s of speech in {sum(map(len, said.values()))} takes, to {RATE} Hz")
    row("(equaliser curves)", best(measure))
    settings = {role: polish_for(chain, curve) for role, curve in curves.items()}
    sounds: list[tuple[str, int, Samples]] = [
        (role, speech.sample_rate, speech.samples) for role, speeches in said.items() for speech in speeches
    ]
    names = ["to mono", "high-pass and equaliser"]
    names += [name for name, step in (("de-esser", chain.deesser), ("compressor", chain.compressor)) if step]
    for index, name in enumerate(names):
        steps = [(stages(settings[role], rate)[index], sound) for role, rate, sound in sounds]
        row(name, best(lambda steps=steps: [step(sound) for step, sound in steps]))
        sounds = [(role, rate, step(sound)) for (role, rate, _), (step, sound) in zip(sounds, steps, strict=True)]
    if chain.room is not None:
        room = chain.room
        row("room", best(lambda: [in_room(sound, rate, room) for _, rate, sound in sounds]))
    row("resampling", best(lambda: [resample(sound, rate, RATE) for _, rate, sound in sounds]))
    takes = [(speech, settings[role]) for role, speeches in said.items() for speech in speeches]
    speed = row("everything", best(lambda: [polish(speech, how, RATE) for speech, how in takes]))
    return 0 if speed >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "room"))
