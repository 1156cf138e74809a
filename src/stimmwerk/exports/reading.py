"""Transcripts for people who read: a page of HTML and a text of Markdown, with the chapters as headings."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

from stimmwerk import units
from stimmwerk.exports.edition import Edition, EditionChapter, SpokenTurn
from stimmwerk.exports.markup import html, markdown
from stimmwerk.exports.wording import runs_from_the_right, wording

STYLE = """\
:root { color-scheme: light dark; --ink: #1b1d2e; --quiet: #565a72; --rule: #d9d6cd; --paper: #fffdf8; }
@media (prefers-color-scheme: dark) { :root { --ink: #f1ead9; --quiet: #b3b6c8; --rule: #3a3f58; --paper: #14182e; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 system-ui, sans-serif; }
main { max-width: 40rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 3rem 0 .5rem; padding-top: 1rem; border-top: 1px solid var(--rule); }
main { overflow-wrap: anywhere; }
h1, h2, p, li, cite { unicode-bidi: plaintext; }
p { margin: .15rem 0 .75rem; }
cite { display: inline-block; margin-top: 1rem; font-style: normal; font-weight: 600; }
time, .quiet { color: var(--quiet); font-size: .9rem; }
a { color: inherit; }
"""


def page(edition: Edition, title: str, body: str) -> str:
    """A whole page of HTML that may load nothing from anywhere; title: plain text; body: what stands in its main."""
    way = ' dir="rtl"' if runs_from_the_right(edition.language) else ""
    policy = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode("ascii")
    return (
        f'<!DOCTYPE html>\n<html lang="{html(edition.language)}"{way}>\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{policy}'; "
        "base-uri 'none'; form-action 'none'\">\n"
        f"<title>{html(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )


def transcript_html(edition: Edition) -> str:
    """A page to read.

    What is said stands in the shape that Podcasting 2.0 gives to HTML: ``<cite>`` who, ``<time>`` when, ``<p>`` what.
    """
    words = wording(edition.language)
    lines = [f"<h1>{html(edition.title)}</h1>"]
    if edition.subtitle:
        lines.append(f"<p>{html(edition.subtitle)}</p>")
    lines.append(f'<p class="quiet">{html(_about(edition))}</p>')
    lines.append(f'<p class="quiet">{html(edition.show.disclosure)}</p>')
    lines.append(f'<nav aria-label="{html(words.chapters)}">\n<ol>')
    for number, chapter in enumerate(edition.chapters, 1):
        lines.append(f'<li><a href="#chapter-{number}">{html(heading(chapter))}</a></li>')
    lines.append("</ol>\n</nav>")
    for number, chapter in enumerate(edition.chapters, 1):
        lines.append(f'<section aria-labelledby="chapter-{number}">')
        lines.append(f'<h2 id="chapter-{number}">{html(heading(chapter))}</h2>')
        for speaker, turns in _blocks(edition, number - 1):
            lines.append(f"<cite>{html(speaker)}:</cite>")
            for turn in turns:
                for start, text in turn.paragraphs():
                    ms = edition.ms(start)
                    lines.append(f'<time datetime="PT{ms / 1000:.3f}S">{units.clock(ms / 1000)}</time>')
                    lines.append(f"<p>{html(text)}</p>")
        lines.append("</section>")
    return page(edition, f"{edition.title} – {words.transcript}", "\n".join(lines) + "\n")


def transcript_markdown(edition: Edition) -> str:
    """CommonMark: chapters are headings, the speaker's name stands in bold before what they say, with its time."""
    blocks = [f"# {markdown(edition.title)}"]
    if edition.subtitle:
        blocks.append(markdown(edition.subtitle))
    blocks += [f"*{markdown(_about(edition))}*", f"> {markdown(edition.show.disclosure)}"]
    for number, chapter in enumerate(edition.chapters):
        time = units.clock(edition.ms(chapter.start) / 1000)
        blocks.append(f"## {markdown(heading(chapter))} ({time})")
        for speaker, turns in _blocks(edition, number):
            first = units.clock(edition.ms(turns[0].start) / 1000)
            blocks.append(f"**{markdown(speaker)}** ({first})")
            blocks += [markdown(text) for turn in turns for _, text in turn.paragraphs()]
    return "\n\n".join(blocks) + "\n"


def heading(chapter: EditionChapter) -> str:
    """A chapter's whole title."""
    return f"{chapter.title}: {chapter.subtitle}" if chapter.subtitle else chapter.title


def _about(edition: Edition) -> str:
    words = wording(edition.language)
    facts = (
        edition.show.title,
        words.episode.format(number=edition.number) if edition.number is not None else "",
        words.day(edition.date) if edition.date else "",
    )
    return " · ".join(fact for fact in facts if fact)


def _blocks(edition: Edition, chapter: int) -> Iterator[tuple[str, list[SpokenTurn]]]:
    """Who speaks and what, in a chapter; its title, which is the heading, is left out."""
    block: list[SpokenTurn] = []
    for turn in edition.turns_of(chapter):
        if turn.kind == "title":
            continue
        if block and block[-1].speaker != turn.speaker:
            yield block[0].speaker, block
            block = []
        block.append(turn)
    if block:
        yield block[0].speaker, block
