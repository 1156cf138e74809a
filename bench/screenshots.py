"""The pictures of the README: an episode's page by day and by night, on a desktop and on a phone.

    make screenshots

An installed Chromium or Chrome takes them (STIMMWERK_BROWSER names one), of the page of an episode that is built.
"""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = Path(__file__).parents[1] / "docs/pictures"

#: The most that a picture may weigh, in bytes, and how many colours are tried until it does.
MOST, COLOURS = 80_000, (256, 128, 96, 64, 48)

#: Seconds into the episode: somebody speaks, and has spoken for a while.
MOMENT = 200

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


@dataclass(frozen=True)
class Shot:
    """name: of the file; width, height: of the window, in CSS pixels; scale: pixels for each; top: of the page."""

    name: str
    dark: bool
    width: int
    height: int
    scale: float
    top: bool


SHOTS = (
    Shot("page-light", dark=False, width=1280, height=832, scale=1, top=True),
    Shot("page-dark", dark=True, width=1280, height=832, scale=1, top=False),
    Shot("phone-light", dark=False, width=400, height=832, scale=1.25, top=False),
    Shot("phone-dark", dark=True, width=400, height=832, scale=1.25, top=True),
)


def take(browser: Browser, page: Path, shot: Shot) -> bytes:
    """A picture of the page, as PNG."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        device_scale_factor=shot.scale,
        color_scheme="dark" if shot.dark else "light",
        reduced_motion="reduce",
    )
    opened = context.new_page()
    opened.goto(f"{page.resolve().as_uri()}#t={MOMENT}")
    opened.wait_for_selector(".s.now")
    opened.wait_for_function(f"() => Math.abs(document.querySelector('audio').currentTime - {MOMENT}) < 0.1")
    if shot.top:
        opened.evaluate("scrollTo(0, 0)")
    opened.wait_for_function("() => [...document.images].every((one) => one.complete || one.loading === 'lazy')")
    opened.wait_for_timeout(300)
    png = opened.screenshot()
    context.close()
    return png


def small(png: bytes) -> bytes:
    """The picture as WebP without loss, so that letters stay sharp, in as many colours as let it be small enough."""
    whole = Image.open(BytesIO(png)).convert("RGB")
    for colours in COLOURS:
        file = BytesIO()
        whole.quantize(colours, dither=Image.Dither.NONE).convert("RGB").save(file, "WEBP", lossless=True, method=6)
        if file.tell() <= MOST:
            break
    return file.getvalue()


def main() -> None:
    from playwright.sync_api import sync_playwright

    page = Path(sys.argv[1])
    path = os.environ.get("STIMMWERK_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        sys.exit("no Chromium or Chrome is installed; STIMMWERK_BROWSER=/path/to/one names another")
    # A sandbox cannot be had by root, as whom containers often run.
    options = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--mute-audio", *options])
        for shot in SHOTS:
            file = FOLDER / f"{shot.name}.webp"
            file.write_bytes(small(take(browser, page, shot)))
            print(f"{file.relative_to(FOLDER.parents[1])}: {file.stat().st_size / 1000:.0f} kB")
        browser.close()


if __name__ == "__main__":
    main()
