import dataclasses

import pytest

from stimmwerk.exports.page.document import page_html

from ..exports.page.samples import EVIL, evil
from .pages import data, paused, ready, time, wait_for_time, wait_until_remembered

# WCAG 2.2, levels A and AA, and what axe counts as good practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def barriers(page):
    from axe_playwright_python.sync_playwright import Axe

    # What happens to lie half below a bar, by how far the page is scrolled, is no barrier.
    page.evaluate("document.querySelectorAll('#search, #player').forEach((bar) => { bar.style.position = 'static' })")
    found = Axe().run(page, options={"runOnly": TAGS}).response["violations"]
    return [(rule["id"], node["html"], node.get("failureSummary")) for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280], ids=["phone", "desktop"])
def test_axe_finds_no_barriers(visit, built, dark, width):
    page = ready(visit(built / "index.html", dark=dark, width=width))
    page.click(".chapters li:nth-child(2) .chapter")
    page.fill("#query", "tag")
    page.keyboard.press("Enter")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    page.keyboard.press("Escape")
    page.click("#play")
    assert barriers(page) == []
    page.click("#help-open")
    assert barriers(page) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_no_barriers_on_the_list(visit, built, dark):
    page = visit(built.parent / "index.html", dark=dark, width=360)
    assert page.locator(".card").count() == 1
    assert barriers(page) == []


def test_switching_colours_is_remembered(visit, built):
    page = ready(visit(built / "index.html"))
    ground = "() => getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.click("#theme")
    dark = page.evaluate(ground)
    assert dark != light
    assert page.get_attribute("#theme", "aria-pressed") == "true"
    wait_until_remembered(page, "theme")
    again = ready(visit(built / "index.html", context=page.context))
    assert again.evaluate(ground) == dark
    again.click("#theme")
    assert again.evaluate(ground) == light
    assert again.evaluate("() => localStorage.getItem('stimmwerk:theme')") is None


def test_the_colours_of_the_system_hold(visit, built):
    page = ready(visit(built / "index.html", dark=True))
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 46)"
    assert page.get_attribute("#theme", "aria-pressed") == "true"


@pytest.mark.parametrize("width", [320, 360, 768, 1024])
def test_no_scrolling_sideways(visit, built, width):
    page = ready(visit(built / "index.html", width=width, height=640))
    assert page.evaluate("() => document.documentElement.scrollWidth") == width
    box = page.locator("#player").bounding_box()
    assert box["width"] == width
    for button in page.locator("#player button:visible, #player select").all():
        inner = button.bounding_box()
        assert inner["x"] >= 0
        assert inner["x"] + inner["width"] <= width


@pytest.mark.parametrize("size", [(320, 256), (667, 320)], ids=["400 % of 1280 x 1024", "phone on its side"])
def test_low_windows_leave_room_to_read(visit, built, size):
    page = ready(visit(built / "index.html", width=size[0], height=size[1]))
    page.locator(".turn").last.scroll_into_view_if_needed()
    assert page.evaluate("() => scrollY") > 0
    assert page.locator(".search").bounding_box()["y"] < 0
    assert page.locator("#player").bounding_box()["y"] > size[1] / 2


