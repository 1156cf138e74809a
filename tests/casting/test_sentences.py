import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.casting.sentences import LONGEST_SENTENCE, breaths, sentences


def cut(text, language="de"):
    return [text[s.start : s.stop] for s in sentences(text, language)]


@pytest.mark.parametrize(
    "whole",
    [
        "Das gilt z. B. Montag und z.B. Dienstag.",
        "Dr. Vogel und Prof. Dr. Klein wohnen in Haus Nr. 5.",
        "Birnen, Äpfel usw. Pflaumen gibt es auch.",
        "Das heißt, d. h. Kirschen, u. a. Süßkirschen bzw. Sauerkirschen.",
        "Es dauert ca. Wochen.",
        "Am 27. Januar beginnt der Kurs.",
        "Im 3. Quartal wird es ruhig.",
        "Der 100. Besucher bekommt Kuchen.",
        "Vom 1. bis 3. Mai ist zu.",
        "Die 2. und 3. Auflage sind vergriffen.",
        "Das 21. Jahrhundert ist jung.",
        "Die Zahl 3.14 und die Zahl 2,5 sind bekannt.",
        "J. R. Muster schrieb das Buch.",
        "Nun … ja, das ist so eine Sache.",
        "„Geh weg!“, rief er laut.",
        "„Wirklich?“ fragte sie.",
        "Es gibt 5 Mio. Menschen dort.",
        "Ludwig XIV. war König.",
        "1. Vom Anfang her",
        "Vgl. Abb. 3 auf S. 7.",
        "Mr. Brown kommt, e.g. mit Mrs. Brown.",
    ],
)
def test_it_stays_whole(whole):
    assert cut(whole) == [whole]
    assert cut(f"{whole}\n\nDann ist Schluss.")[0] == whole


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Es regnet. Peter kommt! Wer noch? Niemand.", 4),
        ("Sie sagte: „Komm her. Setz dich.“ Dann schwieg sie.", 3),
        ("(So war es.) Und so blieb es.", 2),
        ("Ist das wahr?! Ja.", 2),
        ("Es waren 12. Peter zählte nach.", 2),
        ("Wir reisen am 27. Danach ist Ruhe.", 2),
        ("Das war im Jahr 1999. Peter war jung.", 2),
        ("Es gab Brot, Käse usw. Das war gut.", 2),
        ("Ja... Dann eben nicht.", 2),
        ("Das war Plan B. Der ging schief.", 2),
        ("Es kostete 5 Mio. Das ist viel.", 2),
        ("今天好。明天也好！", 2),
        ("真的吗？！是的。", 2),
    ],
)
def test_it_is_cut(text, count):
    assert len(cut(text)) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mr. Smith met J. R. Doe, e.g. on Jan. 5.", 1),
        ("No. I will not. See No. 5 instead.", 3),
        ("He left at 5 p.m. Then it rained.", 2),
        ("It was 2019. Things were well.", 2),
    ],
)
def test_english(text, count):
    assert len(cut(text, "en-GB")) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("أين هو؟ لا أعرف. حقاً؟! نعم.", 4),
        ("وہ کہاں ہے؟ گھر میں ہے۔ اچھا۔", 3),
        ("वह कहाँ है? घर में है। अच्छा॥", 3),
        ("Ո՞ւր է նա։ Տանն է։", 2),
        ("እሱ የት ነው? ቤት ነው። እሺ።", 3),
    ],
)
def test_every_script_has_its_own_marks(text, count):
    assert len(cut(text, "und")) == count


def test_a_long_sentence_of_arabic_breathes_and_is_cut_behind_its_own_marks():
    half = "كلمة " * 20 + "كلمة"
    (whole,) = sentences(f"{half}، {half}", "ar")
    assert [text.stop for text in breaths(f"{half}، {half}", whole)] == [len(half) + 1, 2 * len(half) + 2]
    first, *_ = sentences(f"{half}؛ {half}، {half}", "ar", longest=2 * len(half))
    assert first.stop == len(half) + 1


def test_a_language_that_nobody_knows_is_cut_at_full_stops():
    assert cut("Aa bb. Cc dd! Ee", "tlh") == ["Aa bb.", "Cc dd!", "Ee"]


def test_endings_say_what_follows():
    found = sentences("Eins. Zwei.\n\nDrei", "de")
    assert [s.ending for s in found] == ["sentence", "paragraph", "paragraph"]


