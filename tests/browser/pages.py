"""What tests ask of a page in a browser."""

import json
from urllib.parse import urljoin

# The word that is marked, as its text and its place among all words; null where none is.
MARKED = """() => {
  const ranges = [...(CSS.highlights.get("word") ?? [])];
  return ranges.length ? String(ranges[0]) : null;
}"""

# Where what plays now began, in seconds; undefined where nothing was played.
BEGUN = """() => {
  const { played, currentTime } = document.querySelector("audio");
  const begins = Array.from({ length: played.length }, (_, index) => played.start(index));
  return begins.findLast((begin) => begin <= currentTime);
}"""

TIME = "() => document.querySelector('audio').currentTime"
PAUSED = "() => document.querySelector('audio').paused"


def marked(page):
    return page.evaluate(MARKED)


def time(page):
    return page.evaluate(TIME)


def paused(page):
    return page.evaluate(PAUSED)


def wait_for_time(page, seconds, within=0.05):
    page.wait_for_function(
        "([wanted, within]) => Math.abs(document.querySelector('audio').currentTime - wanted) <= within",
        arg=[seconds, within],
    )


def wait_until_remembered(page, key, value=None, within=0):
    """Waits until other tabs see what the page has stored.

    Each is a process of its own: one that is opened at once may begin with what was stored before.
    key: how its name begins; value: a number that it must be within a distance of.
    """
    other = page.context.new_page()
    # Any address of the same origin, but none whose script stores something itself.
    other.goto(urljoin(page.url, "manifest.json"))
    other.wait_for_function(
        """([key, value, within]) => Object.entries(localStorage).some(([name, kept]) =>
             name.startsWith("stimmwerk:" + key) && (value === null || Math.abs(kept - value) <= within))""",
        arg=[key, value, within],
        polling=20,
    )
    other.close()


def wait_for_play(page, seconds, until=1.5):
    """Waits until it plays from a place on, or from less than ``until`` seconds behind it.

    Where it began is asked, not where it is by now: that depends on how long the question takes.
    """
    page.wait_for_function("(wanted) => document.querySelector('audio').currentTime >= wanted - 0.01", arg=seconds)
    begun = page.wait_for_function(BEGUN).json_value()
    assert seconds - 0.01 <= begun < seconds + until


def ready(page):
    """Waits until the sound's length is known and the page has drawn what it shows first."""
    page.wait_for_function(
        "() => document.querySelector('audio')?.readyState >= 1 && !document.querySelector('#player').hidden"
    )
    return page


def data(page):
    return json.loads(page.text_content("#data"))


def words(page):
    """Every word: (text, start, stop in seconds), read from the page's data and its elements, not by its script."""
    found = []
    elements = page.eval_on_selector_all(".s", "all => all.map(one => one.textContent)")
    for text, (start, _, differences) in zip(elements, data(page)["pieces"], strict=True):
        at, clock = 0, start
        for index in range(0, len(differences), 4):
            gap, wide, wait, length = differences[index : index + 4]
            at, clock = at + gap, clock + wait
            found.append((text[at : at + wide], clock / 1000, (clock + length) / 1000))
            at, clock = at + wide, clock + length
    return found
