"""Pictures as players and directories take them: baseline JPEG, RGB, no larger than they allow."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np

from stimmwerk.errors import ShowError, Where
from stimmwerk.palette import Colour

if TYPE_CHECKING:
    from PIL import Image

#: Qualities that are tried, best first; below the last, a picture shows that it was made small.
QUALITIES = (88, 80, 72, 64, 56, 45, 35)
# For what is nothing but grain.
_UGLY = (25, 15, 8, 3)


def open_picture(data: bytes, what: str, ground: Colour, where: Where | None = None) -> Image.Image:
    """A PNG or JPEG as sRGB, upright, on a ground where it can be seen through.

    Raises ShowError, saying what it is, for any other file and for one that is broken or far too large.
    """
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            # What Pillow says of a picture's other data is of no use to who wants its colours.
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = ImageOps.exif_transpose(Image.open(BytesIO(data), formats=("PNG", "JPEG")))
            seen = _seen(image) if image.has_transparency_data else None
            coloured = _in_srgb(_opaque(image), image.info.get("icc_profile"))
            if seen is None:
                return coloured
            whole = Image.new("RGB", image.size, ground)
            whole.paste(coloured, mask=seen)
            return whole
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as cause:
        raise ShowError(
            f"{what} has too many pixels to be opened",
            where=where,
            hint="make it smaller; nobody needs more than 3000 a side",
        ) from cause
    except (OSError, ValueError, SyntaxError) as cause:
        raise ShowError(
            f"{what} cannot be opened: {cause}", where=where, hint="save it again as PNG or JPEG"
        ) from cause


def _seen(image: Image.Image) -> Image.Image:
    """How far each pixel covers what is behind it, of a picture that does not cover all."""
    from PIL import Image

    if image.mode.startswith("I"):
        return Image.fromarray(np.asarray(image) != image.info["transparency"]).convert("L")
    return image.convert("RGBA").getchannel("A")


def _opaque(image: Image.Image) -> Image.Image:
    """The colours alone, in 8 bits: grey, RGB or CMYK."""
    from PIL import Image

    if image.mode.startswith("I"):
        # Pillow would cut off all that is lighter than 255 of 65535.
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    return image.convert({"1": "L", "L": "L", "LA": "L", "CMYK": "CMYK"}.get(image.mode, "RGB"))


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """What the numbers mean in their own space; without a profile, or with one that fits no such picture, sRGB."""
    from PIL import ImageCms

    if profile:
        try:
            own, srgb = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(image, own, srgb, outputMode="RGB") or image
        except (ImageCms.PyCMSError, OSError):
            pass
    return image.convert("RGB")


def squared(image: Image.Image, sides: range, ground: Colour) -> Image.Image:
    """The whole picture in a square on a ground, its side within bounds: made larger or smaller only to keep them."""
    from PIL import ImageOps

    side = min(max(*image.size, sides.start), sides.stop - 1)
    return image if image.size == (side, side) else ImageOps.pad(image, (side, side), color=ground)


def scaled_down(image: Image.Image, side: int) -> Image.Image:
    """The picture with a longer side of at most ``side`` pixels."""
    from PIL import Image

    factor = max(image.size) // side
    small = image.reduce(factor) if factor > 1 else image.copy()
    if max(small.size) > side:
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
    return small


def jpeg(image: Image.Image, most: int, qualities: Iterable[int] = QUALITIES) -> bytes:
    """Baseline JPEG without chroma subsampling, in the best quality that takes at most so many bytes.

    Where none does: in the last.
    """
    data = b""
    for quality in qualities:
        file = BytesIO()
        # Not optimised: Pillow then guesses how much room that takes, and fails for pictures like noise.
        image.save(file, "JPEG", quality=quality, subsampling=0)
        data = file.getvalue()
        if len(data) <= most:
            break
    return data


def jpeg_within(image: Image.Image, most: int, sides: Sequence[int]) -> bytes:
    """As ``jpeg``, in the largest of some sizes, largest first, that takes at most so many bytes in any quality.

    Where none does: in the smallest, and worse than otherwise.
    """
    for side in sides:
        data = jpeg(scaled_down(image, side), most)
        if len(data) <= most:
            return data
    return jpeg(scaled_down(image, sides[-1]), most, _UGLY)


def small_jpeg(image: Image.Image, most: int, sides: Iterable[int]) -> bytes:
    """As ``jpeg``, in the largest of some sizes, largest first, of which a middling quality takes so few bytes."""
    data = b""
    for side in sides:
        data = jpeg(scaled_down(image, side), most, (82, 70))
        if len(data) <= most:
            return data
    return jpeg(scaled_down(image, side), most, (55, 40, 25))
