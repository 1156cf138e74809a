"""Texts that are set with an empty line between any two."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.importers.source import Source, plain_source
from stimmwerk.importers.spacing import closed_up

TALK = [
    "Moderatorin: Frau Keller, der Platz vor dem Bahnhof soll umgebaut werden. Was ist seit dem Frühjahr geschehen, "
    "und warum hört man davon so wenig?",
    "Keller: Zuerst haben wir mit denen gesprochen, die dort wohnen. Das hat länger gedauert als gedacht, weil viele "
    "genau wissen wollten, wo ihre Fahrräder bleiben. Am Ende gab es drei Entwürfe, von denen keiner allen gefiel.",
    "Moderatorin: Und der vierte?",
    "Keller: Mit dem vierten können alle leben. Im März kommen die Bagger, und wenn das Wetter mitspielt, ist im "
    "Oktober alles fertig.",
]


def typeset(paragraphs: list[str], *, between: int, gap: int, width: int = 70) -> str:
    """between: line feeds between two lines of a paragraph; gap: between two paragraphs."""
    return ("\n" * gap).join(("\n" * between).join(textwrap.wrap(text, width)) for text in paragraphs) + "\n"


def shape(source: Source) -> list[str]:
    return [line.text for line in source.lines if line.kind != "blank" or line.text]


@pytest.mark.parametrize("gap", [2, 3, 4])
def test_double_spacing_is_closed_up_and_wider_gaps_stay(gap):
    text = typeset(TALK, between=2, gap=gap)
    closed = closed_up(plain_source(text))
    assert [line.text for line in closed.lines if line.text] == [line for line in text.split("\n") if line]
    kinds = [line.kind for line in closed.lines]
    assert kinds.count("blank") == (len(TALK) - 1 if gap > 2 else 0)
    # Every line is still found where it stands.
    assert [text.split("\n")[number - 1] for number in closed.numbers] == [line.text for line in closed.lines]


@pytest.mark.parametrize(("between", "gap"), [(1, 1), (1, 2), (1, 3)])
def test_other_texts_stay_as_they_are(between, gap):
    source = plain_source(typeset(TALK, between=between, gap=gap))
    assert closed_up(source) is source


def test_a_paragraph_a_line_stays():
    source = plain_source(typeset(TALK, between=1, gap=2, width=1000))
    assert closed_up(source) is source


def test_a_chat_in_small_letters_stays():
    chat = ["anna: na du", "max: hallo", "wie war es gestern", "anna: ganz gut, und bei dir", "max: auch", "bis morgen"]
    source = plain_source(typeset(chat, between=1, gap=2))
    assert closed_up(source) is source


@given(st.lists(st.sampled_from(["", "", "wie es weitergeht, das weiß hier noch niemand so", "Ende.", "Ja: nein"])))
def test_no_line_is_lost_and_none_is_moved(texts):
    source = plain_source("\n".join(texts))
    closed = closed_up(source)
    assert [line.text for line in closed.lines if line.text] == [text for text in texts if text]
    assert list(closed.numbers) == sorted(set(closed.numbers))
    assert len(closed.numbers) == len(closed.lines)
    written = [number for number, line in zip(closed.numbers, closed.lines, strict=True) if line.text]
    assert written == [number for number, text in enumerate(texts, 1) if text]
