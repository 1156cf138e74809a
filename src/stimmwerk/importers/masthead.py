"""The top and the foot of an article: the site's own words, the headline, the line with date and source."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from stimmwerk.importers.names import announces, is_name
from stimmwerk.importers.paragraphs import Paragraph
from stimmwerk.importers.stage import is_direction
from stimmwerk.importers.vocabulary import MONTHS, SITE

_LONGEST_SITE_LINE = 60
_LONGEST_SITE_WORD = max(map(len, SITE))
_SEPARATORS = re.compile(r"[\s/|>›»·•–-]+")

_LONGEST_HEADLINE = 200
_LONGEST_DATELINE = 90
#: How many paragraphs after the headline may be date, source and author.
_MASTHEAD_DEPTH = 4

_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})(?P<mark>[-/]|\.\s?)(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)")
_CJK_DATE = re.compile(r"(?<!\d)(?P<year>\d{4})[年년]\s?(?P<month>\d{1,2})[月월]\s?(?P<day>\d{1,2})[日일]")
_DOTTED = re.compile(r"(?<!\d)(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})\.?\s+(?:de\s+)?(?P<month>[^\W\d_]{3,10})\.?\s+(?:de\s+)?(?P<year>\d{4})(?!\d)"
)
_MONTH_FIRST = re.compile(
    r"\b(?P<month>[^\W\d_]{3,10})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})(?!\d)"
)
_DATES = (_ISO, _CJK_DATE, _DOTTED, _DAY_FIRST, _MONTH_FIRST)
_TIME = re.compile(
    r"(?:\b(?:um|à|at|a las|alle|às|om)\s+)?(?<!\d)\d{1,2}(?::\d{2}(?::\d{2})?(?:\s*(?:Uhr|h|am|pm|AM|PM)\b)?|h\d{2}\b)"
)
#: What sites write beside a date: that it is the one of publication, and how many readers have had their say.
_BESIDE_DATE = re.compile(
    r"\b(?:published|updated|posted|veröffentlicht|aktualisiert|erschienen|publié|mis à jour|modifié|publicado"
    r"|actualizado|atualizado|pubblicato|aggiornato|gepubliceerd|bijgewerkt|opublikowano|опубликовано|обновлено|입력|수정)\b"
    r"(?:\s(?:on|am|le|el|il|em|op|o)\b)?\s?:?"
    r"|\b\d{1,5}\s(?:kommentare?|comments?|commentaires?|comentarios?|comentários?|commenti?|reacties)\b",
    re.IGNORECASE,
)
_MINUTES = r"\d{1,3}\s?(?:min\b\.?|minuten?|minutes?|minutos?|minuti|minut|мин\b\.?|dk\b\.?|dakika)"
_READING_TIME = re.compile(
    r"(?:temps de lecture|lesezeit|lesedauer|reading time|tiempo de lectura|tempo di lettura|tempo de leitura|leestijd"
    rf"|czas czytania|время чтения|okuma süresi)\s?[:：]?\s?(?:(?:ca|env)\.|~)?\s?{_MINUTES}"
    rf"|\d{{1,3}}[ -]min(?:ute)?s? read|{_MINUTES}\s(?:lesezeit|de lecture|leestijd|de lectura)",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend"
    r"|(?:mon|tues?|wed|thu(?:rs)?|fri|sat|sun|mo|di|mi|do|fr|sa|so)\b\.?(?=,)"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b,?",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:(?:Ein |An |Un )?(?:[Ii]nterview (?:von|by)|entretien par)|(?:Interview|Söyleşi|Röportaj)\s?:"
    r"|Von|By|Par|Por|Di|di|Door|Af|Av)\s+"
    r"[^\W\d_a-zäöü].{1,58}\Z"
)
_ADVERT = re.compile(
    r"(?:(?:anzeige|werbung|advertisement|publicité|publicidad|publicidade|pubblicità|reklama|реклама|advertentie"
    r"|artikel (?:an)?hören|listen to (?:this )?article|écouter l[’']article)\Z"
    r"|(?:mehr zum thema|lesen sie (?:auch|mehr)|read (?:more|also)|(?:à )?lire aussi|le[ae] también|leggi anche"
    r"|leia também|lees ook|czytaj (?:też|także)|читайте также)\s?[:：]\s?[^:]{1,120}(?<![.!?]))\Z",
    re.IGNORECASE,
)
_LONGEST_ADVERT = 140
_EDGES = " ,;|/·•–—-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """What stands around an article's text.

    title: None where there is no headline; title_index: of the headline's paragraph; used: index of each paragraph
    that is not to be spoken -> why.
    """

    title: str | None
    title_index: int | None
    date: datetime.date | None
    source: str | None
    used: dict[int, str]


def read_masthead(paragraphs: Sequence[Paragraph], stop: int, title_index: int | None = None) -> Masthead:
    """The top of an article.

    stop: index of the first paragraph that is a turn or a heading for certain; title_index: of the headline where
    typesetting says which it is, None to look for it.
    """
    used: dict[int, str] = {}
    at = 0
    while at < stop and is_site_line(paragraphs[at].text):
        used[at] = "words of the site"
        at += 1
    if title_index is None:
        title_index = at if at < stop and _is_headline(paragraphs, at) else None
    date: datetime.date | None = None
    sources: list[str] = []
    begin = at if title_index is None else at + 1
    for index in range(begin, min(begin + _MASTHEAD_DEPTH, stop)):
        text = paragraphs[index].text
        dated = parse_dateline(text) if date is None else None
        if dated is not None:
            date = dated[0]
            sources += [dated[1]] if dated[1] else []
            used[index] = "date and source stand in the front matter"
        elif _BYLINE.match(text) and not text.endswith("."):
            sources.append(text)
            used[index] = "the author stands in the front matter"
        elif is_site_line(text):
            used[index] = "words of the site"
    return Masthead(
        title=None if title_index is None else paragraphs[title_index].text,
        title_index=title_index,
        date=date,
        source=", ".join(sources) or None,
        used=used,
    )


def site_foot(paragraphs: Sequence[Paragraph], start: int) -> dict[int, str]:
    """Index -> why, of the site's own words at the end.  start: no paragraph before it counts."""
    used: dict[int, str] = {}
    for index in range(len(paragraphs) - 1, start - 1, -1):
        if not is_site_line(paragraphs[index].text):
            break
        used[index] = "words of the site"
    return used


