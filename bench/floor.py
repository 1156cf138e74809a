"""The floor: the CPU time of speech, the sound chain and one LAME encode of an episode, with nothing around them.

Everything in one process, chapter after chapter in memory; nothing is kept, measured, joined or verified, and neither
start-up nor reading is counted.  What a build needs beyond this, over all usable cores, is what it costs to be one.

    python bench/floor.py EPISODE       in a show's folder; prints JSON, in seconds of CPU time
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import lameenc
import numpy as np
import soundfile
from chain import polishes

from stimmwerk import units
from stimmwerk.casting.rundown import Line, Section
from stimmwerk.engines.base import Engine
from stimmwerk.engines.table import open_engine
from stimmwerk.plan import context_of, make_plan
from stimmwerk.show import Show
from stimmwerk.showfile import Mp3Format
from stimmwerk.signal.loudness import as_heard, loudness_of
from stimmwerk.signal.mixdown import Mixdown
from stimmwerk.signal.polish import polish
from stimmwerk.speech import Samples, SpeechRequest
from stimmwerk.timeline import Clip, Timeline

_SPEECH_LUFS = -16.0
_STRETCH_S = 10


class Floor:
    """Makes an episode and counts; spent: what -> seconds of CPU time."""

    def __init__(self, show: Show, episode: str) -> None:
        self._show = show
        self._form = show.settings.mp3
        self._plan = make_plan(show, show.source(episode))
        self._polish_of = polishes(self._plan, show)
        self._said: set[SpeechRequest] = set()
        self.spent = dict.fromkeys(("speech", "polish", "mixdown", "lame"), 0.0)

    def run(self) -> None:
        """From the first chapter to the last."""
        encoder, context = _encoder(self._form), context_of(self._show)
        with ExitStack() as opened:
            names = sorted({role.voice.engine for role in self._plan.roles})
            engines = {name: opened.enter_context(open_engine(name, context)) for name in names}
            sections = self._plan.rundown.sections
            for section in sections:
                sounds = ["opening" if section is sections[0] else "sting"]
                sounds += ["closing"] if section is sections[-1] else []
                takes = [*map(self._sound, sounds), *(self._take(engines, request) for request in self._new(section))]
                self._encode(self._mixdown(takes), encoder)

    def _new(self, section: Section) -> Iterator[SpeechRequest]:
        """What nobody has said before."""
        for item in section.items:
            for utterance in item.utterances if isinstance(item, Line) else ():
                if utterance.request not in self._said:
                    self._said.add(utterance.request)
                    yield utterance.request

    def _take(self, engines: dict[str, Engine], request: SpeechRequest) -> tuple[Samples, float]:
        with self._counting("speech"):
            speech = engines[request.voice.engine].speak(request)
        with self._counting("polish"):
            take = polish(speech, self._polish_of(request.own_voice), self._form.sample_rate).samples
        return take, self._gain(take, _SPEECH_LUFS, 1)

    def _encode(self, mixdown: Mixdown, encoder: lameenc.Encoder) -> None:
        stretch = _STRETCH_S * self._form.sample_rate
        for start in range(0, mixdown.length, stretch):
            with self._counting("mixdown"):
                sound = mixdown.read(start, min(start + stretch, mixdown.length))
                pcm = np.rint(np.clip(sound * np.float32(32768), -32768, 32767)).astype(np.int16)
            with self._counting("lame"):
                encoder.encode(pcm.tobytes())

    @contextmanager
    def _counting(self, what: str) -> Iterator[None]:
        begun = time.process_time()
        yield
        self.spent[what] += time.process_time() - begun

    def _gain(self, sound: Samples, lufs: float, channels: int) -> float:
        measured = loudness_of(sound, self._form.sample_rate)
        return 1.0 if measured is None else units.gain_from_db(lufs - as_heard(measured, channels))

    def _sound(self, name: str) -> tuple[Samples, float]:
        spec = self._show.settings.sound(name)
        assert spec is not None
        sound, _ = soundfile.read(self._show.audio / spec.file, dtype="float32", always_2d=True)
        return sound, self._gain(sound, spec.level_lufs, sound.shape[1])

    def _mixdown(self, takes: list[tuple[Samples, float]]) -> Mixdown:
        """One take after another, with the show's pauses between them."""
        pause = units.samples(self._show.settings.pacing.sentence, self._form.sample_rate)
        clips, at = [], 0
        for number, (take, gain) in enumerate(takes):
            clips.append(Clip(source=str(number), start=at, length=len(take), gain=gain))
            at += len(take) + pause
        rate, ceiling = self._form.sample_rate, units.gain_from_db(self._show.settings.loudness.ceiling_dbtp - 1)
        timeline = Timeline(sample_rate=rate, length=at, clips=tuple(clips), chapters=(), turns=())
        return Mixdown(timeline, self._form.channels, lambda key: takes[int(key)][0], 1.0, ceiling)


def _encoder(form: Mp3Format) -> lameenc.Encoder:
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(form.bitrate_kbps)
    encoder.set_in_sample_rate(form.sample_rate)
    encoder.set_channels(form.channels)
    encoder.set_quality(form.quality)
    return encoder


if __name__ == "__main__":
    floor = Floor(Show.find(), sys.argv[1])
    floor.run()
    print(json.dumps(floor.spent))
