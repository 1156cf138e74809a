"""Every shape of a transcript that we know of: the expected script, whole and tidy; and what mutations of it become."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stimmwerk.errors import ScriptError, SourceError
from stimmwerk.importers.report import report_on
from stimmwerk.importers.table import IMPORTERS, import_bytes, import_text
from stimmwerk.script.formatter import format_script
from stimmwerk.script.markdown import decode

from .rendering import rendered
from .wholeness import check_survives_formatting, check_whole

FOLDER = Path(__file__).parent / "fixtures"
FIXTURES = [path for path in sorted(FOLDER.iterdir()) if path.suffix in (".txt", ".md")]
TEXTS = {path.name: decode(path.read_bytes(), path.name) for path in FIXTURES}


@pytest.mark.parametrize("name", TEXTS)
def test_what_a_fixture_becomes(name):
    expected = (FOLDER / f"{name}.expected").read_text("utf-8")
    assert rendered(import_text(TEXTS[name], name)) == expected


@pytest.mark.parametrize("name", TEXTS)
def test_every_word_is_in_the_script_or_left_out(name):
    imported = import_text(TEXTS[name], name)
    check_whole(TEXTS[name], imported)
    check_survives_formatting(imported)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_and_byte_order_marks_change_nothing(name, ending):
    data = b"\xef\xbb\xbf" + TEXTS[name].rstrip("\n").replace("\n", ending).encode()
    assert rendered(import_bytes(data, name)) == rendered(import_text(TEXTS[name], name))


def _mutated(text, seed):
    """The text with lines doubled, dropped, swapped and cut, and marks thrown in."""
    chance = random.Random(seed)
    lines = text.split("\n")
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(lines))
        deed = chance.randrange(7)
        if deed == 0:
            lines.insert(at, lines[chance.randrange(len(lines))])
        elif deed == 1 and len(lines) > 1:
            del lines[at]
        elif deed == 2:
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        elif deed == 3:
            lines[at] = lines[at][: chance.randint(0, len(lines[at]))]
        elif deed == 4:
            place = chance.randint(0, len(lines[at]))
            lines[at] = lines[at][:place] + chance.choice(_MARKS) + lines[at][place:]
        elif deed == 5:
            lines[at] = lines[at] + " " + lines[chance.randrange(len(lines))]
        else:
            lines.insert(at, chance.choice(("", "---", "```", "<details>", "<!--", "> ", "# ", "[^1]: x", "| a | b |")))
    return "\n".join(lines)


_MARKS = (
    "**",
    "*",
    "_",
    "[",
    "]",
    "(",
    ")",
    ":",
    "：",
    "<",
    ">",
    "\\",
    "`",
    "{",
    "}",
    "[pause 2s]",
    "(笑)",
    "\x07",
    "“",
    "00:01 ",
)


def _imported_or_refused(text, name, format_):
    """The script, or None for an error that names its place and a remedy."""
    try:
        return import_text(text, name, format=format_)
    except (SourceError, ScriptError) as caught:
        error = caught
    assert error.where is not None
    assert error.hint
    return None


@settings(max_examples=400, deadline=None)
@given(name=st.sampled_from(sorted(TEXTS)), other=st.sampled_from(sorted(TEXTS)), seed=st.integers(0, 1 << 30))
def test_a_damaged_text_is_a_script_or_an_error_with_a_remedy(name, other, seed):
    text = _mutated(TEXTS[name] if seed % 3 else f"{TEXTS[name]}\n{TEXTS[other]}", seed)
    for format_ in (None, *(importer.name for importer in IMPORTERS if importer.name != "script")):
        imported = _imported_or_refused(text, name, format_)
        if imported is None:
            continue
        check_survives_formatting(imported)
        report_on(imported).values()
        format_script(imported.script)
        if imported.format in ("article", "markdown"):
            check_whole(text, imported)


#: What damage has found: comments over several lines, times inside labels, wrapped labels with nothing behind them.
DAMAGED = {
    "a comment over lines": "# T\n\n<!--\n[00:00 --> 00:04]  Guten Tag.\n[00:09 --> 00:12]  Auf Wiedersehen.\n",
    "a tag over lines": "# T\n\n**A:** Ja, <span\nclass=x>gut\n(00:09) so.\n",
    "a time in a label": "Anna Berg (ABC). – Ja.\nDie 00:01 Präsidentin. – Gut.\nAnna Berg (ABC). – Nein.\n",
    "two times at a name": "00:01 Tom — Today at 10:06 AM\nTom — Today at 10:03 AM\nMia  0:07\n"
    " Tom — Today at 10:06 AM\n",
    "a time below a wrapped label": 2
    * "Parlamentarische Staatssekretärin bei der Ministerin\nfür Brücken Eva Lind: Ja. (00:03)\n\nVorsitz: Gut.\n\n",
    "a wrapped label without words": "The Minister for Ports (Peter Lane)\nTellers for the Ayes:\nName: Ben\n"
    "Alter: 40\nName: Cleo\n",
    "scenes in which nobody speaks": "Hale, Tom   0:15\nIt is rusty.\nSCENE II. The same.\n"
    "SCENE I. A quay at night.\n\nEn`ter MARTHA and TOM\n\nMARTHA\n\nTOM\nunfold yourself.\n\n"
    "MARTHA\nLong live the quay!\n\nTOM\nMartha?\n",
    "a heading joined to the next line": "Ira Moss\n\nRosa Kahl\nAct One. We begin.\n\nRosa Kahl\n[MUSIC PLAYING]\n\n"
    "Ira Moss\n\nAct One: The Stairs\nIt was only a loose screw.\n",
    "a comment in a direction": "Das ist so.\n(Beifall\n<!--\nher)\nUnd so.\n",
    "a direction behind a pause": "TOM\n\nMARTHA\nLong live the quay!\n\nTOM\nMartha?\n\n"
    "MARTHA\nHe\n[pause 2s]\nExit TOM\nSCENE II. The same.\nHe\n",
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED)
@pytest.mark.parametrize("format_", ["article", "markdown"])
def test_what_damage_leaves_is_whole(text, format_):
    imported = import_text(text, "f.txt", format=format_)
    check_survives_formatting(imported)
    check_whole(text, imported)
