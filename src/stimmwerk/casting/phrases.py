"""The few words that Stimmwerk itself says or shows, by language."""

from __future__ import annotations

from collections.abc import Iterable

#: What stands before the first heading, and what it is called where a chapter of the script has that name.
_OPENING = {
    "de": ("Einleitung", "Vorweg"),
    "en": ("Introduction", "Opening"),
    "es": ("Introducción", "Apertura"),
    "fr": ("Introduction", "Ouverture"),
    "it": ("Introduzione", "Apertura"),
    "nl": ("Inleiding", "Opening"),
    "pt": ("Introdução", "Abertura"),
    "zh": ("引言", "开场"),
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

#: By which voices are told apart: of several lengths; questions, lists, exclamations.
_COMPARISON = {
    "de": (
        "Der Bus hält um halb neun vor der alten Mühle, wenn es nicht gerade schneit.",
        "Haben Sie schon einmal versucht, einen Drachen aus Zeitungspapier zu bauen?",
        "Meine Großmutter kannte jede Pflanze im Garten beim Namen, auch die unscheinbaren.",
        "Nein, das glaube ich nicht, und ich will Ihnen gern erklären, warum.",
        "Äpfel, Birnen, Pflaumen und Kirschen lagen in großen Körben auf dem Hof.",
        "Wer hat eigentlich behauptet, dass sich Fleiß niemals auszahlt?",
        "Zuerst messen wir die Länge, danach schneiden wir das Holz, und zum Schluss wird alles geschliffen.",
        "Wie wunderbar ruhig es hier draußen am See geworden ist!",
        "Im vergangenen Jahr haben wir dreimal so viele Bücher verliehen wie zuvor.",
        "Vielleicht hätte jemand den Schlüssel suchen sollen, bevor die Tür ins Schloss fiel.",
        "Über Geschmack lässt sich streiten, über Rechtschreibung dagegen nur selten.",
        "Kurz gesagt: Die Brücke hält, aber niemand möchte sie als Erster betreten.",
    ),
    "en": (
        "The bus stops at half past eight in front of the old mill, unless it happens to be snowing.",
        "Have you ever tried to build a kite out of nothing but newspaper?",
        "My grandmother knew every plant in the garden by its name, even the plain ones.",
        "No, I do not believe that, and I will gladly tell you why.",
        "Apples, pears, plums and cherries lay in large baskets all over the yard.",
        "Who was it that said hard work never pays in the end?",
        "First we measure the length, then we cut the wood, and finally everything is polished.",
        "How wonderfully quiet it has become out here by the lake!",
        "Last year we lent out three times as many books as in any year before.",
        "Perhaps somebody should have looked for the key before the door fell shut.",
        "Taste is a matter of debate, spelling only rarely so.",
        "In short: the bridge will hold, but nobody wants to be the first to cross it.",
    ),
}

#: For languages without a text of their own: digits, which every engine reads in its own language.
_DIGITS = ("1, 2, 3, 4, 5, 6, 7, 8, 9, 10.", "21, 32, 43, 54, 65, 76, 87, 98.", "11, 12, 13, 14, 15, 16, 17?")
_MORE_DIGITS = ("90, 80, 70, 60, 50, 40.", "18, 29, 30, 41, 52, 63, 74, 85, 96?", "100, 200, 300, 400, 500.")


def opening_title(language: str, taken: Iterable[str] = ()) -> str:
    """The title of what stands before the first heading; English where we do not speak the language.

    taken: titles of chapters; people who look for one of them should not find two of its name.
    """
    usual, other = _OPENING.get(_base(language), _OPENING["en"])
    return other if usual.casefold() in map(str.casefold, taken) else usual


def sample_sentence(language: str) -> str:
    """A sentence by which to judge a voice."""
    return _SAMPLE.get(_base(language), _DIGITS[0])


def calibration_sentences(language: str) -> tuple[str, ...]:
    """What a voice reads to have its level measured; changing one word changes every level of that language."""
    return _CALIBRATION.get(_base(language), _DIGITS)


def comparison_sentences(language: str) -> tuple[str, ...]:
    """What voices are compared by; twelve sentences where we speak the language."""
    return _COMPARISON.get(_base(language), (*_DIGITS, *_MORE_DIGITS))


def _base(language: str) -> str:
    return language.casefold().split("-")[0]
