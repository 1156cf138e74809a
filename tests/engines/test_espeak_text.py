from __future__ import annotations

from pathlib import Path

import espeakng_loader
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.engines.espeak_phonemes import read_phonemes
from stimmwerk.engines.espeak_text import EspeakText, render, scripts_of
from stimmwerk.errors import SpeechFailed
from stimmwerk.speech import Say

DATA = Path(espeakng_loader.get_data_path())
GERMAN = read_phonemes(DATA, "gmw/de")
YC = Say(text="YC", native=(("espeak", "waIs'i:"),))


def made(*parts: str | Say, language: str = "de") -> EspeakText:
    return render((Say(text=p) if isinstance(p, str) else p for p in parts), GERMAN, scripts_of(language))


@pytest.mark.parametrize(
    ("written", "given_over"),
    [
        ("Größe 3,5 %", "Größe 3,5 %"),
        ("a [[b]] c", "a ((b)) c"),
        ("a ［［b］］", "a ((b))"),
        ("a\u0308", "ä"),
        ("Silben\u00adtrennung\u200b\ufeff", "Silbentrennung"),
        ("a\x01b\x00c\x1b[0m", "a b c (0m"),
        ("a 😀 b", "a b"),
        ("a\u00a0b\u202fc", "a b c"),
        ("ﬁ Ａ ① Ⅳ ٣", "fi A 1 IV 3"),
        ("½ m² 5 °C ™ …", "½ m² 5 °C ™ …"),
        ("x\ud800\ue000\uffffy", "xy"),
        ("ja!!!!!!!", "ja!!!"),
        ("π Ω", "π Ω"),
        ("a _^_en b", "a _^ _en b"),
        ("z̷a̷l̷g̷o", "zalgo"),
    ],
)
def test_plain_text_is_made_safe(written: str, given_over: str) -> None:
    assert made(written).text == given_over


def test_very_long_words_are_taken_apart() -> None:
    assert max(map(len, made("W" * 500).text.split())) == 60


def test_every_character_knows_where_it_comes_from() -> None:
    written = "a\u0308 \u200b\u200b😀 Ja"
    text = made(written)
    assert text.text == "ä Ja"
    assert [written[origin] for origin in text.origins] == ["a", " ", "J", "a"]


def test_phonemes_stand_between_spaces() -> None:
    assert made("Bei „", YC, "“ war ich.").text == "Bei „ [[waIs'i:]] “ war ich."
    assert made(YC, ".").text == " [[waIs'i:]]."
    assert made("(", YC, ")").text == "( [[waIs'i:]] )"
    assert made(YC, "-Chef").text == " [[waIs'i:]] Chef"


def test_a_free_hyphen_before_phonemes_is_taken_away() -> None:
    assert "-" not in made("GPT - ", YC).text
    assert made("KI-", YC).text == "KI- [[waIs'i:]]"


def test_pieces_are_where_the_phonemes_are() -> None:
    text = made("Bei ", YC, " und ", Say(text="Open AI", ipa="ˈoʊpən eɪˈaɪ"), ".")
    assert [text.text[a:b] for a, b in text.pieces] == ["[[waIs'i:]]", "[['oUp@n]]", "[[eI'aI]]"]
    assert [text.origins[a] for a, _ in text.pieces] == [4, 11, 16]


def test_own_mnemonics_go_before_ipa_and_ipa_before_text() -> None:
    both = Say(text="x", ipa="a", native=(("espeak", "t'a"),))
    assert "[[t'a]]" in made(both).text
    assert "[['a]]" in made(Say(text="x", ipa="a", native=(("piper", "tˈa"),))).text


@pytest.mark.parametrize(
    "part",
    [
        Say(text="x", native=(("espeak", "t'a♥"),)),
        Say(text="x", ipa="kaǃa"),
        Say(text="x", native=(("espeak", "t'a" * 60),)),
        Say(text="x", native=(("espeak", " "),)),
        Say(text="x", ipa=""),
    ],
)
def test_a_pronunciation_that_cannot_be_spoken_is_an_error(part: Say) -> None:
    with pytest.raises(SpeechFailed, match="the pronunciation of 'x'"):
        made("Ja, ", part)


@pytest.mark.parametrize("letter", ["氪", "Привет", "שלום", "あ", "한"])
def test_letters_that_the_voice_cannot_read_are_an_error(letter: str) -> None:
    with pytest.raises(SpeechFailed, match="the voice cannot read") as caught:
        made(f"Das ist {letter}.")
    assert "lexicon" in str(caught.value)


def test_a_voice_reads_the_letters_of_its_own_language() -> None:
    assert made("Привет, мир", language="ru").text == "Привет, мир"
    assert made("नमस्ते", language="hi").text == "नमस्ते"


@pytest.mark.parametrize("nothing", ["", " ", "…", "😀", "\u200b", "-", "[[]]"])
def test_nothing_to_speak_is_an_error(nothing: str) -> None:
    with pytest.raises(SpeechFailed, match="nothing that can be spoken"):
        made(nothing)


@given(st.lists(st.one_of(st.text(max_size=30), st.just(YC)), min_size=1, max_size=6))
def test_nothing_dangerous_ever_comes_through(parts: list[str | Say]) -> None:
    try:
        text = made(*parts)
    except SpeechFailed:
        return
    plain = list(text.text)
    for start, stop in text.pieces:
        assert text.text[start:stop] == "[[waIs'i:]]"
        assert start == 0 or text.text[start - 1] == " "
        plain[start:stop] = " " * (stop - start)
    rest = "".join(plain)
    assert "[" not in rest
    assert "_^_" not in rest
    assert all(character.isprintable() for character in rest)
    assert len(text.origins) == len(text.text)
    assert list(text.origins) == sorted(text.origins)
    assert all(len(word) <= 60 for word in rest.split())
