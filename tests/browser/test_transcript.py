import pytest

from stimmwerk.exports.page.document import page_html

from ..exports.editions import edition
from ..exports.page.samples import hour, spoken
from .pages import data, marked, paused, ready, time, wait_for_play, wait_for_time, words

# Every frame: the time of the sound, and the word that is marked.
RECORD = """(milliseconds) => new Promise((done) => {
  const audio = document.querySelector("audio"), seen = [], begun = performance.now();
  (function look() {
    const range = [...(CSS.highlights.get("word") ?? [])][0];
    seen.push([audio.currentTime, range ? String(range) : null]);
    if (performance.now() - begun < milliseconds) requestAnimationFrame(look); else done(seen);
  })();
})"""

# "within 100 ms"
TOLERANCE = 0.1


@pytest.fixture
def page(visit, built):
    return ready(visit(built / "index.html"))


def test_the_word_that_sounds_is_marked_within_a_tenth_of_a_second(page):
    said = words(page)
    page.click("#play")
    page.wait_for_function("() => document.querySelector('audio').currentTime > 0.1")
    seen = page.evaluate(RECORD, 4000)
    assert seen[-1][0] - seen[0][0] > 3
    wrong = []
    for at, word in seen:
        near = [text for text, start, stop in said if start - TOLERANCE <= at < stop + TOLERANCE]
        quiet = not any(start + TOLERANCE <= at < stop - TOLERANCE for _, start, stop in said)
        if word not in near and not (word is None and quiet):
            wrong.append((at, word, near))
    assert wrong == []
    assert len({word for _, word in seen}) > 8


def test_a_click_on_a_word_plays_from_it(page):
    said = words(page)
    text, start, _ = next(word for word in said if word[0] == "schönen")
    page.locator(".s", has_text=text).first.scroll_into_view_if_needed()
    box = page.evaluate(
        """(wanted) => {
          for (const piece of document.querySelectorAll(".s")) {
            const at = piece.textContent.indexOf(wanted);
            if (at < 0) continue;
            const range = new Range();
            range.setStart(piece.firstChild, at);
            range.setEnd(piece.firstChild, at + wanted.length);
            const box = range.getBoundingClientRect();
            return [box.left + box.width / 2, box.top + box.height / 2];
          }
        }""",
        text,
    )
    page.mouse.click(*box)
    wait_for_play(page, start)
    assert not paused(page)


def test_selecting_text_plays_nothing(page):
    box = page.locator(".s").nth(1).bounding_box()
    page.mouse.move(box["x"] + 2, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 8)
    page.mouse.up()
    assert page.evaluate("() => String(getSelection())")
    assert paused(page)


def test_turns_can_be_heard_by_their_times(page):
    link = page.locator(".turn .at[data-ms]").nth(2)
    wanted = int(link.get_attribute("data-ms")) / 1000
    assert link.text_content() in link.get_attribute("aria-label")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("(wanted) => document.querySelector('audio').currentTime >= wanted - 0.01", arg=wanted)
    assert not paused(page)


def in_sight(page):
    return page.evaluate(
        """() => {
          const box = document.querySelector(".s.now").getBoundingClientRect();
          return box.top > 0 && box.bottom < innerHeight - document.querySelector("#player").offsetHeight;
        }"""
    )


def test_the_text_follows_until_the_reader_scrolls(visit, built):
    page = ready(visit(built / "index.html", width=390, height=560))
    second = page.locator(".theme").nth(2).locator(".turn a").first
    page.evaluate("(ms) => { location.hash = '#t=' + ms / 1000 }", int(second.get_attribute("data-ms")))
    page.wait_for_timeout(700)
    page.keyboard.press("k")
    page.wait_for_function("() => !document.querySelector('audio').paused")
    assert in_sight(page)
    assert not page.locator("#follow").is_visible()
    page.mouse.move(200, 200)
    page.mouse.wheel(0, -1500)
    page.wait_for_selector("#follow", state="visible")
    before = page.evaluate("scrollY")
    page.wait_for_timeout(1200)
    assert page.evaluate("scrollY") == before
    page.click("#follow")
    page.wait_for_timeout(900)
    assert in_sight(page)
    assert not page.locator("#follow").is_visible()


