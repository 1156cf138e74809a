"""The choice between importers."""

import subprocess
import sys
from importlib import import_module

import pytest

from stimmwerk.errors import SourceError, UsageError
from stimmwerk.importers.table import IMPORTERS, choose, import_text
from stimmwerk.script.markdown import parse_script

SCRIPT = "---\ntitle: T\nlanguage: de\n---\n\n## A\n\n**X:** ja (Y: nein) [gong]\n"


def test_names_are_unique():
    names = [importer.name for importer in IMPORTERS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (SCRIPT, "script"),
        ("\n" + SCRIPT, "script"),
        ("## A\n\nja", "markdown"),
        ("---\ntitle: T\nlayout: post\ntags: [a]\n---\n\n**X:** ja", "markdown"),
        ("---\ntitle: T\ndate: 2024-05-03\n---\n\n**X:** ja", "markdown"),
        ("---\ntitle: T\ndate: 2024-05-03\ndraft: false\n---\n\n**X:** ja", "markdown"),
        ("---\ntitel: T\nlanguage: de\n---\n\n**X:** ja", "script"),
        ("---\ntitle: T\nlanguage: de\npeople: []\n", "script"),
        # Saved half: whatever is missing, nobody wants that spoken.
        ("---\ntitle:", "script"),
        ("---\nti", "script"),
        ("---\ntitle: T\nlangu", "script"),
        ("---\ntitle: T\npeople:\n  - name: Anna\n    labels: [A]\n", "script"),
        ("## A\n\n**X:** ja", "markdown"),
        ("Anna: Hallo.", "article"),
        ("Nur ein Satz.", "article"),
    ],
)
def test_the_content_decides(text, name):
    assert choose(text).name == name


def test_our_own_format_is_read_as_it_is():
    imported = import_text(SCRIPT, "f.md", known_labels=["Y"], cues=["gong"])
    assert imported.format == "script"
    assert imported.script == parse_script(SCRIPT, "f.md", ["Y"], ["gong"])
    assert imported.warnings == imported.left_out == ()


def test_markdown_without_front_matter_is_imported():
    imported = import_text("## A\n\nja und nein", "f.md")
    assert [chapter.title for chapter in imported.script.chapters] == ["A"]
    assert "no-speakers" in {caution.code for caution in imported.warnings}


def test_a_format_can_be_asked_for():
    assert import_text("## A\n\n**X:** ja", "f.md", format="article").format == "article"
    with pytest.raises(UsageError, match="did you mean article"):
        import_text("x", "f.md", format="artikel")


def test_an_empty_text_is_refused():
    with pytest.raises(SourceError):
        import_text(" \n", "f.md")


def test_the_table_calls_each_importer_by_its_own_name():
    for importer in IMPORTERS[1:]:
        assert import_module(f"stimmwerk.importers.{importer.module}").name == importer.name


def test_a_script_is_read_without_the_other_importers(tmp_path):
    """A build reads a script; it would pay for the loading of all others."""
    (tmp_path / "f.md").write_text(SCRIPT, encoding="utf-8")
    code = (
        "import pathlib, sys\n"
        "from stimmwerk.importers.table import import_bytes\n"
        "imported = import_bytes(pathlib.Path(sys.argv[1]).read_bytes(), 'f.md', cues=['gong'])\n"
        "print(imported.format, *sorted(name for name in sys.modules if name.startswith('stimmwerk.importers.')))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "f.md")], capture_output=True, text=True, check=True
    )
    format_, *modules = run.stdout.split()
    assert format_ == "script"
    assert {name.rpartition(".")[2] for name in modules} == {"base", "basics", "decoding", "script", "table"}
