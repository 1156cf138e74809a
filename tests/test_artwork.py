"""The pictures of an episode: what the show brings, what is drawn, and what goes into the tag."""

from io import BytesIO

import mutagen.id3
import numpy as np
import pytest
from PIL import Image

from stimmwerk.artwork import Illustrator, show_cover
from stimmwerk.cli import main
from stimmwerk.errors import ShowError
from stimmwerk.exports import pictures
from stimmwerk.exports.jpeg import small_jpeg
from stimmwerk.exports.pictures import draw_chapter
from stimmwerk.plan import make_plan
from stimmwerk.session import store_of
from stimmwerk.show import Show

ALL = "cover = false\nchapter_pictures = false\ntimeline_svg = false\ntimeline_png = false\n"


@pytest.fixture
def folder(show_folder):
    """The show with every picture switched on."""
    path = show_folder / "show.toml"
    path.write_text(path.read_text("utf-8").replace(ALL, ""), "utf-8")
    return show_folder


def change(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def artwork():
    show = Show.find()
    return Illustrator(make_plan(show, show.source("probe")), show, store_of(show)).artwork()


def opened(data):
    image = Image.open(BytesIO(data))
    image.load()
    return image


def test_the_show_s_own_cover_is_converted(folder):
    cover = artwork().cover
    assert cover.file == "cover.jpg"
    assert (opened(cover.data).format, opened(cover.data).size) == ("JPEG", (1400, 1400))
    assert opened(cover.small).size == (1000, 1000)
    assert len(cover.small) <= 120_000


def test_without_a_cover_one_is_drawn(folder):
    change(folder / "show.toml", 'cover = "cover.png"\n', "")
    (folder / "audio/cover.png").unlink()
    cover = artwork().cover
    assert opened(cover.data).size == (3000, 3000)
    assert len(cover.data) <= 512_000
    change(folder / "show.toml", 'title = "Probe"', 'title = "Andere"')
    assert artwork().cover.data != cover.data


@pytest.mark.parametrize(("url", "kept"), [("https://example.org", True), ("", False)])
def test_the_cover_of_the_feed_is_drawn_with_the_pictures_of_the_episode(folder, monkeypatch, url, kept):
    path = folder / "show.toml"
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith(("url =", "cover ="))]
    path.write_text("\n".join([f'url = "{url}"', *lines, "cover = false"]), "utf-8")
    artwork()
    drawn = []
    monkeypatch.setattr(pictures, "draw_cover", lambda *a: drawn.append(a) or draw_chapter(1, "x"))
    show = Show.find()
    assert show_cover(show, store_of(show)).data
    assert bool(drawn) != kept


@pytest.mark.parametrize(("size", "side"), [((300, 300), 1400), ((3500, 3500), 3000), ((2000, 1000), 2000)])
def test_a_cover_of_any_size_becomes_one_that_directories_take(folder, size, side):
    Image.new("RGB", size, (200, 0, 0)).save(folder / "audio/cover.png")
    assert opened(artwork().cover.data).size == (side, side)


def test_a_cover_of_nothing_but_grain_is_no_larger_than_directories_take(folder):
    dots = np.random.default_rng(1).integers(0, 2, (3000, 3000), np.uint8)
    Image.fromarray(dots * 255).convert("1").save(folder / "audio/cover.png")
    data = show_cover(Show.find(), store_of(Show.find())).data
    assert len(data) <= 512_000
    assert opened(data).size == (1400, 1400)


def test_every_chapter_has_a_picture_its_own_or_a_drawn_one(folder):
    Image.new("RGB", (90, 60), (0, 200, 0)).save(folder / "audio/bild.jpg")
    change(folder / "episodes/probe.md", "## Zweites Thema", "## Zweites Thema {image=audio/bild.jpg}")
    first, second, third = artwork().chapters
    assert [picture.file for picture in (first, second, third)] == [
        "chapter-01.jpg",
        "chapter-02.jpg",
        "chapter-03.jpg",
    ]
    assert opened(first.data).size == opened(second.data).size == (1400, 1400)
    assert first.data != second.data
    assert opened(third.data).size == (90, 60)


