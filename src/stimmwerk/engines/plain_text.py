"""A text as programs that know nothing of phonemes are given it."""

from __future__ import annotations

from stimmwerk.errors import SpeechFailed


def plain_text(text: str) -> str:
    """The text on one line, without control characters and half characters.

    Raises SpeechFailed for a text without a letter or digit: a program would say nothing, or its own idea of it.
    """
    printable = "".join(character if character.isprintable() else " " for character in text)
    line = " ".join(printable.encode("utf-8", "ignore").decode("utf-8").split())
    if not any(map(str.isalnum, line)):
        raise SpeechFailed("the text holds neither a letter nor a digit", hint="leave it out")
    return line
