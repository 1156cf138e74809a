import pytest

from stimmwerk.casting.orthography import ENGLISH_POINTS, english_points, may_be_german

# Words that every German text has; none of them may be taken for English.
GERMAN = (
    "Zeit Jahr Mensch Arbeit Leben Frage Antwort Weg Stadt Land Haus Kind Wasser Straße Geschichte Gesellschaft "
    "Wirtschaft Unternehmen Entwicklung Information Organisation Situation Generation Produktion Diskussion "
    "Funktion Region Religion Student Präsident Dokument Instrument Experiment Element Moment Argument Regiment "
    "Fundament Material Personal Kapital Original Signal Journal General Minister Register Professor Direktor Motor "
    "Autor Faktor Museum Studium Zentrum Datum Wissenschaft Forschung Sprache Stimme Gespräch Meinung Vorschlag "
    "Beispiel Ergebnis Ereignis Verhältnis Gedächtnis singen bringen springen klingen dringen schwingen gelingen "
    "Frühling Lehrling Zwilling Schilling gehen stehen kommen nehmen geben sehen lesen schreiben "
    "sprechen denken glauben wissen können müssen sollen wollen dürfen werden haben sein machen lassen finden "
    "halten bleiben liegen heißen führen fahren laufen tragen schlagen gut groß klein neu alt lang kurz hoch tief "
    "schnell langsam früh spät wichtig richtig falsch möglich nötig einfach immer wieder vielleicht natürlich "
    "eigentlich wirklich besonders zusammen gemeinsam plötzlich endlich schließlich Apparat Botschaft Teamster "
    "Fanfare Bugwelle Starrsinn Postkarte Weberei Linkskurve Toleranz Konferenz Existenz "
)

ENGLISH = (
    "throughput knowledge whistle straight enough nightmare roughly breakthrough wholesale overwhelming shipping "
    "yearly coffee meadow sorrow chew yawn squeeze playing thinking everything leadership brightness awkward "
    "journey "
)


@pytest.mark.parametrize("word", GERMAN.split())
def test_german_words_do_not_look_english(word):
    assert may_be_german(word.lower())


@pytest.mark.parametrize("word", ENGLISH.split())
def test_english_words_look_english(word):
    assert english_points(word) > ENGLISH_POINTS


@pytest.mark.parametrize("word", ["", "the", "über", "straße", "x" * 40])
def test_nothing_is_said_of_short_long_and_other_words(word):
    assert english_points(word) == 0
