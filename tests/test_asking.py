"""Speech of other machines: many requests at a time, each kept, and the first failure told."""

import threading
import time
from pathlib import Path

import pytest

from stimmwerk.asking import ask, to_ask
from stimmwerk.casting.cast import Voice
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.openai_engine import OpenAiEngine
from stimmwerk.errors import EngineError, Where
from stimmwerk.inspection import EngineFacts
from stimmwerk.showfile import EngineOptions
from stimmwerk.signal.polish import Polish
from stimmwerk.speech import Say, SpeechRequest
from stimmwerk.store import Store
from stimmwerk.takes import SPEECH, TAKE, Booth, Job, Studio, take_key

pytest.importorskip("httpx")

#: Longer than anything takes on a busy machine.
PATIENCE_S = 120


@pytest.fixture
def studio(tmp_path, server):
    options = EngineOptions(engine="openai", values=(("base_url", server.url), ("parallel", 3)))
    context = EngineContext(options=(options,))
    versions = (("openai", OpenAiEngine(context).version()), ("tone", "1"))
    return Studio(context=context, versions=versions, polish=Polish(), sample_rate=44100, store=str(tmp_path / "store"))


ENGINES = {
    "openai": EngineFacts(version="x", grain="sentence", repeats=False, trained=True, parallel=3),
    "tone": EngineFacts(version="1", grain="sentence", repeats=True, trained=False),
}


def job(number, text="Satz Nummer", engine="openai", take=1):
    voice = Voice(engine=engine, name="nova" if engine == "openai" else "mid", language="de")
    request = SpeechRequest(say=(Say(text=f"{text} {number}, gesprochen."),), voice=voice, take=take)
    return Job(request=request, where=Where("e.md", number))


def run(jobs, studio):
    done = []
    store = Store(Path(studio.store))
    wanted = list(to_ask(jobs, ENGINES, studio, store).values())
    with Booth(studio, store, planned_here=True) as booth:
        keys = ask(wanted, ENGINES, studio, booth, done.extend)
    return keys, done


def test_as_many_as_the_engine_allows_are_under_way_at_a_time(studio, server):
    # Answers come three at a time, and a while after the third request: a fourth would be seen.
    server.together = threading.Barrier(3, timeout=PATIENCE_S)
    server.delay = 0.1
    keys, done = run([job(n) for n in range(1, 13)], studio)
    assert len(keys) == len(done) == len(server.asked) == 12
    assert server.at_once == 3


def test_only_what_other_machines_speak_and_the_store_lacks_is_asked_for(studio, server):
    run([job(1), job(2)], studio)
    jobs = [job(1), job(2), job(2), job(3), job(3, take=2), job(4, engine="tone")]
    keys, _ = run(jobs, studio)
    assert len(server.asked) == 4
    assert keys == {studio.speech_key(job(3).request), studio.speech_key(job(3, take=2).request)}


def test_a_take_without_its_speech_is_not_paid_for_again(studio, server):
    run([job(1)], studio)
    with Booth(studio, planned_here=True) as booth:
        booth.take(job(1))
        booth.store.remove(SPEECH, studio.speech_key(job(1).request))
        assert booth.store.has(TAKE, take_key(job(1).request, studio))
    run([job(1)], studio)
    assert len(server.asked) == 1


def test_a_failure_names_its_line_and_keeps_the_rest(studio, server):
    server.moods = ["good", "good", "good", 400]
    server.delay = 0.05
    with pytest.raises(EngineError) as caught:
        run([job(n) for n in range(1, 30)], studio)
    kept = [n for n in range(1, 30) if Store(Path(studio.store)).has(SPEECH, studio.speech_key(job(n).request))]
    assert caught.value.where.file == "e.md"
    assert caught.value.where.line not in kept
    assert 3 <= len(kept) < 15  # those under way were waited for, no others begun
    before = len(server.asked)
    run([job(n) for n in range(1, 30)], studio)
    assert len(server.asked) - before == 29 - len(kept)


def test_silence_is_asked_for_again_and_told_in_the_end(studio, server):
    server.moods = ["silent"]
    run([job(1)], studio)
    assert len(server.asked) == 2
    server.moods = ["silent"] * 3
    with pytest.raises(EngineError, match="silent"):
        run([job(2)], studio)
    assert len(server.asked) == 5


def test_a_bug_is_raised_where_the_speech_was_asked_for(studio, server, monkeypatch):
    def broken(self, request):
        raise ZeroDivisionError

    monkeypatch.setattr(OpenAiEngine, "speak", broken)
    with pytest.raises(ZeroDivisionError):
        run([job(1)], studio)


def test_no_thread_is_left(studio, server):
    before = threading.active_count()
    run([job(n) for n in range(1, 8)], studio)
    end = time.monotonic() + PATIENCE_S
    while threading.active_count() > before + 3:  # the server's own, one a connection
        assert time.monotonic() < end, "threads go on"
        time.sleep(0.02)
