"""The lexicons that come with the program: well formed, spoken as they say, and of no effect on plain text."""

import pytest

from stimmwerk.casting.cast import Voice
from stimmwerk.casting.lexicon import Lexicon
from stimmwerk.casting.phrases import calibration_sentences, sample_sentence
from stimmwerk.casting.speakable import speakable
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.espeak_library import bundled_files
from stimmwerk.engines.pyttsx3_engine import EspeakEngine
from stimmwerk.shipped import over_shipped, shipped_languages, shipped_lexicon
from stimmwerk.speech import SpeechRequest


@pytest.fixture(scope="module")
def espeak():
    with EspeakEngine("pyttsx3", EngineContext(), bundled_files) as engine:
        yield engine


def heard(engine, text, language="de"):
    say = speakable(text, (), language, shipped_lexicon(language)).say
    voice = Voice(engine="pyttsx3", name=language, language=language)
    return " ".join(word.ipa for word in engine.hear(SpeechRequest(say=say, voice=voice)))


def test_every_language_has_its_own():
    assert shipped_languages() == ("de", "en")
    assert len(shipped_lexicon("de-AT").entries) > 700
    assert len(shipped_lexicon("en").entries) > 50
    assert shipped_lexicon("fr") == Lexicon()


def test_a_show_s_own_is_above_it():
    lexicons = over_shipped({"de": Lexicon(native=frozenset({"back"})), "fr": Lexicon()})
    assert sorted(lexicons) == ["de", "en", "fr"]
    assert lexicons["de"].is_foreign("back") is False
    assert lexicons["de"].find("Startups")


@pytest.mark.parametrize("language", shipped_languages())
def test_every_entry_can_be_spoken(espeak, language):
    phonemes = espeak._phonemes_of({"de": "gmw/de", "en": "gmw/en"}[language])
    for entry in shipped_lexicon(language).entries:
        for match in shipped_lexicon(language).find(entry.key):
            said = match.spoken(entry.key)
            assert said.ipa is None or phonemes.words(phonemes.from_ipa(said.ipa)), entry.key


@pytest.mark.parametrize(
    ("written", "ipa"),
    [
        ("Startups", "ˈstaːɐ̯taps"),
        ("KI-Startup", "ˌkaːˈiː ˈstaːɐ̯tap"),
        ("Multi-Agenten-Systeme", "ˈmʊltiː aˈɡɛntən zʏˈsteːmə"),
        ("debuggen", "diːˈbaɡən"),
        ("debuggt", "diːˈbakt"),
        ("gedebuggt", "ɡədiːˈbakt"),
        ("eingeloggt", "aɪn ɡəˈlɔkt"),
        ("Cloudspeicher", "ˈklaʊt ˈʃpaɪçɐ"),
        ("Softwareupdate", "ˈsɔftvɛːɐ̯ ˈapdeɪt"),
        ("Deeplearning-Modell", "ˈdiːˌplœːɐ̯nɪŋ moːˈdɛl"),
        ("Open-Source-Software", "ˈoʊpən ˈsɔːɐ̯s ˈsɔftvɛːɐ̯"),
        ("Reasoning", "ˈriːzənɪŋ"),
        ("Deadline", "ˈdɛtlaɪn"),
        ("iPhone", "ˈaɪfoʊn"),
        ("Town Hall", "ˈtaʊn ˈhɔːl"),
        ("Venture Capital", "ˈvɛntʃɐ ˈkɛpɪtəl"),
        ("Kubernetes", "kubɐˈneːtəs"),
        ("Nvidia", "ɛnˈviːdia"),
        ("B2B", "biːtuːˈbiː"),
        ("CEO", "siːʔiːʔˈoʊ"),
        ("Podcastfolge", "ˈpɔtkaːst ˈfɔlɡə"),
        ("Homeoffice", "ˈhoʊmʔɔfɪs"),
        ("Manager", "ˈmɛnɪdʒɐ"),
        ("Bottleneck", "ˈbɔtəlˌnɛk"),
        ("Throughput", "ˈθruːpʊt"),
        ("Rate Limit", "ˈreɪt ˈlɪmɪt"),
        ("Webentwickler", "ˈvɛp ɛntˈvɪklɐ"),
        ("OECD", "oːeːtseːˈdeː"),
        ("Chancen", "ˈʃãːsən"),
    ],
)
def test_golden_sounds(espeak, written, ipa):
    assert heard(espeak, written).replace("ʔˈ", "ˈʔ") == ipa.replace("ʔˈ", "ˈʔ")


PLAIN = """
Am frühen Morgen öffnet die Bäckerin ihr kleines Geschäft, und der Duft von frischem Brot zieht durch die Straße.
Der Apparat steht neben der Botschaft, die Boten bringen Briefe, und alle Daten liegen auf dem Tisch.
Die Boote treiben auf dem See, das Rentier schläft, der Staren Gesang klingt fern, und niemand hat Linkes im Sinn.
Fast alle kamen so bald wie möglich, hielten an der Hand die Kinder fest und sangen ein altes Lied vom Land.
Information, Organisation und Diskussion sind wichtige Themen einer Gesellschaft, die sich entwickeln will.
Ein Hering aus Messing lag im Ring, der Frühling ging, die Rate sank, das Studium endete, die Person verschwand.
Am Webstuhl saß der Weber, die eventuelle Änderung war mental schwer, und designierte Minister fuhren nach Hause.
"""


@pytest.mark.parametrize("text", PLAIN.strip().splitlines())
def test_plain_german_stays_as_it_is(text):
    spoken = speakable(text, (), "de", shipped_lexicon("de"))
    changed = [piece.say for piece in spoken.pieces if piece.say.ipa or piece.say.language]
    assert [say.text for say in changed] == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_voices_are_measured_with_stays_as_it_is(language):
    for text in (*calibration_sentences(language), sample_sentence(language)):
        spoken = speakable(text, (), language, Lexicon())
        assert not [piece for piece in spoken.pieces if piece.say.ipa or piece.say.language]
