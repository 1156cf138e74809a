"""Wiki markup: headings between equals signs, emphasis by apostrophes, links in double brackets."""

from __future__ import annotations

import re

from stimmwerk.importers.base import Imported, ShowFacts
from stimmwerk.importers.mdsource import markdown_source
from stimmwerk.importers.text import read_source

name = "wiki"

_HEAD = 200_000
_LEAST = 2

_HEADING = re.compile(r"^(={2,6})[ \t]*([^=\n].{0,200}?)[ \t]*\1[ \t]*$", re.MULTILINE)
_STRONG = re.compile(r"^[ \t]{0,4}[:;*]{0,4}[ \t]{0,4}'''[^'\n]{1,120}'''", re.MULTILINE)
_INDENT = re.compile(r"^:{1,6}[ \t]*", re.MULTILINE)
_REFERENCE = re.compile(r"<ref(?:\s[^<>/]{0,200})?>[^<>\n]{0,1000}</ref>|<ref\s[^<>]{0,200}/>")
_PAGES = r"(?:Category|Kategorie|Catégorie|Categoría|File|Image|Datei|Bild|Fichier|Archivo|分类|文件)"
_PAGE = re.compile(rf"\[\[{_PAGES}:[^\[\]\n]{{0,300}}\]\]")
_LINK = re.compile(r"\[\[([^\[\]|\n]{1,200})\|([^\[\]\n]{1,200})\]\]")
_BARE_LINK = re.compile(r"\[\[([^\[\]|\n]{1,200})\]\]")


def recognise(text: str) -> float:
    """Likely where headings stand between equals signs, or names between three apostrophes."""
    head = text[:_HEAD]
    found = len(_HEADING.findall(head)) + len(_STRONG.findall(head))
    return 0.75 if found >= _LEAST else 0.0


def read(text: str, file: str, facts: ShowFacts) -> Imported:
    """The script in a page of a wiki.  Raises SourceError where there is nothing to speak."""
    return read_source(markdown_source(_as_markdown(text)), file, facts, format=name)


def _as_markdown(text: str) -> str:
    """The same lines with the marks that Markdown has for it; what nobody reads out is a comment there."""
    text = _REFERENCE.sub(lambda found: f"<!-- {found.group()} -->", text)
    text = _PAGE.sub(lambda found: f"<!-- {found.group()[2:-2]} -->", text)
    text = _LINK.sub(lambda found: f"[{found.group(2)}](#{'-'.join(found.group(1).split())})", text)
    text = _BARE_LINK.sub(lambda found: found.group(1), text)
    text = _HEADING.sub(lambda found: f"{'#' * len(found.group(1))} {found.group(2)}", text)
    text = _INDENT.sub("", text)
    return text.replace("'''''", "***").replace("'''", "**").replace("''", "*")
