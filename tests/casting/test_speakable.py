import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stimmwerk.casting.draft import GONE, SAID
from stimmwerk.casting.lexicon import Entry, Lexicon
from stimmwerk.casting.speakable import speakable, unspoken

NONE = Lexicon()


def said(text, spans=(), language="de", lexicon=NONE):
    return speakable(text, spans, language, lexicon).text


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Er rief: „Ja!“", "Er rief: Ja!"),
        ('»Ja« und ‚nein‘ und "so"', "Ja und nein und so"),
        ("wie geht’s", "wie geht’s"),
        ("Brot (aus Korn) backen", "Brot, aus Korn, backen"),
        ("Brot (aus Korn).", "Brot, aus Korn."),
        ("(Nur Brot)", "Nur Brot"),
        ("Freund(in)", "Freundin"),
        ("Brot [sic] backen", "Brot, sic, backen"),
        ("a [[b]] c", "a, b, c"),
        ("nun … ja", "nun – ja"),
        ("nun ... ja", "nun – ja"),
        ("nun ja …", "nun ja."),
        ("Brot — und Käse", "Brot – und Käse"),
        ("Brot -- und Käse", "Brot – und Käse"),
        ("– Nein, danke", "Nein, danke"),
        ("Wirklich?!! Ja!!!", "Wirklich? Ja!"),
        ("gut 😀 so", "gut so"),
        ("gut 👍🏽!", "gut!"),
        ("a\tb\u00a0c\nd", "a b c d"),
        ("Ende\n\nAnfang", "Ende. Anfang"),
        ("a\x00b\u200bc", "abc"),
        ("Schiff\u00adfahrt", "Schifffahrt"),
        ("ﬁnden", "finden"),
        ("u\u0308ber", "über"),
        ("𝐁𝐫𝐨𝐭", "Brot"),
        ("• Brot", "Brot"),
        ("*Brot*_schneiden_", "Brot schneiden"),
        ("das Wort 面包 heißt Brot", "das Wort heißt Brot"),
        ("nach https://www.example.org/a/b?c=d, dann", "nach example Punkt org, dann"),
        ("auf example.com.", "auf example Punkt com."),
        ("an max.muster@example.com!", "an max Punkt muster ät example Punkt com!"),
    ],
)
def test_marks_and_letters(text, spoken):
    assert " ".join(said(text).split()) == spoken


@pytest.mark.parametrize("text", ["", "   ", "…", "😀👍", "„“ ()", "\x00", SAID + GONE, "面包"])
def test_without_a_letter_there_is_no_piece(text):
    assert speakable(text, (), "de", NONE).pieces == ()


def test_what_its_author_says_wins_over_lexicon_and_rules():
    lexicon = Lexicon(entries=(Entry(key="am 3. Mai", say="nie"),))
    spans = [(3, 5, "say", "fünften"), (0, 2, "emphasis", None)]
    assert said("am 3. Mai", spans, lexicon=lexicon) == "am fünften Mai"


def test_the_lexicon_wins_over_rules():
    assert said("z. B. so", lexicon=Lexicon(entries=(Entry(key="z. B.", say="etwa"),))) == "etwa so"


def test_a_sound_goes_with_the_letters_for_engines_that_cannot_say_it():
    (before, piece) = speakable("das Codex", [(4, 9, "ipa", "ˈkoːdɛks")], "de", NONE).pieces
    assert (before.say.text, piece.say.text, piece.say.ipa) == ("das ", "Codex", "ˈkoːdɛks")


def test_another_language_follows_its_own_rules():
    spoken = speakable("sein Dr. No & Co heißt so", [(5, 16, "lang", "en")], "de", NONE)
    assert [p.say.text for p in spoken.pieces if p.say.language == "en"] == ["Doctor", " No", " and ", "Co"]
    assert spoken.text == "sein Doctor No and Co heißt so"


@pytest.mark.parametrize("value", ["a [[b]] \x07c", "a\nb{c"])
def test_what_an_author_says_is_made_safe(value):
    assert not set(said("hier", [(0, 4, "say", value)])) & set("[]{}\n\x07")


