"""Pictures of any kind as the JPEG that players take."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from stimmwerk.errors import ShowError, Where
from stimmwerk.exports.jpeg import jpeg, jpeg_within, open_picture, scaled_down, small_jpeg, squared

GROUND = (10, 20, 30)


def file(image, kind="PNG", **options):
    stream = BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def noise(size, mode="RGB"):
    values = np.random.default_rng(1).integers(0, 256, (*size[::-1], len(mode)), np.uint8)
    return Image.fromarray(values, mode) if mode == "L" else Image.fromarray(values)


@pytest.mark.parametrize(
    "data",
    [
        file(Image.new("RGBA", (20, 20), (255, 0, 0, 0))),
        file(Image.new("LA", (20, 20), (200, 0))),
        file(Image.new("P", (20, 20), 0), transparency=0),
    ],
    ids=["RGBA", "LA", "P"],
)
def test_what_can_be_seen_through_gets_a_ground(data):
    image = open_picture(data, "it", GROUND)
    assert image.mode == "RGB"
    assert image.getpixel((5, 5)) == GROUND


@pytest.mark.parametrize("mode", ["L", "P", "1", "I;16", "RGB", "CMYK"])
def test_every_kind_of_colour_becomes_rgb(mode):
    data = file(Image.new(mode, (20, 30)), "JPEG" if mode == "CMYK" else "PNG")
    image = open_picture(data, "it", GROUND)
    assert (image.mode, image.size) == ("RGB", (20, 30))


def test_sixteen_bits_of_grey_are_as_light_as_eight():
    ramp = np.linspace(0, 65535, 256).astype(np.uint16).reshape(16, 16)
    plain = np.asarray(open_picture(file(Image.fromarray(ramp)), "it", GROUND))
    assert plain.min() == 0
    assert plain.max() == 255
    assert abs(float(plain.mean()) - 127.5) < 1
    seen = np.asarray(open_picture(file(Image.fromarray(ramp), transparency=0), "it", GROUND))
    assert tuple(seen[0, 0]) == GROUND
    assert (seen[1:] == plain[1:]).all()


def test_colours_are_those_of_the_pictures_own_profile():
    """Colours of a wider space are told by more, not by less, in the space that every player shows."""
    from PIL import ImageCms

    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = Image.new("RGB", (8, 8), (200, 100, 50))
    as_it_is = open_picture(file(image, icc_profile=srgb), "it", GROUND).getpixel((4, 4))
    assert max(abs(a - b) for a, b in zip(as_it_is, (200, 100, 50), strict=True)) <= 1
    swapped = srgb.replace(b"rXYZ", b"tmp_").replace(b"gXYZ", b"rXYZ").replace(b"tmp_", b"gXYZ")
    red, green, _ = open_picture(file(image, icc_profile=swapped), "it", GROUND).getpixel((4, 4))
    assert red < 140 < 180 < green
    for odd in (lab, b"no profile", b""):
        assert open_picture(file(image, icc_profile=odd), "it", GROUND).getpixel((4, 4)) == (200, 100, 50)


def test_what_a_picture_says_beside_its_colours_is_nobody_s_warning(recwarn):
    open_picture(file(noise((20, 20)), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff\x12\x01"), "it", GROUND)
    assert list(recwarn) == []


def test_a_picture_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert open_picture(file(noise((20, 40)), "JPEG", exif=exif), "it", GROUND).size == (40, 20)


@pytest.mark.parametrize("cut", [9, 60, 200])
def test_a_broken_picture_is_told_with_its_place(cut):
    with pytest.raises(ShowError, match="the cover cannot be opened") as caught:
        open_picture(file(noise((40, 40)))[:cut], "the cover", GROUND, Where("e.md", 3))
    assert str(caught.value.where) == "e.md:3"


def test_a_picture_that_would_fill_the_memory_is_told(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(ShowError, match="too many pixels"):
        open_picture(file(noise((40, 40))), "it", GROUND)
    with pytest.raises(ShowError, match="too many pixels"):
        open_picture(file(noise((12, 12))), "it", GROUND)


@pytest.mark.parametrize(
    ("size", "side"), [((50, 50), 50), ((200, 200), 100), ((10, 10), 40), ((50, 30), 50), ((30, 500), 100)]
)
def test_a_square_is_made_and_its_side_kept_within_bounds(size, side):
    image = squared(Image.new("RGB", size, (255, 255, 255)), range(40, 101), GROUND)
    assert image.size == (side, side)
    assert image.getpixel((side // 2, side // 2)) == (255, 255, 255)
    if size[0] != size[1]:
        assert image.getpixel((0, 0)) == GROUND


@pytest.mark.parametrize("size", [(50, 50), (100, 100), (101, 50), (300, 250), (40, 333)])
def test_scaled_down_keeps_the_shape(size):
    found = scaled_down(Image.new("RGB", size), 100)
    assert max(found.size) <= 100
    assert found.size[0] / found.size[1] == pytest.approx(size[0] / size[1], rel=0.1)
    assert scaled_down(Image.new("RGB", (40, 30)), 100).size == (40, 30)


def test_a_jpeg_is_baseline_rgb_and_within_its_limit():
    image = noise((200, 200))
    large, small = jpeg(image, 10**9), jpeg(image, 40_000)
    assert len(small) <= 40_000 < len(large)
    for data in (large, small):
        found = Image.open(BytesIO(data))
        assert (found.format, found.mode, found.size) == ("JPEG", "RGB", (200, 200))
        assert b"\xff\xc0" in data
        assert "progressive" not in found.info
    assert jpeg(image, 40_000) == small


def test_what_does_not_fit_is_made_smaller_before_it_is_made_ugly():
    image = noise((400, 400))
    plain = len(jpeg(image, 0))
    assert jpeg_within(image, plain, (400, 300, 200)) == jpeg(image, plain)
    smaller = jpeg_within(image, plain - 1, (400, 300, 200))
    assert Image.open(BytesIO(smaller)).size == (300, 300)
    assert len(smaller) < plain
    least = jpeg_within(image, len(jpeg(scaled_down(image, 200), 0)) - 1, (400, 300, 200))
    assert Image.open(BytesIO(least)).size == (200, 200)
    assert len(least) < len(jpeg(scaled_down(image, 200), 0))


def test_what_never_fits_is_as_small_as_can_be():
    image = noise((400, 400))
    sizes = [len(small_jpeg(image, most, (300, 100, 50))) for most in (10**9, 30_000, 3_000, 100)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[1] <= 30_000
    assert sizes[2] <= 3_000
