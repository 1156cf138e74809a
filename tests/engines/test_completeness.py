from __future__ import annotations

import numpy as np
import pytest

from stimmwerk.engines.completeness import check_heard, check_last_word, longest_full_scale_run
from stimmwerk.errors import SpeechFailed
from stimmwerk.speech import Speech

RATE = 22_050


def speech(seconds: float, level: float = 0.3) -> Speech:
    wave = np.sin(np.arange(int(seconds * RATE)) * 0.05) * level
    return Speech(samples=np.clip(wave, -1, 32767 / 32768).astype(np.float32).reshape(-1, 1), sample_rate=RATE)


def test_a_plausible_speech_passes() -> None:
    check_heard("Guten Tag.", 8, speech(0.7), 165)


@pytest.mark.parametrize("silent", [speech(1.0, 0.0), speech(1.0, 0.001), speech(0.0)])
def test_silence_fails(silent: Speech) -> None:
    with pytest.raises(SpeechFailed, match="no sound"):
        check_heard("Guten Tag.", 8, silent, 165)


def test_too_short_for_its_text_fails_and_says_so() -> None:
    with pytest.raises(SpeechFailed, match=r"0\.50 s for 100 letters"):
        check_heard("x" * 100, 100, speech(0.5), 165)
    check_heard("x" * 100, 100, speech(1.0), 450)


def test_a_clipped_speech_fails() -> None:
    with pytest.raises(SpeechFailed, match="clipped"):
        check_heard("Ja.", 2, speech(1.0, 1.5), 165)


def test_a_peak_that_just_reaches_full_scale_passes() -> None:
    samples = speech(1.0).samples.copy()
    samples[100:103] = 1.0
    check_heard("Ja.", 2, Speech(samples=samples, sample_rate=RATE), 165)


def test_runs_at_full_scale_are_counted_in_each_channel_and_sign() -> None:
    samples = np.zeros((20, 2), np.float32)
    samples[2:5, 0] = 1.0
    samples[5:7, 0] = -1.0
    samples[10:15, 1] = -1.0
    assert longest_full_scale_run(samples) == 5


def test_the_last_words_may_share_an_event_but_not_a_whole_phrase() -> None:
    text = "Das ist z. B. so."
    check_last_word(text, text.index("z."))
    with pytest.raises(SpeechFailed, match=r"stopped before 'z. B. so.'"):
        check_last_word(text, text.index("ist"))


def test_a_short_text_has_no_last_word_to_miss() -> None:
    check_last_word("z. B.", -1)