def test_targets_are_large_enough(visit, built):
    """WCAG 2.5.8: 24 by 24 CSS pixels, except links inside of sentences."""
    page = ready(visit(built / "index.html", width=360))
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, select, input, summary")]
          .filter((one) => one.checkVisibility() && !one.classList.contains("skip"))
          .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
          .filter(([, box]) => box.width < 24 || box.height < 24).map(([html, box]) => [html, box.width, box.height])"""
    )
    assert small == []


def test_everything_by_keyboard_alone(visit, built):
    page = ready(visit(built / "index.html"))
    chapters = [chapter[0] / 1000 for chapter in data(page)["chapters"]]
    length = data(page)["length"] / 1000
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.keyboard.press("n")
    wait_for_time(page, chapters[1])
    page.keyboard.press("p")
    wait_for_time(page, 0)
    page.keyboard.press("ArrowRight")
    wait_for_time(page, 5)
    page.keyboard.press("ArrowLeft")
    wait_for_time(page, 0)
    page.keyboard.press("l")
    wait_for_time(page, min(30, length))
    page.keyboard.press("j")
    wait_for_time(page, min(30, length) - 15)
    page.keyboard.press("p")
    before = time(page)
    page.keyboard.press(".")
    page.wait_for_function("(before) => document.querySelector('audio').currentTime > before", arg=before)
    page.keyboard.press(">")
    assert page.evaluate("() => document.querySelector('audio').playbackRate") == 1.1
    page.keyboard.press("<")
    page.keyboard.press("k")
    page.wait_for_function("() => !document.querySelector('audio').paused")
    page.keyboard.press("k")
    assert paused(page)
    page.keyboard.press("/")
    assert page.evaluate("() => document.activeElement.id") == "query"
    page.keyboard.type("k.n")
    assert page.input_value("#query") == "k.n"
    assert paused(page)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()


def test_tab_reaches_every_control_and_focus_can_be_seen(visit, built):
    page = ready(visit(built / "index.html"))
    reached, bare = set(), []
    for _ in range(80):
        page.keyboard.press("Tab")
        name, seen = page.evaluate(
            """() => {
              const one = document.activeElement;
              const outline = (element) => getComputedStyle(element).outlineStyle !== "none";
              const shadow = getComputedStyle(one.parentElement).boxShadow !== "none";
              return [one.id || one.className || one.tagName, outline(one) || outline(one.parentElement) || shadow];
            }"""
        )
        reached.add(name)
        if not seen and name != "BODY":
            bare.append(name)
        if name == "copy":
            break
    assert {"help-open", "theme", "start", "chapter", "at", "query", "seek", "chapter-previous", "back", "play",
            "forward", "chapter-next", "speed", "copy"} <= reached  # fmt: skip
    assert bare == []


def test_the_space_bar_presses_what_has_the_focus_and_else_plays(visit, built):
    page = ready(visit(built / "index.html"))
    page.focus("#theme")
    page.keyboard.press("Space")
    assert paused(page)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Space")
    page.wait_for_function("() => !document.querySelector('audio').paused")


def test_single_keys_can_be_switched_off(visit, built):
    """WCAG 2.1.4."""
    page = ready(visit(built / "index.html"))
    page.click("#help-open")
    page.uncheck("#keys")
    page.click("#help-close")
    page.keyboard.press("n")
    page.keyboard.press("k")
    page.wait_for_timeout(100)
    assert paused(page)
    assert time(page) == 0
    wait_until_remembered(page, "keys")
    again = ready(visit(built / "index.html", context=page.context))
    again.click("#help-open")
    assert not again.is_checked("#keys")


STYLE = """([name, property, of]) => {
  const element = document.querySelector(name);
  return element && getComputedStyle(element, of)[property];
}"""


def test_forced_colours_leave_nothing_unseen(visit, built):
    """Where a system takes all grounds away, buttons have an edge, and what is heard now still differs."""
    page = ready(visit(built / "index.html", fragment="#t=4", forced_colors="active"))
    wait_for_time(page, 4)
    canvas, text = (page.evaluate(
        "(name) => { const one = document.createElement('p'); one.style.color = name; document.body.append(one);"
        " return getComputedStyle(one).color; }", name) for name in ("Canvas", "CanvasText"))  # fmt: skip
    for button in ("#start", "#play"):
        assert page.evaluate(STYLE, [button, "borderTopStyle", None]) == "solid"
        assert page.evaluate(STYLE, [button, "borderTopColor", None]) != canvas
    assert page.evaluate(STYLE, [".ticks path", "stroke", None]) == text
    assert page.evaluate(STYLE, [".chapter[aria-current]", "outlineStyle", None]) == "solid"
    now, other = (page.evaluate(STYLE, [turn, "borderLeftColor", None])
                  for turn in (".turn.now .said", ".turn:not(.now):not(.title) .said"))  # fmt: skip
    assert now != other
    listed = visit(built.parent / "index.html", forced_colors="active")
    assert listed.evaluate(STYLE, [".card .go", "borderTopStyle", None]) == "solid"


def test_less_motion(visit, built):
    page = ready(visit(built / "index.html", reduced_motion="reduce"))
    assert page.evaluate("() => getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("where", ["episode", "list"])
def test_all_can_be_read_on_paper(visit, built, tmp_path, theme, where):
    (tmp_path / "index.html").write_text(page_html(evil()), "utf-8")
    path = (tmp_path if where == "episode" else built.parent) / "index.html"
    page = visit(path, dark=theme == "dark", expected="ERR_FILE_NOT_FOUND")
    page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
    page.emulate_media(media="print")
    pale = page.evaluate(
        """() => {
          const light = (colour) => {
            const [r, g, b] = colour.match(/[\\d.]+/g).map((part) => (part / 255) ** 2.2);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
          while (walker.nextNode()) {
            const element = walker.currentNode.parentElement;
            if (!walker.currentNode.data.trim() || element.closest("script, style, .hush")) continue;
            if (!element.checkVisibility()) continue;
            // 4.5 : 1 against white.
            if (1.05 / (light(getComputedStyle(element).color) + 0.05) < 4.5) found.push(walker.currentNode.data);
          }
          return found;
        }"""
    )
    assert pale == []


def test_hostile_text_is_text(visit, built, tmp_path):
    made = dataclasses.replace(evil(), name="first")
    (tmp_path / "index.html").write_text(page_html(made), "utf-8")
    (tmp_path / "first.mp3").write_bytes((built / "probe.mp3").read_bytes())
    page = ready(visit(tmp_path / "index.html", width=360, expected="ERR_FILE_NOT_FOUND"))
    page.click(".chapter")
    page.wait_for_function("() => document.querySelector('audio').currentTime > 0.2")
    assert page.evaluate("() => window.pwned") is None
    assert page.text_content("h1") == EVIL
    assert page.text_content("#now-chapter") == EVIL
    assert page.evaluate("() => document.documentElement.scrollWidth") == 360
    page.fill("#query", "</script>")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('#hits').textContent !== ''")
    assert page.evaluate("() => String([...CSS.highlights.get('found-now')][0])") == "</script>"
