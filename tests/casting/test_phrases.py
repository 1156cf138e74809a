"""The words that Stimmwerk says itself."""

import pytest

from stimmwerk.casting.lexicon import Lexicon
from stimmwerk.casting.phrases import calibration_sentences, opening_title, sample_sentence
from stimmwerk.casting.speakable import speakable


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("de", "Einleitung"), ("de-AT", "Einleitung"), ("DE", "Einleitung"), ("en-GB", "Introduction"),
        ("zh-Hans", "引言"), ("eo", "Introduction"),
    ],
)  # fmt: skip
def test_the_opening_has_a_title_in_every_language(language, title):
    assert opening_title(language) == title
    assert opening_title(language, [title.upper()]) not in (title, title.upper())


@pytest.mark.parametrize("language", ["de", "de-CH", "en", "es", "fr", "eo", "zh"])
def test_every_language_has_something_to_judge_and_to_measure_a_voice_by(language):
    for text in (sample_sentence(language), *calibration_sentences(language)):
        spoken = speakable(text, [], language, Lexicon())
        assert any(character.isalnum() for character in spoken.text)
    assert len(calibration_sentences(language)) >= 3
    assert any("?" in text for text in calibration_sentences(language))


def test_a_region_speaks_its_language_and_languages_differ():
    assert calibration_sentences("de-AT") == calibration_sentences("de") != calibration_sentences("en")
    assert sample_sentence("en-US") == sample_sentence("en") != sample_sentence("de")


def test_german_calibration_holds_umlauts_and_is_long_enough_to_measure():
    text = " ".join(calibration_sentences("de"))
    assert set("äöüß") <= set(text.lower())
    assert len(text) > 300
