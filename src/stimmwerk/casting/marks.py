"""Rules for punctuation, in any language: what a reader sees and a voice cannot say becomes a pause or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping

from stimmwerk.casting.draft import GONE, SAID, Rule, swap

#: A mark after which another pause would be one too many.
_PAUSES = ".,;:!?…–—"
_QUOTES = "\"„“”‟«»‹›‚‘’‛'`´"
_OPEN, _CLOSE = "([{⟨（「『【", ")]}⟩）」』】"
_NEAR = 80

_SPACES = r"[^\S\n]{0,3}"


def _before(text: str, at: int) -> str:
    """The last character before a position that is no space, no quotation mark and not left out; or nothing."""
    return text[max(0, at - _NEAR) : at].rstrip(f" {GONE}{_QUOTES}")[-1:]


def _after(text: str, at: int) -> str:
    """The first character after a position that is no space, no quotation mark and not left out; or nothing."""
    return text[at : at + _NEAR].lstrip(f" {GONE}{_QUOTES}")[:1]


def _speaks(character: str) -> bool:
    return character.isalnum() or character == SAID


def _ellipsis(match: re.Match[str]) -> str:
    if not _after(match.string, match.end()) or match.string.startswith("\n", match.end()):
        return "." if _speaks(_before(match.string, match.start())) else ""
    return " – " if _speaks(_before(match.string, match.start())) else " "


def _opening(match: re.Match[str]) -> str:
    text, before = match.string, _before(match.string, match.start())
    inside_word = match.start() > 0 and _speaks(text[match.start() - 1]) and not match.group()[0].isspace()
    if not before or inside_word or not _speaks(_after(text, match.end())):
        return " " if match.group()[0].isspace() else ""
    return " " if before in _PAUSES + "\n" + _OPEN else ", "


def _closing(match: re.Match[str]) -> str:
    before, after = _before(match.string, match.start()), _after(match.string, match.end())
    spaced = match.string[match.end() : match.end() + 1] == " "
    return "," if _speaks(before) and _speaks(after) and spaced else ""


def _dash(match: re.Match[str]) -> str:
    before, after = _before(match.string, match.start()), _after(match.string, match.end())
    if not before or before == "\n" or not after:
        return ""
    return " – " if _speaks(before) and before not in _PAUSES else " "


def _apart(match: re.Match[str]) -> str:
    """A space between what is spoken on both sides, else nothing."""
    if match.start() == 0 or match.end() == len(match.string):
        return ""
    before, after = match.string[match.start() - 1], match.string[match.end()]
    return " " if " " in match.group() or (_speaks(before) and _speaks(after)) else ""


def _loudest(match: re.Match[str]) -> str:
    return next(mark for mark in "?!:;.," if mark in match.group())


def _white_space(match: re.Match[str]) -> str:
    text = match.string
    if match.start() == 0 or match.end() == len(text):
        return ""
    return ". " if match.group().count("\n") > 1 and _speaks(text[match.start() - 1]) else " "


def signs(words: Mapping[str, str]) -> Rule:
    """The rule that speaks signs as words.  words: one or more characters -> how they are read."""
    choices = "|".join(re.escape(sign) for sign in sorted(words, key=lambda sign: -len(sign)))

    def spoken(match: re.Match[str]) -> str:
        before, after = " " if match.start() else "", " " if match.end() < len(match.string) else ""
        return f"{before}{words[match[1]]}{after}"

    return swap(rf" ?({choices}) ?", spoken)


#: Ellipses, brackets, quotation marks, dashes, signs that are drawn and not spoken, repeated marks, white space.
MARKS: tuple[Rule, ...] = (
    swap(rf"{_SPACES}(?:[\[(](?:…|\.{{3,}})[\])]|…+|\.{{3,}}|(?<=\s)\.(?: \.){{2,}}){_SPACES}", _ellipsis),
    swap(rf"{_SPACES}[{re.escape(_OPEN)}]+{_SPACES}", _opening),
    swap(rf"{_SPACES}[{re.escape(_CLOSE)}]+", _closing),
    swap(r"(?<!\w)[’'‘´`]|[’'‘´`](?!\w)|[\"„“”‟«»‹›‚‛]+", ""),
    swap(
        rf"{_SPACES}[—―]+{_SPACES}|{_SPACES}-{{2,}}{_SPACES}|[^\S\n]{{1,3}}[-–][^\S\n]{{1,3}}|\A[-–][^\S\n]{{1,3}}",
        _dash,
    ),
    swap(r" ?[/\\|_*^~<>•·‣◦■□●○¬¦†‡‖]+ ?", _apart),
    swap(r"[?!:;.,]{2,}", _loudest),
    swap(r"\s{2,}|[^\S ]", _white_space),
    swap(r"\A\s|\s\Z", ""),
)
