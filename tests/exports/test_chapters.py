import json
import shutil
import subprocess
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk import units
from stimmwerk.exports.captions import clock
from stimmwerk.exports.chapters import chapter_list, chapters_json, chapters_psc, ffmetadata
from stimmwerk.exports.edition import EditionChapter, Picture

from .editions import SHOW, edition

CHAPTERS = (
    EditionChapter(start=0, stop=44_123, title="Einleitung"),
    EditionChapter(
        start=44_123, stop=100_000, title="„Größe“ & <Maß>", subtitle="lang", url="https://example.org/a?b=1&c=ü"
    ),
    EditionChapter(start=100_000, stop=200_000, title="Bild", image=Picture(data=b"", file="bild.png")),
    EditionChapter(start=200_000, stop=300_000, title="Netz"),
)


def test_without_an_address_no_picture_is_named():
    plain = edition(CHAPTERS, show=SHOW.replace('url = "https://example.org/show"', ""))
    assert all("img" not in chapter for chapter in json.loads(chapters_json(plain))["chapters"])


@given(st.integers(0, 10**10), st.integers(1, 10**9), st.sampled_from([22_050, 44_100, 48_000]))
def test_times_are_those_of_the_tag_to_the_millisecond(start, length, rate):
    marks = [EditionChapter(start=start, stop=start + length, title="x")]
    (chapter,) = json.loads(chapters_json(edition(marks, sample_rate=rate)))["chapters"]
    assert round(chapter["startTime"] * 1000) == units.milliseconds(start, rate)
    assert round(chapter["endTime"] * 1000) == units.milliseconds(start + length, rate)
    assert len(str(chapter["startTime"]).partition(".")[2]) <= 3


def titled(*titles, rate=1000, length=60):
    """Chapters of a minute each, in an edition that counts milliseconds."""
    step = length * rate
    marks = [EditionChapter(start=n * step, stop=(n + 1) * step, title=title) for n, title in enumerate(titles)]
    return edition(marks, sample_rate=rate)


def test_all_shapes_say_the_same_to_the_millisecond():
    whole = edition(CHAPTERS)
    starts = [whole.ms(mark.start) for mark in CHAPTERS]
    read = json.loads(chapters_json(whole))["chapters"]
    assert [round(chapter["startTime"] * 1000) for chapter in read] == starts
    simple = ET.fromstring(chapters_psc(whole))
    assert [chapter.get("start") for chapter in simple] == [clock(ms) for ms in starts]
    assert [chapter.get("title") for chapter in simple] == [mark.title for mark in CHAPTERS]
    assert [chapter.get("href") for chapter in simple] == [mark.url for mark in CHAPTERS]
    assert [int(line[6:]) for line in ffmetadata(whole).splitlines() if line.startswith("START=")] == starts


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")
def test_ffmpeg_reads_the_metadata(tmp_path):
    title = "a=b; c#d \\ e\nf"
    (tmp_path / "tags").write_text(ffmetadata(titled(title, "Zwei")), "utf-8")
    show = ["ffprobe", "-v", "error", "-f", "ffmetadata", "-show_chapters", "-of", "json", str(tmp_path / "tags")]
    found = json.loads(subprocess.run(show, capture_output=True, check=True).stdout)["chapters"]
    assert [(chapter["start"], chapter["end"]) for chapter in found] == [(0, 60_000), (60_000, 120_000)]
    assert found[0]["tags"]["title"] == "a=b; c#d \\ e f"


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")
def test_ffmpeg_reads_the_tags_of_the_other_files(tmp_path):
    whole = edition(
        show=f'{SHOW}copyright = "(C) Ada; 2026"\n', description="Erstens = 1;\n\n# zweitens", origin="Daher", number=0
    )
    (tmp_path / "tags").write_text(ffmetadata(whole), "utf-8")
    show = ["ffprobe", "-v", "error", "-f", "ffmetadata", "-show_format", "-of", "json", str(tmp_path / "tags")]
    found = json.loads(subprocess.run(show, capture_output=True, check=True).stdout)["format"]["tags"]
    assert found["comment"] == whole.comment == "Erstens = 1;\n\n# zweitens\nDaher\nAlle Stimmen sind künstlich."
    assert (found["copyright"], found["track"]) == ("(C) Ada; 2026", "0")


def test_the_list_is_what_platforms_look_for():
    assert chapter_list(titled("Anfang", "Mitte")) == "00:00 Anfang\n01:00 Mitte\n"
    assert chapter_list(titled("A", "B", length=3000)) == "0:00:00 A\n0:50:00 B\n"
