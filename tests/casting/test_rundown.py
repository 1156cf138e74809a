"""The rundown: who says what, in which portions, and what of it can be heard."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.casting.cast import Cast, Role, Voice
from stimmwerk.casting.lexicon import Lexicon
from stimmwerk.casting.lexiconfile import parse_lexicon
from stimmwerk.casting.prosody import NONE, USUAL, Prosody
from stimmwerk.casting.rundown import LONG_TITLE, Line, rundown, split_title
from stimmwerk.errors import CastError, ScriptError
from stimmwerk.script.markdown import parse_script
from stimmwerk.script.model import Chapter, Cue, Pause, Person, Script, Turn


def role(name, *labels, language="de"):
    return Role(name=name, voice=Voice(engine="tone", name=name, language=language), labels=labels)


CAST = Cast(
    name="c",
    file="voices/c.toml",
    roles=(role("host", "Frage"), role("guest", "Gast", "Dr. Gast"), role("hall", "Zuschauer"), role("narrator")),
)


def run(body, *, cast=CAST, head="", grain="sentence", lexicons=None, announce_titles=True):
    text = f"---\ntitle: T\nlanguage: de\n{head}---\n\n{body}\n"
    labels = [label for role in cast.roles for label in role.labels]
    script = parse_script(text, "e.md", known_labels=labels)
    return rundown(
        script,
        cast.with_people(script.people),
        file="e.md",
        lexicons=lexicons or {},
        grain=lambda engine: grain,
        announce_titles=announce_titles,
    )


def only(body, **options):
    (line,) = run(body, **options).lines()
    return line


def spoken(line):
    return [utterance.request.text for utterance in line.utterances]


def test_everything_is_there_in_its_order():
    found = run(
        "Es geht los.\n\n## Eins\n\n**Frage:** Und?\n\n**Gast:** Ja. (Zuschauer: Nein!) Doch.\n\n[pause 2s]\n\nSo."
    )
    assert [(line.kind, line.role, line.text) for line in found.lines()] == [
        ("narration", "narrator", "Es geht los."),
        ("title", "narrator", "Eins"),
        ("turn", "host", "Und?"),
        ("turn", "guest", "Ja."),
        ("interjection", "hall", "Nein!"),
        ("continuation", "guest", "Doch."),
        ("continuation", "guest", "So."),
    ]
    assert [line.number for line in found.lines()] == list(range(7))
    assert [line.line for line in found.lines()] == [6, 8, 10, 12, 12, 12, 16]
    assert [(section.title, section.opens) for section in found.sections] == [("Einleitung", True), ("Eins", False)]


@pytest.mark.parametrize("heading", ["Einleitung", "EINLEITUNG", "Einleitung: worum es in dieser Folge gehen soll"])
def test_no_chapter_has_the_name_of_the_opening(heading):
    first, second = (section.title for section in run(f"Hallo.\n\n## {heading}\n\n**Frage:** Ja?").sections)
    assert (first, second.casefold()) == ("Vorweg", "einleitung")


def test_pauses_and_cues_stay_in_their_place():
    (section,) = run("**Frage:** Und?\n\n[pause 2s]\n\n[sting]\n\n**Gast:** Ja.").sections
    assert [type(item) for item in section.items] == [Line, Pause, Cue, Line]
    assert (section.items[1].seconds, section.items[2].name) == (2.0, "sting")


def test_titles_are_read_only_where_the_show_wants_it():
    found = run("## Eins\n\n**Gast:** Ja.", announce_titles=False)
    assert [line.kind for line in found.lines()] == ["turn"]
    assert found.sections[0].title == "Eins"


@pytest.mark.parametrize(
    ("title", "said"), [("Was nun", "Was nun."), ("Was nun?", "Was nun?"), ("Genug!", "Genug!"), ("Und …", "Und.")]
)
def test_the_voice_falls_at_the_end_of_a_title(title, said):
    found = run(f"## {title}\n\n**Gast:** Ja.").lines()[0]
    assert found.text == title
    assert spoken(found) == [said]
    assert found.utterances[0].spoken.original(0, len(said)) == (0, len(title))


def test_a_heading_keeps_its_link_picture_and_line():
    (section,) = run("## Eins {url=https://example.org/a image=audio/a.png}\n\n**Gast:** Ja.").sections
    assert (section.url, section.image, section.line) == ("https://example.org/a", "audio/a.png", 6)


@pytest.mark.parametrize(
    ("people", "label", "speaker"),
    [
        ("", "Gast", "Gast"),
        ("", "gast", "gast"),
        ("people:\n  - name: Erika Muster\n    labels: [Gast]\n", "Gast", "Erika Muster"),
        ("people:\n  - name: Erika Muster\n    labels: [E]\n    role: guest\n", "E", "Erika Muster"),
        ("people:\n  - name: Erika Muster\n    role: guest\n", "Erika Muster", "Erika Muster"),
    ],
)
def test_people_are_shown_by_their_names(people, label, speaker):
    line = only(f"**{label}:** Ja.", head=people)
    assert (line.role, line.speaker) == ("guest", speaker)


@pytest.mark.parametrize(
    ("people", "narrator", "speaker"),
    [
        ("", role("narrator"), "Narrator"),
        ("", role("narrator", "Erzähler", "Sprecher"), "Erzähler"),
        ("people:\n  - name: Paula Lese\n    role: narrator\n", role("narrator", "Erzähler"), "Paula Lese"),
    ],
)
def test_the_narrator_has_a_name(people, narrator, speaker):
    cast = Cast(name="c", file="c.toml", roles=(narrator, role("guest", "Gast")))
    assert only("Es war einmal.", cast=cast, head=people).speaker == speaker


def test_a_label_that_nobody_answers_to_is_an_error_at_its_line():
    script = Script(
        title="T", language="de", chapters=(Chapter(title="A", parts=(Turn(label="Gsat", text="Ja.", line=9),)),)
    )
    with pytest.raises(CastError, match="Gsat") as caught:
        rundown(script, CAST, file="e.md", lexicons={}, grain=lambda engine: "sentence")
    assert str(caught.value.where) == "e.md:9"
    assert "Gast" in caught.value.hint
    assert "voices/c.toml" in caught.value.hint


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("Kurz: und gut", ("Kurz: und gut", None)),
        ("Ein Titel ohne Doppelpunkt, der sehr lang geraten ist", None),
        ("Erstes Thema: was man dazu sagt und was nicht", ("Erstes Thema", "was man dazu sagt und was nicht")),
        ("Erstes: das zweite: und auch noch ein drittes", ("Erstes", "das zweite: und auch noch ein drittes")),
        ("Um 12:30 Uhr beginnt, was keiner jemals erwartet hat", None),
        ("Ein langer Titel, der mit einem Doppelpunkt endet: ", None),
    ],
)  # fmt: skip
def test_long_titles_are_split_at_their_colon(title, parts):
    assert split_title(title) == (parts or (title, None))


@given(st.text("ab: ", max_size=80))
def test_no_word_of_a_title_is_lost(title):
    head, rest = split_title(title)
    whole = head if rest is None else f"{head}: {rest}"
    assert whole.split() == title.split() or "".join(whole.split()) == "".join(title.split())
    assert rest is None or (len(title) > LONG_TITLE and rest.strip())


def test_sentences_are_spoken_one_by_one_with_their_endings():
    line = only("**Gast:** Eins ist hier. Zwei ist da.\n\nDrei folgt im Absatz.")
    assert spoken(line) == ["Eins ist hier.", "Zwei ist da.", "Drei folgt im Absatz."]
    assert [utterance.ending for utterance in line.utterances] == ["sentence", "paragraph", "paragraph"]
    assert [line.text[u.start : u.stop].strip() for u in line.utterances] == spoken(line)


def test_an_engine_that_wants_paragraphs_gets_them_whole():
    line = only("**Gast:** Eins ist hier. Zwei ist da.\n\nDrei folgt im Absatz.", grain="paragraph")
    assert [utterance.ending for utterance in line.utterances] == ["paragraph", "paragraph"]
    assert spoken(line) == ["Eins ist hier. Zwei ist da.", "Drei folgt im Absatz."]


def test_offsets_lead_back_to_the_text_of_the_line():
    line = only("**Gast:** Eins ist hier. Das ist z. B. gut.")
    second = line.utterances[1]
    at = second.request.text.index("zum Beispiel")
    start, stop = second.spoken.original(at, at + len("zum Beispiel"))
    assert line.text[start:stop] == "z. B."


def test_a_stretch_with_its_own_sound_is_never_cut():
    line = only('**Gast:** Das heißt [Ja. Nein.]{say="Jein"} bei uns. Gut so.')
    assert spoken(line) == ["Das heißt Jein bei uns.", "Gut so."]
    assert line.unspoken == ()


@pytest.mark.parametrize("bad", ["h'alo", "Rat", "ˈˌ", "a5"])
def test_ipa_with_a_sign_that_is_none_is_an_error_at_its_line(bad):
    with pytest.raises(ScriptError, match="IPA of 'Wort'") as caught:
        run(f'**Frage:** Wie?\n\n**Gast:** Ein [Wort]{{ipa="{bad}"}} hier.')
    assert str(caught.value.where) == "e.md:8"


def test_ipa_reaches_the_engine_with_the_text_as_written():
    (utterance,) = only('**Gast:** Ein [Wort]{ipa="ˈvɔɐ̯t"} hier.').utterances
    assert [(say.text, say.ipa) for say in utterance.request.say if say.ipa] == [("Wort", "ˈvɔɐ̯t")]


def test_the_lexicon_of_the_voice_s_language_speaks():
    lexicon = parse_lexicon('[words]\n"Foo" = "Fuh"\n', "de.toml")
    assert spoken(only("**Gast:** Foo hier.", lexicons={"de": lexicon})) == ["Fuh hier."]
    assert spoken(only("**Gast:** Foo hier.", lexicons={"en": lexicon, "de": Lexicon()})) == ["Foo hier."]


def test_an_austrian_voice_uses_the_german_lexicon():
    cast = Cast(name="c", file="c.toml", roles=(role("guest", "Gast", language="de-AT"), role("narrator")))
    lexicon = parse_lexicon('[words]\n"Foo" = "Fuh"\n', "de.toml")
    assert spoken(only("**Gast:** Foo hier.", cast=cast, lexicons={"de": lexicon})) == ["Fuh hier."]


def test_what_is_not_heard_is_told_where_it_stands():
    line = only("**Gast:** Gut. Herr 李明 kam, und שלום sagte er.")
    assert [line.text[start:stop] for start, stop in line.unspoken] == ["李明", "שלום"]


def test_a_sentence_of_pictures_is_left_out_and_the_rest_is_spoken():
    line = only("**Gast:** Gut so. 😀 👍! Bis bald.")
    assert "".join(spoken(line)).replace(" ", "").startswith("Gutso.")
    assert line.unspoken == ()


@pytest.mark.parametrize("nothing", ["😀 👍", "…", "李明", "– — !"])
def test_a_turn_in_which_nothing_can_be_spoken_is_an_error(nothing):
    turns = (Turn(label="Frage", text="Wie?", line=6), Turn(label="Gast", text=nothing, line=8))
    with pytest.raises(ScriptError, match="nothing in this turn can be spoken") as caught:
        cast_of(Script(title="T", language="de", chapters=(Chapter(title="A", parts=turns),)))
    assert str(caught.value.where) == "e.md:8"
    assert "direction" in caught.value.hint
    assert ("stimmwerk cast suggest e.md > voices/e.toml" in caught.value.hint) == nothing.isalpha()


def test_a_title_in_which_nothing_can_be_spoken_is_an_error_only_where_it_is_read():
    with pytest.raises(ScriptError, match="nothing in this title can be spoken") as caught:
        run("## 李明\n\n**Gast:** Ja.")
    assert str(caught.value.where) == "e.md:6"
    assert run("## 李明\n\n**Gast:** Ja.", announce_titles=False).sections[0].title == "李明"


def test_another_take_is_another_request():
    one, two = (only(f"**Gast:**{take} Ja.").utterances[0].request for take in ("", "{take=2}"))
    assert (one.take, two.take) == (1, 2)
    assert one.say == two.say


def chapters(count):
    return Script(
        title="T",
        language="de",
        chapters=tuple(
            Chapter(title=f"C{n}", parts=(Turn(label="Gast", text="Ja.", line=2 * n),), line=2 * n - 1)
            for n in range(1, count + 1)
        ),
        people=(Person(name="Erika"),),
    )


def cast_of(script):
    return rundown(script, CAST, file="e.md", lexicons={}, grain=lambda engine: "sentence", announce_titles=False)


def test_as_many_chapters_as_a_tag_holds_and_no_more():
    assert len(cast_of(chapters(255)).sections) == 255
    with pytest.raises(ScriptError, match="256 chapters") as caught:
        cast_of(chapters(256))
    assert str(caught.value.where) == "e.md:511"


def prosodic(prosody, body="**Gast:** Ja. Wirklich *so*? Nein."):
    roles = tuple(replace(role, prosody=prosody) for role in CAST.roles)
    return run(body, cast=replace(CAST, roles=roles)).lines()


def test_every_sentence_has_its_voice_and_knows_the_role_s():
    (line,) = prosodic(USUAL)
    own = CAST.role("guest").voice
    assert len({utterance.request.voice for utterance in line.utterances}) == 3
    assert {utterance.request.own_voice for utterance in line.utterances} == {own}


def test_a_role_whose_prosody_is_switched_off_speaks_as_it_is_set():
    (line,) = prosodic(NONE)
    own = CAST.role("guest").voice
    assert [(u.request.voice, u.request.cast_voice, u.pause) for u in line.utterances] == [(own, None, 1.0)] * 3
    assert not any(say.emphasis for u in line.utterances for say in u.request.say)


def test_an_interjection_is_softer():
    body = "**Gast:** Ja. (Zuschauer: Nein!) Doch."
    assert [line.gain_db for line in prosodic(USUAL, body)] == [0.0, -1.5, 0.0]
    assert [line.gain_db for line in prosodic(NONE, body)] == [0.0, 0.0, 0.0]


def test_an_engine_with_voices_of_people_varies_nothing():
    script = Script(
        title="T", language="de", chapters=(Chapter(title="A", parts=(Turn(label="Gast", text="Ja. So?"),)),)
    )
    found = rundown(
        script,
        CAST,
        file="e.md",
        lexicons={},
        grain=lambda e: "sentence",
        trained=lambda e: True,
        announce_titles=False,
    )
    assert {u.request.voice for u in found.lines()[0].utterances} == {CAST.role("guest").voice}


def test_a_list_is_heard_as_one():
    line = only("**Gast:** Drei Dinge:\n\n- Brot\n- Käse\n- Wein\n\nDas war es.")
    assert [utterance.ending for utterance in line.utterances] == [
        "paragraph",
        "item",
        "item",
        "paragraph",
        "paragraph",
    ]


def test_a_long_sentence_is_said_in_several_breaths_and_goes_on_between_them():
    clause = "und die Leute aus dem Dorf kamen von weit her zum großen Fest"
    line = only(f"**Gast:** Es wurde Abend – {clause} – {clause} – {clause}.")
    assert [utterance.ending for utterance in line.utterances[:-1]] == ["clause"] * (len(line.utterances) - 1)
    assert all(text.endswith(",") for text in spoken(line)[:-1])
    quiet = prosodic(Prosody(breath=False), f"**Gast:** Es wurde Abend – {clause} – {clause} – {clause}.")
    assert [len(line.utterances) for line in quiet] == [1]
