"""Editions made by hand, for pages: a small one with everything, one with hostile text, an hour."""

import dataclasses
import datetime
import re
from itertools import pairwise

from stimmwerk.exports.edition import CastMember, EditionChapter, Passage, Picture, SpokenTurn, Word
from stimmwerk.script.model import Link, Person
from stimmwerk.showfile import parse_show

from ..editions import SHOW, edition

EVIL = "</script><script>window.pwned=1</script>\"'><img src=x onerror=window.pwned=2>&amp;\u202eabc"

TEXT = "Guten Tag 😀 allerseits. Und los!"


def spoken(number, chapter, text, *, speaker="Ada", kind="turn", role="ada"):
    first, _, rest = text.partition(". ")
    start = 44_100 * (10 * number + 1)
    words = tuple(
        Word(at=match.start(), end=match.end(), start=start + 4410 * place, stop=start + 4410 * (place + 1))
        for place, match in enumerate(re.finditer(r"[\w😀]+", first))
    )
    stop = start + 4410 * len(words)
    passages = [Passage(start=start, stop=stop, text=first + "." if rest else first, words=words)]
    if rest:
        passages.append(Passage(start=stop + 4410, stop=stop + 44_100, text=rest, at=len(first) + 2, estimated=True))
    return SpokenTurn(
        number=number, chapter=chapter, kind=kind, role=role, speaker=speaker, line=1, text=text, start=start,
        stop=passages[-1].stop, passages=tuple(passages),
    )  # fmt: skip


def whole(text=TEXT, **others):
    chapters = (
        EditionChapter(start=0, stop=441_000, title="Anfang"),
        EditionChapter(start=441_000, stop=1_323_000, title="Zweites", subtitle="und mehr", url="https://example.org/?a&b",
                       image=Picture(data=b"\x89PNG", file="zwei.png")),
    )  # fmt: skip
    turns = (
        spoken(0, 0, text),
        spoken(1, 1, "Zweites: und mehr", speaker="Erzähler", kind="title", role="narrator"),
        spoken(2, 1, text, speaker="Bert", role="bert"),
    )
    cast = (
        CastMember(role="ada", speakers=("Ada", "Frau A"), engine="tone", voice="high"),
        CastMember(role="bert", speakers=("Bert",), engine="tone", voice="low"),
        CastMember(role="narrator", speakers=("Erzähler",), engine="tone", voice="mid"),
        CastMember(role="silent", speakers=(), engine="tone", voice="lower"),
    )
    values = {"cast": cast, "subtitle": "Untertitel", "description": "Worum es geht", "origin": "Aus einem Buch",
              "number": 7, "date": datetime.date(2026, 3, 1), "people": (Person(name="Ada", url="https://ada.example/"),),
              "links": (Link(title="Mehr", url="https://example.org/"),)}  # fmt: skip
    return edition(chapters, turns, **values | others)


def evil():
    """Everything that people write says the same bad thing."""
    made = edition(
        (EditionChapter(start=0, stop=441_000, title=EVIL, subtitle=EVIL, url="javascript:alert(1)",
                        image=Picture(data=b"", file=EVIL)),),
        (spoken(0, 0, EVIL, speaker=EVIL, role=EVIL),),
        cast=(CastMember(role=EVIL, speakers=(EVIL,), engine=EVIL, voice=EVIL),),
        title=EVIL, subtitle=EVIL, description=EVIL, origin=EVIL, name=EVIL,
        people=(Person(name=EVIL, url="javascript:alert(1)"),), links=(Link(title=EVIL, url="data:text/html,x"),),
        cover=Picture(data=b"", file=EVIL),
    )  # fmt: skip
    show = dataclasses.replace(parse_show(SHOW), title=EVIL, disclosure=EVIL, copyright=EVIL)
    return dataclasses.replace(made, show=show)


TURNS, SENTENCES, WORDS = 150, 6, 10
A_WORD = 400


def hour():
    """An hour, a sample a millisecond: 150 turns of 6 sentences of 10 words, 9,000 words in all."""
    turns, time = [], 0
    for number in range(TURNS):
        passages, text = [], ""
        begin = time
        for sentence in range(SENTENCES):
            found = [f"Wort{number}x{sentence}y{word}" for word in range(WORDS)]
            said, words, at = " ".join(found) + ".", [], 0
            start = time
            for word in found:
                words.append(Word(start=time, stop=time + A_WORD, at=at, end=at + len(word)))
                at, time = at + len(word) + 1, time + A_WORD
            text += " " if text else ""
            passages.append(Passage(start=start, stop=time, text=said, at=len(text), words=tuple(words)))
            text += said
        speaker = f"Person {number % 3}"
        turns.append(
            SpokenTurn(number=number, chapter=number * 12 // TURNS, kind="turn", role=speaker, speaker=speaker, line=1,
                       text=text, start=begin, stop=time, passages=tuple(passages))
        )  # fmt: skip
    bounds = [*(next(turn.start for turn in turns if turn.chapter == chapter) for chapter in range(12)), time]
    chapters = (
        EditionChapter(start=start, stop=stop, title=f"Thema {number}")
        for number, (start, stop) in enumerate(pairwise(bounds), 1)
    )
    return edition(tuple(chapters), turns, sample_rate=1000)
