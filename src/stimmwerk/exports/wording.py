"""The words that our files use of their own: German and English; every other language gets the English ones."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Headings and phrases; braces stand for what is filled in."""

    chapters: str
    voices: str
    voice: str
    making: str
    made: str
    times_marked: str
    times_estimated: str
    links: str
    source: str
    transcript: str
    episode: str
    date: str
    months: tuple[str, ...]

    def day(self, date: datetime.date) -> str:
        """A date as people write it."""
        return self.date.format(day=date.day, month=self.months[date.month - 1], year=date.year)


_WORDS = {
    "de": Wording(
        chapters="Kapitel",
        voices="Stimmen",
        voice="{speaker}: die Stimme {voice} ({software})",
        making="Wie die Folge entstand",
        made="Aus einem geschriebenen Gespräch von einem Programm gesprochen (Text-to-Speech): {software}; gemischt "
        "mit Stimmwerk.",
        times_marked="Die Zeiten der Wörter stammen von der Sprachausgabe selbst.",
        times_estimated="Die Zeiten der Wörter sind geschätzt.",
        links="Links",
        source="Quelle",
        transcript="Transkript",
        episode="Folge {number}",
        date="{day}. {month} {year}",
        months=(
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ),
    ),
    "en": Wording(
        chapters="Chapters",
        voices="Voices",
        voice="{speaker}: the voice {voice} ({software})",
        making="How this episode was made",
        made="Spoken from a written conversation by a program (text-to-speech): {software}; mixed with Stimmwerk.",
        times_marked="The times of words come from the speech engine itself.",
        times_estimated="The times of words are estimated.",
        links="Links",
        source="Source",
        transcript="Transcript",
        episode="Episode {number}",
        date="{day} {month} {year}",
        months=(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ),
    ),
}


# Languages that are written from right to left, and scripts that are, where a tag names one (ISO 639, ISO 15924).
_FROM_THE_RIGHT = frozenset(["ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"])
_SCRIPTS_FROM_THE_RIGHT = frozenset(["adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"])


def runs_from_the_right(language: str) -> bool:
    """Whether text in a language, by its BCP 47 tag, runs from right to left."""
    primary, *others = language.casefold().split("-")
    scripts = [part for part in others if len(part) == 4 and part.isalpha()]
    return scripts[0] in _SCRIPTS_FROM_THE_RIGHT if scripts else primary in _FROM_THE_RIGHT


def wording(language: str) -> Wording:
    """The words for a BCP 47 tag."""
    return _WORDS.get(language.casefold().split("-")[0], _WORDS["en"])
