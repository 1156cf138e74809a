"""A new show: everything it needs, nothing of ours overwritten."""

import tomllib

import pytest

from stimmwerk import starter
from stimmwerk.errors import OutputError
from stimmwerk.script.formatter import tidy
from stimmwerk.script.markdown import parse_script
from stimmwerk.show import Show
from stimmwerk.starter import plant


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("new") / "show"
    return folder, plant(folder, 'Brot "und" Salz \\ Öl')


def test_every_file_is_there_once_and_in_order(planted):
    folder, files = planted
    assert list(files) == sorted(files)
    assert sorted(path for path in folder.rglob("*") if path.is_file()) == sorted(files)
    names = {path.relative_to(folder).as_posix() for path in files}
    assert {
        "show.toml",
        "episodes/erste-folge.md",
        "voices/town-hall.toml",
        "audio/opening.wav",
        "build/.gitignore",
    } <= names


def test_the_title_is_the_new_show_s_whatever_it_holds(planted):
    folder, _ = planted
    assert Show.find(folder).settings.title == 'Brot "und" Salz \\ Öl'
    assert tomllib.loads((folder / "show.toml").read_text("utf-8"))["language"] == "de"


def test_our_address_is_not_the_new_show_s(planted):
    assert Show.find(planted[0]).settings.url == ""
    assert "\n# url = " in (planted[0] / "show.toml").read_text("utf-8")


def test_it_is_for_listeners_until_its_owner_wants_more(planted):
    exports = Show.find(planted[0]).settings.exports
    assert {"m4b", "opus", "page"} <= {*exports}
    assert not {"wav", "flac", "stems", "turns", "labels"} & {*exports}


def test_what_the_show_names_is_there(planted):
    show = Show.find(planted[0])
    assert show.casts() == ("second", "town-hall")
    assert {"de"} <= show.lexicons().keys()
    assert all((show.audio / sound.file).is_file() for sound in show.settings.sounds)
    assert show.cover() is None
    for name in show.casts():
        for role in show.cast(name).roles:
            assert (show.voices / "espeak" / role.voice.name.split("+")[1]).is_file()


def test_the_first_episode_is_short_and_of_our_format(planted):
    show = Show.find(planted[0])
    cast = show.cast()
    text = show.source(None).data.decode()
    script = parse_script(text, "e.md", known_labels=[label for role in cast.roles for label in role.labels])
    assert len(script.chapters) == 3
    assert {cast.voice_for(turn.label).name for turn in script.turns()} >= {
        "narrator",
        "moderator",
        "altman",
        "audience",
    }


def test_the_first_episode_is_tidy(planted):
    text = (planted[0] / "episodes/erste-folge.md").read_text("utf-8")
    assert tidy(text, "e.md", known_labels=["Zuschauer"]) == text


@pytest.fixture
def quick(monkeypatch):
    """Composes no music."""
    monkeypatch.setattr(starter, "show_assets", lambda: [("sting.wav", b"x")])


@pytest.mark.parametrize("name", ["show.toml", "audio/sting.wav", "episodes/erste-folge.md"])
def test_what_is_there_is_never_overwritten(tmp_path, quick, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine")
    with pytest.raises(OutputError, match=name) as caught:
        plant(tmp_path, "T")
    assert "empty folder" in caught.value.hint
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / name]
    assert (tmp_path / name).read_text() == "mine"


def test_other_people_s_files_do_not_matter(tmp_path, quick):
    (tmp_path / "README.md").write_text("mine")
    assert plant(tmp_path, "T")
    assert (tmp_path / "README.md").read_text() == "mine"