def test_search_finds_counts_and_marks(page):
    page.fill("#query", "TAG")
    page.wait_for_function("() => document.querySelector('#hits').textContent !== ''")
    text = page.text_content("#transcript")
    count = text.casefold().count("tag")
    assert count
    assert page.text_content("#hits") == f"1 von {count}"
    assert page.evaluate("() => CSS.highlights.get('found').size") == count
    assert page.evaluate(
        "() => [...CSS.highlights.get('found')].map(String).every((one) => one.toLowerCase() === 'tag')"
    )


def test_search_overlooks_marks_and_crosses_sentences(page):
    for wanted, found in (("schonen", "schönen"), ("SATZ.  und", "Satz. Und"), ("strasse", "Straße"), ("vor. E", None)):
        page.fill("#query", wanted)
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.querySelector('#hits').textContent !== ''")
        marks = page.evaluate("() => [...(CSS.highlights.get('found-now') ?? [])].map(String)")
        if found is None:
            assert marks == []
            assert page.text_content("#hits") == "Keine Treffer"
        else:
            assert [mark.casefold() for mark in marks] == [found.casefold()]


SAID = "Don’t “stop” – cœur, Łódź, Ærø, ışık, ΛΟΓΟΣ λόγος, Donau\u00addampf. مُحمـد はし ばし किताब काताब."


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("don't", ["Don’t"]),
        ('"stop" - coeur', ["“stop” – cœur"]),
        ("DON`T", ["Don’t"]),
        ("lodz, aero", ["Łódź, Ærø"]),
        ("isik", ["ışık"]),
        ("λογοσ", ["ΛΟΓΟΣ", "λόγος"]),
        ("donaudampf", ["Donau\u00addampf"]),
        ("محمد", ["مُحمـد"]),
        # Not accents, but letters: other words.
        ("はし", ["はし"]),
        ("कि", ["कि"]),
    ],
)
def test_search_takes_what_a_keyboard_has_for_what_is_printed(visit, tmp_path, wanted, found):
    (tmp_path / "a.html").write_text(page_html(edition(turns=[spoken(0, 0, SAID)])), "utf-8")
    page = visit(tmp_path / "a.html", expected="ERR_FILE_NOT_FOUND")
    page.fill("#query", wanted)
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('#hits').textContent !== ''")
    assert page.evaluate("() => [...(CSS.highlights.get('found') ?? [])].map(String)") == found


def test_search_goes_on_and_back_and_can_be_heard(page):
    # Found a moment after the last key, by itself: a key that came later would be a step on.
    page.fill("#query", "e")
    page.wait_for_function("() => document.querySelector('#hits').textContent.startsWith('1 ')")
    page.keyboard.press("Enter")
    assert page.text_content("#hits").startswith("2 ")
    page.keyboard.press("Shift+Enter")
    page.click("#hit-previous")
    number, _, count = page.text_content("#hits").partition(" von ")
    assert number == count
    page.fill("#query", "Noch etwas")
    page.keyboard.press("Enter")
    page.click("#hit-play")
    wait_for_play(page, next(start for text, start, _ in words(page) if text == "Noch"))
    page.focus("#query")
    page.keyboard.press("Escape")
    assert page.input_value("#query") == ""
    assert page.evaluate("() => CSS.highlights.has('found')") is False


def test_an_hour_stays_quick(visit, tmp_path, built):
    """No work over all words in a frame: what a frame costs does not depend on how many there are."""
    (tmp_path / "index.html").write_text(page_html(hour()), "utf-8")
    (tmp_path / "first.mp3").write_bytes((built / "probe.mp3").read_bytes())
    page = ready(visit(tmp_path / "index.html"))
    assert page.evaluate("() => document.querySelectorAll('.s').length") > 700
    # The page's own watchers are called by what a seek calls.
    spent = page.evaluate(
        """() => {
          const bar = document.querySelector("#seek"), begun = performance.now();
          for (let second = 0; second < 3000; second += 3) {
            bar.value = second;
            bar.dispatchEvent(new Event("input"));
          }
          return performance.now() - begun;
        }"""
    )
    assert spent / 1000 < 3
    page.fill("#query", "wort")
    begun = page.evaluate("performance.now()")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('#hits').textContent.includes(' von ')")
    assert page.evaluate("performance.now()") - begun < 2000
    assert data(page)["length"] > 3_500_000
    assert marked(page) is None or isinstance(marked(page), str)
    wait_for_time(page, time(page))
