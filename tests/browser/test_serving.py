"""The pages as `stimmwerk serve` hands them out."""

import pytest

from ..serving.servers import served
from .pages import data, paused, ready, time, wait_for_time


@pytest.fixture(scope="module")
def server(built):
    with served(built.parents[1], "probe", "--no-open", "--jobs", "1") as running:
        yield running


def edit(file, old, new):
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_it_plays_from_anywhere_and_shows_what_changes(server, built, visit):
    """The page is loaded again by itself, keeps its place and goes on; what is wrong is shown, and goes."""
    cast, script = built.parents[1] / "voices/demo.toml", built.parents[1] / "episodes/probe.md"
    page = ready(visit(server.url))
    far = data(page)["length"] / 1000 - 4
    page.evaluate("(fragment) => { location.hash = fragment }", f"#t={far}")
    wait_for_time(page, far)
    page.select_option("#speed", "0.75")
    page.click("#play")
    page.wait_for_function("(far) => document.querySelector('audio').currentTime > far + 0.2", arg=far)
    page.click("#play")
    heard = time(page)

    edit(cast, '"low"', '"lower than that"')
    page.wait_for_selector("#trouble:not([hidden])")
    assert "voices/demo.toml" in page.text_content("#trouble")
    edit(cast, '"lower than that"', '"low"')
    page.wait_for_selector("#trouble", state="hidden")

    edit(script, "Wie geht es Ihnen", "Wie ergeht es Ihnen")
    page.wait_for_function("() => document.body.textContent.includes('ergeht')")
    ready(page)
    wait_for_time(page, heard, within=0.3)
    assert paused(page)
    edit(script, "Wie ergeht es Ihnen", "Wie geht es Ihnen")
    page.wait_for_function("() => !document.body.textContent.includes('ergeht')")


def test_many_pages_at_once_are_all_shown_and_all_told(server, built, visit):
    script = built.parents[1] / "episodes/probe.md"
    first = ready(visit(server.url))
    pages = [first, *(ready(visit(server.url, context=first.context)) for _ in range(8))]
    edit(script, "Wie geht es Ihnen", "Wie ergeht es Ihnen")
    for page in pages:
        page.wait_for_function("() => document.body.textContent.includes('ergeht')")
    edit(script, "Wie ergeht es Ihnen", "Wie geht es Ihnen")
    for page in pages:
        page.wait_for_function("() => !document.body.textContent.includes('ergeht')")


def test_the_list_leads_to_the_episode_and_knows_how_far_it_was_heard(server, visit):
    page = visit(server.url.removesuffix("probe/"), width=360)
    assert page.evaluate("() => document.documentElement.scrollWidth") == 360
    page.click(".card")
    ready(page)
    assert page.url == server.url + "index.html"
    page.evaluate("location.hash = '#t=8'")
    wait_for_time(page, 8)
    page.click(".brand")
    page.wait_for_selector(".go-on:not([hidden])")
    assert page.text_content(".go-on") == "Weiterhören ab 00:08"
    assert page.evaluate("() => getComputedStyle(document.querySelector('.track')).getPropertyValue('--heard')") != "0%"