def is_site_line(text: str) -> bool:
    """Whether a line is made of words of navigation alone, run together or not, or says how long it takes to read."""
    if len(text) <= _LONGEST_SITE_LINE and _READING_TIME.fullmatch(text):
        return True
    words = _SEPARATORS.sub("", text.casefold())
    if not words or len(text) > _LONGEST_SITE_LINE:
        return False
    reachable = {0}
    for stop in range(1, len(words) + 1):
        starts = range(max(0, stop - _LONGEST_SITE_WORD), stop)
        if any(start in reachable and words[start:stop] in SITE for start in starts):
            reachable.add(stop)
    return len(words) in reachable


def is_advert(text: str) -> bool:
    """Whether a line between paragraphs is an advertisement's mark or leads to another article."""
    return len(text) <= _LONGEST_ADVERT and _ADVERT.match(text) is not None


def parse_dateline(text: str) -> tuple[datetime.date, str] | None:
    """The day in a short line and what else stands there, time of day left out; None where it has none."""
    if len(text) > _LONGEST_DATELINE:
        return None
    for pattern in _DATES:
        found = pattern.search(text)
        date = _date_of(found) if found else None
        if found is None or date is None:
            continue
        rest = f"{text[: found.start()]} {text[found.end() :]}"
        # The day of an update stands behind that of publication, written in the same way.
        rest = pattern.sub(lambda other: " " if _date_of(other) else other.group(), rest)
        for beside in (_WEEKDAY, _TIME, _BESIDE_DATE):
            rest = beside.sub(" ", rest)
        return (date, " ".join(rest.split()).strip(_EDGES)) if _is_byline_rest(rest) else None
    return None


def _date_of(found: re.Match[str]) -> datetime.date | None:
    month = found["month"]
    number = int(month) if month.isdigit() else MONTHS.get(month.casefold())
    try:
        return datetime.date(int(found["year"]), number or 0, int(found["day"]))
    except ValueError:
        return None


def _is_byline_rest(rest: str) -> bool:
    """Whether what stands beside a date names a source and is no sentence."""
    return len(rest.split()) <= 8 and not rest.rstrip().endswith((".", "!", "?", ":"))


def _is_labelled(following: Sequence[Paragraph]) -> bool:
    """Whether somebody answers whom a label names: then what stands before it is a question, not a headline."""
    label, colon, _ = following[0].text[:60].replace("：", ":").partition(":") if following else ("", "", "")
    return bool(colon) and is_name(label) and not announces(label) and len(label.split()) > 1


def _asks(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a question in bold."""
    return paragraph.look.strong and paragraph.text.endswith(("?", "？"))


def _asks_again(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether a question in bold and what answers it is followed by another: the first was no headline either."""
    dated = any(parse_dateline(paragraph.text) for paragraph in paragraphs[index + 1 : index + 3])
    return not dated and any(_asks(paragraph) for paragraph in paragraphs[index + 2 : index + 2 + _MASTHEAD_DEPTH])


def _is_headline(paragraphs: Sequence[Paragraph], index: int) -> bool:
    paragraph = paragraphs[index]
    following = paragraphs[index + 1 : index + 2]
    return (
        paragraph.spoken
        and not paragraph.look.bullet
        and not paragraph.look.quoted
        and not paragraph.look.dashed
        and not is_direction(paragraph.text)
        and "://" not in paragraph.text
        and not any(reason == "a time" for _, _, reason in paragraph.left)
        and len(paragraph.text) <= _LONGEST_HEADLINE
        and not paragraph.text.endswith((".", ":", ",", ";"))
        and not (_asks(paragraph) and (_is_labelled(following) or _asks_again(paragraphs, index)))
        and any(other.spoken for other in paragraphs[index + 1 :])
        and (paragraph.look.alone or parse_dateline(following[0].text) is not None)
        and parse_dateline(paragraph.text) is None
    )
