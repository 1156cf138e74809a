"""Markdown as lines: lists by numbers, lines that end by a mark, tables that nobody speaks, questions in bold."""

from stimmwerk.errors import Where
from stimmwerk.importers.table import import_text
from stimmwerk.script.inline import parse_inline

from .wholeness import check_whole


def markdown(text):
    found = import_text(text, "f.md", format="markdown")
    check_whole(text, found)
    return found


def said(found):
    return [(turn.label, parse_inline(turn.text, Where("f")).plain) for turn in found.script.turns()]


def talk(middle):
    return (
        f"# Papier\n\n**Anna:** Was nun?\n\n**Bernd:** Erst dies.\n\n{middle}\n\n**Anna:** Danke.\n\n**Bernd:** Gern.\n"
    )


def test_a_list_by_numbers_is_a_list():
    (_, own), *_ = [one for one in said(markdown(talk("1. Schneiden\n2. Falzen\n3. Leimen"))) if one[0] == "Bernd"]
    assert [line.removeprefix("- ") for line in own.split("\n") if line] == [
        "Erst dies.",
        "Schneiden",
        "Falzen",
        "Leimen",
    ]


def test_a_list_by_numbers_behind_a_quotation_is_no_chapter():
    found = markdown(talk("> Papier ist geduldig.\n\n1. Schneiden und\n   warten\n2. Falzen"))
    assert [chapter.title for chapter in found.script.chapters] == [None]


def test_a_number_alone_may_still_open_a_theme():
    text = (
        "1. Der Anfang\n\n**Anna:** Was nun?\n\n**Bernd:** Dies.\n\n"
        "2. Das Ende\n\n**Anna:** Danke.\n\n**Bernd:** Gern.\n"
    )
    assert [chapter.title for chapter in markdown(text).script.chapters] == ["Der Anfang", "Das Ende"]


def test_a_backslash_at_the_end_of_a_line_is_not_read():
    assert all("\\" not in text for _, text in said(markdown(talk("Erste Zeile\\\nzweite Zeile."))))


def test_a_table_of_two_rows_that_is_no_transcript_is_left_out():
    found = markdown(talk("| Sorte | Preis |\n|---|---|\n| Bütten | 4 € |\n| Karton | 2 € |"))
    assert "Bütten" not in str(said(found))
    assert [chapter.title for chapter in found.script.chapters] == [None]
    assert any("Bütten" in left.text for left in found.left_out)


def test_statements_in_bold_among_questions_are_the_interviewers():
    found = markdown(
        "# Salz\n\n**Wie lange machen Sie das schon?**\n\nSeit zwanzig Jahren.\n\n"
        "**Man sagt, Sie reden mit den Steinen.**\n\nDas ist wahr.\n\n**Und warum?**\n\nWeil es niemand sonst tut.\n\n"
        "**Vielen Dank für das Gespräch.**\n\nGern.\n"
    )
    assert [label for label, _ in said(found)] == ["Frage", "Antwort"] * 4


def test_words_in_bold_that_are_no_sentences_make_no_questions():
    found = markdown(
        "# Salz\n\n**Wirklich?**\n\nJa, so war es an jenem Tag.\n\n**Der Hafen**\n\nEr liegt im Norden.\n\n"
        "**Warum?**\n\nDas weiß niemand.\n\n**Die Stadt**\n\nSie ist alt.\n"
    )
    assert {label for label, _ in said(found)} == {None}


def test_a_line_is_read_by_what_it_is_and_not_by_what_the_same_line_was_before():
    found = markdown("Bleibt das so?\n\n1. Anna sagt es.\n\nEin Absatz.\n\n1. Anna sagt es.\n2. Bernd sagt nichts.\n")
    assert [gone.text for gone in found.left_out] == ["1.", "2."]
    assert [gone.line for gone in found.left_out] == [7, 8]


def test_a_direction_before_a_scene_in_which_nobody_spoke_is_not_moved_into_the_next():
    found = markdown(
        "# Stück\n\n## Erste Szene\n\n[Musik]\n\n## Zweite Szene\n\n**Anna:** Was nun?\n\n**Bernd:** Gern.\n"
    )
    assert [chapter.title for chapter in found.script.chapters] == ["Zweite Szene"]
    assert [gone.text for gone in found.left_out] == ["Erste Szene", "Musik"]
