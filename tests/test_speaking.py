"""Takes: kept, made on all cores, and named by their line where an engine fails, crashes or hangs."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from multiprocessing import forkserver
from pathlib import Path

import numpy as np
import pytest

from stimmwerk import speaking, takes
from stimmwerk.casting.cast import Voice
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.tone import ToneEngine
from stimmwerk.errors import EngineError, SpeechFailed, Where
from stimmwerk.signal.polish import Polish
from stimmwerk.speaking import Crew, speak_all
from stimmwerk.speech import Say, Speech, SpeechRequest, WordMark
from stimmwerk.store import Store
from stimmwerk.takes import SPEECH, TAKE, Job, Studio, kept_take

#: How long it hangs: the engine ``rogue``.
HANG_S = 600

# Elsewhere, and where the path of temporary files is too long for the server's socket, each worker is started anew.
forked = pytest.mark.skipif(
    speaking._processes().get_start_method() != "forkserver", reason="workers are not forked from a server here"
)


@pytest.fixture
def studio(tmp_path):
    return Studio(
        context=EngineContext(),
        versions=(("rogue", "rogue 1"), ("tone", ToneEngine(EngineContext()).version())),
        polish=Polish(),
        sample_rate=44100,
        store=str(tmp_path / "store"),
    )


def job(text, line, engine="tone"):
    voice = Voice(engine=engine, name="mid", language="de")
    return Job(request=SpeechRequest(say=(Say(text=text),), voice=voice), where=Where("e.md", line))


def jobs(count, **special):
    """Jobs on lines 1 to ``count``; special: line<number> -> text."""
    engine = "rogue" if special else "tone"
    return [job(special.get(f"line{n}", f"Satz Nummer {n}, gesprochen."), n, engine) for n in range(1, count + 1)]


def nothing(done):
    pass


def failure(work, studio, workers):
    with pytest.raises(SpeechFailed) as caught:
        speak_all(work, studio, workers, nothing)
    return caught.value


def test_a_pool_makes_the_same_takes_as_one_process(studio, tmp_path):
    work = jobs(speaking.WORTH_A_POOL + 6)
    alone = speak_all(work, studio, 1, nothing)
    other = replace(studio, store=str(tmp_path / "other"))
    pooled = speak_all(work, other, 2, nothing)
    assert alone == pooled
    for take in alone.values():
        for kind, key in ((TAKE, take.key), (SPEECH, take.speech_key)):
            one = Store(tmp_path / "store").get(kind, key)
            assert one is not None
            assert one == Store(tmp_path / "other").get(kind, key)


@forked
def test_a_dismissed_crew_leaves_no_server_behind_and_comes_back_when_asked(studio):
    with Crew(2) as crew:
        crew.start_early()
        server = forkserver._forkserver._forkserver_pid
        assert Path(f"/proc/{server}").exists()
        crew.dismiss()
        assert not Path(f"/proc/{server}").exists()
        assert len(speak_all(jobs(30), studio, 2, nothing, crew=crew)) == 30
        crew.dismiss()
        crew.dismiss()


@forked
def test_a_server_that_is_gone_already_costs_no_finished_work():
    with Crew(2) as crew:
        crew.start_early()
        server = forkserver._forkserver._forkserver_pid
        os.kill(server, signal.SIGKILL)
        crew.dismiss()
        crew.start_early()
        assert Path(f"/proc/{forkserver._forkserver._forkserver_pid}").exists()


def test_a_pool_that_is_worn_out_is_replaced(studio, monkeypatch):
    pools = []

    class Watched(Crew):
        def pool(self, workers):
            pools.append(super().pool(workers))
            return pools[-1]

    monkeypatch.setattr(speaking, "JOBS_OF_A_POOL", 16)
    work = jobs(40)
    with Watched(2) as crew:
        takes = speak_all(work, studio, 2, nothing, crew=crew)
    assert list(takes) == [job.request for job in work]
    assert len(pools) == 3


def test_what_the_store_has_is_not_made_again(studio):
    first = speak_all(jobs(5), studio, 1, nothing)
    again = speak_all(jobs(6), studio, 1, nothing)
    assert [take.made for take in first.values()] == [True] * 5
    assert [take.made for take in again.values()] == [False] * 5 + [True]


def test_a_take_of_another_chain_is_polished_again_but_not_spoken(studio):
    first = speak_all(jobs(3), studio, 1, nothing)
    again = speak_all(jobs(3), replace(studio, sample_rate=48000), 1, nothing)
    assert [(take.made, take.spoken) for take in first.values()] == [(True, True)] * 3
    assert [(take.made, take.spoken) for take in again.values()] == [(True, False)] * 3


def test_a_take_holds_its_levels_and_words_in_few_bytes(studio, memory):
    sentence = "Das ist der {}. Satz von vielen, und er hat so viele Wörter wie ein gewöhnlicher."
    work = [job(sentence.format(number), 1) for number in range(20)]
    made = speak_all(work, studio, 1, nothing)
    store, requests = Store(Path(studio.store)), [job.request for job in work]
    held, _ = memory(lambda: [kept_take(store, studio, request) for request in requests])
    frames = sum(len(take.power) for take in made.values())
    assert sum(len(take.words) for take in made.values()) == 320
    assert held - 4 * frames < 20 * 1000


def test_another_version_of_the_engine_than_planned_is_told(studio):
    with pytest.raises(EngineError, match="was planned with 'tone 0'"):
        speak_all(jobs(speaking.WORTH_A_POOL), replace(studio, versions=(("tone", "tone 0"),)), 2, nothing)


@pytest.mark.parametrize("sound", [np.float32([[0.25], [-1.0]]), np.float32([[0.1], [1.5]])])
def test_kept_speech_is_what_was_said_whether_of_16_bits_or_not(studio, monkeypatch, sound):
    said = Speech(samples=sound.repeat(30000, axis=0), sample_rate=22050, words=(WordMark(sample=3, start=0, stop=2),))
    takes.keep_speech(Store(Path(studio.store)), "a" * 64, said)
    kept = takes._kept_speech(Store(Path(studio.store)), "a" * 64)
    np.testing.assert_array_equal(kept.samples, said.samples)
    assert (kept.sample_rate, kept.words) == (said.sample_rate, said.words)


def test_a_take_whose_facts_are_damaged_is_made_again(studio):
    take = next(iter(speak_all(jobs(1), studio, 1, nothing).values()))
    path = next(p for p in (Store(Path(studio.store)).folder).rglob(take.key))
    data = bytearray(path.read_bytes())
    data[100] ^= 1
    path.write_bytes(data)
    again = next(iter(speak_all(jobs(1), studio, 1, nothing).values()))
    assert again.made
    assert again.length == take.length


def test_the_same_words_are_spoken_once(studio):
    told = []
    takes = speak_all([job("Ja.", 1), job("Ja.", 2)], studio, 1, told.append)
    assert (len(takes), len(told)) == (1, 1)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("what", ["SILENT", "REFUSE"])
def test_a_failure_names_its_line_and_keeps_the_rest(studio, rogue, workers, what):
    error = failure(jobs(40, line11=f"{what} hier."), studio, workers)
    assert str(error.where) == "e.md:11"
    assert sum(1 for _ in Store(Path(studio.store)).entries()) >= 8


def test_a_crash_costs_one_turn_and_names_it(studio, rogue):
    error = failure(jobs(34, line13="CRASH hier."), studio, 2)
    assert str(error.where) == "e.md:13"
    assert "crashed" in error.message
    assert "CRASH hier" in error.message


def test_a_hang_is_ended_and_named(studio, rogue, monkeypatch):
    patience = speaking._patience

    def short_for_what_hangs(batches):
        hangs = any("HANG" in job.request.text for batch in batches for job in batch)
        return patience(batches) / 40 if hangs else patience(batches)

    # A busy machine may take as long for others, which would be blamed.
    monkeypatch.setattr(speaking, "_patience", short_for_what_hangs)
    begun = time.monotonic()
    error = failure(jobs(33, line17="HANG hier."), studio, 2)
    assert str(error.where) == "e.md:17"
    assert time.monotonic() - begun < HANG_S


def test_the_first_failure_in_order_is_the_one_that_is_told(studio, rogue):
    error = failure(jobs(20, line3="REFUSE eins.", line4="REFUSE zwei."), studio, 1)
    assert str(error.where) == "e.md:3"


FORKED = """
import multiprocessing, os, sys
from stimmwerk.speaking import _processes

def nothing():
    pass

if __name__ == "__main__":
    _processes()
    folder = multiprocessing.current_process()._config["tempdir"]
    child = multiprocessing.get_context("fork").Process(target=nothing)
    child.start()
    child.join()
    print(child.exitcode, os.path.isdir(folder))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only there workers are forked")
def test_what_is_forked_meanwhile_leaves_the_sockets_of_the_pool_alone(tmp_path):
    script = tmp_path / "forked.py"
    script.write_text(FORKED)
    found = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["0", "True"], found.stderr
