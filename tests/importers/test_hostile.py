"""Time grows with the text and no faster, whatever stands in it."""

import contextlib
import time

import pytest

from stimmwerk.errors import SourceError
from stimmwerk.importers.table import import_text

SHAPES = {
    "colons": lambda n: "a:" * n,
    "turns": lambda n: "Anna: ja\n" * n,
    "many people": lambda n: "".join(f"Anna{i} Berg: Das ist ein Satz.\n\n" for i in range(n)),
    "headings": lambda n: "# Titel\n\nText.\n\n" * n,
    "headings without text": lambda n: "# Titel\n" * n,
    "one line": lambda n: "Anna: " + "Das ist ein Satz. " * n,
    "one word": lambda n: "x" * 10 * n,
    "quotations": lambda n: "> " * n + "a",
    "nested brackets": lambda n: "([" * n + "Anna: a" + "])" * n,
    "nested interjections": lambda n: "Anna: a " + "(Anna: a " * n + ")" * n,
    "emphasis": lambda n: "**a** *b _c " * n,
    "emphasis on one line": lambda n: "# T\n\n" + "*a* " * n,
    "nested emphasis": lambda n: "# T\n\n" + "*a " * n + "b* " * n,
    "brackets without words": lambda n: "Anna: " + "(..) " * n,
    "backslashes": lambda n: "\\" * 5 * n + "\n**a:** b",
    "comments": lambda n: "<!-- a\n" * n,
    "details": lambda n: "<details>\n" * n,
    "fences": lambda n: "```\na\n" * n + "```\n",
    "links": lambda n: "[a](b" * n,
    "times": lambda n: "".join(f"00:{i // 60 % 60:02}:{i % 60:02} wort\n" for i in range(n)),
    "dots": lambda n: "M. " * n,
    "keys": lambda n: "---\n" + "a: b\n" * n,
    "dialogue": lambda n: "– Warum denn?\n– Darum.\n" * n,
    "empty lines": lambda n: "Anna: Ja.\n" + "\n" * n + "Bernd: Nein.\n",
    "rows": lambda n: "| Anna | Ja. |\n| Bernd | Nein. |\n" * n,
    "questions in bold": lambda n: "**Warum: wer?**\n\nAnna Berg: Darum.\n\n" * n,
    "a play": lambda n: "ANNA. Ja.\nKARL (leise). Nein.\nAnna. Doch.\n" * n,
    "lists of votes": lambda n: "Ja\nAnna Berg\nKarl Vogt\nTom Hale\n" * n,
    "lists of people": lambda n: "Participants\nAnna Berg - Chair\n\n" * n,
    "items": lambda n: "- Anna: ja.\n- Bernd: nein.\n" * n,
    "pipes": lambda n: "Anna | ja.\nBernd | nein.\n" * n,
    "links to pages": lambda n: "# T\n\n" + "[[a|b" * n + "]]" * n,
    "marks": lambda n: "# T\n\n" + "%%a ==b " * n,
    "elements": lambda n: "<TEI><sp><speaker>A</speaker>" + "<l>Ein Vers</l><stage>geht</stage>" * n + "</sp></TEI>",
    "a chat": lambda n: "12:00 <ida> ja\n<moll> nein\n* ida winkt\n-!- moll ist fort\n" * n,
    "a chat of a meeting": lambda n: '12:00:01\tida:\tja\nund\nnein\n12:00:02\tmoll:\tReacted to "ja" with x\n' * n,
    "names in brackets on one line": lambda n: "<ida> ja\n<moll> nein\n" * 4 + "<ida> " * n,
    "a script for a film": lambda n: "INT. HAUS - TAG\n\nIDA (V.O.)\nJa.\n\nSie geht.\n\nMOLL\nNein.\n\n" * n,
    "several people": lambda n: "Ida, Hale, Moll" * n + ": ja\n" + "Ida, Hale, Moll: ja\n" * n,
    "numbered questions": lambda n: "1. Ida: Wer?\n\nMoll: Ich.\n\nIda: Wann?\n\n" * n,
    "plain questions": lambda n: "Warum denn?\nDarum.\n" * n,
    "dashes of Japan": lambda n: "――なぜですか。\nはい。\n" * n,
    "a table of contents": lambda n: "".join(f"0:{i % 60:02} – Teil {i}\n" for i in range(n)) + "Teil 1\nTeil 2\n" * n,
    "adverts": lambda n: "Anna: Ja.\n\nAnzeige\n\nMehr zum Thema: Lampen\n\n" * n,
    "quotation marks": lambda n: '"' * (5 * n + 1) + "a",
}
SMALL, LARGE = 1000, 16000


def seconds(text):
    begin = time.process_time()
    with contextlib.suppress(SourceError):
        import_text(text, "f.txt")
    return time.process_time() - begin


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_time_is_linear(shape):
    seconds(shape(100))
    small = min(seconds(shape(SMALL)) for _ in range(2))
    large = min(seconds(shape(LARGE)) for _ in range(2))
    # Sixteen times the text; a quadratic reader would take 256 times as long.
    assert large < 0.3 or large < 80 * max(small, 0.005)
