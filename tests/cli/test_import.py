"""stimmwerk import: a transcript becomes a script that builds; nothing is overwritten."""

import io
import json
import sys
import zipfile

import pytest

from stimmwerk.cli import main
from stimmwerk.script.markdown import parse_script

TALK = """\
Ein Gespräch über Brot

Anna: Wie lange backen Sie schon?

Bernd: Seit dreißig Jahren, jeden Morgen um vier.

Anna: Und was ist das Schwerste daran?

Bernd: Das Aufstehen. Alles andere lernt man.
"""


@pytest.fixture
def run(show_folder, capsys):
    def run(*arguments):
        code = main(["import", *map(str, arguments)])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return run


@pytest.fixture
def talk(tmp_path):
    path = tmp_path / "brot.txt"
    path.write_text(TALK)
    return path


def words(script):
    return [(turn.label, turn.text) for turn in script.turns()]


def test_the_path_is_the_result_and_the_talk_goes_to_stderr(run, talk, show_folder):
    code, out, err = run(talk)
    assert (code, out) == (0, "episodes/brot.md\n")
    assert "2 people, 5 turns" in err  # the narrator's, with title and disclosure, among them
    assert "'Anna' speaks with the role 'host'" in err
    script = parse_script((show_folder / "episodes/brot.md").read_text(), "brot.md")
    assert words(script) == [
        (None, "Ein Gespräch über Brot.\n\nKünstliche Stimmen."),
        ("Anna", "Wie lange backen Sie schon?"),
        ("Bernd", "Seit dreißig Jahren, jeden Morgen um vier."),
        ("Anna", "Und was ist das Schwerste daran?"),
        ("Bernd", "Das Aufstehen. Alles andere lernt man."),
    ]
    assert script.title == "Ein Gespräch über Brot"


def test_what_was_imported_is_tidy_and_builds(run, talk, show_folder, capsys):
    assert run(talk)[0] == 0
    assert main(["fmt", "--check", "episodes/brot.md"]) == 0
    assert main(["check", "brot", "--json"]) == 0
    assert main(["build", "brot", "--jobs", "1"]) == 0
    assert (show_folder / "build/brot/brot.mp3").exists()


def document(path, text):
    """Writes a Word document, a paragraph a line."""
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
    return path


def test_a_document_is_read_as_the_text_in_it(run, talk, tmp_path):
    code, out, err = run(document(tmp_path / "brot.docx", TALK), "-o", "-")
    assert code == 0
    assert out == run(talk, "-o", "-")[1]
    assert "2 people" in err


def test_a_document_that_cannot_be_read_is_an_error_with_a_remedy(run, tmp_path):
    path = document(tmp_path / "brot.docx", TALK)
    path.write_bytes(path.read_bytes()[:200])
    code, out, err = run(path)
    assert (code, out) == (3, "")
    assert "this document is damaged" in err
    assert "hint: " in err
    assert run(document(path, TALK), "--format", "markdown")[0] == 2


def test_a_script_that_is_there_is_kept(run, talk, show_folder):
    path = show_folder / "episodes/brot.md"
    path.write_text("mine")
    code, out, err = run(talk)
    assert (code, out) == (2, "")
    assert "episodes/brot.md is there already" in err
    assert "--force" in err
    assert path.read_text() == "mine"
    assert run(talk, "--force")[0] == 0
    assert "Anna" in path.read_text()


def test_another_file_and_standard_output(run, talk, show_folder):
    assert run(talk, "-o", "elsewhere/x.md")[1] == "elsewhere/x.md\n"
    code, out, _ = run(talk, "-o", "-")
    assert code == 0
    assert out == (show_folder / "elsewhere/x.md").read_text()
    assert not (show_folder / "episodes/brot.md").exists()


def test_standard_input(run, talk, show_folder, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TALK.encode())))
    _, from_input, _ = run("-", "-o", "-")
    assert from_input == run(talk, "-o", "-")[1]


def test_a_script_comes_out_as_it_is(run, show_folder):
    path = show_folder / "episodes/probe.md"
    code, out, _ = run(path, "-o", "-")
    assert code == 0
    one, other = (parse_script(text, "x", known_labels=["Zuschauer"]) for text in (out, path.read_text()))
    assert words(one) == words(other)
    assert [chapter.title for chapter in one.chapters] == [chapter.title for chapter in other.chapters]


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "no such transcript"), (b"", "empty.txt"), (b"\xff\xfe\x00", "empty.txt"), (bytes(500), "empty.txt")],
)
def test_what_is_no_transcript_is_told(run, tmp_path, content, words):
    path = tmp_path / "empty.txt"
    if content is not None:
        path.write_bytes(content)
    code, out, err = run(path)
    assert (code, out) == (3, "")
    assert words in err


