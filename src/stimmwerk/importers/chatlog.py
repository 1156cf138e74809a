"""Chat logs as lines with labels: ``[10:07] <ida> text`` of IRC, ``10:07:31<tab>ida:<tab>text`` of meetings.

Nicknames have no capitals and are made of anything; it is the column they stand in that makes them labels. So it is
looked for over the whole text, and each such line is written as ``ida: text`` before anything else is judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from stimmwerk.importers.base import LeftOut
from stimmwerk.importers.basics import has_words
from stimmwerk.importers.source import Source
from stimmwerk.script.characters import squeeze

_STAMP = (
    r"[\[(]?(?:\d{1,4}[-./]\d{1,2}[-./]\d{1,4}[T ,]{1,2}|[A-Z][a-z]{2} \d{1,2} (?:\d{4} )?)?"
    r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,6})?Z?(?: ?[AP]M)?[\])]?"
)
#: ``<ida>``, ``<@ida>``, ``< ida>``; in Markdown with backslashes.
_NICK = r"\\?<[ @+%&~!]?(?:[^\W\d]|[`\[\]{}|^\\])[^\s<>/]{0,30}>"
_STRONG = r"(?:\*\*|__)?"
#: Of two names the first is that of a program that passes on what the second says elsewhere.
_IRC = re.compile(rf"[ \t]{{0,4}}({_STAMP})?[ \t]*{_STRONG}({_NICK})[ \t]*({_NICK})?{_STRONG}(?:[ \t]+(.*))?\Z")
#: ``18:02:31 From Ida Berg to Everyone: text``, and the form with tabs; trains leave without seconds.
_MEETING = re.compile(
    r"(\d{1,2}:\d{2}:\d{2})(?:[ \t]+(From)[ \t]+([^:\t]{1,60}?)(?:[ \t]+(to[ \t][^:\t]{1,60}?))?[ \t]*:[ \t]*"
    r"|\t+([^:\t]{1,60}):\t+)(\S.*)\Z"
)
#: Who came and who went: written by the program.
_NOTICE = re.compile(rf"[ \t]{{0,4}}({_STAMP}\s*)?(?:\*{{3}}|-!-|-->|<--|===|---)\s+(?=\S)")
#: ``* ida waves``: what somebody does.
_ACTION = re.compile(rf"[ \t]{{0,4}}(?:{_STAMP}\s*)?\*\s+(\S+)\s")
#: What somebody thought of a message.
_REACTED = re.compile(r"(?:Reacted to [\"“].{1,400}[\"”] with \S{1,12}|Removed an? \S{1,12} reaction from .{1,400})\Z")
#: Which message is answered; the answer stands below.
_ANSWERED = re.compile(r"Replying to [\"“].{1,400}[\"”]\Z")
#: What stands between such brackets and is no name.
_TAGS = frozenset(
    ("p", "b", "i", "u", "s", "a", "br", "hr", "em", "li", "ul", "ol", "dl", "dt", "dd", "td", "tr", "th", "h1", "h2",
     "h3", "h4", "h5", "h6", "div", "pre", "sub", "sup", "code", "span", "font", "table", "strong", "center", "small",
     "body", "html", "head", "title", "cite", "article", "section", "blockquote", "summary", "details", "style")
)  # fmt: skip
_LEAST = 4
_LEAST_NAMES = 2
_LEAST_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A text, the lines of a chat with labels before them; its other lines, and how many there are, unchanged.

    speakers: the labels; left_out: times and notices, by line of the source.
    """

    text: str
    speakers: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def settle(self, source: Source) -> Source:
        """The source read from the text, with what is known of the chat."""
        if not self.speakers:
            return source
        return replace(
            source,
            chat=True,
            speakers=tuple(sorted({*source.speakers, *self.speakers})),
            left_out=(*source.left_out, *self.left_out),
        )


def read_chat(text: str) -> Chat:
    """The text with its chat told; as it is where it holds none."""
    if not re.search(r">|\t|From ", text[:200_000]):
        return Chat(text=text)
    lines = text.split("\n")
    for form in (_of_irc, _of_meeting):
        said = {index: found for index, line in enumerate(lines) if (found := form(line))}
        if _is_chat(said, lines):
            return _told(lines, said)
    return Chat(text=text)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a chat.  stamp: the time; beside: what the program wrote; both as written."""

    name: str
    text: str
    stamp: str
    beside: tuple[str, ...] = ()


def _of_irc(line: str) -> _Line | None:
    found = _IRC.match(line) if "<" in line[:80] else None
    if found is None:
        return None
    stamp, first, second, text = found.groups()
    names = [_bare(nick) for nick in (first, second) if nick]
    if any(name.casefold() in _TAGS for name in names):
        return None
    return _Line(names[-1], (text or "").strip(), stamp or "", tuple(names[:-1]))


def _of_meeting(line: str) -> _Line | None:
    found = _MEETING.match(line) if line[:1].isdigit() else None
    if found is None:
        return None
    stamp, sent, sender, receiver, name, text = found.groups()
    return _Line(squeeze(name or sender), text.strip(), stamp, tuple(word for word in (sent, receiver) if word))


def _bare(nick: str) -> str:
    return nick.replace("\\", "").strip("<>").strip(" @+%&~!")


def _is_chat(said: dict[int, _Line], lines: list[str]) -> bool:
    """Whether most lines, from the first of them to the last, have a name before them, and several have spoken.

    Somebody has spoken twice: what stands in such brackets in a list or a grammar is there once.
    """
    if (
        not max(_LEAST, 1 + len(names := {line.name for line in said.values()})) <= len(said)
        or len(names) < _LEAST_NAMES
    ):
        return False
    stretch = lines[min(said) : max(said) + 1]
    return len(said) >= _LEAST_SHARE * sum(bool(line.strip()) and not _NOTICE.match(line) for line in stretch)


def _told(lines: list[str], said: dict[int, _Line]) -> Chat:
    left: list[LeftOut] = []
    first, last = min(said), max(said)
    names = frozenset(line.name for line in said.values())
    for index in range(last + 1):
        line, found = lines[index], said.get(index)
        if found is None:
            notice, action = _NOTICE.match(line), _ACTION.match(line)
            if (notice and (notice.group(1) or index > first)) or (action and action.group(1) in names):
                left += _left(index, (line,), "a notice of the chat")
                lines[index] = ""
            continue
        left += _left(index, (found.stamp,), "a time")
        left += _left(index, found.beside, "a notice of the chat")
        answers = _ANSWERED.match(found.text)
        if answers and index != last and index + 1 not in said:
            left += _left(index, (found.text,), "a notice of the chat")
            lines[index] = f"{found.name}:"
        elif answers or _REACTED.match(found.text) or not has_words(found.text):
            left += _left(index, (f"{found.name} {found.text}",), "a notice of the chat")
            lines[index] = ""
        else:
            lines[index] = f"{found.name}: {found.text}"
    return Chat(text="\n".join(lines), speakers=tuple(sorted(names)), left_out=tuple(left))


def _left(index: int, texts: Iterable[str], reason: str) -> list[LeftOut]:
    return [LeftOut(line=index + 1, text=squeeze(text), reason=reason) for text in texts if has_words(text)]
