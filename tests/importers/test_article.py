"""Articles and plain texts: who speaks, what is a heading, what is left out; and that no word is lost."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stimmwerk.errors import SourceError, Where
from stimmwerk.importers.article import recognise
from stimmwerk.importers.table import import_text
from stimmwerk.script.characters import FORBIDDEN
from stimmwerk.script.inline import parse_inline
from stimmwerk.script.markdown import decode

from .wholeness import check_survives_formatting, check_whole

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("*.txt"))
SEED = sorted((Path(__file__).parents[3] / "shared" / "seed").glob("*.txt"))
needs_seed = pytest.mark.skipif(not SEED, reason="no folder ../shared/seed with articles beside the checkout")


def article(text, file="f.txt", **more):
    return import_text(text, file, format="article", **more)


def fixture(name):
    return article((Path(__file__).parent / "fixtures" / name).read_text("utf-8"), name)


def said(imported):
    return [(turn.label, turn.kind, parse_inline(turn.text, Where("f")).plain) for turn in imported.script.turns()]


def codes(imported):
    return {caution.code for caution in imported.warnings}


@pytest.mark.parametrize("path", [*FIXTURES, *SEED], ids=lambda path: path.stem)
def test_no_word_is_lost(path):
    text = decode(path.read_bytes(), path.name)
    imported = article(text, path.name)
    check_whole(text, imported)
    check_survives_formatting(imported)


def test_an_article_in_german():
    imported = fixture("interview_de.txt")
    script = imported.script
    assert script.title == "Warum die Brücke am Mühlbach so lange brauchte"
    assert (script.language, script.date, script.source) == ("de", datetime.date(2024, 5, 3), "Talblatt-Redaktion")
    assert [chapter.title for chapter in script.chapters] == [
        None,
        "Der Anfang: Ein Fundament im Wasser",
        "Das Ende: Wer zuerst hinüberging",
    ]
    assert [(label, kind) for label, kind, _ in said(imported)] == [
        (None, "turn"),
        ("Frage", "turn"),
        ("Lena Voss", "turn"),
        ("Frage", "turn"),
        ("Lena Voss", "turn"),
        ("Passant", "interjection"),
        ("Lena Voss", "continuation"),
        ("Frage", "turn"),
        ("Bauleitung - Büro", "turn"),
    ]
    assert "Lena: Frag ruhig." in said(imported)[0][2]
    assert codes(imported) == {"label-once", "breaks-off"}
    assert [person.labels for person in script.people] == [
        ("Frage",), ("Lena Voss",), ("Passant",), ("Bauleitung - Büro",)
    ]  # fmt: skip


def test_a_wrapped_text_in_english():
    imported = fixture("interview_en_wrapped.txt")
    assert imported.script.title == "A lighthouse for two"
    assert imported.script.source == "By Nora Field"
    assert imported.script.date == datetime.date(2023, 5, 4)
    assert imported.script.language == "en"
    assert [label for label, _, _ in said(imported)] == [
        None, "Interviewer", "Mr. Hale", "Mrs. Hale", "Interviewer", "Mr. Hale", "Mrs. Hale"
    ]  # fmt: skip
    assert said(imported)[3][2] == "There are 211 of them. I counted, twice."
    assert codes(imported) == set()


def test_a_text_without_speakers_is_narration():
    imported = fixture("narration_es.txt")
    assert imported.script.language == "es"
    assert [label for label, _, _ in said(imported)] == [None]
    assert codes(imported) == {"no-speakers"}


def test_marks_of_our_format_are_text_in_an_article():
    imported = fixture("dialogue_fr_hostile.txt")
    assert imported.script.language == "fr"
    assert {label for label, _, _ in said(imported)} == {"Claire", "Hugo"}
    assert '<break time="9h"/>' in said(imported)[0][2]
    assert [left.text for left in imported.left_out] == ["…", "Claire"]


NO_LABELS = {
    "announcements": "Hinweis: Das Haus ist zu.\n\nHinweis: Der Hof ist offen.\n\nHinweis: Das war es.",
    "times and addresses": "Um 17:14 ging es los.\n\nhttps://a.example: eine Seite.\n\nUm 18:20 war Schluss.",
    "sentences": "Er sagte das: nichts.\n\nWir hörten nur: Wind.\n\nEr sagte das: wieder nichts.",
    "one colon in a story": "Es war Abend und kalt.\n\nDie Frage blieb: Wer kommt?\n\nKeiner kam.\n\nEs wurde Tag.",
    "a list": "Was wir kaufen wollen.\n\n• Brot: zwei.\n• Brot: drei.\n• Milch: vier.",
}


@pytest.mark.parametrize("text", NO_LABELS.values(), ids=NO_LABELS)
def test_a_colon_makes_no_label(text):
    imported = article(text)
    assert imported.script.labels() == ()
    assert "no-speakers" in codes(imported)


LABELS = {
    "two who speak once": ("Anna: Hallo.\n\nBen: Auch hallo.", ("Anna", "Ben")),
    "speakers with numbers": ("Speaker 1: Hi.\n\nSpeaker 2: Hi.\n\nSpeaker 1: Bye.", ("Speaker 1", "Speaker 2")),
    "capitals": ("ANNA BERG: Hallo.\nBEN: Ja.\nANNA BERG: Gut.", ("ANNA BERG", "BEN")),
    "labels on lines of their own": ("Anna:\nHallo.\n\nBen:\nJa.\n\nAnna:\nGut.\n\nBen:\nEben.", ("Anna", "Ben")),
    "titles and companies": ("Dr. Berg (Amt): A.\n\nX/Y: B.\n\nDr. Berg (Amt): C.", ("Dr. Berg (Amt)", "X/Y")),
}


@pytest.mark.parametrize(("text", "labels"), LABELS.values(), ids=LABELS)
def test_labels(text, labels):
    assert article(text).script.labels() == labels


def test_a_label_of_the_cast_is_one_even_alone():
    text = "Altmann: Nur ich rede hier, und zwar lange.\n\nUnd noch ein Satz.\n\nUnd einer."
    assert article(text).script.labels() == ()
    assert article(text, known_labels=["altmann"]).script.labels() == ("Altmann",)


def test_headings_without_numbers():
    imported = article("Anna: Hallo.\n\nBen: Ja.\n\nNach der Pause\n\nAnna: Weiter.\n\nBen: Gut.")
    assert [chapter.title for chapter in imported.script.chapters] == [None, "Nach der Pause"]
    assert "heading-guessed" in codes(imported)


def test_headings_of_one_title_are_told_apart():
    imported = article("1. Teil\n\nAnna: Hallo.\n\n2. Teil\n\nBen: Ja.\n\nAnna: Gut.")
    assert [chapter.title for chapter in imported.script.chapters] == ["Teil", "Teil (2)"]
    assert "title-twice" in codes(imported)


def test_numbers_of_a_list_and_of_dates_are_no_headings():
    text = "Anna: Hallo.\n\n27. Mai war schön\n\n1. Brot\n2. Milch\n\nBen: Ja.\n\nAnna: Gut."
    assert [chapter.title for chapter in article(text).script.chapters] == [None]


def test_control_characters_are_taken_out_and_counted():
    imported = article("Anna: Ha\x07llo.\x00\n\nBen: Ja.\n\nAnna: Gut.\ufdd0")
    assert said(imported)[0][2] == "Hallo."
    (caution,) = [caution for caution in imported.warnings if caution.code == "control-characters"]
    assert caution.message.startswith("3 ")


def test_the_title_of_a_text_without_headline_is_its_file():
    imported = article("Anna: Hallo.\n\nBen: Ja.", "texte/mein_langes-gespräch.txt")
    assert imported.script.title == "mein langes gespräch"
    assert "no-headline" in codes(imported)


@pytest.mark.parametrize("text", ["…", "***\n\n🙂", "\x07"])
def test_a_text_without_words_is_refused(text):
    with pytest.raises(SourceError) as caught:
        article(text)
    assert caught.value.hint


_LINES = st.sampled_from(
    [
        "StartseiteArtikel", "Eine Überschrift", "2024-05-03 10:00 Talblatt", "Von Nora Feld", "Teilen", "", "", "",
        "Anna: Ja.", "Anna:", "Ben: (Anna: so) Nein.", "Ben: …", "Clara Berg: Einmal.", "(Zuschauer: He!)",
        "Ein Satz (Zuschauer: He!), und weiter.", "01 Thema: Zwei", "02 Thema", "1. Punkt", "2. Punkt",
        "• Punkt: eins", "- Strich", "Themen:", "Nach der Pause", "## Titel", "**Anna:** fett", "***", "🙂",
        "[pause 3s] <b>x</b> {say=\"y\"} [[z]] \\", "| a | b |", "> Zitat", "```",
    ]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(_LINES, st.text(max_size=20)), max_size=16).map("\n".join))
def test_any_text_is_imported_whole_or_refused(text):
    text = decode(text.encode("utf-8", "replace").replace(b"\0", b""), "f.txt")
    if not any(c.isalnum() for c in FORBIDDEN.sub("", text)):
        return
    try:
        imported = article(text)
    except SourceError:
        return
    check_whole(text, imported)
    check_survives_formatting(imported)


def test_it_is_surest_of_nothing():
    assert recognise("Anna: Hallo.") == 0.1
    assert recognise("…") == 0.0


# -- the article that the first show tells; no sentence of it stands here ---------------------------------------------


@needs_seed
def test_the_seed():
    imported = import_text(decode(SEED[0].read_bytes(), SEED[0].name), SEED[0].name)
    script = imported.script
    assert imported.format == "article"
    assert (script.language, script.date) == ("de", datetime.date(2026, 1, 27))
    titles = [chapter.title for chapter in script.chapters]
    assert titles[0] is None
    assert len(titles) == 5
    assert not any(title[0].isdigit() for title in titles[1:])
    openings = [turn.label for turn in script.turns() if turn.kind == "turn" and turn.label]
    assert {label: openings.count(label) for label in openings} == {
        "Altman": 11,
        "Frage": 10,
        "OpenAI - Mitarbeiter": 1,
    }
    assert [turn.label for turn in script.turns() if turn.kind == "interjection"] == ["Zuschauer"]
    assert codes(imported) == {"label-once", "breaks-off"}
    assert script.chapters[0].parts[0].text.count("\n- ") == 7


def test_the_lines_of_a_messenger_have_a_day_and_a_time_without_brackets():
    found = article(
        "07.05.24, 10:32 - Nina: Kommst du heute?\n"
        "07.05.24, 10:33 - Ole: Ja, um 18 Uhr.\n"
        "07.05.24, 10:34 - Nina: Bring bitte Brot mit.\n"
        "07.05.24, 10:36 - Ole: Gern.\n"
    )
    assert said(found) == [
        ("Nina", "turn", "Kommst du heute?"),
        ("Ole", "turn", "Ja, um 18 Uhr."),
        ("Nina", "turn", "Bring bitte Brot mit."),
        ("Ole", "turn", "Gern."),
    ]
    assert "07.05.24, 10:32" in {left.text for left in found.left_out}
    american = article(
        "12/24/23, 9:14 PM - Mo: Merry Christmas!\n"
        "12/24/23, 9:15 PM - Tess: You too!\n"
        "12/24/23, 9:19 PM - Mo: It was.\n"
    )
    assert [label for label, *_ in said(american)] == ["Mo", "Tess", "Mo"]


MINUTES = """\
Niederschrift über die Sitzung des Gartenvereins

