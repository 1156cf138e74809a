"""The feed on disk: of all episodes, incremental, and never silent about one that it leaves out."""

import json
import shutil
import xml.etree.ElementTree as ET
from contextlib import chdir

import pytest

from stimmwerk import syndication
from stimmwerk.cli import main
from stimmwerk.errors import ShowError
from stimmwerk.freshness import FEED, is_fresh
from stimmwerk.session import store_of
from stimmwerk.show import Show
from stimmwerk.store import Store
from stimmwerk.syndication import refresh_feed

URL = "https://example.org/show"


@pytest.fixture(scope="module")
def built(tmp_path_factory, plant):
    """A show with an address and two episodes that are built; the second has a date."""
    folder = plant(tmp_path_factory.mktemp("feed") / "show")
    settings = folder / "show.toml"
    settings.write_text(settings.read_text("utf-8").replace("[pauses]", f'url = "{URL}"\n[pauses]', 1), "utf-8")
    script = (folder / "episodes/probe.md").read_text("utf-8")
    dated = script.replace("Eine Probe", "Noch eine").replace("language: de", "language: de\ndate: 2026-01-27", 1)
    (folder / "episodes/zweite.md").write_text(dated, "utf-8")
    with chdir(folder):
        assert main(["build", "probe", "--jobs", "1"]) == 0
        assert main(["build", "zweite", "--jobs", "1"]) == 0
    return folder


@pytest.fixture
def folder(built, tmp_path, monkeypatch):
    """A copy of it; tests stand in it."""
    copy = tmp_path / "show"
    shutil.copytree(built, copy)
    monkeypatch.chdir(copy)
    return copy


def items(folder):
    return ET.fromstring((folder / "build/feed.xml").read_bytes()).findall("channel/item")


def titles(folder):
    return [item.findtext("title") for item in items(folder)]


def refresh():
    show = Show.find()
    return refresh_feed(show, store_of(show))


def fresh(folder):
    return is_fresh(FEED, folder, Store(folder / "build/cache"))


