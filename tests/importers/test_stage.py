"""Stage directions, and what only looks like one."""

import pytest

from stimmwerk.errors import Where
from stimmwerk.importers.stage import is_direction, mark
from stimmwerk.script.inline import parse_inline


def marked(text, *, spoken=True):
    return mark(text, speaking=True, spoken=spoken, cues=("sting",)).markup


DIRECTIONS = {
    "[Applaus]": "[Applaus]",
    "(Heiterkeit)": "[Heiterkeit]",
    r"\[applause\] So.": "[applause] So.",
    "我（笑）走了": "我 [笑] 走了",
    "Ja. (lacht) Nein.": "Ja. [lacht] Nein.",
    "Well (laughs softly), no.": "Well [laughs softly], no.",
    "(Beifall bei der ABC – Jo Tann [XYZ]: Nein!)": r"[Beifall bei der ABC – Jo Tann \[XYZ\]: Nein!]",
    "♪ la la ♪ Danke.": "[♪ la la ♪] Danke.",
    "*nods* Yes.": "[nods] Yes.",
    "<laughs> Yes.": "[laughs] Yes.",
    "Ja. [pause]": "Ja. [– pause]",
    "Ja. [pause 2s] Nein.": "Ja. [pause 2s] Nein.",
    "Ja.[lacht](so)": "Ja. [lacht] (so)",
    "Ja. (Zuschauer: Nein!) Doch.": "Ja. (Zuschauer: Nein!) Doch.",
    "Ja. （观众：好！）": "Ja. (观众: 好！)",
}


@pytest.mark.parametrize(("text", "markup"), DIRECTIONS.items(), ids=DIRECTIONS)
def test_directions(text, markup):
    assert marked(text) == markup
    parse_inline(marked(text), Where("f"))


SPEECH = (
    "Das (und nur das) meine ich.",
    "Der Preis (siehe Seite 3) stieg.",
    "2 * 3 * 4",
    "Wir lachten (alle drei, sehr lange und sehr laut, bis uns die Musik verging).",
    "(Das Gespräch war lang.)",
)


@pytest.mark.parametrize("text", SPEECH)
def test_brackets_that_are_speech(text):
    assert parse_inline(marked(text), Where("f")).plain == text


def test_words_put_in_by_an_editor_are_spoken_and_doubted():
    found = mark("Die [alte] Mühle.", speaking=True, spoken=True, cues=())
    assert found.markup == r"Die \[alte\] Mühle."
    assert found.doubtful == ("alte",)


def test_nobody_is_interrupted_before_the_first_word():
    assert marked("(Zuschauer: Nein!) Doch.", spoken=False) == r"\(Zuschauer: Nein!) Doch."


def test_a_time_inside_a_text_is_no_speech():
    assert mark("So [00:12:33] ist es.", speaking=True, spoken=True, cues=()).left == ((3, "00:12:33", "a time"),)


@pytest.mark.parametrize(
    ("text", "direction"), [("[Musik]", True), ("(笑)", True), ("(siehe oben)", False), ("Musik", False)]
)
def test_whole_paragraphs(text, direction):
    assert is_direction(text) is direction


def test_brackets_that_are_text_are_looked_at_once():
    class Counted(str):
        """A text that counts how many characters are cut out of it."""

        __slots__ = ()
        cut = 0

        def __getitem__(self, key):
            piece = super().__getitem__(key)
            Counted.cut += len(piece)
            return piece

    text = Counted("So (said he) it is. " * 500)
    mark(text, speaking=True, spoken=False, cues=())
    assert Counted.cut < 10 * len(text)
