import pytest

from .pages import data, marked, paused, ready, time, wait_for_play, wait_for_time, wait_until_remembered, words


@pytest.fixture
def page(visit, built):
    return ready(visit(built / "index.html"))


def chapters(page):
    return [chapter[0] / 1000 for chapter in data(page)["chapters"]]


def test_it_plays_and_stops(page):
    assert paused(page)
    page.click("#play")
    page.wait_for_function("() => document.querySelector('audio').currentTime > 0.5")
    page.wait_for_selector("#play[aria-label=Anhalten]")
    page.click("#play")
    page.wait_for_selector("#play[aria-label=Abspielen]")
    assert paused(page)


def test_the_length_is_that_of_the_sound(page):
    length = page.evaluate("() => document.querySelector('audio').duration")
    assert length == pytest.approx(data(page)["length"] / 1000, abs=0.03)


def test_a_chapter_is_heard_and_marked(page):
    second = chapters(page)[1]
    page.click(".chapters li:nth-child(2) .chapter")
    wait_for_play(page, second, until=2)
    assert not paused(page)
    assert page.get_attribute(".chapters li:nth-child(2) .chapter", "aria-current") == "true"
    assert page.eval_on_selector_all("[aria-current]", "all => all.length") == 1
    assert page.text_content("#now-chapter") == data(page)["chapters"][1][1]


def test_chapter_buttons_skip_buttons_and_speed(page):
    second, third = chapters(page)[1:3]
    page.click("#chapter-next")
    wait_for_time(page, second)
    page.click("#chapter-next")
    wait_for_time(page, third)
    page.click("#chapter-previous")
    wait_for_time(page, second)
    page.click("#forward")
    wait_for_time(page, min(second + 30, data(page)["length"] / 1000))
    page.click("#back")
    page.select_option("#speed", "1.5")
    assert page.evaluate("() => document.querySelector('audio').playbackRate") == 1.5


def test_the_seek_bar_is_a_slider_with_words(page):
    page.focus("#seek")
    page.keyboard.press("ArrowRight")
    wait_for_time(page, 5)
    page.keyboard.press("PageUp")
    page.keyboard.press("ArrowLeft")
    assert page.get_attribute("#seek", "aria-valuetext").endswith(f"von {page.text_content('#length')}, " +
                                                                  page.text_content("#now-chapter"))  # fmt: skip
    box = page.locator(".seek").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    wait_for_time(page, data(page)["length"] / 2000, within=0.4)


def test_deep_links(visit, built):
    page = ready(visit(built / "index.html", fragment="#t=3.5"))
    wait_for_time(page, 3.5)
    assert paused(page)
    length = data(page)["length"] / 1000
    for fragment, seconds in (
        ("#t=3", 3), ("#t=0:04", 4), ("#t=0:00:05.5", 5.5), ("#t=6s", 6), ("#t=0m7s", 7), ("#t=2,4", 2),
        ("#t=npt:3", 3), ("#a=b&t=4", 4), ("#t=0%3A05", 5), ("#t=99999", length), ("#t=1", 1),
    ):  # fmt: skip
        page.evaluate("(fragment) => { location.hash = fragment }", fragment)
        wait_for_time(page, seconds)
    for fragment in ("#t=", "#t=-3", "#t=1:99", "#t=x", "#t=%", "#anything", "#chapter-99", "#turn-1x"):
        page.evaluate("(fragment) => { location.hash = fragment }", fragment)
        page.wait_for_timeout(20)
        assert time(page) == pytest.approx(1, abs=0.01)
    assert paused(page)


def test_links_to_chapters_and_turns_are_places_too(visit, built):
    page = ready(visit(built / "index.html", fragment="#chapter-2"))
    wait_for_time(page, chapters(page)[1])
    page.evaluate("location.hash = '#turn-3'")
    wait_for_time(page, int(page.get_attribute("#turn-3 a", "data-ms")) / 1000)


def test_the_link_to_a_moment_leads_back_to_it(visit, built, browser):
    page = ready(visit(built / "index.html", fragment="#t=4", permissions=["clipboard-read", "clipboard-write"]))
    wait_for_time(page, 4)
    page.click("#copy")
    page.wait_for_function("() => document.querySelector('#status').textContent.includes('00:04')")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == (built / "index.html").as_uri() + "#t=4"


def test_place_and_speed_are_remembered(visit, built):
    page = ready(visit(built / "index.html", fragment="#t=6"))
    wait_for_time(page, 6)
    page.select_option("#speed", "1.25")
    wait_until_remembered(page, "place:", 6000, within=50)
    wait_until_remembered(page, "speed", 1.25)
    again = ready(visit(built / "index.html", context=page.context))
    wait_for_time(again, 6)
    assert again.text_content("#start-label") == "Weiterhören ab 00:06"
    assert again.evaluate("() => document.querySelector('audio').playbackRate") == 1.25
    assert marked(again) in {word for word, start, stop in words(again) if start <= 6 < stop} | {None}


def test_the_lock_screen_knows_the_episode(page):
    shown = page.evaluate("() => [navigator.mediaSession.metadata.title, navigator.mediaSession.metadata.album]")
    assert shown == ["Eine Probe", "Probe"]


def test_the_lock_screen_knows_whether_it_plays(page):
    page.click("#play")
    page.wait_for_function("() => navigator.mediaSession.playbackState === 'playing'")
    page.click("#play")
    page.wait_for_function("() => navigator.mediaSession.playbackState === 'paused'")


@pytest.mark.parametrize("begin", ["#play", "#start"])
def test_whoever_plays_at_the_end_hears_the_begin(visit, built, begin):
    page = ready(visit(built / "index.html", fragment="#t=999"))
    page.click(begin)
    page.wait_for_function("() => !document.querySelector('audio').paused")
    page.wait_for_timeout(400)
    assert not paused(page)
    assert 0 < time(page) < 5


def test_without_its_sound_it_says_so(visit, built, tmp_path):
    (tmp_path / "index.html").write_bytes((built / "index.html").read_bytes())
    page = visit(tmp_path / "index.html", expected="ERR_FILE_NOT_FOUND")
    page.wait_for_selector("#trouble:not([hidden])")
    assert "probe.mp3" in page.text_content("#trouble")


def test_without_javascript_it_can_be_heard_and_read(visit, built):
    page = visit(built / "index.html", java_script_enabled=False)
    assert page.locator("audio[controls]").is_visible()
    assert page.locator(".said").first.is_visible()
    for hidden in ("#player", "#search", "#start", "#theme", "#help-open"):
        assert not page.locator(hidden).is_visible()
    page.click(".chapters li:nth-child(2) .chapter")
    assert page.url.endswith("#chapter-2")
