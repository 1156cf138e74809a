"""Hypothesis strategies for everything that a valid script may hold."""

import datetime
import string

from hypothesis import strategies as st

from stimmwerk.script.characters import FORBIDDEN, squeeze
from stimmwerk.script.escaping import escape, escape_inline
from stimmwerk.script.model import Chapter, Comment, Cue, Link, Pause, Person, Script, Turn

#: Marks of the format, and what is nearly one; drawn often, so that escaping is tried hard.
TRICKY = [
    *string.punctuation, "**", "[[", "]]", "<!--", "-->", "```", "## ", "- ", "* ", "• ", "1. ", "27. ", "> ",
    "| ", "---",
    "**A:**", "(Anna: ", "(Zuschauer: ", ")", "\\", "\\*", "{take=2}", "[pause 1s]", "[text](https://a.example)", "<b>",
    "{say=\"x\"}", "https://a.example/b_c_d", "2*3*4", "snake_case_name", "\u00a0", "„",
    "“", "…", "ß", "🙂", "e\u0301", "中文",
]  # fmt: skip

LABELS = ("Anna", "Ben", "Zuschauer", "Dr. A. Berg", "ANNA", "A*B_C", "X: Y", "[Off]", "Ä (Gast)", "\\")

_letters = st.text(st.sampled_from("abcdeäöüß"), min_size=1, max_size=6)
_characters = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff"), max_size=8
).filter(lambda text: not FORBIDDEN.search(text))


def plain(*, words: bool = True):
    """Plain text on one line; with ``words`` it holds at least one letter."""
    pieces = st.lists(st.one_of(_letters, st.sampled_from(TRICKY), st.just(" "), _characters), min_size=1, max_size=10)
    texts = pieces.map("".join).map(squeeze)
    return texts.filter(lambda text: any(c.isalnum() for c in text)) if words else texts


def marked():
    """A piece of inline markup with a word in it, that opens nothing."""
    return st.one_of(
        plain().map(escape_inline),
        _letters.map("*{}*".format),
        _letters.map("**{}**".format),
        _letters.map("_{}_".format),
        _letters.map("`{}`".format),
        _letters.map("x [{}] y".format),
        _letters.map("x<!-- {} -->".format),
        _letters.map("[{}](https://a.example/b)".format),
        _letters.map('[{}]{{say="a \\" b" lang=en}}'.format),
    ).map(squeeze)


def paragraphs():
    """A paragraph of markup as a turn may hold it."""
    opening = plain().map(escape)
    rest = st.lists(marked(), max_size=3)
    text = st.tuples(opening, rest).map(lambda both: " ".join((both[0], *both[1])))
    return st.one_of(text, text.map("- {}".format), plain().map(lambda item: f"- {escape(item)}"))


texts = st.lists(paragraphs(), min_size=1, max_size=3).map("\n\n".join)

labels = st.sampled_from(LABELS)
takes = st.one_of(st.just(1), st.integers(2, 9999))
_notes = st.text(st.sampled_from("ab <!\n.*"), max_size=9).map(
    lambda text: "\n".join(line.rstrip() for line in text.split("\n")).strip()
)
_between = st.one_of(
    st.integers(0, 60_000).map(lambda ms: Pause(seconds=ms / 1000)),
    st.just(Cue(name="sting")),
    _notes.map(lambda text: Comment(text=text)),
)
_interjections = st.builds(
    lambda label, said: Turn(label=label, text=escape_inline(said, brackets=True), kind="interjection"), labels, plain()
)


@st.composite
def chapters(draw, title):
    """A chapter: narration or not, then turns, with pauses, sounds, comments and interjections between and inside."""
    parts = [] if title is None else draw(st.lists(_between, max_size=2))
    speakers = [None] if title is None or draw(st.booleans()) else []
    speakers += draw(st.lists(labels, min_size=0 if speakers else 1, max_size=4))
    for label in speakers:
        take = 1 if label is None else draw(takes)
        parts.append(Turn(label=label, text=draw(texts), take=take))
        for between in draw(st.lists(st.one_of(_between, _interjections), max_size=2)):
            parts.append(between)
            if draw(st.booleans()):
                parts.append(Turn(label=label, text=draw(texts), kind="continuation", take=take))
    address = st.sampled_from([None, 'https://a.example/x?y={z}&q="1"', "http://b.example"])
    return Chapter(title=title, parts=tuple(parts), url=title and draw(address), image=title and draw(_images))


_images = st.sampled_from([None, "audio/cover.png", 'audio/mit Leer"zeichen\\.png'])
_maybe = st.one_of(st.none(), plain())
_people = st.lists(
    st.builds(Person, name=plain(), labels=st.just(()), role=_maybe, url=st.sampled_from([None, "https://p.example"])),
    max_size=2,
    unique_by=lambda person: person.name,
).filter(lambda people: not {person.name for person in people} & set(LABELS))
_links = st.lists(st.builds(Link, title=plain(), url=st.just("https://l.example/ä")), max_size=2)


@st.composite
def scripts(draw):
    """A valid script."""
    titles = draw(st.lists(plain(), min_size=1, max_size=3, unique=True))
    opening = [None] if draw(st.booleans()) else []
    everyone = Person(name="Alle", labels=LABELS)
    return Script(
        title=draw(plain()),
        language=draw(st.sampled_from(["de", "en-GB", "no"])),
        chapters=tuple(draw(chapters(title)) for title in (*opening, *titles)),
        subtitle=draw(_maybe),
        description=draw(st.one_of(st.none(), st.lists(plain(), min_size=1, max_size=3).map("\n".join))),
        date=draw(st.one_of(st.none(), st.dates(datetime.date(1000, 1, 1)))),
        season=draw(st.one_of(st.none(), st.integers(0, 999_999))),
        number=draw(st.one_of(st.none(), st.integers(0, 999_999))),
        kind=draw(st.sampled_from(["full", "trailer", "bonus"])),
        explicit=draw(st.sampled_from([None, True, False])),
        people=(*draw(_people), everyone),
        cast=draw(_maybe),
        source=draw(_maybe),
        links=tuple(draw(_links)),
    )
