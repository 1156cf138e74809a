"""A server of ``POST /v1/audio/speech``, which also misbehaves."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import numpy as np
import pytest

from stimmwerk.casting.cast import Voice
from stimmwerk.engines import openai_calls
from stimmwerk.engines.base import EngineContext, Tariff
from stimmwerk.engines.openai_engine import LONGEST_TEXT, OpenAiEngine
from stimmwerk.errors import EngineError, ShowError, SpeechFailed, VoiceUnknown
from stimmwerk.showfile import EngineOptions
from stimmwerk.speech import Say, SpeechRequest

pytest.importorskip("httpx")

TEXT = "Guten Tag, wie geht es Ihnen?"
SECRET = "sk-test-0123456789abcdef"


def engine_of(server=None, **options):
    if server is not None:
        options["base_url"] = server.url
    return OpenAiEngine(EngineContext(options=(EngineOptions(engine="openai", values=tuple(sorted(options.items()))),)))


def request_of(text=TEXT, name="nova", take=1, rate=165, **settings):
    voice = Voice(engine="openai", name=name, language="de", rate=rate, settings=tuple(sorted(settings.items())))
    return SpeechRequest(say=(Say(text=text),), voice=voice, take=take)


@pytest.fixture
def quick(monkeypatch):
    """No waiting; gives what would have been waited."""
    waited = []
    clock = [1000.0]

    def wait(seconds):
        waited.append(seconds)
        clock[0] += seconds

    original = openai_calls.Calls.__init__

    def made(self, server, *, timeout, **_):
        original(self, server, timeout=timeout, wait=wait, now=lambda: clock[0])

    monkeypatch.setattr(openai_calls.Calls, "__init__", made)
    return waited


def speak(server, request=None, **options):
    with engine_of(server, **options) as engine:
        return engine.speak(request or request_of())


@pytest.mark.parametrize("form", ["wav", "flac", "mp3", "opus", "pcm"])
def test_every_format_becomes_the_same_speech(server, form):
    speech = speak(server, request_of(format=form))
    wanted = speak(server)
    assert speech.samples.dtype == np.float32
    assert speech.samples.shape[1] == 1
    assert abs(len(speech.samples) / speech.sample_rate - len(wanted.samples) / wanted.sample_rate) < 0.1
    assert server.asked[0][1]["response_format"] == form


def test_what_is_asked_for(server):
    speak(server, request_of(rate=180, model="kokoro", instructions="Ruhig."))
    speak(server)
    assert [body for _, body in server.asked] == [
        {
            "model": "kokoro", "input": TEXT, "voice": "nova", "response_format": "wav", "speed": 1.091,
            "instructions": "Ruhig.",
        },
        {"model": "gpt-4o-mini-tts", "input": TEXT, "voice": "nova", "response_format": "wav"},
    ]  # fmt: skip
    assert not any("authorization" in map(str.lower, headers) for headers, _ in server.asked)


def test_pcm_has_the_rate_that_the_cast_says(server):
    assert speak(server, request_of(format="pcm", sample_rate=22_050)).sample_rate == 22_050


@pytest.mark.parametrize("mood", [500, 502, 503, 504, 408, 429, "cut", "half", "drop", 529])
def test_what_may_pass_is_asked_for_again(server, quick, mood):
    server.moods = [mood, mood]
    assert len(speak(server).samples)
    assert len(server.asked) == 3
    assert quick == [0.5, 1.0]


def test_what_does_not_pass_is_an_error_in_the_end(server, quick):
    server.moods = [503] * 99
    with pytest.raises(SpeechFailed, match="no speech in 5 attempts; the last: 503: this is a 503"):
        speak(server)
    assert quick == [0.5, 1.0, 2.0, 4.0]


def test_a_server_that_is_not_there_is_an_error(server, quick):
    server.close()
    with pytest.raises(SpeechFailed, match="5 attempts"):
        speak(server)


@pytest.mark.parametrize("seconds", [7, 2.5])
def test_retry_after_is_heeded(server, quick, seconds):
    server.moods = [(429, {"Retry-After": str(seconds)}, {})]
    speak(server)
    assert quick == [seconds]


def test_retry_after_may_be_a_date(server, quick):
    then = datetime.now(UTC) + timedelta(seconds=30)
    server.moods = [(503, {"Retry-After": format_datetime(then, usegmt=True)}, {})]
    speak(server)
    assert 25 < quick[0] <= 30


@pytest.mark.parametrize("header", ["soon", "", "-5"])
def test_retry_after_that_is_none_is_none(server, quick, header):
    server.moods = [(429, {"Retry-After": header}, {})]
    speak(server)
    assert quick == [0.5]


def test_a_server_that_wants_to_be_left_alone_for_long_ends_the_build(server, quick):
    server.moods = [(429, {"Retry-After": "3600"}, {})]
    with pytest.raises(EngineError, match="left alone for 3600 s"):
        speak(server)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("mood", "message"),
    [
        (400, "refuses .400: this is a 400."),
        (404, "refuses .404"),
        ((422, {}, {"detail": [{"msg": "voice?"}]}), "refuses .422"),
        (401, "OPENAI_KEY"),
        (403, "refuses"),
        ((307, {"Location": "http://127.0.0.1:9/v1"}, {}), "elsewhere"),
        ((429, {}, {"error": {"code": "insufficient_quota", "message": "no money"}}), "wants to be paid"),
        ("wrong", "asked for wav and sent .*no speech today"),
        ("page", "asked for wav and sent .*Log in first"),
        ("mp3", 'asked for wav and sent mp3(.|\n)*format = "mp3"'),
    ],
)
def test_what_will_not_pass_is_not_asked_for_again(server, quick, mood, message):
    server.moods = [mood] * 9
    with pytest.raises(EngineError) as caught:
        speak(server)
    assert caught.match(message)
    assert len(server.asked) == 1


@pytest.mark.parametrize("mood", ["page", "wrong"])
def test_a_text_is_no_pcm(server, mood):
    server.moods = [mood]
    with pytest.raises(SpeechFailed, match="asked for pcm"):
        speak(server, request_of(format="pcm"))


def test_a_wav_stream_that_does_not_know_its_length_is_whole(server):
    whole = speak(server)
    server.moods = ["stream"]
    np.testing.assert_array_equal(speak(server).samples, whole.samples)


def test_a_slow_answer_is_given_up(server, monkeypatch):
    monkeypatch.setattr(openai_calls, "ATTEMPTS", 1)
    server.moods = ["slow"]
    begun = time.monotonic()
    with pytest.raises(SpeechFailed, match="longer than 1 s"):
        speak(server, timeout=1.0)
    assert time.monotonic() - begun < 5


def test_a_text_that_is_too_long_is_not_sent(server):
    with pytest.raises(SpeechFailed, match="4096"):
        speak(server, request_of("Wort " * LONGEST_TEXT))
    assert server.asked == []


# -- keys --------------------------------------------------------------------------------------------------------------


def test_the_shows_server_gets_the_key_for_shows_and_never_that_for_openai(server, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-mine")
    speak(server)
    monkeypatch.setenv("STIMMWERK_OPENAI_KEY", SECRET)
    speak(server)
    told = [
        {name.lower(): value for name, value in headers.items()}.get("authorization") for headers, _ in server.asked
    ]
    assert told == [None, f"Bearer {SECRET}"]


def test_the_environments_server_gets_the_key_of_the_environment(server, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    with engine_of() as engine:
        engine.check()
        engine.speak(request_of())
        assert engine.version().startswith(server.url)
    assert server.asked[0][0]["Authorization"] == f"Bearer {SECRET}"


def test_the_key_is_in_no_message_version_or_fingerprint(server, monkeypatch, quick):
    monkeypatch.setenv("STIMMWERK_OPENAI_KEY", SECRET)
    with engine_of(server) as engine:
        before = request_of().fingerprint(engine.version())
        for mood in (401, 400, 503, "wrong"):
            status = mood if isinstance(mood, int) else 401
            server.moods = [(status, {}, {"error": {"message": f"Incorrect API key: {SECRET}"}})] * 5
            with pytest.raises(EngineError) as caught:
                engine.speak(request_of())
            chain, seen = caught.value, []
            while chain is not None:
                seen.append(f"{chain} {chain!r}")
                chain = chain.__cause__ or chain.__context__
            assert SECRET not in " ".join(seen)
            assert "(the key)" in str(caught.value)
        assert SECRET not in repr(engine._server) + engine.version()
        monkeypatch.setenv("STIMMWERK_OPENAI_KEY", "another")
        assert request_of().fingerprint(engine.version()) == before


@pytest.mark.parametrize("name", ["key", "api_key", "token", "OPENAI_API_KEY"])
def test_a_key_in_a_cast_is_an_error_that_does_not_show_it(server, name):
    with engine_of(server) as engine, pytest.raises(EngineError, match="holds no secret") as caught:
        engine.check_voice(request_of(**{name: SECRET}).voice)
    assert SECRET not in str(caught.value)


def test_without_a_key_the_cloud_is_not_asked(server):
    with engine_of() as engine, pytest.raises(EngineError, match="OPENAI_API_KEY is not set"):
        engine.check()


@pytest.mark.parametrize("key", ["with space", "neue\nZeile", "schlüssel"])
def test_what_is_no_key_is_told_without_showing_it(server, monkeypatch, key):
    monkeypatch.setenv("STIMMWERK_OPENAI_KEY", key)
    with engine_of(server) as engine, pytest.raises(EngineError, match="no key") as caught:
        engine.check()
    assert key not in str(caught.value)


def test_a_key_does_not_travel_unencrypted(server, monkeypatch):
    monkeypatch.setenv("STIMMWERK_OPENAI_KEY", SECRET)
    with engine_of(base_url="http://192.0.2.7/v1") as engine, pytest.raises(EngineError, match="unencrypted"):
        engine.check()
    monkeypatch.delenv("STIMMWERK_OPENAI_KEY")
    with engine_of(base_url="http://192.0.2.7/v1") as engine:
        engine.check()


@pytest.mark.parametrize("address", ["http://me:secret@host/v1", "http://host/v1?key=secret", "https://host/#secret"])
def test_an_address_that_holds_a_secret_is_an_error_that_does_not_show_it(server, address):
    with engine_of(base_url=address) as engine, pytest.raises(EngineError) as caught:
        engine.check()
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("address", ["localhost:8880", "ftp://host/v1", "http://", "http://host:99999/v1"])
def test_what_is_no_address_is_told(server, address):
    with engine_of(base_url=address) as engine, pytest.raises(EngineError, match="no address"):
        engine.check()


# -- on paper ----------------------------------------------------------------------------------------------------------


def test_openais_voices_are_known_and_others_are_what_their_server_says(server, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    with engine_of() as cloud, pytest.raises(VoiceUnknown, match="did you mean nova"):
        cloud.check_voice(request_of(name="novva").voice)
    assert "nova" in [info.id for info in cloud.voices()]
    with engine_of(server) as local:
        local.check_voice(request_of(name="whoever").voice)
        assert [info.id for info in local.voices("de")] == ["alloy", "echo", "nova"]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"format": "aac"}, "flac"),
        ({"modell": "x"}, "did you mean model"),
        ({"model": ""}, "a text"),
        ({"sample_rate": 24000}, "for the format 'pcm' alone"),
        ({"model": "tts-1", "instructions": "Ruhig."}, "no instructions"),
    ],
)
def test_a_wrong_setting_is_told(server, settings, message):
    with engine_of(server) as engine, pytest.raises(EngineError) as caught:
        engine.check_voice(request_of(**settings).voice)
    assert message in str(caught.value)


@pytest.mark.parametrize(("name", "value"), [("parallel", 0), ("base_ulr", "x"), ("spending_limit", -1.0)])
def test_a_wrong_option_is_told(name, value):
    with pytest.raises(ShowError):
        engine_of(**{name: value})


@pytest.mark.parametrize(
    ("model", "options", "tariff"),
    [
        ("tts-1", {}, Tariff(per_character=15e-6)),
        ("tts-1-hd", {}, Tariff(per_character=30e-6)),
        ("gpt-4o-mini-tts-2025-12-15", {}, Tariff(per_second=0.00025)),
        ("another", {}, None),
        ("another", {"price_per_minute": 0.6}, Tariff(per_second=0.01)),
        ("tts-1", {"price_per_million_characters": 10}, Tariff(per_character=1e-5)),
        ("tts-1", {"base_url": "http://localhost:1/v1"}, Tariff()),
    ],
)
def test_what_voices_cost(server, model, options, tariff):
    engine = engine_of(**options)
    found = engine.tariff(request_of(model=model).voice)
    if tariff is None:
        assert found is None
    else:
        assert (found.per_character, found.per_second) == pytest.approx((tariff.per_character, tariff.per_second))


def test_the_spending_limit_counts_answers_that_were_thrown_away(server, quick):
    server.moods = ["half"] * 99
    options = {"price_per_million_characters": 1e6, "spending_limit": 35.0}
    with pytest.raises(EngineError, match=r"30\.00 USD are spent, and the limit is 35"):
        speak(server, request_of("Guten Tag."), **options)
    assert len(server.asked) == 3
