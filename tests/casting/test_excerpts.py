"""Which lines let a voice be judged."""

import pytest

from stimmwerk.casting.cast import Cast, Role, Voice
from stimmwerk.casting.excerpts import ENOUGH, cut_short, excerpts
from stimmwerk.casting.rundown import rundown
from stimmwerk.script.model import Chapter, Script, Turn

ROLE = Role(name="a", voice=Voice(engine="tone", name="mid", language="de"))
LONG = "Das ist ein Satz, der lang genug ist, um etwas von einer Stimme zu hören."


def lines(*texts, grain="sentence"):
    turns = tuple(Turn(label=None, text=text, line=number) for number, text in enumerate(texts, 1))
    script = Script(title="T", language="de", chapters=(Chapter(title=None, parts=turns),))
    cast = Cast(name="c", file="c", roles=(ROLE,), narrator="a")
    return rundown(script, cast, file="f", lexicons={}, grain=lambda _: grain).lines()


@pytest.mark.parametrize(
    ("texts", "count", "numbers"),
    [
        ([LONG] * 9, 3, [1, 5, 9]),
        ([LONG] * 2, 3, [1, 2]),
        ([LONG] * 3, 1, [1]),
        (["Ja."] * 4, 2, [1, 4]),
        (["Ja.", LONG, "Nein.", LONG], 2, [2, 4]),
        (["Ja.", LONG, "Nein."], 3, [1, 2, 3]),
        ([LONG, LONG, "Wer hat denn so etwas schon einmal mit eigenen Augen gesehen?", LONG, LONG], 2, [1, 3]),
    ],
)
def test_lines_are_spread_and_one_asks(texts, count, numbers):
    assert [line.line for line in excerpts(lines(*texts), count)] == numbers


def test_a_long_line_ends_behind_a_sentence():
    (line,) = lines(" ".join([LONG] * 9))
    cut = cut_short(line)
    assert ENOUGH <= len(cut.text) < len(line.text)
    assert line.text.startswith(cut.text)
    assert cut.text.endswith(".")
    assert cut.utterances == line.utterances[: len(cut.utterances)]
    assert cut.utterances[-1].stop == len(cut.text)


def test_a_line_of_one_utterance_stays_whole():
    (line,) = lines(" ".join([LONG] * 9), grain="paragraph")
    assert cut_short(line) == line
