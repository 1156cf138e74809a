"""Many utterances on a machine that is busy.  STIMMWERK_STRESS says how many; the full run is 2000."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

COUNT = int(os.environ.get("STIMMWERK_STRESS", "100"))
VOICES = Path(__file__).parents[2] / "voices"
NAMES = ("de+pc-mod", "de+pc-alt", "de+pc-staff", "de+pc-aud", "de+pc-narr")
WORDS = re.findall(
    r"\S+",
    "ja nein gut also wir glauben dass der Bedarf an Software nicht sinkt sondern wächst weil Menschen größere "
    "Wünsche haben und 27 Gründer fragen warum Modelle günstiger werden OpenAI YC Übermut Straße zwölf",
)
LENGTHS = (1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89)

RENDER = """
import hashlib, json, sys
import numpy as np
from stimmwerk.casting.cast import Voice
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.table import open_engine
from stimmwerk.speech import Say, SpeechRequest

folder, jobs = json.load(sys.stdin)
results = []
with open_engine("pyttsx3", EngineContext(voices_folder=folder)) as engine:
    for text, name in jobs:
        voice = Voice(engine="pyttsx3", name=name, language="de")
        speech = engine.speak(SpeechRequest(say=(Say(text=text),), voice=voice))
        wave = np.abs(speech.samples[:, 0])
        results.append({
            "hash": hashlib.sha256(speech.samples.tobytes() + repr(speech.words).encode()).hexdigest(),
            "seconds": len(wave) / speech.sample_rate,
            "words": len(speech.words),
            "tail": float(wave[-110:].max() / wave.max()),
        })
json.dump(results, sys.stdout)
"""


def jobs() -> list[tuple[str, str]]:
    """(text, voice): each text in each voice, so that a wrong voice would show as a sound that is there twice."""
    draw = random.Random(20260127)
    texts: dict[str, None] = {}
    while len(texts) < max(1, COUNT // len(NAMES)):
        words = [draw.choice(WORDS) for _ in range(draw.choice(LENGTHS))]
        texts[" ".join(words).capitalize() + draw.choice(".?!")] = None
    return [(text, name) for text in texts for name in NAMES]


def render(work: list[tuple[str, str]], processes: int) -> list[dict[str, float | str]]:
    """What came of each job, in order; the jobs are dealt out to so many processes at once."""
    started = []
    for number in range(processes):
        process = subprocess.Popen(
            [sys.executable, "-c", RENDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert process.stdin
        process.stdin.write(json.dumps([str(VOICES), work[number::processes]]))
        process.stdin.close()
        process.stdin = None
        started.append(process)
    results: list[dict[str, float | str]] = [{} for _ in work]
    for number, process in enumerate(started):
        answer, _ = process.communicate()
        assert process.returncode == 0
        results[number::processes] = json.loads(answer)
    return results


@contextmanager
def busy(processes: int) -> Iterator[None]:
    idlers = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(processes)]
    try:
        yield
    finally:
        for idler in idlers:
            idler.kill()
            idler.wait()


@pytest.mark.slow
def test_under_full_load_nothing_is_missing_cut_or_in_a_wrong_voice() -> None:
    work = jobs()
    quiet = render(work, 1)
    with busy(2):
        loaded = render(work, 2)
    assert len(quiet) == len(loaded) == len(work)
    changed = [job for job, a, b in zip(work, quiet, loaded, strict=True) if a != b]
    assert changed == []
    for start in range(0, len(work), len(NAMES)):
        assert len({result["hash"] for result in quiet[start : start + len(NAMES)]}) == len(NAMES), work[start]
    for (text, name), result in zip(work, quiet, strict=True):
        assert result["words"] == len(text.split()), (text, name)
        assert result["seconds"] > 0.03 * len(text), (text, name)
        assert result["tail"] < 0.2, (text, name)
