"""All faults of a script at once."""

from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.errors import ScriptError
from stimmwerk.script.faults import MOST, faults_of
from stimmwerk.script.markdown import parse_script

HEAD = "---\ntitle: Probe\nlanguage: de\n---\n\n"

GOOD = (
    "Eine Einleitung.",
    "**Frage:** Wie geht es?",
    "**Gast:** Gut.\nSehr gut sogar. (Frage: Ach!)",
    "- eins\n- zwei",
    "<!-- nur für uns -->",
)
BAD = (
    "Ein [Verweis](ftp://x) ins Leere.",
    "**Frage:** Was ist [pause abc]?",
    "**Gast:** Gut. **Frage:** Schön.",
    '**Frage:** Das ist {lang="de"} ein Rest.',
    "**Gast:** Ein Wort{foo=1} zu viel.",
    "**Gast:** Und (Frage: was?",
)


def script(*paragraphs):
    return HEAD + "\n\n".join(paragraphs) + "\n"


def read(text):
    return parse_script(text, "a.md")


def faults(text):
    try:
        read(text)
    except ScriptError as first:
        found = faults_of(text, first, read)
        return found if first in found else ()
    return ()


def lines_of(found):
    return [error.where.line for error in found]


def test_each_paragraph_has_its_own():
    found = faults(script(GOOD[0], BAD[0], GOOD[1], BAD[1], BAD[0], GOOD[2]))
    assert lines_of(found) == [8, 12, 14]
    assert "[pause abc]" in found[1].message


def test_turns_without_a_blank_line_between_them_have_theirs():
    assert lines_of(faults(script(f"{BAD[1]}\n{BAD[2]}", f"{BAD[1]}\n{GOOD[1]}\n{BAD[3]}"))) == [6, 7, 9, 11]


def test_headings_have_theirs():
    found = faults(
        script("## Eins", "Text.", "## Zwei {url=x}", "Text.", "## Eins", "Text.", "## Leer", "## Drei", BAD[1])
    )
    assert lines_of(found) == [10, 14, 18, 22]
    assert [error.message.split()[0] for error in found] == ["'x'", "the", "nobody", "[pause"]


def test_what_depends_on_the_front_matter_is_not_told():
    text = script(BAD[0]).replace("title:", "titel:")
    (fault,) = faults(text)
    assert fault.where.line == 2


def test_so_many_are_enough():
    assert len(faults(script(*[BAD[0]] * (MOST + 5)))) == MOST


@given(st.lists(st.sampled_from((*GOOD, *BAD)), min_size=1, max_size=12))
def test_every_faulty_paragraph_is_told_and_no_other(paragraphs):
    # A label that is spoken for is known in interjections, and comments alone are no script.
    text = script("**Frage:** Ja?", "**Gast:** Ja.", *paragraphs)
    wrong = [paragraph for paragraph in paragraphs if paragraph in BAD]
    found = faults(text)
    lines = text.split("\n")
    told = [lines[line - 1] for line in lines_of(found)]
    assert lines_of(found) == sorted(set(lines_of(found)))
    assert len(told) == len(wrong)
    assert all(any(line in paragraph.split("\n") for paragraph in BAD) for line in told)


@given(st.text(alphabet="#*[](){}:<>!-\\ \nab=1", max_size=120))
def test_whatever_a_script_holds_it_comes_to_an_end(body):
    text = HEAD + body
    try:
        read(text)
    except ScriptError:
        assert 1 <= len(faults(text)) <= MOST
