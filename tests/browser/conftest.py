"""The page in a browser that is installed already; without one these tests are skipped."""

import os
import shutil
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)

# Longer than any single step takes on a busy machine, in milliseconds.
PATIENCE = 120_000


def installed_browser():
    """The path of a browser, or None."""
    if named := os.environ.get("STIMMWERK_BROWSER"):
        return named
    found = (shutil.which(name) for name in NAMES)
    places = (place for place in PLACES if Path(place).is_file())
    return next((path for path in (*found, *places) if path), None)


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


# Not longer than a module: while it drives a browser, an event loop counts as running, and other tests want theirs.
# A package's would live as long as the session, for a folder without an `__init__.py` is none.
@pytest.fixture(scope="module")
def browser():
    path = installed_browser()
    if path is None:
        pytest.skip("no Chromium or Chrome is installed; STIMMWERK_BROWSER=/path/to/one names another")
    from playwright.sync_api import sync_playwright

    options = ["--autoplay-policy=no-user-gesture-required", "--mute-audio"]
    # A sandbox cannot be had by root, as whom containers often run.
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--no-sandbox")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=options)
        yield running
        running.close()


@pytest.fixture(scope="session")
def built(tmp_path_factory, plant):
    """The folder of a small finished episode, made with the engine ``tone``."""
    from stimmwerk.cli import main

    folder = plant(tmp_path_factory.mktemp("page") / "show")
    with (folder / "episodes/probe.md").open("a", encoding="utf-8") as script:
        script.write("\n**Frage:** Noch ein Satz. Und ein zweiter, über Straße und Maß.\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(["build", "probe", "--jobs", "1"]) == 0
    return folder / "build/probe"


@pytest.fixture
def visit(browser):
    """Opens a page: a file or an address, at a width and in colours.

    Whatever the browser complains of fails the test, but for what holds the text ``expected``.
    """
    contexts, complaints = [], []

    def visited(where, *, fragment="", width=1280, height=800, dark=False, expected=None, **options):
        def note(text, expected):
            if expected is None or expected not in text:
                complaints.append(text)

        if isinstance(where, Path):
            where = where.as_uri()
        context = options.pop("context", None)
        if context is None:
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", **options
            )
            context.set_default_timeout(PATIENCE)
            contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: note(message.text, expected))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(where + fragment)
        return page

    yield visited
    for context in contexts:
        context.close()
    assert complaints == []
