"""Documents among the other formats: one conversation, one script, whatever it is written in."""

import pytest

from stimmwerk.errors import SourceError, UsageError
from stimmwerk.importers.table import import_bytes

from .writing import docx, odt, p, paragraph, run, table

TITLE = "Der Garten"
TALK = (
    ("", "Jeden Morgen gehen zwei Menschen durch den Garten am Bahnhof, und beide reden nicht von den Blumen."),
    ("Anna Berg", "Herr Vogt, wie viele Beete sind es in diesem Jahr?"),
    ("Vogt", "Zwölf, und das ist eines mehr, als wir im vorigen Sommer hatten. (Anna Berg: Ah!)"),
    ("", "Das letzte liegt im Schatten."),
    ("Anna Berg", "Und wer hat es bekommen?"),
    ("Vogt", "Ich. [lacht]"),
)
MARKDOWN = f"# {TITLE}\n\n" + "\n\n".join(f"**{who}:** {text}" if who else text for who, text in TALK) + "\n"
TEXT = f"{TITLE}\n\n" + "\n\n".join(f"{who}: {text}" if who else text for who, text in TALK) + "\n"
WORD = docx(
    paragraph(TITLE, style="Title")
    + "".join(paragraph(run(f"{who}:", "<w:b/>"), f" {text}") if who else paragraph(text) for who, text in TALK)
)
OPEN = odt(
    p(TITLE, tag="h", level=1)
    + "".join(
        p(f'<text:span text:style-name="T1">{who}:</text:span> {text}') if who else p(text) for who, text in TALK
    ),
    styles='<style:style style:name="T1" style:family="text">'
    '<style:text-properties fo:font-weight="bold"/></style:style>',
)


def told(data, file):
    imported = import_bytes(data, file)
    script = imported.script
    parts = [
        (
            chapter.title,
            [
                (type(part).__name__, getattr(part, "label", None), getattr(part, "text", None))
                for part in chapter.parts
            ],
        )
        for chapter in script.chapters
    ]
    return script.title, script.language, script.people, parts, [caution.code for caution in imported.warnings]


@pytest.mark.parametrize(("data", "file"), [(WORD, "f.docx"), (OPEN, "f.odt"), (TEXT.encode(), "f.txt")])
def test_one_conversation_is_one_script(data, file):
    assert told(data, file) == told(MARKDOWN.encode(), "f.md")
    assert told(data, file)[0] == TITLE


def test_the_content_decides_and_not_the_name():
    assert import_bytes(WORD, "f.txt").format == "docx"
    assert import_bytes(OPEN, "f.docx").format == "odt"


def test_a_format_can_be_asked_for():
    assert import_bytes(WORD, "f.docx", format="docx").format == "docx"
    for data, form in (
        (WORD, "odt"),
        (WORD, "markdown"),
        (OPEN, "docx"),
        (b"Anna: Ja.", "docx"),
        (b"Anna: Ja.", "odt"),
    ):
        with pytest.raises(UsageError, match="leave --format out"):
            import_bytes(data, "f", format=form)
    with pytest.raises(SourceError, match="PDF"):
        import_bytes(b"%PDF-1.7", "f.pdf", format="docx")


def test_speakers_are_settled_as_in_texts():
    imported = import_bytes(WORD, "f.docx", speakers=[("Vogt", "Karl Vogt")])
    assert "Karl Vogt" in [person.name for person in imported.script.people]


def test_doubts_name_the_paragraph():
    data = docx(
        "".join(map(paragraph, ("Anna: Ja.", "Bernd: Nein.", "Anna: Doch.", "", "Wetter: Es regnet.", "Anna: So.")))
    )
    assert 5 in [caution.line for caution in import_bytes(data, "f.docx").warnings]


def test_a_table_and_a_text_give_the_same_turns():
    rows = docx(table(*((who, text) for who, text in TALK if who)))
    lines = docx("".join(paragraph(f"{who}: {text}") for who, text in TALK if who))
    assert import_bytes(rows, "f.docx").script.labels() == import_bytes(lines, "f.docx").script.labels()
