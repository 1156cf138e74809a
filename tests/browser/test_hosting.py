"""The page from a plain web host that hands out files only whole, where a browser by itself can seek nowhere."""

import functools
import http.server
import threading

import pytest

from .pages import data, paused, ready, time, wait_for_time, wait_until_remembered


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Nothing."""

    def copyfile(self, source, outputfile):
        # A browser may go away in the middle of a sound.
        try:
            super().copyfile(source, outputfile)
        except ConnectionError:
            self.close_connection = True


@pytest.fixture
def host(built):
    handler = functools.partial(Quiet, directory=built.parent)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/probe/index.html"
        server.shutdown()


def test_a_link_to_a_moment_leads_there(visit, host):
    page = ready(visit(host, fragment="#t=5"))
    wait_for_time(page, 5)
    assert paused(page)
    page.click("#play")
    page.wait_for_function("() => document.querySelector('audio').currentTime > 5.3")


def test_chapters_are_heard_while_it_plays_and_the_place_is_kept(visit, host):
    page = ready(visit(host))
    start = data(page)["chapters"][1][0] / 1000
    page.select_option("#speed", "1.5")
    page.click("#play")
    page.wait_for_function("() => document.querySelector('audio').currentTime > 0.3")
    page.click(".chapters li:nth-child(2) .chapter")
    page.wait_for_function("(start) => document.querySelector('audio').currentTime > start + 0.2", arg=start)
    assert not paused(page)
    assert page.evaluate("() => document.querySelector('audio').playbackRate") == 1.5
    page.click("#play")
    heard = time(page)
    wait_until_remembered(page, "place:", heard * 1000, within=300)
    again = ready(visit(host, context=page.context))
    wait_for_time(again, heard, within=0.3)


def test_a_file_that_the_browser_has_stopped_reading_is_no_obstacle(visit, host):
    """Of a long episode it reads ahead so far, and whoever asks its cache for the same file waits for that."""
    page = ready(visit(host))
    with page.expect_request("**/probe.mp3") as asked:
        page.evaluate("() => { location.hash = '#t=5' }")
    assert asked.value.resource_type == "fetch"
    assert asked.value.all_headers()["cache-control"] == "no-cache"


def test_whoever_plays_meanwhile_hears_what_was_asked_for(visit, host):
    page = ready(visit(host))
    page.route("**/*.mp3", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.evaluate("() => { location.hash = '#t=4' }")
    page.click("#play")
    page.wait_for_function("() => document.querySelector('audio').currentTime > 4.2")
    assert time(page) < 8


def test_a_sound_that_has_gone_meanwhile_is_told(visit, host):
    page = ready(visit(host, expected="404"))
    page.route("**/*.mp3", lambda route: route.fulfill(status=404))
    page.evaluate("() => { location.hash = '#t=4' }")
    page.wait_for_selector("#trouble:not([hidden])")
    assert "probe.mp3" in page.text_content("#trouble")
    page.unroute("**/*.mp3")
    page.click("#play")
    page.wait_for_function("() => document.querySelector('audio').currentTime > 4.2")
    assert page.locator("#trouble").is_hidden()


def test_whoever_leaves_while_it_loads_finds_the_place_again(visit, host):
    page = ready(visit(host))
    page.route("**/*.mp3", lambda route: None)
    page.evaluate("() => { location.hash = '#t=6' }")
    page.goto(host.replace("probe/index.html", "index.html"))
    wait_until_remembered(page, "place:", 6000, within=50)
    wait_for_time(ready(visit(host, context=page.context)), 6)
