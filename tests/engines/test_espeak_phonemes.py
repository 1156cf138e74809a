from __future__ import annotations

from pathlib import Path

import espeakng_loader
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.engines.espeak_library import bundled_files, open_library
from stimmwerk.engines.espeak_phonemes import Phonemes, UnknownPhoneme, read_phonemes

DATA = Path(espeakng_loader.get_data_path())
GERMAN = read_phonemes(DATA, "gmw/de")
AMERICAN = read_phonemes(DATA, "gmw/en-US")


@pytest.mark.parametrize(
    ("ipa", "mnemonics"),
    [
        ("ˈoʊpən ʔeɪˈaɪ", "'oUp@n ?eI'aI"),
        ("waɪˈsiː", "waIs'i:"),
        ("ˈmɪtʔaɐ̯baɪtɐ", "m'It?arbaIt3"),
        ("tʃɛt", "tS'Et"),
        ("ʃtraːsə", "Str'A:s@"),
        ("ˈfʏnf", "f'ynf"),
    ],
)
def test_ipa_becomes_german_mnemonics(ipa: str, mnemonics: str) -> None:
    assert GERMAN.from_ipa(ipa) == mnemonics
    assert GERMAN.words(mnemonics) == tuple(mnemonics.split())


def test_each_language_has_its_own_sounds() -> None:
    assert AMERICAN.from_ipa("θɔːt") == "T'O:t"
    assert AMERICAN.from_ipa("ˈkʌt") == "k'Vt"
    assert GERMAN.from_ipa("ˈkʌt") == "k'at"


def test_stress_stands_before_its_vowel_and_is_added_where_there_is_none() -> None:
    assert GERMAN.from_ipa("ˈʃtat") == "St'at"
    assert GERMAN.from_ipa("ʃtat") == "St'at"


@pytest.mark.parametrize("identifier", ["sit/cmn", "sem/ar"])
def test_a_language_without_long_vowels_says_the_short_one(identifier: str) -> None:
    phonemes = read_phonemes(DATA, identifier)
    assert phonemes.from_ipa("ˈkɔːd") == phonemes.from_ipa("ˈkɔd")


def test_an_unknown_sign_is_named() -> None:
    with pytest.raises(UnknownPhoneme, match="ǃ"):
        GERMAN.from_ipa("kaǃa")


@pytest.mark.parametrize("written", ["♥", "t'a♥", "_^_en", "ta]]", "[[ta", "#a", "ä", "", "  ", "_:", "'"])
def test_what_espeak_would_cut_off_or_leave_out_is_refused(written: str) -> None:
    with pytest.raises(UnknownPhoneme):
        GERMAN.words(written)


def test_mnemonics_are_split_as_espeak_splits_them() -> None:
    assert GERMAN.split("waIs'i:") == ("w", "aI", "s", "'", "i:")
    assert GERMAN.split("t|S") == ("t", "S")
    assert GERMAN.split("tS") == ("tS",)


def test_neighbours_that_would_melt_are_kept_apart() -> None:
    phonemes = Phonemes(name="x", mnemonics=frozenset({"a", "i", "ai", "'"}), vowels=frozenset({"a", "i"}))
    assert phonemes._join(["a", "i"]) == "a|i"


@given(st.text(alphabet="abdeɛəɡhiɪjklmnŋoɔpʁsʃtuʊvxyøœzçˈˌː ", max_size=30))
def test_whatever_is_made_of_ipa_can_be_read_back(ipa: str) -> None:
    try:
        made = GERMAN.from_ipa(ipa)
    except UnknownPhoneme:
        return
    for word in made.split():
        assert GERMAN.split(word)


def test_every_voice_of_the_library_has_its_table() -> None:
    files = bundled_files()
    with open_library(files.library, files.data) as library:
        voices = library.voices()
    assert len(voices) > 100
    for voice in voices:
        assert read_phonemes(files.data, voice.identifier).vowels
