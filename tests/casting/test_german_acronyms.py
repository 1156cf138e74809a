import pytest

from stimmwerk.casting.german_acronyms import GERMAN_LETTERS


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("viele LLMs und APIs", [("LLMs", "ɛlɛlˈɛms"), ("APIs", "aːpeːˈiːs")]),
        ("die OECD", [("OECD", "oːeːtseːˈdeː")]),
        ("H100-GPUs", [("GPUs", "ɡeːpeːˈuːs")]),
        ("NATO, UNESCO, KI, SDK und HTML", []),
        ("DAS IST NICHT SEHR DOCH WEIT", []),
        ("R&Ds und IDs5", []),
    ],
)
def test_what_nobody_can_read_is_spelled(text, said):
    assert [(change.say.text, change.say.ipa) for change in GERMAN_LETTERS.acronyms(text)] == said


def test_letters_have_their_german_names():
    assert GERMAN_LETTERS.spelled("XY") == "ɪksˈʏpsilɔn"