def test_switched_off_there_are_no_files_and_the_script_s_pictures_stay_in_the_tag(show_folder):
    Image.new("RGB", (90, 60), (0, 200, 0)).save(show_folder / "audio/bild.jpg")
    change(show_folder / "episodes/probe.md", "## Zweites Thema", "## Zweites Thema {image=audio/bild.jpg}")
    found = artwork()
    assert found.cover.file is None
    assert [picture and picture.file for picture in found.chapters] == [None, None, None]
    assert [picture is None for picture in found.chapters] == [True, True, False]


def test_pictures_are_kept(folder, monkeypatch):
    before = artwork()
    monkeypatch.setattr("stimmwerk.exports.pictures._canvas", None)
    monkeypatch.setattr("stimmwerk.exports.jpeg.open_picture", None)
    assert artwork() == before
    change(folder / "show.toml", "[pauses]", '[colours]\nground = "#000000"\n\n[pauses]')
    with pytest.raises(TypeError):
        artwork()


def test_the_tag_stays_small_however_many_chapters_there_are(folder, monkeypatch):
    title = "Ein langer Titel, der viel Platz braucht, und noch mehr davon"
    drawn = draw_chapter(7, title)
    monkeypatch.setattr("stimmwerk.exports.pictures.draw_chapter", lambda *_, **__: drawn.copy())
    monkeypatch.setattr("stimmwerk.artwork._CHAPTER_SIDE", 400)  # what lies beside the MP3 is not what is looked at
    chapters = "".join(f"## {title} {number}\n\n**Frage:** Ja.\n\n" for number in range(101))
    (folder / "episodes/probe.md").write_text(f"---\ntitle: Viele\nlanguage: de\n---\n\n{chapters}", "utf-8")
    found = artwork()
    assert [picture.file for picture in found.chapters[::50]] == [
        "chapter-001.jpg",
        "chapter-051.jpg",
        "chapter-101.jpg",
    ]
    assert sum(len(picture.small) for picture in (found.cover, *found.chapters)) < 1_320_000
    assert len(small_jpeg(drawn, 1_200_000 // 255, (700, 350, 200, 140))) <= 1_200_000 // 255


@pytest.mark.parametrize(("data", "told"), [(b"GIF89a..", "neither"), (b"", "nothing"), (b"\xff\xd8\xff", "cannot be")])
def test_a_picture_that_is_none_is_told_with_its_line(folder, data, told):
    (folder / "audio/bild.jpg").write_bytes(data)
    change(folder / "episodes/probe.md", "## Zweites Thema", "## Zweites Thema {image=audio/bild.jpg}")
    with pytest.raises(ShowError, match=told) as caught:
        artwork()
    assert str(caught.value.where) == "episodes/probe.md:16"


def test_a_build_writes_all_of_them_and_the_tag_has_them(folder):
    assert main(["build", "probe", "--jobs", "1"]) == 0
    built = folder / "build/probe"
    found = artwork()
    assert (built / "cover.jpg").read_bytes() == found.cover.data
    tag = mutagen.id3.ID3(built / "probe.mp3")
    assert tag.getall("APIC")[0].data == found.cover.small
    for number, (picture, frame) in enumerate(zip(found.chapters, tag.getall("CHAP"), strict=True), 1):
        assert (built / f"chapter-{number:02}.jpg").read_bytes() == picture.data
        assert frame.sub_frames.getall("APIC")[0].data == picture.small
    assert (built / "timeline.svg").read_text("utf-8").count('class="voice') == 9
    assert opened((built / "timeline.png").read_bytes()).size[0] == 2400
    assert main(["verify", "build/probe"]) == 0