def test_a_paragraph_ends_a_sentence_without_a_full_stop():
    assert cut("Ohne Punkt\n \nund weiter") == ["Ohne Punkt", "und weiter"]
    assert cut("am 27.\n\nJanuar ist kalt") == ["am 27.", "Januar ist kalt"]


@pytest.mark.parametrize(
    ("joint", "first_ends"),
    [("; ", ";"), (", ", ","), (" und ", "wort"), (" ", "wort"), ("", "wort")],
)
def test_too_long_a_sentence_is_cut_where_it_hurts_least(joint, first_ends):
    half = "wort" + (" wort" if joint else "wort") * 5
    text = half + joint + half
    first, *_ = sentences(text, "de", longest=len(half) + len(joint) + 4)
    assert text[first.start : first.stop].endswith(first_ends)
    assert first.ending == "clause"


def test_a_decimal_comma_is_no_place_to_cut():
    assert all("7,25" in part for part in cut("7,25 " * 300))


@pytest.mark.parametrize("text", ["", " \n\n ", "\t"])
def test_nothing_has_no_sentence(text):
    assert sentences(text, "de") == ()


def test_a_limit_of_nothing_is_refused():
    with pytest.raises(ValueError, match="holds nothing"):
        sentences("a", "de", longest=0)


PARTS = [*'aB1.…!?,;: \n"„“()–-ß漢。', "z. B. ", "27. ", "und ", "\n\n"]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=100).map("".join)


@given(TEXTS | st.text(max_size=80), st.sampled_from(["de", "en", "tlh"]), st.integers(1, 60))
def test_every_character_is_in_exactly_one_sentence(text, language, longest):
    found = sentences(text, language, longest=longest)
    at = 0
    for sentence in found:
        assert not text[at : sentence.start].strip()
        assert at <= sentence.start < sentence.stop <= sentence.start + longest
        assert text[sentence.start : sentence.stop].strip() == text[sentence.start : sentence.stop]
        at = sentence.stop
    assert not text[at:].strip()
    assert not found or found[-1].ending == "paragraph"


@pytest.mark.parametrize(
    "text",
    ["x" * 200_000, "wort " * 40_000, "." * 1_000_000, ". " * 100_000, "1. und " * 20_000, " \n" * 100_000 + "x"],
)
def test_hostile_texts_take_no_long_time(text):
    start = time.process_time()
    found = sentences(text, "de")
    assert time.process_time() - start < 5
    assert all(s.stop - s.start <= LONGEST_SENTENCE for s in found)


CLAUSES = "Wir bauen eine neue Halle für die alten Maschinen"


def breathed(text):
    (sentence,) = sentences(text, "de")
    return [(text[s.start : s.stop], s.ending) for s in breaths(text, sentence)]


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        (f"{CLAUSES}, und {CLAUSES}.", []),
        (f"{CLAUSES}, und {CLAUSES}, weil {CLAUSES}.", [f"{CLAUSES}, und {CLAUSES},"]),
        (f"{CLAUSES}, und {CLAUSES}; {CLAUSES}.", [f"{CLAUSES}, und {CLAUSES};"]),
        (f"{CLAUSES} – {CLAUSES}, ja, {CLAUSES}.", [f"{CLAUSES} –"]),
        (f"{CLAUSES} {CLAUSES} {CLAUSES}, ja.", []),
        (f"{CLAUSES} {CLAUSES} {CLAUSES} ohne ein einziges Zeichen.", []),
    ],
)
def test_long_sentences_breathe_at_their_clauses(text, heads):
    found = breathed(text)
    assert [head for head, _ in found[: len(heads)]] == heads
    assert [ending for _, ending in found] == ["clause"] * (len(found) - 1) + ["paragraph"]


@given(st.text("ab ,;–", min_size=1, max_size=600))
def test_no_character_is_lost_between_breaths(text):
    for sentence in sentences(text, "de"):
        parts = breaths(text, sentence)
        assert "".join(text[p.start : p.stop] for p in parts).split() == text[
            sentence.start : sentence.stop
        ].split() or (
            "".join("".join(text[p.start : p.stop] for p in parts).split())
            == "".join(text[sentence.start : sentence.stop].split())
        )
        assert parts[-1].ending == sentence.ending
