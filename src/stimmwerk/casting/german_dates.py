"""German ordinals, dates, times of day and years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stimmwerk.casting.draft import SAID, Change, swap
from stimmwerk.casting.german_abbreviations import GERMAN_STARTERS, SHORT_MONTHS
from stimmwerk.casting.german_numerals import ordinal, year
from stimmwerk.speech import Say

MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember",
)  # fmt: skip

# Nouns that stand behind ordinals, by gender.
_MASCULINE = (
    *MONTHS, *(short[:-1] for short in SHORT_MONTHS), "Stock", "Platz", "Rang", "Akt", "Teil", "Band", "Satz", "Tag",
    "Jahrestag", "Geburtstag", "Hochzeitstag", "Spieltag", "Weltkrieg", "Bezirk", "Versuch", "Durchgang", "Sieg",
    "Absatz", "FC", "Parteitag", "Advent", "Monat", "Schritt", "Grad", "Gang", "Präsident",
)  # fmt: skip
_FEMININE = (
    "Klasse", "Auflage", "Etage", "Liga", "Bundesliga", "Runde", "Stunde", "Minute", "Woche", "Staffel", "Folge",
    "Ausgabe", "Strophe", "Generation", "Stufe", "Reihe", "Dimension", "Person", "Hälfte", "Sitzung", "Phase",
)  # fmt: skip
_NEUTER = (
    "Quartal", "Jahrhundert", "Jahrtausend", "Jahrzehnt", "Halbjahr", "Semester", "Kapitel", "Mal", "Lebensjahr",
    "Kind", "Buch", "Album", "Tor", "Drittel", "Viertel", "Geschoss", "Obergeschoss", "Schuljahr",
)  # fmt: skip
_STRONG_ENDING = {
    **dict.fromkeys(_MASCULINE, "er"),
    **dict.fromkeys(_FEMININE, "e"),
    **dict.fromkeys(_NEUTER, "es"),
}

#: The nouns that ordinals stand before, as a pattern.
COUNTED_NOUNS = "|".join(sorted(_STRONG_ENDING, key=lambda noun: (-len(noun), noun)))

_WEAK = frozenset(("die", "das", "ins", "ans", "aufs", "fürs", "durchs", "diese", "dieses", "jede", "jedes", "welche"))
_OBLIQUE_WORDS = (
    "am im zum zur vom beim dem den des diesem diesen jedem jeden einem einen einer eines keinem keinen keiner meinem "
    "meinen meiner deinem deinen seinem seinen seiner ihrem ihren ihrer unserem unseren unserer"
)
_OBLIQUE = frozenset(_OBLIQUE_WORDS.split())
_POSSESSIVES = frozenset(("ein", "kein", "mein", "dein", "sein", "ihr", "unser", "euer"))
_WEAK_FEMININE = frozenset(("eine", "keine", "meine", "deine", "seine", "ihre", "unsere", "eure"))
_NOMINATIVE_DER = frozenset(("der", "dieser", "jeder", "welcher"))
_PREPOSITIONS = (
    "in an auf aus bei mit nach seit von zu unter vor über neben hinter zwischen gegenüber während wegen trotz "
    "innerhalb außerhalb anhand statt ab"
)
_DATIVE_OR_GENITIVE = frozenset(_PREPOSITIONS.split())
_BARE = frozenset(("ab", "bis", "seit", "von", "nach", "vor", "gegen", "anfang", "mitte", "ende"))
_GOVERNORS = _WEAK | _OBLIQUE | _POSSESSIVES | _WEAK_FEMININE | _NOMINATIVE_DER

_WEEKDAYS = "Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag"
_LINK = r"\s?(?:bis|und|oder|sowie|[-–/,])\s?"
_CHAIN = re.compile(
    rf"(?<![\w.,/:-])\d{{1,4}}\.(?!\d)(?:{_LINK}\d{{1,4}}\.(?!\d)){{0,6}}"
    rf"(?=(?P<gap>\s+[\"„“»«‚]?)(?P<next>[^\W\d_]\w{{0,40}}|{SAID})|)"
)
_LINKS = {"-": " bis ", "–": " bis ", "/": " und "}
_NUMBER = re.compile(r"(\d{1,4})\.")
_WORDS_BEFORE = re.compile(rf"(?:(?P<second>[^\W\d_]+)\s+)?(?P<first>[^\W\d_]+)\s+(?:(?:{_WEEKDAYS}),?\s+)?\Z")
_REACH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ordinals:
    """A chain such as ``3. und 4.``: where, the ending that all share, whether its last stop ends the sentence too."""

    match: re.Match[str]
    ending: str
    closes: bool


def _ordinals(text: str) -> Iterator[_Ordinals]:
    """The numbers with a full stop that are ordinals, by the words around them."""
    for match in _CHAIN.finditer(text):
        first, second = _words_before(match)
        noun = match["next"] or ""
        closes = not noun or match["gap"].count("\n") > 1 or (noun[0].isupper() and noun.lower() in GERMAN_STARTERS)
        if closes:
            is_ordinal = first in _OBLIQUE and _days_only(match.group())
        else:
            is_ordinal = noun[0].islower() or noun in _STRONG_ENDING or first in _GOVERNORS
        if is_ordinal:
            yield _Ordinals(match=match, ending=_ending(first, second, noun), closes=closes)


def _words_before(match: re.Match[str]) -> tuple[str, str]:
    """The word before, in lower case, and the one before that as written; a weekday is passed over."""
    found = _WORDS_BEFORE.search(match.string, max(0, match.start() - _REACH), match.start())
    return (found["first"].lower(), found["second"] or "") if found else ("", "")


def _days_only(chain: str) -> bool:
    return all(1 <= int(found[1]) <= 31 for found in _NUMBER.finditer(chain))


def _ending(first: str, second: str, noun: str) -> str:
    """The adjective's ending by the word before the ordinal, the word before that, and the noun behind."""
    if first in _NOMINATIVE_DER:
        follows_noun = second[:1].isupper() and second.lower() not in GERMAN_STARTERS
        return "en" if second.lower() in _DATIVE_OR_GENITIVE or follows_noun else "e"
    if first in _OBLIQUE:
        return "en"
    if first in _WEAK or first in _WEAK_FEMININE:
        return "e"
    strong = _STRONG_ENDING.get(noun, "er")
    if first in _BARE or first in _DATIVE_OR_GENITIVE:
        return "er" if strong == "e" else "en"
    return strong