Datum: 12.03.2024
Ort: Vereinsheim
Anwesend: Hr. Pohl (Vorsitz), Fr. Lenz

TOP 1: Begrüßung

Herr Pohl begrüßt alle und stellt fest, dass man beschließen kann.

TOP 2: Wasserpumpe

Herr Pohl: Die Pumpe ist kaputt. Wer kennt sich aus?

Frau Lenz: Mein Schwager. Er nimmt 80 Euro.

Herr Pohl: Das ist zu viel.

Frau Lenz: Dann machen Sie es doch!

Beschluss: Der Schwager wird beauftragt.
"""


def test_the_points_of_an_agenda_are_chapters_and_who_was_there_says_nothing():
    found = article(MINUTES)
    assert [chapter.title for chapter in found.script.chapters] == ["Begrüßung", "Wasserpumpe"]
    assert {label for label, *_ in said(found)} == {None, "Herr Pohl", "Frau Lenz"}
    assert said(found)[-1][2].endswith("Beschluss: Der Schwager wird beauftragt.")
    check_whole(MINUTES, found)


def test_a_short_day_of_the_week_is_no_source():
    found = article("Team sync\n\nMon, Mar 4, 2024\n\nRhea: Shall we begin?\n\nColm: Yes.\n\nRhea: The goats!\n")
    assert found.script.date == datetime.date(2024, 3, 4)
    assert found.script.source is None


def test_what_in_brackets_is_spoken_is_named_as_it_stands_there():
    found = article("Anna: Guten Tag.\n\nBernd: Hallo.\n\n(Es regnet seit Tagen)\n\nAnna: Ja.\n")
    (doubt,) = [caution for caution in found.warnings if caution.code == "brackets-spoken"]
    assert "'Es regnet seit Tagen' in brackets is spoken" in doubt.message
    assert "in square brackets without a backslash" in doubt.message


MAIL = """\
From: Paula Renner <paula@example.org>
To: Joris Veldt <joris@example.net>
Subject: Interview

