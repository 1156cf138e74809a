"""From an arranged episode to its edition: words as they are written, at the times of what is spoken for them."""

import pytest

from stimmwerk.casting.cast import Voice
from stimmwerk.casting.rundown import Utterance
from stimmwerk.casting.spoken import Piece, Spoken
from stimmwerk.exports.edition import Word
from stimmwerk.publishing import estimated_marks, written_words
from stimmwerk.speech import Say, SpeechRequest, WordMark


def utterance(*pieces):
    """Of (spoken, start, stop) and, where the spoken is the written, literally, (spoken, start)."""
    spoken = Spoken(
        pieces=tuple(
            Piece(
                say=Say(text=text),
                start=place[0],
                stop=place[-1] if len(place) > 1 else place[0] + len(text),
                literal=len(place) == 1,
            )
            for text, *place in pieces
        )
    )
    voice = Voice(engine="tone", name="mid", language="de")
    return Utterance(
        request=SpeechRequest(say=spoken.say, voice=voice),
        spoken=spoken,
        start=pieces[0][1],
        stop=99,
        ending="paragraph",
    )


def mark(sample, start, stop):
    return WordMark(sample=sample, start=start, stop=stop)


def test_words_that_are_spoken_as_written():
    spoken = utterance(("Guten Tag", 10))
    found = tuple(written_words(spoken, 1000, 5000, [mark(50, 0, 5), mark(700, 6, 9)]))
    assert found == (Word(start=1050, stop=1700, at=0, end=5), Word(start=1700, stop=5000, at=6, end=9))


def test_what_is_spoken_in_several_words_is_one_as_it_is_written():
    # "36 % mehr" is spoken "sechsunddreißig Prozent mehr"
    spoken = utterance(("sechsunddreißig Prozent", 0, 4), (" mehr", 4))
    marks = [mark(0, 0, 15), mark(900, 16, 23), mark(1500, 24, 28)]
    found = tuple(written_words(spoken, 0, 2000, marks))
    assert found == (Word(start=0, stop=1500, at=0, end=4), Word(start=1500, stop=2000, at=5, end=9))


def test_what_stands_for_nothing_written_has_no_word():
    spoken = utterance(("Ja", 0), (" also", 2, 2), (" gut", 2))
    found = tuple(written_words(spoken, 0, 900, [mark(0, 0, 2), mark(300, 3, 7), mark(600, 8, 11)]))
    assert [(word.at, word.end) for word in found] == [(0, 2), (3, 6)]


@pytest.mark.parametrize("text", ["Ja.", "Ja, sehr gern: um 12.30 Uhr, nicht wahr?", "… – …", "", "这是一个测试。"])
def test_estimated_times_rise_within_the_sound(text):
    marks = list(estimated_marks(text, 10_000))
    samples = [word.sample for word in marks]
    assert samples == sorted(set(samples))
    assert all(0 <= sample < 10_000 for sample in samples)
    assert (
        "".join(text[word.start : word.stop] for word in marks)
        == "".join(sign for sign in text if sign not in " ,.…–:?。")
        or "12.30" in text
    )


def test_longer_words_take_longer_and_commas_are_pauses():
    _first, second, third = estimated_marks("Donaudampfschiff, ja, ja", 25_000)
    assert second.sample > 3 * (third.sample - second.sample)
    assert [word.sample for word in estimated_marks("ab, cd ef", 11_000)] == [0, 6000, 9000]
