"""The opening says that the voices are synthetic, in the script's own words or in the show's."""

import json
from dataclasses import replace

import pytest

from stimmwerk.cli import main
from stimmwerk.opening import OPENING, announced, disclosed, says, spoken
from stimmwerk.script.inline import parse_inline
from stimmwerk.script.markdown import parse_script
from stimmwerk.showfile import parse_show

SETTINGS = parse_show(
    """
    title = "T"
    author = "A"
    language = "de"
    cast = "c"
    disclosure = "Künstlich erzeugt."
    [spoken_disclosure]
    de = "Alle Stimmen sind künstlich."
    en = "All voices are synthetic."
    """
)
SAID = "Alle Stimmen sind künstlich."


def script(body, language="de"):
    return parse_script(f"---\ntitle: Titel\nlanguage: {language}\n---\n\n{body}\n", "s.md", ["Gast"])


def first_text(found):
    return parse_inline(found.turns()[0].text, None).plain


@pytest.mark.parametrize(
    "body",
    [
        "Alle Stimmen sind künstlich.",
        "Willkommen! Hier gilt: alle *Stimmen* sind\nkünstlich – alle.",
        "**Gast:** Guten Tag.\n\n**Gast:** Und ja, ALLE Stimmen sind künstlich!",
        "## Erstes\n\n[pause 1s]\n\nAlle Stimmen sind künstlich, auch meine.",
        "Alle Stimmen sind\n\nkünstlich.",
    ],
)
def test_a_script_that_says_it_stays_as_it_is(body):
    found = script(body)
    assert disclosed(found, SETTINGS, "s.md") is found


@pytest.mark.parametrize(
    "body",
    [
        "Willkommen.",
        "Alle Stimmen sind menschlich, keine ist künstlich.",
        "<!-- Alle Stimmen sind künstlich. -->\n\nWillkommen.",
        "**Gast:** Guten Tag. [Alle Stimmen sind künstlich.]",
        "## Alle Stimmen sind künstlich.\n\nWillkommen.",
        f"{'Wort ' * (OPENING // 4)}{SAID}",
    ],
)
def test_a_script_that_does_not_is_led_in_by_it(body):
    found = script(body)
    told = disclosed(found, SETTINGS, "s.md")
    assert first_text(told).startswith(SAID)
    assert told.turns()[0].label is None
    assert [chapter.title for chapter in told.chapters] == [chapter.title for chapter in found.chapters]
    assert disclosed(told, SETTINGS, "s.md") is told


def test_nothing_else_is_lost_or_moved():
    found = script("[sting]\n\n**Gast:** Guten Tag.\n\n## Zweites\n\nEnde.")
    told = disclosed(found, SETTINGS, "s.md")
    assert told.chapters[0].parts[1:] == found.chapters[0].parts
    assert told.chapters[1:] == found.chapters[1:]


def test_the_last_word_must_be_heard_within_the_opening():
    assert says(script(f"{'a' * (OPENING - 25)} {SAID}"), SAID, "s.md")
    assert not says(script(f"{'a' * (OPENING - 20)} {SAID}"), SAID, "s.md")


@pytest.mark.parametrize(
    ("language", "sentence", "written"),
    [
        ("de", SAID, SAID),
        ("de-AT", SAID, SAID),
        ("en-GB", "All voices are synthetic.", "All voices are synthetic."),
        ("fr", SAID, f"[{SAID}]{{lang=de}}"),
    ],
)
def test_it_is_said_in_the_language_of_the_script_where_the_show_has_it(language, sentence, written):
    found = script("Text.", language)
    assert spoken(found, SETTINGS) == sentence
    assert disclosed(found, SETTINGS, "s.md").turns()[0].text == f"{written}\n\nText."


def test_without_a_sentence_of_its_own_the_disclosure_is_spoken():
    assert spoken(script("Text."), replace(SETTINGS, spoken_disclosure=())) == "Künstlich erzeugt."


def test_what_looks_like_markup_is_read_as_it_stands():
    hostile = replace(SETTINGS, spoken_disclosure=(("de", "**Gast:** *Alle* [künstlich]{lang=en} <!-- x -->"),))
    told = disclosed(script("Text.", "fr"), hostile, "s.md")
    assert first_text(told).startswith("**Gast:** *Alle* [künstlich]{lang=en} <!-- x -->")
    assert disclosed(told, hostile, "s.md") is told


def test_what_is_imported_opens_with_its_title():
    told = announced(script("## Erstes\n\n**Gast:** Guten Tag."), SETTINGS)
    assert [chapter.title for chapter in told.chapters] == [None, "Erstes"]
    assert first_text(told) == f"Titel.\n\n{SAID}"


@pytest.fixture
def told_folder(show_folder):
    """The show, whose script does not say its disclosure."""
    path = show_folder / "episodes/probe.md"
    path.write_text(path.read_text("utf-8").replace("künstliche Stimmen, und", "", 1), "utf-8")
    return show_folder


def test_check_and_build_say_what_they_add_and_where_it_can_be_changed(told_folder, capsys):
    for command in (["check", "probe"], ["build", "probe", "--jobs", "1"]):
        assert main(command) == 0
        err = capsys.readouterr().err
        assert "episodes/probe.md: the opening does not say 'Künstliche Stimmen.', so that is read first" in err
        assert "spoken_disclosure in show.toml" in err
    segments = json.loads((told_folder / "build/probe/probe.transcript.json").read_text("utf-8"))["segments"]
    assert segments[0]["body"] == "Künstliche Stimmen."


def test_a_show_without_a_sentence_in_the_script_s_language_is_told_where_to_put_one(told_folder, capsys):
    path = told_folder / "episodes/probe.md"
    path.write_text(path.read_text("utf-8").replace("language: de", "language: ar", 1), "utf-8")
    assert main(["check", "probe"]) == 0
    err = capsys.readouterr().err
    assert "no sentence in 'ar' that says that the voices are synthetic, so that of 'de' is read first" in err
    assert 'put ar = "..." under [spoken_disclosure] in show.toml' in err


def test_a_script_that_says_it_is_not_remarked(show_folder, capsys):
    assert main(["check", "probe"]) == 0
    assert "opening" not in capsys.readouterr().err