Liebe Frau Renner,

gern antworte ich.

> Wie sind Sie zur Orgel gekommen?

Durch meine Tante. Sie hatte den Schlüssel.

> Und was spielen Sie am liebsten?
> Bach?

Nein, Buxtehude. Bach spielen alle.
"""


def test_a_mail_is_answered_below_its_questions():
    found = article(MAIL)
    assert said(found)[-4:] == [
        ("Frage", "turn", "Wie sind Sie zur Orgel gekommen?"),
        ("Antwort", "turn", "Durch meine Tante. Sie hatte den Schlüssel."),
        ("Frage", "turn", "Und was spielen Sie am liebsten?\n\nBach?"),
        ("Antwort", "turn", "Nein, Buxtehude. Bach spielen alle."),
    ]
    assert "labels-given" in codes(found)
    assert not any("@" in text or ">" in text for _, _, text in said(found))
    check_whole(MAIL, found)


def test_who_is_spoken_to_at_the_top_of_a_talk_is_no_mail():
    found = article("De: Hallo.\n\nAnna: Guten Tag.\n\nDe: Wie geht es?\n\nAnna: Gut.\n")
    assert [label for label, *_ in said(found)] == ["De", "Anna", "De", "Anna"]


NO_ADVERTS = {
    "a chapter": "Ida: Hallo.\n\nTom: Ja.\n\n# Werbung\n\nIda: Wir reden darüber.\n\nTom: Ja.\n\n# Ende\n\nIda: Gut.\n",
    "what is said": "Ida: Werbung\n\nTom: Read more: it makes you wise.\n\nIda: Anzeige\n\nTom: Ja.\n",
    "a sentence": "Ida: Ja.\n\nTom: Nein.\n\nRead more: it makes you wise.\n\nIda: Gut.\n\nTom: So.\n",
}


@pytest.mark.parametrize("text", NO_ADVERTS.values(), ids=NO_ADVERTS)
def test_what_is_said_of_adverts_is_none(text):
    imported = import_text(text, "f.md", format="markdown")
    assert "words of the site" not in {gone.reason for gone in imported.left_out}


@pytest.mark.parametrize(
    ("line", "date", "source"),
    [
        ("2024.03.15", datetime.date(2024, 3, 15), None),
        ("2024年3月15日", datetime.date(2024, 3, 15), None),
        ("Publié le 12 mars 2022 à 08h15 - Mis à jour le 13 mars 2022 à 10h00", datetime.date(2022, 3, 12), None),
        ("3. Mai 2024, 6:02 Uhr · 112 Kommentare", datetime.date(2024, 5, 3), None),
        ("Di Ada Neri - 12 luglio 2021", datetime.date(2021, 7, 12), "Di Ada Neri"),
        ("Am 2024.03.15 war es so weit.", None, None),
    ],
)
def test_what_stands_beside_a_date(line, date, source):
    imported = article(f"The pier\n\n{line}\n\nIda: Yes.\n\nTom: No.\n\nIda: Well.\n")
    assert (imported.script.date, imported.script.source) == (date, source)
