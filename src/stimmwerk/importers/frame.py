"""What stands around a conversation on its own lines: fields at the top, credits and marks at the end."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from stimmwerk.importers.names import announces, is_role, tidy_label
from stimmwerk.importers.paragraphs import Paragraph
from stimmwerk.importers.source import Line
from stimmwerk.importers.vocabulary import OUTCOMES, PARTS
from stimmwerk.script.characters import squeeze

_FIELD = re.compile(r"([^:：]{1,40})[:：]\s*(\S.{0,200})\Z")
_TITLES = frozenset(
    (
        "title",
        "titel",
        "titre",
        "título",
        "标题",
        "標題",
        "thema",
        "topic",
        "sujet",
        "tema",
        "subject",
        "betreff",
        "objet",
        "asunto",
    )
)
_DATES = frozenset(("date", "datum", "fecha", "日期", "时间", "時間", "recorded", "published"))
#: What stands at the top of a mail.
_MAIL = frozenset(
    ("from", "to", "cc", "bcc", "subject", "date", "sent", "reply-to", "von", "an", "betreff", "datum", "gesendet",
     "de", "à", "objet", "envoyé", "para", "asunto", "enviado", "fecha")
)  # fmt: skip
_LEAST_FIELDS = 2
_PAGE = re.compile(
    r"(title|credit|authors?|source|draft date|date|contact|notes|copyright|revision|episode|written by)\s?:"
    r"\s*(\S.*)?\Z",
    re.IGNORECASE,
)
#: No other text has these.
_PAGES_OWN = frozenset(("credit", "draft date"))
_LONGEST_VALUE = 16

_END = re.compile(
    r"[\W_]*(?:end|ende|fin|the end|end of (?:transcript|interview|recording)|ende des (?:gesprächs|interviews)"
    r"|fin de la (?:transcription|entrevista)|curtain|vorhang|rideau|telón|sipario|完|全文完)"
    r"(?:\s+\d{1,2}[:.]\d{2}\s*[ap]\.?m\.?(?:\s+[A-Z]{2,4})?)?[\W_]*\Z",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\W{0,3}(?:das (?:gespräch|interview) führten?\b|interview\s?(?:führte)?\s?:|die fragen stellten?\b"
    r"|aufgezeichnet von\b|propos recueillis par\b|entretien (?:réalisé|mené) par\b|recueilli par\b"
    r"|transcri(?:bed|pt) by\b|(?:this|the) (?:interview|transcript|conversation) (?:was|has been)\b"
    r"|copyright\b|©|all rights reserved\b|alle rechte vorbehalten\b|tous droits réservés\b"
    r"|interview(?:ed)? by\b|entrevista realizada por\b|transcri(?:to|pción) (?:por|de)\b"
    r"|(?:ha collaborato|intervista (?:di|a cura di)|rozmawiał[ai]?|беседовал[аи]?|интервью (?:взял|вёл|вела|провёл)"
    r"|entrevista (?:de|por|conduzida por)|söyleşi\s?:|röportaj\s?:|interview\s?: door)\b|저작권자|無断転載"
    r"|[（(]?(?:聞き手|取材|文)[・＝=：:]|（?(?:责任编辑|编辑|责编)[:：])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Lines ``Key: value`` at the top.  places: indexes of lines; title, date: what they say; names: of people."""

    places: frozenset[int] = frozenset()
    title: str | None = None
    date: str | None = None
    names: tuple[str, ...] = field(default=())


