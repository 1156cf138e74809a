import numpy as np
import pytest

from stimmwerk.engines.base import Heard, Hearing
from stimmwerk.engines.espeak_heard import heard_words
from stimmwerk.engines.espeak_library import RawSpeech
from stimmwerk.engines.espeak_phonemes import Phonemes
from stimmwerk.engines.espeak_text import EspeakText
from stimmwerk.engines.tone import ToneEngine
from stimmwerk.speech import Say

NONE = Phonemes(name="none", mnemonics=frozenset(), vowels=frozenset())


def heard(*words, language="de"):
    """Each word's phonemes, at the characters 0, 10, 20 ... of the text handed over."""
    phonemes = tuple((10 * place, sign) for place, signs in enumerate(words) for sign in signs.split("_"))
    raw = RawSpeech(samples=np.zeros(1, np.int16), sample_rate=22050, words=(), phonemes=phonemes)
    text = EspeakText(text="x" * 100, origins=tuple(range(100)), pieces=())
    return [word.ipa for word in heard_words(text, raw, language, NONE)]


@pytest.mark.parametrize(
    ("signs", "ipa"),
    [
        ("ʃ_p_ˈaɪ_ç_ɜ", "ˈʃpaɪçɐ"),
        ("t_ˈyː_ɾ", "ˈtyːɐ̯"),
        ("ɾ_ˈɔ_t", "ˈrɔt"),
        ("h_ˈœ_ɾ_ə_n", "ˈhœrən"),
        ("n_ˈɔø", "ˈnɔʏ"),
        ("v_ˈɑː_ɾ", "ˈvaːɐ̯"),
        ("v_ˈɔ_ɾ_t", "ˈvɔrt"),
        ("ʃ_ˈɑ̃_s_ə", "ˈʃãsə"),
        ("ɛ_n_t_v_ˈɪ_k_l_ʊ_ŋ", "ɛntˈvɪklʊŋ"),
        ("ɪ_ŋ_ˈa", "ɪŋˈa"),
        ("a_ʃ_t_r_ˈaː", "aˈʃtraː"),
        ("_:", None),
    ],
)
def test_its_signs_are_those_of_dictionaries(signs, ipa):
    assert heard(signs) == ([ipa] if ipa else [])


def test_other_languages_keep_its_signs():
    assert heard("ɹ_ˈɑː_ɹ", language="en") == ["ˈɹɑːɹ"]


def test_words_are_apart_and_know_their_place():
    raw = RawSpeech(samples=np.zeros(1, np.int16), sample_rate=1, words=(), phonemes=((0, "a"), (3, "b"), (99, "c")))
    text = EspeakText(text="ab cd", origins=(5, 6, 7, 8, 9), pieces=())
    assert heard_words(text, raw, "de", NONE) == (Heard(start=5, ipa="a"), Heard(start=8, ipa="b"))


def test_a_vowel_that_was_lengthened_is_long(espeak, ask):
    assert [word.ipa for word in espeak.hear(ask("Das ", Say(text="Board", ipa="bɔːɐ̯t")))] == ["das", "ˈbɔːɐ̯t"]


def test_the_engine_hears_what_it_speaks(espeak, ask):
    assert isinstance(espeak, Hearing)
    assert not isinstance(ToneEngine, Hearing)
    request = ask("Die Tür, ", "und das Boot.")
    assert [(request.text[word.start :].split()[0], word.ipa) for word in espeak.hear(request)] == [
        ("Die", "diː"),
        ("Tür,", "ˈtyːɐ̯"),
        ("und", "ʊnt"),
        ("das", "das"),
        ("Boot.", "ˈboːt"),
    ]


def test_hearing_changes_no_later_sound(espeak, ask):
    request = ask("Das ist gut.")
    before = espeak.speak(request).samples.tobytes()
    espeak.hear(request)
    assert espeak.speak(request).samples.tobytes() == before
