"""The opening of an episode: listeners are told that the voices are synthetic, whatever the script says."""

from __future__ import annotations

import re
from dataclasses import replace

from stimmwerk.errors import Where
from stimmwerk.script.escaping import escape
from stimmwerk.script.inline import parse_inline
from stimmwerk.script.model import Chapter, Script, Turn
from stimmwerk.showfile import ShowSettings

#: The opening: so many letters and digits, about a minute of speech.
OPENING = 800

_WORD = re.compile(r"[^\W_]+")


def disclosed(script: Script, settings: ShowSettings, file: str) -> Script:
    """The script, with the show's spoken disclosure read first where its opening does not say it.

    No chapter is added.  file: for messages.  Raises ScriptError for markup that is wrong.
    """
    if says(script, spoken(script, settings), file):
        return script
    first, *rest = script.chapters
    return replace(script, chapters=(_led(first, _written(script, settings)), *rest))


def announced(script: Script, settings: ShowSettings) -> Script:
    """With its title and the disclosure read first: what is imported has no opening written for listeners."""
    title = script.title if script.title.endswith((".", "!", "?", "…")) else f"{script.title}."
    text = f"{escape(title)}\n\n{_written(script, settings)}"
    first, *rest = script.chapters
    if first.title is not None:
        return replace(script, chapters=(_led(Chapter(title=None), text), *script.chapters))
    return replace(script, chapters=(_led(first, text), *rest))


def says(script: Script, sentence: str, file: str) -> bool:
    """Whether the words of a sentence stand in the opening one behind the other, whoever speaks them."""
    words: list[str] = []
    left = OPENING
    for turn in script.turns():
        if left <= 0:
            break
        for word in _words(parse_inline(turn.text, Where(file, turn.line)).plain):
            words.append(word[: max(0, left)])
            left -= len(word)
    return " ".join(_words(sentence)) in " ".join(words)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def spoken(script: Script, settings: ShowSettings) -> str:
    """The sentence with which the opening says that the voices are synthetic."""
    return _sentence(script, settings)[0]


def foreign(script: Script, settings: ShowSettings) -> str | None:
    """The language of that sentence where it is another than the script's, for the show has none in that; else None."""
    language = _sentence(script, settings)[1]
    return language if language.partition("-")[0] != script.language.partition("-")[0] else None


def _sentence(script: Script, settings: ShowSettings) -> tuple[str, str]:
    """What is to be said in an episode of that language, and the language in which it is written."""
    sentences = dict(settings.spoken_disclosure)
    for language in (script.language, script.language.partition("-")[0]):
        if language in sentences:
            return sentences[language], language
    return sentences.get(settings.language, settings.disclosure), settings.language


def _written(script: Script, settings: ShowSettings) -> str:
    """The same in a script's markup, marked where its language is not the script's."""
    text = spoken(script, settings)
    if (language := foreign(script, settings)) is None:
        return escape(text)
    return f"[{escape(text, brackets=True)}]{{lang={language}}}"


def _led(chapter: Chapter, text: str) -> Chapter:
    """The chapter with a text of the narrator before everything else."""
    match chapter.parts:
        case (Turn(label=None) as head, *tail):
            return replace(chapter, parts=(replace(head, text=f"{text}\n\n{head.text}"), *tail))
        case parts:
            return replace(chapter, parts=(Turn(label=None, text=text, line=chapter.line), *parts))