def find_fields(lines: Sequence[Line]) -> Fields:
    """The fields at the top of a text: at least two lines in a row, the first lines but for a headline."""
    if (page := _title_page(lines)).places:
        return page
    first = next((index for index, line in enumerate(lines) if line.kind == "text" and _FIELD.match(line.text)), None)
    if first is None or sum(line.kind in ("text", "heading") for line in lines[:first]) > 2:
        return Fields()
    found: dict[int, tuple[str, str]] = {}
    for index in range(first, min(first + 40, len(lines))):
        line = lines[index]
        if line.kind == "blank" and index + 1 < len(lines) and not _ends_fields(lines, index, found):
            continue
        pair = _FIELD.match(line.text) if line.kind == "text" else None
        key = tidy_label(pair.group(1)).strip("*_") if pair else ""
        mailed = key.casefold() in _MAIL and (index == first or bool(found))
        if pair is None or len(pair.group(2).split()) > _LONGEST_VALUE:
            break
        if not (mailed or announces(key) or is_role(key)):
            break
        if _is_matter(key) or key.casefold() in {name.casefold() for name, _ in found.values()}:
            break
        found[index] = (key, pair.group(2).strip("*_ "))
    announced = [key for key, _ in found.values() if announces(key)]
    if len(found) < _LEAST_FIELDS or not announced:
        return Fields()
    while found and _opens_talk(*found[max(found)]):
        del found[max(found)]
    values = {key.casefold(): value for key, value in found.values()}
    return Fields(
        places=frozenset(found),
        title=next((values[key] for key in values if key in _TITLES), None),
        date=next((values[key] for key in values if key in _DATES), None),
        names=tuple(value for key, value in found.values() if is_role(key) and not _is_speech(value)),
    )


def _title_page(lines: Sequence[Line]) -> Fields:
    """The title page of a script for a film: ``Title:``, ``Credit:`` or ``Draft date:``, and more, up to an empty line;
    what belongs to a key without a value stands below it.
    """
    first = next((index for index, line in enumerate(lines) if line.kind != "blank"), None)
    if first is None or not lines[first].text.casefold().startswith("title:"):
        return Fields()
    stop = next((index for index in range(first, len(lines)) if lines[index].kind == "blank"), len(lines))
    values: dict[str, list[str]] = {}
    key, below = "", False
    for line in lines[first:stop]:
        if found := _PAGE.match(line.text):
            key, below = found.group(1).casefold(), found.group(2) is None
            values[key] = [found.group(2) or ""]
        elif below:
            values[key].append(line.text)
        else:
            return Fields()
    if len(values) <= _LEAST_FIELDS or not _PAGES_OWN.intersection(values):
        return Fields()
    title = squeeze(" ".join(value.strip("*_ ") for value in values["title"]))
    date = squeeze(" ".join(values.get("draft date", values.get("date", ()))))
    return Fields(places=frozenset(range(first, stop)), title=title or None, date=date or None)


def _ends_fields(lines: Sequence[Line], index: int, found: Mapping[int, object]) -> bool:
    """Whether an empty line ends the fields: when what follows is no field that announces something."""
    pair = _FIELD.match(lines[index + 1].text) if lines[index + 1].kind == "text" else None
    return not found or pair is None or not announces(tidy_label(pair.group(1)))


def _opens_talk(key: str, value: str) -> bool:
    """Whether the last of the fields is the first turn."""
    return key.casefold() not in _MAIL and not announces(key) and _is_speech(value)


def _is_matter(key: str) -> bool:
    """Whether a key opens a part of the conversation or says what came of it: ``TOP 2``, ``Beschluss``."""
    first = key.casefold().split()[0]
    return first in OUTCOMES or (first in PARTS and len(key.split()) > 1)


def _is_note(key: str) -> bool:
    return announces(key) and not _is_matter(key)


def _is_speech(value: str) -> bool:
    return value.endswith((".", "!", "?", "…", "。", "？", "！"))


def find_credits(paragraphs: Sequence[Paragraph], last: int) -> dict[int, str]:
    """Index -> why, of the mark of the end and of who led or wrote down the conversation.  last: the last turn's."""
    found: dict[int, str] = {}
    for index in range(max(last, 0), len(paragraphs)):
        paragraph = paragraphs[index]
        if paragraph.opening is not None or paragraph.look.level:
            continue
        if len(paragraph.text) < 80 and _END.match(paragraph.text):
            found[index] = "the mark of the end"
        elif len(paragraph.text) < 300 and _CREDIT.match(paragraph.text):
            found[index] = "who led or wrote down the conversation"
        elif (pair := _FIELD.match(paragraph.text)) and _is_note(tidy_label(pair.group(1))) and index > last:
            rest = paragraphs[index:]
            if all(p.opening is None and len(p.text) < 200 for p in rest) and len(rest) <= 6:
                found[index] = "a note at the end"
    return found
