"""Every text format as it was when somebody last looked at it: any change of a byte is meant, or a fault.

Where one is meant: ``python -m pytest tests/exports/test_golden.py --golden`` writes the files anew; read the diff.
"""

import datetime
from pathlib import Path

import pytest

from stimmwerk.exports.edition import CastMember, EditionChapter, Passage, Picture, SpokenTurn, Word
from stimmwerk.exports.table import MAKERS
from stimmwerk.formats import BY_NAME
from stimmwerk.script.model import Link, Person

from .editions import edition

FOLDER = Path(__file__).parent / "golden"
RATE = 48_000

#: Texts with all that could be taken for markup, a long word, a name that the text could be taken for, Chinese.
TURNS = (
    ("narration", 0, "Erzählerin", "Alle Stimmen sind künstlich, auch meine."),
    ("title", 1, "Erzählerin", 'Größe & <Maß>: was "zählt" --> und was nicht'),
    (
        "turn",
        1,
        "Frage <1>",
        "Zur Arbeit sagt er: Der Beruf bleibt, nur sitzt man kürzer am Code, und das ist für die meisten eine gute "
        "Nachricht. Ja? Wirklich?\n\n# Ein *zweiter* Absatz_ mit 1. [Klammern](https://example.org) & <b>fett</b>.",
    ),
    ("interjection", 1, "Ada & Co.: Saal", "- Nein!"),
    ("continuation", 1, "Frage <1>", "Doch – die Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrik, 59 Minuten."),
    ("title", 2, "Erzählerin", "中文"),
    (
        "turn",
        2,
        "李雷",
        "36氪的朋友们，大家好。今天我们请来了一位嘉宾，请他谈谈人工智能和未来的工作，以及我们每个人可以做些什么。",
    ),
)


def turns():
    """Each character lasts 60 ms, each sentence is followed by half a second; every third word has no mark."""
    at, found = RATE, []
    for number, (kind, chapter, speaker, text) in enumerate(TURNS):
        passages, place = [], 0
        for sentence in sentences(text):
            place = text.index(sentence, place)
            start, words, inside = at, [], 0
            for index, word in enumerate(sentence.split()):
                inside = sentence.index(word, inside)
                if index % 3 != 2:
                    words.append((start + inside * RATE * 60 // 1000, inside, inside + len(word)))
                inside += len(word)
            at = start + len(sentence) * RATE * 60 // 1000
            stops = [begin for begin, *_ in words[1:]] + [at]
            passages.append(
                Passage(
                    start=start,
                    stop=at,
                    text=sentence,
                    at=place,
                    words=tuple(
                        Word(start=begin, stop=stop, at=a, end=b)
                        for (begin, a, b), stop in zip(words, stops, strict=True)
                    ),
                    estimated=number == 3,
                )
            )
            place += len(sentence)
            at += RATE // 2
        found.append(
            SpokenTurn(
                number=number,
                chapter=chapter,
                kind=kind,
                role=("narrator", "host", "hall")[min(number % 4, 2)],
                speaker=speaker,
                line=number + 1,
                text=text,
                start=passages[0].start,
                stop=passages[-1].stop,
                passages=tuple(passages),
            )
        )
    return tuple(found)


def sentences(text):
    found, begin = [], 0
    for at, sign in enumerate(text):
        if sign in ".!?。" and (at + 1 == len(text) or text[at + 1].isspace() or sign == "。") and text[at - 1] != "1":
            found.append(text[begin : at + 1].strip())
            begin = at + 1
    return [*found, text[begin:].strip()] if text[begin:].strip() else found


@pytest.fixture(scope="module")
def whole():
    spoken = turns()
    starts = [0, spoken[1].start, spoken[5].start, spoken[-1].stop + RATE]
    chapters = (
        EditionChapter(start=starts[0], stop=starts[1], title="Einleitung"),
        EditionChapter(
            start=starts[1],
            stop=starts[2],
            title="Größe & <Maß>",
            subtitle='was "zählt" --> und was nicht',
            url="https://example.org/a?b=1&c=ü",
            image=Picture(data=b"", file="kapitel 2.jpg"),
        ),
        EditionChapter(start=starts[2], stop=starts[3], title="中文; #1 = \\"),
    )
    return edition(
        chapters,
        spoken,
        sample_rate=RATE,
        name="große folge",
        title="Über <Größe> & *Sterne*",
        subtitle="Ein [Versuch]",
        description='Worum es geht: 1 < 2 & "drei".',
        date=datetime.date(2026, 1, 27),
        number=7,
        origin="Nach <einem> Artikel",
        links=(Link(title="Ein [Link]", url="https://example.org/<a>?b=1&c=2"),),
        people=(Person(name="Frage <1>", role="host"),),
        cast=(
            CastMember(role="narrator", speakers=("Erzählerin",), engine="tone", voice="low", software="Ton 1"),
            CastMember(
                role="host", speakers=("Frage <1>", "李雷"), engine="parrot", voice="<p>", software="Parrot 2.1"
            ),
            CastMember(role="hall", speakers=("Ada & Co.: Saal",), engine="tone", voice="high", software="Ton 1"),
        ),
    )


#: Pictures and the page are looked at in other ways.
NO_TEXT = {"page", "cover", "chapter_pictures", "timeline_png"}
TEXTS = [name for name in MAKERS if name not in NO_TEXT]


@pytest.mark.parametrize("name", TEXTS)
def test_golden(name, whole, request):
    found = MAKERS[name](whole)
    path = FOLDER / BY_NAME[name].file("folge")
    if request.config.getoption("--golden"):
        path.write_text(found, "utf-8", newline="\n")
    assert found == path.read_bytes().decode("utf-8")


def test_every_golden_file_has_its_format():
    assert {path.name for path in FOLDER.iterdir()} == {BY_NAME[name].file("folge") for name in TEXTS}
