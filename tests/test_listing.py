"""The list of episodes on disk: of what lies under build/, and written only when it is another."""

import json

import pytest

from stimmwerk.cli import main
from stimmwerk.freshness import LIST, is_fresh
from stimmwerk.listing import refresh_list
from stimmwerk.session import store_of
from stimmwerk.show import Show


def build(*arguments):
    assert main(["build", *(arguments or ("probe",)), "--jobs", "1"]) == 0


@pytest.fixture
def built(show_folder):
    build()
    return show_folder / "build"


def text(built):
    return (built / "index.html").read_text("utf-8")


def test_a_build_puts_its_episode_on_the_list(built):
    assert 'href="probe/index.html"' in text(built)
    assert "Eine Probe" in text(built)


def test_it_is_written_only_when_it_is_another(built, show_folder):
    before = (built / "index.html").stat()
    build()
    script = show_folder / "episodes/probe.md"
    script.write_text(script.read_text("utf-8").replace("**Frage:** Noch etwas?", "**Frage:** Noch etwos?"), "utf-8")
    build()
    after = (built / "index.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_list_that_is_missing_or_spoilt_is_made_again(built):
    whole = text(built)
    (built / "index.html").write_text("spoilt")
    build()
    assert text(built) == whole
    (built / "index.html").unlink()
    build()
    assert text(built) == whole


def test_what_is_fresh_is_known_without_reading_manifests(built, show_folder):
    store = store_of(Show.find())
    assert is_fresh(LIST, show_folder, store)
    manifest = built / "probe/manifest.json"
    manifest.write_text(manifest.read_text("utf-8") + "\n", "utf-8")
    assert not is_fresh(LIST, show_folder, store)
    assert refresh_list(Show.find(), store).changed is False
    assert is_fresh(LIST, show_folder, store)


def test_the_newest_first_and_nothing_under_another_name(built, show_folder):
    script = (show_folder / "episodes/probe.md").read_text("utf-8")
    for name, date in (("alt", "2024-01-01"), ("neu", "2025-01-01")):
        lines = script.replace("language: de", f"language: de\ndate: {date}").replace("Eine Probe", name.upper())
        (show_folder / f"episodes/{name}.md").write_text(lines, "utf-8")
        build(name)
    build("neu", "--as", "tryout")
    assert refresh_list(Show.find(), store_of(Show.find())).episodes == ("neu", "alt", "probe")
    assert text(built).index("NEU") < text(built).index("ALT") < text(built).index("Eine Probe")
    assert "tryout" not in text(built)


def test_what_another_version_has_built_waits_for_its_next_build(built):
    manifest = built / "probe/manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text("utf-8")), "schema": 1}), "utf-8")
    assert refresh_list(Show.find(), store_of(Show.find())).episodes == ()
    assert 'class="none"' in text(built)


def test_a_show_that_wants_no_pages_has_no_list(built, show_folder):
    settings = show_folder / "show.toml"
    settings.write_text(settings.read_text("utf-8").replace("[exports]", "[exports]\npage = false"), "utf-8")
    build()
    assert not (built / "index.html").exists()
    assert not (built / "probe/index.html").exists()
