import pytest

from stimmwerk.casting.english_acronyms import ENGLISH_LETTERS


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("many LLMs and IDEs", [("LLMs", "ɛlɛlˈɛmz"), ("IDEs", "aɪdiːˈiːz")]),
        ("the OECD and the ASML", [("OECD", "oʊiːsiːˈdiː"), ("ASML", "eɪɛsɛmˈɛl")]),
        ("NATO, UNESCO, AIDS, the SDK and HTML", []),
        ("THIS IS NOT WHAT THEY MAKE WITH SUCH HASTE", []),
    ],
)
def test_what_nobody_can_read_is_spelled(text, said):
    assert [(change.say.text, change.say.ipa) for change in ENGLISH_LETTERS.acronyms(text)] == said


def test_every_letter_has_a_name():
    assert sorted(ENGLISH_LETTERS.names) == [chr(code) for code in range(ord("A"), ord("Z") + 1)]