def change(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_builds_leave_a_feed_of_all_episodes(folder):
    assert titles(folder) == ["Noch eine", "Eine Probe"]
    for item in items(folder):
        enclosure = item.find("enclosure")
        mp3 = folder / "build" / enclosure.get("url").removeprefix(URL + "/")
        assert int(enclosure.get("length")) == mp3.stat().st_size
    assert (folder / "build/cover.jpg").read_bytes().startswith(b"\xff\xd8\xff")


def test_every_address_of_ours_is_a_file(folder):
    root = ET.fromstring((folder / "build/feed.xml").read_bytes())
    texts = {text for node in root.iter() for text in (*node.attrib.values(), node.text or "")}
    ours = {text.removeprefix(URL + "/") for text in texts if text.startswith(URL + "/")}
    assert {name.rpartition(".")[2] for name in ours} >= {"xml", "mp3", "vtt", "srt", "json", "html", "jpg"}
    for name in ours:
        assert name == "" or (folder / "build" / name).exists(), name


def test_nothing_is_written_where_nothing_has_changed(folder):
    first = refresh()
    files = [folder / "build/feed.xml", folder / "build/cover.jpg"]
    before = [path.stat().st_mtime_ns for path in files]
    assert not first.changed
    assert not refresh().changed
    assert [path.stat().st_mtime_ns for path in files] == before


def test_a_built_episode_changes_its_own_item_alone(folder):
    before = {item.findtext("title"): ET.tostring(item) for item in items(folder)}
    change(folder / "episodes/probe.md", "Noch etwas?", "Noch etwas ganz anderes?")
    assert main(["build", "probe", "--jobs", "1"]) == 0
    after = {item.findtext("title"): ET.tostring(item) for item in items(folder)}
    assert after["Noch eine"] == before["Noch eine"]
    assert after["Eine Probe"] != before["Eine Probe"]
    guids = [ET.fromstring(found["Eine Probe"]).findtext("guid") for found in (before, after)]
    assert guids[0] == guids[1]


def test_it_is_fresh_until_something_changes(folder):
    refresh()
    assert fresh(folder)
    (folder / "build/feed.xml").write_bytes(b"")
    assert not fresh(folder)
    refresh()
    (folder / "build/cover.jpg").unlink()
    assert not fresh(folder)
    refresh()
    change(folder / "show.toml", 'author = "Wir"', 'author = "Ihr"')
    assert not fresh(folder)
    refresh()
    shutil.rmtree(folder / "build/zweite")
    assert not fresh(folder)
    refresh()
    assert fresh(folder)
    assert titles(folder) == ["Eine Probe"]


def test_a_build_of_what_is_finished_makes_a_lost_feed_again(folder):
    feed = (folder / "build/feed.xml").read_bytes()
    (folder / "build/feed.xml").unlink()
    assert main(["build", "probe", "--jobs", "1"]) == 0
    assert (folder / "build/feed.xml").read_bytes() == feed


def test_an_episode_that_is_finished_meanwhile_is_not_lost(folder, monkeypatch):
    away = folder / "away"
    (folder / "build/zweite").rename(away)
    real = syndication.feed_xml

    def slow(*args):
        made = real(*args)
        if away.exists():
            away.rename(folder / "build/zweite")
        return made

    monkeypatch.setattr(syndication, "feed_xml", slow)
    assert refresh().changed
    assert titles(folder) == ["Noch eine", "Eine Probe"]
    assert fresh(folder)


@pytest.mark.parametrize("text", ['{"schema": 2}', "[]", "no JSON", ""])
def test_manifests_of_other_versions_are_left_out_and_told(folder, capsys, text):
    (folder / "build/zweite/manifest.json").write_text(text, "utf-8")
    (out,) = refresh().left_out
    assert titles(folder) == ["Eine Probe"]
    assert "build/zweite is not listed" in str(out)
    assert "build it again" in str(out)
    (folder / "build/feed.xml").unlink()
    assert main(["build", "probe", "--jobs", "1"]) == 0
    assert "note: build/zweite is not listed" in capsys.readouterr().err


def test_an_episode_of_which_a_file_is_missing_is_left_out_and_told(folder):
    (folder / "build/zweite/zweite.mp3").unlink()
    (out,) = refresh().left_out
    assert "zweite.mp3 is missing; build it again" in str(out)
    assert titles(folder) == ["Eine Probe"]


def test_versions_under_other_names_are_no_episodes(folder, capsys):
    assert main(["build", "probe", "--as", "versuch", "--jobs", "1"]) == 0
    assert "versuch is not listed" not in capsys.readouterr().err
    (out,) = refresh().left_out
    assert out.folder == "versuch"
    assert out.meant
    assert titles(folder) == ["Noch eine", "Eine Probe"]


def test_a_copy_of_an_episode_s_folder_is_no_episode_and_told(folder):
    shutil.copytree(folder / "build/probe", folder / "build/probe copy")
    found = refresh()
    assert found.episodes == ("zweite", "probe")
    assert [str(out) for out in found.left_out] == [
        "build/probe copy is not listed: it holds the episode probe under another name; build/probe is where it belongs"
    ]
    assert not found.left_out[0].meant


def test_an_episode_whose_script_is_gone_stays_and_is_told(folder):
    (folder / "episodes/probe.md").rename(folder / "episodes/dritte.md")
    found = refresh()
    assert found.episodes == ("zweite", "probe")
    assert any(
        "the script of build/probe is gone, episodes/probe.md" in text and "remove the folder" in text
        for text in found.remarks
    )
    assert not any("probe.md has no date" in text for text in found.remarks)


def test_nobody_looks_for_a_script_that_lies_elsewhere(folder):
    change(folder / "build/probe/manifest.json", '"script": "episodes/probe.md"', '"script": "probe.md"')
    assert not any("gone" in text for text in refresh().remarks)


def test_a_show_without_an_address_has_no_feed(folder):
    change(folder / "show.toml", f'url = "{URL}"\n', "")
    made = refresh()
    assert made.path is None
    assert made.changed
    assert not (folder / "build/feed.xml").exists()
    assert not (folder / "build/cover.jpg").exists()
    assert not refresh().changed


def test_a_feed_of_somebody_else_stays(folder):
    change(folder / "show.toml", f'url = "{URL}"\n', "")
    (folder / "build/feed.xml").write_text("<rss><generator>Hand</generator></rss>", "utf-8")
    assert not refresh().changed
    assert (folder / "build/feed.xml").exists()


def test_what_directories_would_not_like_is_told(folder):
    remarks = refresh().remarks
    assert any("names no category" in text for text in remarks)
    assert any("episodes/probe.md has no date" in text for text in remarks)
    text = folder.parent / "talk.txt"
    text.write_text("Gespräch\n\nAda: Guten Tag.\n\nBen: Guten Tag.\n\nAda: Bis bald.\n", "utf-8")
    assert main(["build", str(text), "--draft", "--jobs", "1"]) == 0
    (told,) = (text for text in refresh().remarks if "talk.txt has no date" in text)
    assert "import it" in told
    change(folder / "show.toml", f'url = "{URL}"', 'url = "https://example.com"')
    assert any("made for another address" in text for text in refresh().remarks)


def test_a_cover_that_is_no_picture_is_an_error(folder):
    (folder / "audio/cover.png").write_bytes(b"GIF89a")
    with pytest.raises(ShowError, match="neither a PNG nor a JPEG"):
        refresh()


def test_the_command_prints_the_path_and_says_the_rest(folder, capsys):
    assert main(["feed"]) == 0
    out, err = capsys.readouterr()
    assert out == "build/feed.xml\n"
    assert "2 episodes, nothing has changed" in err
    assert main(["feed", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["episodes"] == ["zweite", "probe"]
    assert found["address"] == f"{URL}/feed.xml"
    assert found["changed"] is False


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [(f'url = "{URL}"\n', "", "the show has no url"), ("[pauses]", "[feed]\non = false\n[pauses]", "feed.on is false")],
)
def test_the_command_says_why_there_is_none(folder, capsys, old, new, message):
    change(folder / "show.toml", old, new)
    assert main(["feed"]) != 0
    assert message in capsys.readouterr().err
