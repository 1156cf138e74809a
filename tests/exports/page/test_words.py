import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.exports.edition import Passage, Word
from stimmwerk.exports.page.words import paragraphs, utf16

from ..editions import edition
from ..editions import turn as spoken

RATE = 1000  # a sample is a millisecond


def turn(text, *passages):
    return dataclasses.replace(spoken("A", (0, 10_000, text)), text=text, passages=passages)


def passage(text, at, start, stop, *words):
    return Passage(
        start=start,
        stop=stop,
        text=text,
        at=at,
        words=tuple(Word(at=first, end=last, start=begin, stop=end) for first, last, begin, end in words),
    )


def pieces(text, *passages):
    found = paragraphs(turn(text, *passages), edition(sample_rate=RATE))
    return [[(piece.text, piece.start, piece.stop, piece.words) for piece in paragraph] for paragraph in found]


def test_passages_and_what_stands_between_them():
    assert pieces(
        "(leise) Ja. Gut!",
        passage("Ja.", 8, 0, 400, (0, 2, 0, 400)),
        passage("Gut!", 12, 900, 1200, (0, 3, 900, 1200)),
    ) == [
        [
            ("(leise) ", None, None, ()),
            ("Ja.", 0, 400, ((0, 2, 0, 400),)),
            (" ", None, None, ()),
            ("Gut!", 900, 1200, ((0, 3, 900, 1200),)),
        ]
    ]


def test_a_passage_over_two_paragraphs_is_two_pieces():
    first, second = pieces("Ja.\n\nUnd nein.", passage("Ja.\n\nUnd nein.", 0, 0, 900, (0, 2, 0, 200), (5, 8, 200, 500),
                                                       (9, 13, 500, 900)))  # fmt: skip
    assert first == [("Ja.", 0, 900, ((0, 2, 0, 200),))]
    assert second == [("Und nein.", 0, 900, ((0, 3, 200, 500), (4, 8, 500, 900)))]


def test_words_that_share_letters_are_one():
    (((_, _, _, words),),) = pieces(
        "27.1.", passage("27.1.", 0, 0, 900, (0, 5, 0, 300), (0, 5, 300, 600), (3, 5, 600, 900))
    )
    assert words == ((0, 5, 0, 900),)


def test_utf16():
    assert [utf16(text) for text in ("", "ä", "a😀b")] == [0, 1, 4]


TEXTS = st.lists(st.text("ab ü.\n", min_size=1, max_size=12), min_size=1, max_size=6)


@given(TEXTS, st.data())
def test_together_the_pieces_are_the_text(parts, data):
    text, passages, at, time = "".join(parts), [], 0, 0
    for part in parts:
        if data.draw(st.booleans()):
            first = data.draw(st.integers(0, len(part) - 1))
            last = data.draw(st.integers(first + 1, len(part)))
            passages.append(passage(part, at, time, time + 500, (first, last, time, time + 500)))
        at, time = at + len(part), time + 600
    found = pieces(text, *passages)
    assert "\n\n".join("".join(piece[0] for piece in paragraph) for paragraph in found) == text
    for paragraph in found:
        for words in (piece[3] for piece in paragraph):
            assert list(words) == sorted(words)
            assert all(0 <= first < last for first, last, _, _ in words)
