"""The few words that Stimmwerk itself says or shows, by language."""

from __future__ import annotations

_OPENING = {
    "de": "Einleitung",
    "en": "Introduction",
    "es": "Introducción",
    "fr": "Introduction",
    "it": "Introduzione",
    "nl": "Inleiding",
    "pt": "Introdução",
    "zh": "引言",
}

_SAMPLE = {
    "de": "Guten Tag. So klingt diese Stimme, wenn sie eine Frage stellt: Worüber wollen wir heute sprechen?",
    "en": "Good afternoon. This is how this voice sounds when it asks a question: what shall we talk about today?",
    "es": "Buenas tardes. Así suena esta voz cuando hace una pregunta: ¿de qué queremos hablar hoy?",
    "fr": "Bonjour. Voici comment cette voix pose une question : de quoi voulons-nous parler aujourd'hui ?",
}

#: Read by each voice to find its level: all sounds of the language, several sentences, a question.
_CALIBRATION = {
    "de": (
        "Am frühen Morgen öffnet die Bäckerin ihr kleines Geschäft, und der Duft von frischem Brot zieht durch die "
        "Straße.",
        "Zwölf Schüler warten schon, jeder mit einer anderen Frage.",
        "Was kostet heute ein halbes Dutzend Brezeln?",
        "Später kommen Leute aus dem Büro vorbei, trinken ihren Kaffee im Stehen und sprechen über das Wetter.",
        "Man könnte glauben, dass sich hier nie etwas ändert, doch jeden Tag ist etwas neu.",
        "Gegen Abend wird es ruhig, die Lichter gehen aus, und übrig bleiben nur ein paar Krümel.",
    ),
    "en": (
        "Early in the morning the baker opens her small shop, and the smell of fresh bread drifts down the street.",
        "Twelve pupils are already waiting, each of them with a different question.",
        "How much is half a dozen rolls today?",
        "Later people from the office come by, drink their coffee standing and talk about the weather.",
        "You might think that nothing ever changes here, but every day something is new.",
        "Towards evening it grows quiet, the lights go out, and only a few crumbs remain.",
    ),
}

#: For languages without a text of their own: digits, which every engine reads in its own language.
_DIGITS = ("1, 2, 3, 4, 5, 6, 7, 8, 9, 10.", "21, 32, 43, 54, 65, 76, 87, 98.", "11, 12, 13, 14, 15, 16, 17?")


def opening_title(language: str) -> str:
    """The title of what stands before the first heading; English where we do not speak the language."""
    return _OPENING.get(_base(language), _OPENING["en"])


def sample_sentence(language: str) -> str:
    """A sentence by which to judge a voice."""
    return _SAMPLE.get(_base(language), _DIGITS[0])


def calibration_sentences(language: str) -> tuple[str, ...]:
    """What a voice reads to have its level measured; changing one word changes every level of that language."""
    return _CALIBRATION.get(_base(language), _DIGITS)


def _base(language: str) -> str:
    return language.casefold().split("-")[0]
