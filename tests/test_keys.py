"""Keys stay the same: a change here throws away everything that people's stores hold, and must be meant.

Where one is meant, raise the revision beside the key, and write down the new digest.
"""

import pytest

from stimmwerk import encoding, levels
from stimmwerk.casting.cast import Voice
from stimmwerk.digests import digest_of
from stimmwerk.engines.base import EngineContext
from stimmwerk.mp3.grid import Block
from stimmwerk.mp3.lame import EncoderSettings
from stimmwerk.mp3.writer import BlockJob
from stimmwerk.signal.mixdown import Mixdown
from stimmwerk.signal.polish import Polish
from stimmwerk.speech import Say, SpeechRequest
from stimmwerk.takes import Studio, Take, take_key
from stimmwerk.timeline import Clip, Timeline

VOICE = Voice(engine="tone", name="mid", language="de", settings=(("gap", 1), ("volume", 55)))
REQUEST = SpeechRequest(say=(Say(text="Größe, "), Say(text="ja", ipa="jaː", native=(("espeak", "j'a:"),))), voice=VOICE)
STUDIO = Studio(
    context=EngineContext(), versions=(("tone", "tone 1"),), polish=Polish(), sample_rate=44_100, store="anywhere"
)


def take(request):
    key = take_key(request, STUDIO)
    return Take(key=key, speech_key="", length=1, lufs=None, weights=b"", words=(), made=True, spoken=True)


def block_key(monkeypatch, at=0):
    monkeypatch.setattr(encoding, "lame_version", lambda: "LAME 1")
    monkeypatch.setattr(encoding, "decoder_version", lambda: "decoder 1")
    clips = (
        Clip(source="take:a", start=at + 3456, length=20_000, gain=0.5),
        Clip(source="sound:b", start=at + 4608, length=9000, offset=7, envelope=((0, 0.0), (100, -4.0))),
    )
    timeline = Timeline(sample_rate=44_100, length=at + 80 * 1152, clips=clips, chapters=(), turns=())
    mixdown = Mixdown(timeline, 1, lambda source: None, 1.25, 0.8)
    block = Block(start=at, stop=at + 50 * 1152, sealed=True, closed=True)
    job = BlockJob(block=block, frames=50, length=timeline.length, settings=EncoderSettings(), read=None)
    return encoding.block_key(job, mixdown)


def test_values():
    assert digest_of({"b": [1, "ü", None], "a": 0.1}) == digest_of({"a": 0.1, "b": [1, "ü", None]})
    assert (
        digest_of({"b": [1, "ü", None], "a": 0.1}) == "b900de23c7f6174aa938fe11c43993c6c5c5868d837af719ec1828cbcf47e73a"
    )


def test_speech():
    assert STUDIO.speech_key(REQUEST) == "ecccee7676083db384cb2431f3e5868c3a7493c699425b8d82d376be32f71d96"


def test_takes():
    assert take(REQUEST).key == "1a11d12eb6d31080d266b35019f7be0e1b171b930cffe6287d69c1286d7cd4cf"


def test_levels():
    takes = {job.request: take(job.request) for job in levels.calibration_jobs([role()], None)}
    assert (
        levels.level_key(VOICE, takes, 0.75, 44_100)
        == "9b936833112286e146d050d8d5717389a6802f9ff6d0440452ea9922fa1a3d97"
    )


def role():
    from stimmwerk.casting.cast import Role

    return Role(name="guest", voice=VOICE)


def test_blocks(monkeypatch):
    assert block_key(monkeypatch) == "90526778c3cf120dd145fe299c10e6743027f85b622eef2519e8785296ed5973"


@pytest.mark.parametrize("frames", [1, 2, 1000])
def test_a_block_that_has_moved_is_the_same_block(monkeypatch, frames):
    assert block_key(monkeypatch, at=frames * 1152) == block_key(monkeypatch)