def test_a_part_of_a_compound_is_looked_up():
    lexicon = Lexicon(entries=(Entry(key="Tool", say="Tuhl", inflect="noun"), Entry(key="KI", say="Ka-I")))
    assert said("KI - Tools und Tool-Chefs", lexicon=lexicon) == "Ka-I-Tuhls und Tuhl-Chefs"


def test_ideographs_of_the_lexicon_are_spoken_apart():
    assert said("36氪的 ist da", lexicon=Lexicon(entries=(Entry(key="氪", say="Krypton"),))) == "36 Krypton ist da"


def test_what_is_not_spoken_is_told():
    text = "nach https://example.org/weg dort 面包 und 😀"
    silent = unspoken(text, speakable(text, (), "de", NONE))
    assert [text[a:b] for a, b in silent] == ["https", "weg", "面包"]
    assert unspoken("面包 1", speakable("面包", (), "de", NONE)) == ((0, 4),)


def test_a_language_that_nobody_knows_keeps_its_letters_and_numbers():
    assert said("Привет (мир) 5 km", language="ru") == "Привет, мир, 5 km"
    assert said("今天好", language="zh") == "今天好"


def test_latin_languages_without_rules_leave_out_other_letters():
    assert said("le mot 面包 ici", language="fr") == "le mot ici"


FRAGMENTS = (
    *"aB1.…!?,;: \n\"„“()[]–-_ß漢😀€%&/'’#@\u0308\x00",
    *("z. B. ", "27. ", "am 3. Mai ", " - ", "\n\n", "[[", "]]", "1.000,50 €", "https://a.de/b ", "x@y.de"),
    *("14:30 Uhr", "KI", "Tools", SAID, "XIV. ", "1 Mio. "),
)
PARTS = st.sampled_from(FRAGMENTS)
TEXTS = st.lists(PARTS, max_size=40).map("".join) | st.text(max_size=80)
KINDS = st.sampled_from(
    [("say", "so [[x"), ("ipa", "kaː"), ("lang", "en"), ("emphasis", None), ("link", "https://x.de")]
)
LEXICON = Lexicon(entries=(Entry(key="KI", ipa="kaː"), Entry(key="Tool", say="Tuhl", inflect="noun")))


@st.composite
def spanned(draw):
    text = draw(TEXTS)
    places = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(places, places, KINDS), max_size=3))
    return text, [(min(a, b), max(a, b), *kind) for a, b, kind in spans]


@given(spanned(), st.sampled_from(["de", "en", "fr", "zh"]))
@example(("a\n\nb", []), "de")
def test_pieces_lead_back_to_the_text(written, language):
    text, spans = written
    spoken = speakable(text, spans, language, LEXICON)
    at = 0
    for piece in spoken.pieces:
        assert at <= piece.start < piece.stop <= len(text)
        assert piece.say.text
        assert not piece.literal or piece.say.text == text[piece.start : piece.stop]
        at = piece.stop
    covered = {place for piece in spoken.pieces for place in range(piece.start, piece.stop)}
    told = {place for start, stop in unspoken(text, spoken) for place in range(start, stop)}
    assert {place for place, character in enumerate(text) if character.isalnum()} <= covered | told
    assert not any(text[place].isalnum() for place in covered & told)


@given(spanned(), st.sampled_from(["de", "en", "fr", "zh"]))
def test_what_comes_out_is_safe_for_an_engine(written, language):
    spoken = speakable(*written, language, LEXICON).text
    assert not set(spoken) & set("[]{}")
    assert not any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn") for character in spoken)


@given(st.text("abcäöüßABC 0123456789.,;:!?-–„“()/&%", max_size=120))
def test_no_letter_or_digit_of_plain_text_is_lost(text):
    spoken = speakable(text, (), "de", NONE)
    assert unspoken(text, spoken) == () or not spoken.pieces


@pytest.mark.parametrize("text", ["x" * 200_000, "." * 300_000, "A - B " * 20_000, "( " * 50_000, "1. und " * 20_000])
def test_hostile_texts_take_no_long_time(text):
    start = time.process_time()
    speakable(text, (), "de", NONE)
    assert time.process_time() - start < 5