def ordinals(text: str) -> Iterator[Change]:
    """The rule that speaks ``27. Januar`` as ``siebenundzwanzigster Januar``, in the case that the context asks for."""
    for found in _ordinals(text):
        at = found.match.start()
        for number in _NUMBER.finditer(text, *found.match.span()):
            if linked := _LINKS.get(text[at : number.start()].strip()):
                yield Change(start=at, stop=number.start(), say=Say(text=linked))
            at = number.end()
            stop = at - (found.closes and at == found.match.end())
            yield Change(start=number.start(), stop=stop, say=Say(text=ordinal(int(number[1]), found.ending)))


def ordinal_in_place(match: re.Match[str], number: int) -> str:
    """A number as an ordinal with the ending that the words around a match ask for; its group ``noun`` follows it."""
    return ordinal(number, _ending(*_words_before(match), match["noun"]))


def inner_stops(text: str) -> Iterator[int]:
    """The full stops of ordinals that end no sentence, as positions in the text."""
    for found in _ordinals(text):
        stops = [number.end() - 1 for number in _NUMBER.finditer(text, *found.match.span())]
        yield from stops[: len(stops) - found.closes]


def _date(match: re.Match[str]) -> str | None:
    day, month = int(match["day"]), int(match["month"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    ending = _ending(*_words_before(match), "Januar")
    written = match["year"]
    when = "" if not written else f" {year(int(written)) if len(written) == 4 else written}"
    return f"{ordinal(day, ending)} {MONTHS[month - 1]}{when}"


_DOTTED = (
    r"(?<![\w.,])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\."
    r"(?:\s?(?P<year>\d{4}|\d{2})(?!\w|[.,]\d)|(?=\s|\Z|[),;:!?–-]))"
)
_ISO = r"(?<![\w.-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\w-])"

#: The rules for ``27.01.2026``, ``3.5.`` and ``2026-01-27``.
dotted_dates = swap(_DOTTED, _date)
iso_dates = swap(_ISO, _date)


def _time(hour: str, minute: str) -> str | None:
    if int(hour) > 24 or int(minute) > 59:
        return None
    start = "ein Uhr" if int(hour) == 1 else f"{int(hour)} Uhr"
    return f"{start} {int(minute)}" if int(minute) else start


def _times(match: re.Match[str]) -> str | None:
    begin = _time(match["hour"], match["minute"])
    if begin is None or match["hour2"] is None:
        return begin
    end = _time(match["hour2"], match["minute2"])
    link = match["link"].strip()
    return end and f"{begin} {'bis' if link in '-–' else link} {end}"


_CLOCK = (
    r"(?<![\w.,:])(?P<hour>\d{1,2})[:.](?P<minute>\d\d)"
    r"(?:(?P<link>\s?[-–]\s?|\sbis\s|\sund\s)(?P<hour2>\d{1,2})[:.](?P<minute2>\d\d))?\sUhr\b"
)
_BEFORE_TIMES = (
    "um", "Um", "ab", "Ab", "bis", "Bis", "gegen", "Gegen", "von", "Von", "seit", "Seit", "zwischen", "Zwischen",
    "kurz vor", "Kurz vor", "kurz nach", "Kurz nach",
)  # fmt: skip
_BEHIND_WORDS = "|".join(rf"(?<=\b{word} )" for word in _BEFORE_TIMES)
_BARE_CLOCK = (
    rf"(?:{_BEHIND_WORDS}|(?<={SAID} ))"
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)"
    r"(?:(?P<link>\s?[-–]\s?|\sbis\s|\sund\s)(?P<hour2>\d{1,2}):(?P<minute2>\d\d))?(?![\w:]|[.,]\d)"
)

#: The rules for ``14:30 Uhr`` and, behind a word for a time or behind a date, ``14:30``.
times = swap(_CLOCK, _times)
bare_times = swap(_BARE_CLOCK, _times)


def _year(match: re.Match[str]) -> str:
    return year(int(match["year"])) + (match["ending"] or "")


#: The rule for the years 1100 to 1999, which are counted in hundreds; ``1990er`` among them.
years = swap(r"(?<![\w.,:/+#-])(?<![x×]\s)(?P<year>1[1-9]\d\d)(?P<ending>er|ern|ers)?(?!\w|[.,:/]\d|\s[x×]\s\d)", _year)
