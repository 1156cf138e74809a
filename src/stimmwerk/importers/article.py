"""Articles and plain texts: a headline, a few paragraphs, and a conversation in whatever form people write one."""

from __future__ import annotations

from stimmwerk.importers.base import Imported, ShowFacts
from stimmwerk.importers.chatlog import read_chat
from stimmwerk.importers.source import plain_source
from stimmwerk.importers.spacing import closed_up
from stimmwerk.importers.text import read_source

name = "article"

#: A text has a word within so many characters, or is looked through.
_HEAD = 100_000


def recognise(text: str) -> float:
    """Little, for any text with words: this is what is left when no other format claims it."""
    return 0.1 if any(c.isalnum() for c in text[:_HEAD]) or any(c.isalnum() for c in text[_HEAD:]) else 0.0


def read(text: str, file: str, facts: ShowFacts) -> Imported:
    """The script in an article.  Raises SourceError where there is nothing to speak."""
    chat = read_chat(text)
    return read_source(chat.settle(closed_up(plain_source(chat.text))), file, facts, format=name)
