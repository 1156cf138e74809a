"""Takes: kept, made on all cores, and named by their line where an engine fails, crashes or hangs."""

import time

import pytest

from stimmwerk import speaking
from stimmwerk.casting.cast import Voice
from stimmwerk.engines.base import EngineContext
from stimmwerk.errors import SpeechFailed, Where
from stimmwerk.signal.polish import Polish
from stimmwerk.speaking import KIND, Job, Studio, speak_all
from stimmwerk.speech import Say, SpeechRequest
from stimmwerk.store import Store


@pytest.fixture
def studio(tmp_path):
    return Studio(context=EngineContext(), polish=Polish(), sample_rate=44100, store=str(tmp_path / "store"))


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
    work = jobs(20)
    alone = speak_all(work, studio, 1, nothing)
    other = Studio(
        context=studio.context, polish=studio.polish, sample_rate=studio.sample_rate, store=str(tmp_path / "other")
    )
    pooled = speak_all(work, other, 2, nothing)
    assert alone == pooled
    for take in alone.values():
        one = Store(tmp_path / "store").get(KIND, take.key)
        assert one is not None
        assert one == Store(tmp_path / "other").get(KIND, take.key)


def test_what_the_store_has_is_not_made_again(studio):
    first = speak_all(jobs(5), studio, 1, nothing)
    again = speak_all(jobs(6), studio, 1, nothing)
    assert [take.made for take in first.values()] == [True] * 5
    assert [take.made for take in again.values()] == [False] * 5 + [True]


def test_a_damaged_take_is_made_again(studio):
    take = next(iter(speak_all(jobs(1), studio, 1, nothing).values()))
    path = next(p for p in (Store(speaking.Path(studio.store)).folder).rglob(take.key))
    data = bytearray(path.read_bytes())
    data[-10] ^= 1
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
    error = failure(jobs(20, line11=f"{what} hier."), studio, workers)
    assert str(error.where) == "e.md:11"
    assert sum(1 for _ in Store(speaking.Path(studio.store)).entries()) >= 8


def test_a_crash_costs_one_turn_and_names_it(studio, rogue):
    error = failure(jobs(24, line13="CRASH hier."), studio, 2)
    assert str(error.where) == "e.md:13"
    assert "crashed" in error.message
    assert "CRASH hier" in error.message


def test_a_hang_is_ended_and_named(studio, rogue, monkeypatch):
    monkeypatch.setattr(speaking, "PATIENCE_S", 3.0)
    begun = time.monotonic()
    error = failure(jobs(17, line17="HANG hier."), studio, 2)
    assert str(error.where) == "e.md:17"
    assert time.monotonic() - begun < 60


def test_the_first_failure_in_order_is_the_one_that_is_told(studio, rogue):
    error = failure(jobs(20, line3="REFUSE eins.", line4="REFUSE zwei."), studio, 1)
    assert str(error.where) == "e.md:3"
