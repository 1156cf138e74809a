"""Text that can become no markup: in HTML and XML, in Markdown, in WebVTT and SubRip."""

from __future__ import annotations

import re

_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_VTT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# SubRip has no escapes, but players know tags of HTML and, in braces, commands of SubStation Alpha and of MicroDVD; an
# arrow begins a cue, and a cue of WebVTT may hold none.
_SRT = re.compile(r"<(?=[A-Za-z/!?])|\{(?=\\|[A-Za-z]:)|--(?=>)")
# All ASCII punctuation that CommonMark or its usual extensions give a meaning to within a line ...
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>&|~^$#])")
# ... and what begins a block: a list, a heading's underline, a number with a full stop or a bracket.
_OPENS = re.compile(r"(?=[-+=:])|(?<=\d)(?=[.)])")
_NUMBER = re.compile(r"\d{1,9}[.)]")
_BLANK = re.compile(r"\n[ \t]*\n")
_AUTOLINK = re.compile(r"(?<=[A-Za-z]):(?=//)|(?<=\w)@(?=\w)|(?<=[Ww]{3})\.")


def paragraphs(text: str | None) -> tuple[str, ...]:
    """What blank lines part, each without white space around it; nothing for None."""
    return tuple(part.strip() for part in _BLANK.split(text or "") if part.strip())


def html(text: str) -> str:
    """For element content and for attributes in quotation marks, in HTML and in XML."""
    return text.translate(_HTML)


def vtt(text: str) -> str:
    """For the text and for the speaker of a WebVTT cue."""
    return text.translate(_VTT)


def srt(text: str) -> str:
    """For SubRip: an invisible word joiner parts the bracket from the letter that would make it a tag, and arrows."""
    return _SRT.sub("\\g<0>\N{WORD JOINER}", text)


def markdown(text: str) -> str:
    """One line of CommonMark that means just this text, wherever it stands in a paragraph, list item or heading."""
    line = _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
    line = _AUTOLINK.sub(lambda found: f"\\{found.group()}", line)
    if line.startswith(("-", "+", "=", ":")) or _NUMBER.match(line):
        line = _OPENS.sub(r"\\", line, count=1)
    return line