def test_more_people_than_roles_get_a_script_all_the_same(run, tmp_path, show_folder, capsys):
    path = tmp_path / "many.txt"
    people = ("Anna", "Bernd", "Carla", "Dieter", "Emma")
    path.write_text("Viele reden\n\n" + "\n\n".join(f"{name}: Das sagt {name} hier." for name in people * 3))
    code, out, err = run(path)
    assert (code, out) == (0, "episodes/many.md\n")
    assert "5 people have no role" in err
    assert "voices/demo.toml" in err
    script = parse_script((show_folder / "episodes/many.md").read_text(), "many.md")
    assert [person.name for person in script.people] == list(people)
    assert main(["check", "many"]) == 3
    assert "Dieter" in capsys.readouterr().err


# -- the report ------------------------------------------------------------------------------------------------------


def test_a_report_as_json_writes_nothing(run, talk, show_folder):
    code, out, _ = run(talk, "--report", "--json")
    assert code == 0
    assert not (show_folder / "episodes/brot.md").exists()
    report = json.loads(out)
    assert list(report) == [
        "format", "title", "language", "chapters", "speakers", "turns", "first_words", "last_words", "warnings"
    ]  # fmt: skip
    assert report["speakers"] == [
        {"name": "Anna", "labels": ["Anna"], "turns": 2, "words": 11},
        {"name": "Bernd", "labels": ["Bernd"], "turns": 2, "words": 13},
    ]
    assert (report["format"], report["turns"], report["chapters"], report["warnings"]) == ("article", 4, [], [])
    assert report["first_words"] == "Wie lange backen Sie schon"
    assert report["last_words"] == "Das Aufstehen. Alles andere lernt man."


def test_a_report_for_people_names_lines_and_options(run, tmp_path):
    path = tmp_path / "talk.txt"
    path.write_text(TALK + "\nWetter: Es regnet seit Tagen.\n\nBernd: Ja.\n")
    code, out, _ = run(path, "--report")
    assert code == 0
    assert "talk.txt:11: label-once" in out
    assert '--speaker "Wetter="' in out
    assert "speaker  Bernd" in out


def test_labels_are_settled_by_hand(run, tmp_path):
    path = tmp_path / "talk.txt"
    path.write_text(TALK + "\nWetter: Es regnet seit Tagen.\n")
    _, out, _ = run(path, "--report", "--json", "--speaker", "Wetter=", "--speaker", "Bernd=Bernd Ofen")
    report = json.loads(out)
    assert [(one["name"], one["labels"]) for one in report["speakers"]] == [
        ("Anna", ["Anna"]),
        ("Bernd Ofen", ["Bernd"]),
    ]
    assert report["last_words"].endswith("Es regnet seit Tagen.")
    assert run(path, "-o", "-", "--speaker", "Anna=Frau A", "--speaker", "Bernd=Frau A")[1].count("name: Frau A") == 1


@pytest.mark.parametrize("target", ["out.md", "-"])
def test_a_report_takes_no_file_for_a_script(run, talk, show_folder, target):
    code, out, err = run(talk, "--report", "-o", target)
    assert (code, out) == (2, "")
    assert "--report writes no script" in err
    assert not (show_folder / "out.md").exists()


def test_a_text_that_is_built_as_markdown_is_told_from_a_script(run, show_folder, capsys):
    (show_folder / "episodes/plain.md").write_text(TALK)
    assert main(["check", "plain"]) == 0
    assert "episodes/plain.md: this has no front matter of a script and is read as article" in (capsys.readouterr().err)


def test_a_report_needs_no_show(run, talk, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(talk, "--report")[0] == 0
    assert run(talk)[0] == 3


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--speaker", "Bernt=X"), "did you mean Bernd"),
        (("--speaker", "Bernd"), "LABEL=NAME"),
        (("--format", "artikel"), "did you mean article"),
        (("-o", "-", "--json"), "standard output"),
    ],
)
def test_wrong_options_are_told(run, talk, options, words):
    code, out, err = run(talk, *options)
    assert (code, out) == (2, "")
    assert words in err


def test_json_beside_a_script_is_the_report(run, talk, show_folder):
    code, out, _ = run(talk, "--json")
    assert (code, json.loads(out)["turns"]) == (0, 4)
    assert (show_folder / "episodes/brot.md").exists()


def test_one_is_one_chapter_and_one_turn(run, tmp_path):
    path = tmp_path / "kurz.txt"
    path.write_text("Anna: Wie lange backen Sie schon?\n\nBernd: Lange.\n\nAnna: Danke.\n")
    assert "1 chapter, 2 people, 4 turns" in run(path)[2]
    assert "1 turn       1 word\n" in run(path, "--report")[1]


@pytest.mark.parametrize("command", [["import", "-"], ["pronounce", "-"]], ids=" ".join)
def test_a_closed_standard_input_is_no_bug(show_folder, command, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", None)
    assert main(command) == 2
    assert "standard input is closed" in capsys.readouterr().err


def test_a_closed_standard_output_is_no_bug(show_folder, talk, monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["import", str(talk), "-o", "-"]) == 0
