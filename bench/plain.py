"""The peer: a plain script that makes the same episode in one process, the way anybody would write it in an hour.

The same script, cast, engine and sound chain; pydub joins the takes, LAME runs once over the whole, mutagen writes the
chapters.  No loudness, no verification, nothing kept.

    python bench/plain.py EPISODE OUT.mp3
"""

import sys
import warnings
from pathlib import Path

import lameenc
import numpy as np
from chain import polishes
from mutagen.id3 import CHAP, CTOC, ID3, TIT2, CTOCFlags

from stimmwerk.casting.rundown import Line
from stimmwerk.engines.table import open_engine
from stimmwerk.plan import context_of, make_plan
from stimmwerk.script.model import Cue, Pause
from stimmwerk.show import Show
from stimmwerk.signal.polish import polish

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

RATE = 44100


def segment(samples) -> AudioSegment:
    pcm = np.rint(np.clip(samples * 32768, -32768, 32767)).astype(np.int16)
    return AudioSegment(data=pcm.tobytes(), sample_width=2, frame_rate=RATE, channels=1)


def main(episode: str, out: Path) -> None:
    show = Show.find()
    plan = make_plan(show, show.source(episode))
    sting = AudioSegment.from_wav(show.audio / "sting.wav")
    whole = AudioSegment.from_wav(show.audio / "opening.wav")
    chapters, polish_of = [], polishes(plan, show)
    with open_engine("pyttsx3", context_of(show)) as engine:
        for section in plan.rundown.sections:
            chapters.append((len(whole) if chapters else 0, section.title))
            if not section.opens:
                whole += AudioSegment.silent(1300, RATE) + sting
            for item in section.items:
                match item:
                    case Pause():
                        whole += AudioSegment.silent(round(item.seconds * 1000), RATE)
                    case Cue():
                        whole += sting
                    case Line():
                        whole += AudioSegment.silent(750, RATE)
                        for utterance in item.utterances:
                            take = polish(engine.speak(utterance.request), polish_of(utterance.request.own_voice), RATE)
                            whole += segment(take.samples) + AudioSegment.silent(420, RATE)
    whole += AudioSegment.from_wav(show.audio / "closing.wav")
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(96)
    encoder.set_in_sample_rate(RATE)
    encoder.set_channels(1)
    encoder.set_quality(5)
    out.write_bytes(encoder.encode(whole.raw_data) + encoder.flush())
    tag = ID3()
    ends = [start for start, _ in chapters[1:]] + [len(whole)]
    for number, ((start, title), end) in enumerate(zip(chapters, ends, strict=True)):
        frames = [TIT2(encoding=1, text=title)]
        tag.add(CHAP(element_id=f"chp{number}", start_time=start, end_time=end, sub_frames=frames))
    flags = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    tag.add(CTOC(element_id="toc", flags=flags, child_element_ids=[f"chp{n}" for n in range(len(chapters))]))
    tag.save(out, v2_version=3)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
