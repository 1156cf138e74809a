"""What programs that record and transcribe write around a conversation: nobody has said it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from stimmwerk.importers.names import is_name, split_asides
from stimmwerk.importers.source import Line
from stimmwerk.importers.times import is_spelled, lead_time

#: So many lines with text are the top of one.
_TOP = 15
_LONGEST = 400
_MOST_WORDS_OF_ITEM = 6
_MOST_OF_SIGNATURE = 12
_LONGEST_OF_SIGNATURE = 80

_RECORD = (
    r"(?:transcription|transcribing|recording|transkription|aufzeichnung|aufnahme|transcripción|grabación"
    r"|enregistrement)"
)
_STARTED = re.compile(
    rf"[^.:!?]{{2,60}}\s(?:(?:started|stopped|ended)\s(?:the\s)?{_RECORD}"
    rf"|hat\s(?:die\s)?{_RECORD}\s(?:gestartet|begonnen|beendet|gestoppt)"
    rf"|a\s(?:démarré|commencé|arrêté|terminé)\s(?:la\s|l[’'])?{_RECORD}"
    rf"|(?:inició|comenzó|detuvo|finalizó)\s(?:la\s)?{_RECORD})\.?\Z",
    re.IGNORECASE,
)
_ENDED = re.compile(
    rf"(?:the\s|die\s|la\s|l[’'])?{_RECORD}\s(?:has\s|wurde\s|a\s|fue\s)?(?:started|stopped|ended|begins|ends|gestartet"
    r"|beendet|endet|beginnt|terminée?|commencée?|finalizada|iniciada)"
    r"(?:\s(?:after|at|nach|um|après|à|tras|a las)\s[\d:.]+.{0,12})?\.?\Z",
    re.IGNORECASE,
)
_TRANSCRIPT = r"(?:transcript|transcription|transkript|transkription|transcripción|subtitles|untertitel|captions)"
#: ``This transcript was generated automatically and may contain errors.``
_GENERATED = re.compile(
    r"\W{0,3}(?:(?:please )?(?:note|hinweis|achtung)\b[^.]{0,30})?"
    r"(?:this is a rush transcript\b|transcripts? (?:is|are) (?:created|provided|generated|produced)\b"
    rf"|(?:this|the|das|dies|dieses|die|diese|cette|ce|la|esta)\s(?:\w+\s){{0,2}}{_TRANSCRIPT}\b(?=.*(?:automat|auto-?generated|computer|machine|maschinell|\bki\b|\bai\b|künstlich"
    r"|errors|fehler|erreurs|errores|rush transcript|final form|automatiquement)))",
    re.IGNORECASE,
)
_AUTOMATIC = re.compile(
    r"[^\W\d_]+(?:\s\([^()]{2,20}\))?\s\((?:auto-?generated|automatisch (?:erzeugt|erstellt)|générée?s? automatiquement"
    r"|generad[oa]s? automáticamente|自动生成)\)\Z",
    re.IGNORECASE,
)
_BUTTONS = frozenset(
    ("transcript", "show transcript", "hide transcript", "search transcript", "search in video", "toggle timestamps",
     "follow along using the transcript.", "transkript", "transkript anzeigen", "transkript ausblenden",
     "im video suchen", "im transkript suchen", "transcription", "afficher la transcription", "transcripción",
     "mostrar transcripción", "文字稿")
)  # fmt: skip
_KEYWORDS = frozenset(
    ("summary keywords", "keywords", "schlagwörter", "schlagworte", "stichwörter", "mots-clés", "mots clés",
     "palabras clave", "关键词")
)  # fmt: skip
_PEOPLE = frozenset(
    ("speakers", "participants", "attendees", "presenters", "teilnehmer", "teilnehmende", "anwesende",
     "teilnehmerinnen und teilnehmer", "intervenants", "participantes", "asistentes", "partecipanti", "deelnemers")
)  # fmt: skip
_ITEM = re.compile(r"([^\W\d_][^,;:]{1,60}?)(?:,\s|\s(?:-{1,2}|–|—)\s|\s\||\Z)")


def find_notes(lines: Sequence[Line]) -> dict[int, str]:
    """Index of a line -> why it is no text."""
    found = _signature(lines)
    top = 0
    timed = any(lead_time(line.text, bare=True) for line in islice(lines, _TOP) if line.kind == "text")
    spelled = sum(is_spelled(line.text) for line in lines)
    for index, line in enumerate(lines):
        if line.kind != "text" or len(line.text) > _LONGEST or index in found:
            continue
        top += 1
        if reason := _reason(line.text, top, timed=timed, lasts=spelled == 1):
            found[index] = reason
        elif listed := list(_listed(lines, index)):
            found |= dict.fromkeys((index, *listed), _why(line.text))
    return found


def _signature(lines: Sequence[Line]) -> dict[int, str]:
    """What stands below the one line ``--`` of a mail, where it is a few short lines and no speech."""
    marks = [index for index, line in enumerate(lines) if line.text == "--"]
    if len(marks) != 1:
        return {}
    below = range(marks[0] + 1, len(lines))
    texts = [lines[index].text for index in below if lines[index].text]
    short = all(len(text) <= _LONGEST_OF_SIGNATURE and not _is_sentence(text) for text in texts)
    if not short or not 0 < len(texts) <= _MOST_OF_SIGNATURE:
        return {}
    return dict.fromkeys(below, "the signature of a mail")


def _is_sentence(text: str) -> bool:
    return text.endswith((".", "!", "?", "…")) and len(text.split()) > 2


def _reason(text: str, top: int, *, timed: bool, lasts: bool) -> str:
    """Why a line is no text by itself; empty where it may be one.

    top: so many lines of text, it included; timed: times begin lines near it; lasts: one line alone is a time in words.
    """
    if _STARTED.match(text) or _ENDED.match(text):
        return "when the recording began or ended"
    if _GENERATED.match(text) or _AUTOMATIC.match(text):
        return "how the transcript was made"
    if top > _TOP:
        return ""
    if lasts and is_spelled(text):
        return "how long the recording is"
    return "words of the program" if (timed or top > 1) and text.casefold() in _BUTTONS else ""


def _why(text: str) -> str:
    return "keywords" if _head(text) in _KEYWORDS else "a list of those who take part"


def _head(text: str) -> str:
    return text.casefold().strip(" :")


def _listed(lines: Sequence[Line], index: int) -> Iterator[int]:
    """The indexes of the lines of keywords or people below a line that announces them."""
    head = _head(lines[index].text)
    named = head in _PEOPLE or (head.endswith((" participants", " attendees")) and len(head.split()) < 4)
    if head not in _KEYWORDS and not named:
        return
    first = next((at for at in range(index + 1, min(index + 3, len(lines))) if lines[at].kind == "text"), None)
    if first is None:
        return
    for at in range(first, len(lines)):
        if lines[at].kind != "text":
            if at + 1 < len(lines) and named and _is_person(lines[at + 1]):
                continue
            return
        if not _is_list(lines[at].text) and not (named and _is_person(lines[at])):
            return
        yield at


def _is_list(text: str) -> bool:
    """Whether a line holds several items with commas between them, and is no sentence."""
    items = text.split(",")
    return (
        len(items) > 1
        and not text.endswith((".", "!", "?"))
        and all(len(item.split()) <= _MOST_WORDS_OF_ITEM for item in items)
    )


def _is_person(line: Line) -> bool:
    """Whether a line is a name and an office: ``Ada Crane -- Chief Executive``."""
    text = line.text
    found = _ITEM.match(text) if line.kind == "text" and not text.endswith((".", "!", "?", ":")) else None
    return found is not None and found.end() < len(text) and is_name(split_asides(found.group(1))[0])
