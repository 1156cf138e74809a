"""A show on disk: found from any folder in it, and clear about what it lacks."""

import pytest

from stimmwerk.errors import CastError, LexiconError, ScriptError, ShowError, Where
from stimmwerk.show import Show


@pytest.fixture
def show(show_folder):
    return Show.find()


def test_it_is_found_from_a_folder_inside(show_folder, monkeypatch):
    inside = show_folder / "episodes/deep"
    inside.mkdir()
    monkeypatch.chdir(inside)
    assert Show.find().root == show_folder
    assert Show.find(show_folder / "audio").settings.title == "Probe"


def test_where_there_is_none_the_way_out_is_told(tmp_path):
    with pytest.raises(ShowError, match=r"no show\.toml") as caught:
        Show.find(tmp_path)
    assert "stimmwerk init" in caught.value.hint


def test_episodes_and_casts_are_listed_sorted_and_a_lexicon_is_no_cast(show_folder):
    (show_folder / "episodes/anfang.md").write_text("x")
    (show_folder / "episodes/notes.txt").write_text("x")
    (show_folder / "voices/alt.toml").write_text("x")
    (show_folder / "voices/de.toml").write_text("[words]\n")
    with (show_folder / "show.toml").open("a") as stream:
        stream.write('\n[lexicons]\nde = "de.toml"\n')
    show = Show.find()
    assert show.episodes() == ("anfang", "probe")
    assert show.casts() == ("alt", "demo")
    assert list(show.lexicons()) == ["de", "en"]


def test_the_only_episode_needs_no_name(show):
    source = show.source(None)
    assert (source.name, source.file) == ("probe", "episodes/probe.md")
    assert source.data == source.path.read_bytes()


def test_of_two_episodes_one_must_be_named(show, show_folder):
    (show_folder / "episodes/andere.md").write_text("x")
    with pytest.raises(ScriptError, match="2 episodes") as caught:
        show.source(None)
    assert "andere, probe" in caught.value.hint
    assert show.source("probe").name == "probe"


def test_a_show_without_episodes(show, show_folder):
    (show_folder / "episodes/probe.md").unlink()
    with pytest.raises(ScriptError, match="0 episodes"):
        show.source(None)


@pytest.mark.parametrize("name", ["prob", "Probe1"])
def test_an_unknown_episode_names_the_nearest(show, name):
    with pytest.raises(ScriptError, match="there is no episode") as caught:
        show.source(name)
    assert "probe" in caught.value.hint


def test_any_file_can_be_an_episode(show, tmp_path):
    path = tmp_path / "talk.txt"
    path.write_text("Anna: Hallo.")
    source = show.source(str(path))
    assert (source.name, source.path, source.data) == ("talk", path, b"Anna: Hallo.")
    with pytest.raises(ScriptError, match="no such script"):
        show.source(str(tmp_path / "none.txt"))
    with pytest.raises(ScriptError, match="folder"):
        show.source(f"{tmp_path}/")


def test_casts_by_name_and_by_path(show, show_folder, tmp_path):
    assert show.cast().name == "demo"
    other = tmp_path / "mine.toml"
    other.write_text((show_folder / "voices/demo.toml").read_text())
    assert show.cast(str(other)).name == "mine"
    with pytest.raises(CastError) as caught:
        show.cast("dmeo")
    assert (caught.value.where, "demo" in caught.value.hint) == (Where("voices/dmeo.toml"), True)


def test_a_lexicon_that_is_named_must_be_there(show_folder):
    with (show_folder / "show.toml").open("a") as stream:
        stream.write('\n[lexicons]\nde = "de.toml"\n')
    with pytest.raises(LexiconError) as caught:
        Show.find().lexicons()["de"]
    assert "[lexicons]" in caught.value.hint


def test_pictures_lie_inside_the_show(show, tmp_path):
    (tmp_path / "secret.png").write_bytes(b"x")
    with pytest.raises(ShowError, match="outside"):
        show.picture("../secret.png", Where("e.md", 3))
    with pytest.raises(ShowError, match="outside"):
        show.picture(str(tmp_path / "secret.png"))
    assert show.picture("audio/cover.png") == show.cover()


def test_a_missing_cover_is_told(show, show_folder):
    (show_folder / "audio/cover.png").unlink()
    with pytest.raises(ShowError, match="no such picture") as caught:
        show.cover()
    assert str(caught.value.where) == "audio/cover.png"


def test_a_show_that_is_no_utf_8_is_told_with_its_line(show_folder):
    (show_folder / "show.toml").write_bytes(b'title = "x"\nauthor = "\xe4"\n')
    with pytest.raises(ShowError, match="UTF-8") as caught:
        Show.find()
    assert str(caught.value.where) == "show.toml:2"


def test_a_byte_order_mark_and_carriage_returns_do_not_matter(show_folder):
    path = show_folder / "show.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert Show.find().settings.title == "Probe"
