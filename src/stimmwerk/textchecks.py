"""What a text in a file of settings may be: each raises ValueError, in words for people, where it is not."""

from __future__ import annotations

import re

from stimmwerk.script.attributes import is_language, is_web_address
from stimmwerk.script.characters import FORBIDDEN

_LINES = re.compile(r"[\n\t]")


def not_blank(text: str) -> None:
    """Something but white space."""
    if not text.strip():
        raise ValueError("it is empty")


def one_line(text: str) -> None:
    """What every file can say, on one line, and not nothing."""
    not_blank(text)
    sayable_on_a_line(text)


def sayable_on_a_line(text: str) -> None:
    """What every file can say, on one line, as tags want it; it may be empty."""
    sayable(text)
    if found := _LINES.search(text):
        raise ValueError(f"it is one line, but holds U+{ord(found.group()):04X}, a line end or tabulator; take it out")


def sayable(text: str) -> None:
    """Nothing that XML or a tag cannot hold; it may have several lines, or be empty."""
    if found := FORBIDDEN.search(text):
        raise ValueError(f"U+{ord(found.group()):04X} is a control character or none at all; take it out")


def language_tag(text: str) -> None:
    """A tag of BCP 47."""
    if not is_language(text):
        raise ValueError(f"{text!r} is no language tag: write de, en, fr or en-GB")


def web_address(text: str) -> None:
    """An address of http or https with a host, or nothing."""
    if text and not is_web_address(text):
        raise ValueError(f"{text!r} is no web address such as https://example.org/page")


def web_folder(text: str) -> None:
    """An address behind which names of files can be written, or nothing."""
    web_address(text)
    if "?" in text or "#" in text:
        raise ValueError(f"{text!r} is no address of a folder, which has neither ? nor #")
