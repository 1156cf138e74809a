import pytest

from stimmwerk.casting.ipa import SYMBOLS, check_ipa


@pytest.mark.parametrize("text", ["ˈkoːdɛks", "ˈʃtaɪ̯n", "bɔ̃ˈʒuːɐ̯", "t͡saːl", "eɪ aɪ"])
def test_ipa_is_let_through(text):
    check_ipa(text)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("koːd3ks", "'3' (U+0033), character 5"),
        ("'kat", "write ˈ (U+02C8)"),
        ("ka:t", "write ː (U+02D0)"),
        ("ʘa", "U+0298"),
    ],
)
def test_what_is_none_is_named(text, named):
    with pytest.raises(ValueError) as raised:
        check_ipa(text)
    assert named in str(raised.value)


@pytest.mark.parametrize("text", ["", "ˈˌ", "ː"])
def test_without_a_sound_it_is_refused(text):
    with pytest.raises(ValueError, match="holds no sound"):
        check_ipa(text)


def test_every_symbol_is_one_character():
    assert all(len(symbol) == 1 for symbol in SYMBOLS)
