"""Made-up German interviews of any length, in which no two sentences are alike: takes would be shared.

Sentences, turns and chapters are as long as those of the shipped episode.  The same length gives the same script.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random

#: The shipped episode has so many seconds of sound for each character that is spoken, pauses and music included.
_SECONDS_A_CHARACTER = 848 / 12583

_CHAPTER_S = 600.0
_HEAD_S, _TAIL_S = 20.0, 8.0  # what music and silences add at both ends


def _words(text: str) -> tuple[str, ...]:
    return tuple(" ".join(text.split()).split(", "))


_WHO = _words(
    """
    der Verein, die Werkstatt, das Museum, unser Nachbar, meine Kollegin, die Schule, der Betrieb, die
    Gemeinde, das Krankenhaus, ein Freund, die Redaktion, der Chor, die Gärtnerei, das Labor, mein Bruder, die
    Feuerwehr, der Bürgermeister, eine Lehrerin, die Genossenschaft, das Theater, der Hersteller, die
    Bibliothek, unser Team, jede Abteilung, der Hafen, die Universität, ein Ingenieur, das Ministerium, die
    Bäckerei, der Förster
    """
)
_DOES = _words(
    """
    plant, prüft, sucht, erneuert, verkauft, sammelt, zeigt, beschreibt, liefert, braucht, verändert, bezahlt,
    untersucht, entwirft, verteidigt, vermisst, übersetzt, ordnet, betreut, fotografiert, vergleicht,
    bestellt, beobachtet, repariert, verbessert, erklärt, versteckt, unterstützt, verwaltet, bewundert
    """
)
_WHAT = _words(
    """
    den alten Plan, eine neue Brücke, das dritte Angebot, die ganze Anlage, den schmalen Weg, ein kleines
    Gerät, viele Karten, den nächsten Versuch, die offenen Fragen, einen langen Bericht, das gelbe Haus, jede
    Rechnung, die Messwerte, den Stromzähler, eine zweite Leitung, das alte Archiv, die Fahrräder, den
    Spielplatz, ein halbes Dutzend Listen, die Heizung, den Fahrplan, eine Sammlung von Briefen, das
    Wörterbuch, die Pumpe, den Kalender, das Saatgut, eine Kiste voller Schrauben, den Probenraum, die
    Wetterdaten, das neue Programm
    """
)
_WHEN = _words(
    """
    seit dem Frühjahr, jeden zweiten Montag, nach der Arbeit, kurz vor Weihnachten, im ersten Jahr, mitten im
    Winter, vor jeder Sitzung, in den Ferien, am späten Abend, immer wieder, nur noch selten, bis zum Herbst,
    an guten Tagen, zum ersten Mal, ohne große Eile, in aller Ruhe, schon morgens um sechs, während der Pause,
    seit fast zwanzig Jahren, gleich nach dem Umzug
    """
)
_WHERE = _words(
    """
    am Fluss, im Rathaus, auf dem Dach, hinter dem Bahnhof, in der Küche, am Rand der Stadt, im Keller, auf
    dem Markt, neben der Kirche, in Halle vier, an der Küste, im Nachbardorf, auf der Baustelle, in einem Hof,
    vor dem Tor, im zweiten Stock, unter der Brücke, in der alten Mühle, auf halber Strecke, am Schreibtisch
    """
)
_WELL = _words(
    """
    ehrlich gesagt, natürlich, zum Glück, am Anfang, seltsamerweise, manchmal, trotzdem, im Grunde, deshalb,
    inzwischen, genau genommen, vielleicht, wie so oft, auf einmal, leider, zuerst
    """
)

#: Weight -> a sentence's shape.  w, v, o: who does what; t, p: time and place; a: an adverb; capitals come later.
_STATEMENTS = (
    (5, "{w} {v} {o}."),
    (6, "{a} {v} {w} {o}."),
    (5, "{w} {v} {o} {p}."),
    (5, "{t} {v} {w} {o}."),
    (4, "{w} {v} {p} {o}, {w2} {v2} {o2}."),
    (4, "{t} {v} {w} {o} {p}."),
    (4, "{w} {v} {o}, weil {w2} {o2} {v2}."),
    (3, "{a} {v} {w} {o}, und {w2} {v2} {o2}."),
    (2, "Und so {v} {w} {t} {o}, doch {w2} {v2} {p} {o2}."),
    (3, "{p} {v} {w} {o}."),
    (2, "Sehen Sie: {w} {v} {o}."),
    (1, "Wenn {w} {t} {o} {v}, dann {v2} {w2} {p} {o2}, und das {a} schon lange."),
)
_QUESTIONS = (
    (4, "Wer {v} {o}?"),
    (4, "{v} {w} {o}?"),
    (4, "Warum {v} {w} {t} {o}?"),
    (3, "Was geschieht, wenn {w} {p} {o} {v}?"),
    (2, "Wie lange {v} {w} {o} noch, und wer {v2} {o2}?"),
)


def conversation(seconds: float) -> str:
    """A script in our own format of about so many seconds of sound, for the cast of the shipped show."""
    return _Writer(seconds).script()


class _Writer:
    def __init__(self, seconds: float) -> None:
        self._random = Random(f"{seconds:g} seconds")
        self._said: set[str] = set()
        self._characters = 0
        self._wanted = (seconds - _HEAD_S - _TAIL_S) / _SECONDS_A_CHARACTER

    def script(self) -> str:
        """The whole of it."""
        chapters = max(3, round(self._wanted * _SECONDS_A_CHARACTER / _CHAPTER_S))
        paragraphs = ["Dieses Gespräch ist erfunden, und alle Stimmen sind künstlich.", self._text(_STATEMENTS, 12)]
        for number in range(chapters):
            paragraphs += self._chapter(self._wanted * (number + 1) / chapters)
        head = '---\ntitle: "Ein erfundenes Gespräch"\nlanguage: de\ncast: town-hall\n---\n\n'
        return head + "\n\n".join(paragraphs) + "\n"

    def _chapter(self, until: float) -> Iterator[str]:
        yield f"## {self._sentence(((1, '{w} {v} {o}'),))}"
        yield self._text(_STATEMENTS, 1)
        while self._characters < until:
            lead, question = self._text(_STATEMENTS, self._between(1, 3)), self._text(_QUESTIONS, self._between(1, 2))
            yield f"**Frage:** {lead} {question}"
            label = "Mitarbeiter" if self._random.random() < 0.1 else "Gast"
            aside = f" (Zuschauer: {self._sentence(_QUESTIONS)})" if self._random.random() < 0.05 else ""
            yield f"**{label}:** {self._text(_STATEMENTS, self._between(2, 5))}{aside}"
            for _ in range(self._between(0, 3)):
                yield self._text(_STATEMENTS, self._between(2, 5))

    def _text(self, shapes: tuple[tuple[int, str], ...], sentences: int) -> str:
        return " ".join(self._sentence(shapes) for _ in range(sentences))

    def _sentence(self, shapes: tuple[tuple[int, str], ...]) -> str:
        """A sentence that nobody has said yet."""
        while True:
            text = self._any(shape for weight, shape in shapes for _ in range(weight)).format(
                **{slot: self._any(words) for slot, words in _SLOTS.items()}
            )
            text = text[0].upper() + text[1:]
            if text not in self._said:
                self._said.add(text)
                self._characters += len(text) + 1
                return text

    def _any(self, choices: Iterable[str]) -> str:
        choices = tuple(choices)
        # random() is the one method whose numbers Python promises to keep.
        return choices[int(self._random.random() * len(choices))]

    def _between(self, least: int, most: int) -> int:
        return least + int(self._random.random() * (most - least + 1))


_SLOTS = {"w": _WHO, "w2": _WHO, "v": _DOES, "v2": _DOES, "o": _WHAT, "o2": _WHAT, "t": _WHEN, "p": _WHERE, "a": _WELL}
