import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stimmwerk.casting.cast import Voice
from stimmwerk.casting.lexicon import Entry, Lexicon
from stimmwerk.casting.speakable import speakable
from stimmwerk.engines.base import EngineContext, Heard
from stimmwerk.engines.espeak_library import bundled_files
from stimmwerk.engines.pyttsx3_engine import EspeakEngine
from stimmwerk.engines.tone import ToneEngine
from stimmwerk.engines.words import tokens
from stimmwerk.errors import EngineError
from stimmwerk.pronouncing import hearing, pronounced
from stimmwerk.shipped import shipped_lexicon

VOICE = Voice(engine="pyttsx3", name="de", language="de")


class Echo:
    """Hears for each run of a text the run itself."""

    def hear(self, request):
        return tuple(Heard(start=start, ipa=request.text[start:stop].lower()) for start, stop in tokens(request.text))


def told(text, lexicon=None, engine=None):
    lexicon = shipped_lexicon("de") if lexicon is None else lexicon
    return pronounced(text, language="de", lexicon=lexicon, engine=engine or Echo(), voice=VOICE)


@pytest.fixture(scope="module")
def espeak():
    with EspeakEngine("pyttsx3", EngineContext(), bundled_files) as engine:
        yield engine


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Das Brot, ja.", [("Das", "Das"), ("Brot", "Brot"), ("ja", "ja")]),
        (
            "wie z. B. am 3. Mai",
            [("wie", "wie"), ("z. B.", "zum Beispiel"), ("am", "am"), ("3.", "dritten"), ("Mai", "Mai")],
        ),
        ("für 3,99 € mehr", [("für", "für"), ("3,99 €", "3 Euro 99"), ("mehr", "mehr")]),
        ("KI-Brote", [("KI", "KI"), ("Brote", "Brote")]),
        ("10-20 %", [("10-20", "10 bis 20"), ("%", "Prozent")]),
        ("Machine Learning", [("Machine", "Machine"), ("Learning", "Learning")]),
        ("E-Mail", [("E-Mail", "E-Mail")]),
        ("Cloudspeicher", [("Cloudspeicher", "Cloudspeicher")]),
        ("(面包) ja", [("面包", ""), ("ja", "ja")]),
        ("", []),
        ("…", []),
    ],
)
def test_tokens_and_how_they_are_read(text, rows):
    found = told(text)
    assert [(token.text, token.spoken) for token in found] == rows
    assert all(token.text == text[token.start : token.stop] for token in found)


def test_sentences_are_heard_one_by_one_and_places_count_from_the_start(espeak):
    text = "Das Team kommt. Der Throughput steigt um 5 %."
    found = told(text, engine=espeak)
    assert [(token.text, token.ipa) for token in found] == [
        ("Das", "das"),
        ("Team", "ˈtiːm"),
        ("kommt", "ˈkɔmt"),
        ("Der", "dɛr"),
        ("Throughput", "ˈθruːpʊt"),
        ("steigt", "ˈʃtaɪkt"),
        ("um", "ʊm"),
        ("5", "ˈfʏnf"),
        ("%", "proːˈtsɛnt"),
    ]
    assert all(token.text == text[token.start : token.stop] for token in found)


def test_an_engine_that_cannot_tell_is_named():
    with pytest.raises(EngineError, match="'tone' does not tell"):
        hearing(ToneEngine(EngineContext()))


PARTS = st.sampled_from(
    (
        *(
            "Das ",
            "Brot ",
            "Cloudspeicher ",
            "KI-Startups ",
            "Machine Learning ",
            "z. B. ",
            "3,99 € ",
            "5 €/Monat ",
            "LLMs ",
        ),
        *(
            "v2.1 ",
            "report.pdf ",
            "die IV. Klasse ",
            "2 1/2 ",
            "10–20 % ",
            "am 3. Mai ",
            "E-Mail ",
            "Knowledge of the ",
            "x@y.de ",
        ),
        *(
            "eingeloggt ",
            "SmartFridge ",
            "CI/CD ",
            "C++ ",
            "36氪 ",
            "面包",
            "😀",
            "\n\n",
            "„",
            "“ ",
            " - ",
            "-",
            "’s ",
            "[[",
            "]]",
            ".",
        ),
    )
)
LEXICON = Lexicon(entries=(Entry(key="Brot", say="ein neues Brot"), Entry(key="Das", espeak="d'as"))).before(
    shipped_lexicon("de")
)


@given(st.lists(PARTS, max_size=12).map("".join) | st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_offsets_survive_it_all(text):
    at = 0
    for token in told(text, LEXICON):
        assert at <= token.start < token.stop <= len(text)
        assert token.text == text[token.start : token.stop]
        at = token.stop


@given(st.lists(PARTS, max_size=12).map("".join))
@settings(max_examples=100, deadline=None)
def test_every_letter_that_is_spoken_is_in_a_token(text):
    covered = {place for token in told(text, LEXICON) for place in range(token.start, token.stop)}
    for piece in speakable(text, (), "de", LEXICON).pieces:
        if piece.literal:
            letters = {place for place in range(piece.start, piece.stop) if text[place].isalnum()}
            assert letters <= covered
