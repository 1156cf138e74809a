"""stimmwerk pronounce, words and lexicon."""

import io
import json

import pytest

from stimmwerk.cli import main


@pytest.fixture
def run(show_folder, capsys):
    def run(*arguments):
        code = main([*map(str, arguments)])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return run


@pytest.fixture
def with_lexicon(show_folder):
    path = show_folder / "show.toml"
    path.write_text(path.read_text() + '\n[lexicons]\nde = "de.toml"\n')
    (show_folder / "voices/de.toml").write_text("# ours\n[words]\n")
    return show_folder / "voices/de.toml"


def test_a_text_becomes_tokens(run):
    code, out, _ = run("pronounce", "Das Team zahlt 5 %.", "--language", "de")
    assert code == 0
    assert [line.split()[:3] for line in out.splitlines()][1] == ["4", "Team", "ˈtiːm"]


def test_every_line_of_standard_input_is_a_line_of_json(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("Das Team.\n\nKI-Startups\n"))
    code, out, _ = run("pronounce", "-", "-l", "de", "--json")
    first, empty, last = (json.loads(line) for line in out.splitlines())
    assert (code, empty) == (0, [])
    assert first[1] == {"text": "Team", "start": 4, "end": 8, "spoken": "Team", "ipa": "ˈtiːm"}
    assert [row["text"] for row in last] == ["KI", "Startups"]


def test_english_and_regions_work(run):
    assert "ɛndʒɪˈnɛks" in run("pronounce", "Nginx here", "-l", "en-US")[1]
    assert run("pronounce", "Das Team", "-l", "de-AT")[0] == 0


def test_the_show_s_lexicon_wins(run, with_lexicon):
    assert run("words", "--add", "Team=teːm")[0] == 0
    assert json.loads(run("pronounce", "Das Team", "--json")[1])[1]["ipa"] == "ˈteːm"


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (("pronounce", "x", "-e", "tone", "--voice", "mid"), 4, "does not tell"),
        (("pronounce", "x", "-l", "tlh"), 4, "no voice 'tlh'"),
        (("words", "--add", "Foo=fuː"), 3, "no lexicon of the language"),
        (("words", "--add", "Foo"), 2, "no entry"),
        (("words", "nobody"), 3, "no episode"),
        (("lexicon", "import", "none.pls"), 3, "no such PLS file"),
    ],
)
def test_what_cannot_be_is_told(run, arguments, code, named):
    got, _, err = run(*arguments)
    assert (got, named in err) == (code, True)


def test_words_are_listed_the_least_certain_first(run, with_lexicon, show_folder):
    script = show_folder / "episodes/probe.md"
    script.write_text(
        script.read_text()
        + "\n**Gast:** Die OECD, das Team, der Backdoor, [Foo]{say=Fuh}, die Startups, GPUs und Brot.\n"
    )
    code, out, _ = run("words", "probe", "--json")
    found = {row["text"]: row for row in json.loads(out)}
    assert code == 0
    sources = {text: found[text]["source"] for text in ("OECD", "Team", "Backdoor", "Startups", "GPUs")}
    assert sources == {
        "OECD": "acronym",
        "Team": "lexicon",
        "Backdoor": "listed",
        "Startups": "part",
        "GPUs": "acronym",
    }
    assert "Brot" not in found
    certainties = [row["certainty"] for row in json.loads(out)]
    assert certainties == sorted(certainties)
    run("words", "--add", "Team=tiːm")
    assert {r["text"]: r for r in json.loads(run("words", "probe", "--json")[1])}["Team"]["source"] == "show"


def test_an_addition_keeps_comments_and_says_what_it_did(run, with_lexicon):
    code, out, err = run("words", "--add", "Foo=fuː", "--add", "Bar=say=Bahr")
    assert (code, out) == (0, "")
    assert "'Foo' added" in err
    assert with_lexicon.read_text() == '# ours\n[words]\n"Foo" = { ipa = "fuː" }\n"Bar" = "Bahr"\n'
    assert "'Foo' replaced" in run("words", "--add", "Foo=foː")[2]


def test_pls_goes_out_and_comes_back(run, with_lexicon, tmp_path):
    run("words", "--add", "Foo=fuː", "--add", "Bar=say=Bahr", "--add", "Sam=espeak=s'Em")
    before = with_lexicon.read_text()
    code, _, err = run("lexicon", "export", "-o", tmp_path / "x.pls")
    assert (code, "Sam" in err) == (0, True)
    with_lexicon.write_text('# ours\n[words]\n"Sam" = { espeak = "s\'Em" }\n')
    code, _, err = run("lexicon", "import", tmp_path / "x.pls")
    assert (code, "2 words added, 0 replaced" in err) == (0, True)
    assert sorted(with_lexicon.read_text().splitlines()) == sorted(before.splitlines())


def test_the_shipped_words_are_exported_too(run):
    out = run("lexicon", "export", "--shipped", "--language", "de")[1]
    assert out.count("<lexeme>") > 700


def test_a_language_may_be_given_by_its_name(run):
    assert run("pronounce", "Knowledge", "-l", "english")[:2] == run("pronounce", "Knowledge", "-l", "en")[:2]


@pytest.mark.parametrize(
    "command",
    [
        ("pronounce", "Ja"),
        ("words", "--add", "X=say=iks"),
        ("lexicon", "export"),
    ],
    ids=lambda command: command[0],
)
def test_what_is_no_language_is_told_with_the_nearest(run, command):
    code, out, err = run(*command, "-l", "deutch")
    assert (code, out) == (2, "")
    assert "--language deutch: this is no language tag" in err
    assert "Deutsch" in err
