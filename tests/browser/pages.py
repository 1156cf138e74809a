"""What tests ask of a page in a browser."""

import json

# The word that is marked, as its text and its place among all words; null where none is.
MARKED = """() => {
  const ranges = [...(CSS.highlights.get("word") ?? [])];
  return ranges.length ? String(ranges[0]) : null;
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
