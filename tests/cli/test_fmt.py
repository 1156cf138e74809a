"""stimmwerk fmt: tidies what is untidy, leaves alone what is tidy, and means the same."""

import pytest

from stimmwerk.cli import main

TIDY = "---\ntitle: T\nlanguage: de\n---\n\n**Frage:** Und?\n\n**Gast:** Ja. (Zuschauer: Nein!)\n\nDoch.\n"
UNTIDY = TIDY.replace("**Gast:** Ja.", "**Gast:**   Ja.   ").replace("Und?\n\n", "Und?\n\n\n\n")


@pytest.fixture
def fmt(show_folder, capsys):
    def run(*arguments):
        code = main(["fmt", *map(str, arguments)])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return run


@pytest.fixture
def script(show_folder):
    path = show_folder / "episodes/probe.md"
    path.write_text(TIDY)
    return path


def test_what_is_tidy_stays_untouched(fmt, script):
    before = script.stat().st_mtime_ns
    assert fmt() == (0, "", "0 of 1 changed\n")
    assert script.stat().st_mtime_ns == before


def test_what_is_untidy_is_tidied_once(fmt, script):
    script.write_text(UNTIDY)
    assert fmt() == (0, "episodes/probe.md\n", "1 of 1 changed\n")
    assert script.read_text() == TIDY
    assert fmt()[1] == ""


def test_a_check_changes_nothing_and_fails(fmt, script):
    script.write_text(UNTIDY)
    assert fmt("--check") == (1, "episodes/probe.md\n", "1 of 1 would change\n")
    assert script.read_text() == UNTIDY
    script.write_text(TIDY)
    assert fmt("--check")[0] == 0


def test_only_the_scripts_named(fmt, script, show_folder):
    other = show_folder / "episodes/other.md"
    other.write_text(UNTIDY)
    script.write_text(UNTIDY)
    assert fmt(other)[1] == "episodes/other.md\n"
    assert (other.read_text(), script.read_text()) == (TIDY, UNTIDY)


def test_carriage_returns_and_byte_order_marks_go(fmt, script):
    script.write_bytes(b"\xef\xbb\xbf" + TIDY.replace("\n", "\r\n").encode())
    assert fmt()[0] == 0
    assert script.read_bytes() == TIDY.encode()


def test_the_cast_s_own_labels_are_known_as_interjections(fmt, script, show_folder):
    cast = show_folder / "voices/demo.toml"
    cast.write_text(cast.read_text().replace('"Zuschauer"', '"Zuschauer", "Balkon links"'))
    script.write_text(TIDY.replace("Zuschauer", "Balkon links"))
    assert fmt()[0] == 0
    assert "(Balkon links: Nein!)" in script.read_text()


@pytest.mark.parametrize(
    ("content", "place"), [(TIDY + "\n[paus 1s]\n", "episodes/probe.md:12"), ("\xff".encode("latin-1"), "probe.md:1")]
)
def test_what_is_wrong_is_told_and_left_as_it_is(fmt, script, content, place):
    data = content if isinstance(content, bytes) else content.encode()
    script.write_bytes(data)
    code, out, err = fmt()
    assert (code, out) == (3, "")
    assert place in err
    assert script.read_bytes() == data


def test_a_script_that_is_not_there(fmt, script):
    code, _, err = fmt("episodes/none.md")
    assert code == 3
    assert "episodes/none.md: there is no such script" in err


def test_the_repository_s_own_scripts_are_tidy(monkeypatch, capsys, request):
    monkeypatch.chdir(request.config.rootpath)
    assert main(["fmt", "--check"]) == 0


def test_a_script_is_known_by_its_name(fmt, script):
    script.write_text(UNTIDY)
    assert fmt("--check", "probe")[0] == 1
    assert fmt("probe") == (0, "episodes/probe.md\n", "1 of 1 changed\n")
    code, _, err = fmt("prob")
    assert code == 3
    assert "did you mean probe?" in err
