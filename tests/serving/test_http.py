"""What `stimmwerk serve` answers, asked over a socket."""

import asyncio
import contextlib
import itertools
import re
import time

import pytest

from stimmwerk.cli import main
from stimmwerk.serving.app import changes
from stimmwerk.serving.board import Board

from ..faults.processes import ends_within
from .servers import PATIENCE, served

SOUND = bytes(range(256)) * 40
PAGE = "<!doctype html>\n<html><head><title>Seite</title></head><body></body></html>\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A show with two episodes that were made, and much that is nobody's business."""
    folder = tmp_path_factory.mktemp("served") / "show"
    for name in ("episodes", "build/probe/stems", "build/Folge 2 ü", "build/cache/take", "build/.hidden", "build/odd"):
        (folder / name).mkdir(parents=True)
    (folder / "show.toml").write_text(
        'title = "t"\nauthor = "a"\nlanguage = "de"\ncast = "c"\ndisclosure = "d"\n', "utf-8"
    )
    for name in (
        "episodes/probe.md",
        "build/.gitignore",
        "build/probe/.secret",
        "build/cache/take/x",
        "build/.hidden/x",
    ):
        (folder / name).write_text("secret")
    for name in ("build", "build/probe", "build/Folge 2 ü", "build/probe/stems"):
        (folder / name / "index.html").write_text(PAGE)
    for name in ("probe.mp3", "stems/a.wav"):
        (folder / "build/probe" / name).write_bytes(SOUND)
    for name in ("manifest.json", "probe.vtt", "probe.chapters.json", "probe.psc", "cover.jpg", "probe.other"):
        (folder / "build/probe" / name).write_text("x")
    for name, to in (("up", ".."), ("odd/script.md", "../../episodes/probe.md"), ("store", "cache")):
        (folder / "build" / name).symlink_to(to)
    return folder


@pytest.fixture(scope="module")
def server(folder):
    with served(folder, "probe", "--no-open", "--no-watch") as running:
        yield running


@pytest.mark.parametrize(
    ("wanted", "status", "first", "last"),
    [
        ("bytes=0-9", 206, 0, 10),
        ("bytes=100-", 206, 100, None),
        ("bytes=-5", 206, -5, None),
        ("bytes=-999999", 206, 0, None),
        ("bytes=10000-999999", 206, 10000, None),
        ("BYTES=7-7", 206, 7, 8),
        ("bytes=10240-", 416, 0, 0),
        ("bytes=-0", 416, 0, 0),
        ("lines=0-9", 200, 0, None),
        ("bytes=9-0", 400, 0, 0),
        ("bytes=a-b", 200, 0, None),
        ("bytes=0-1,5-6", 200, 0, None),
        ("bytes=", 200, 0, None),
    ],
)
def test_ranges(server, wanted, status, first, last):
    """RFC 9110, 14."""
    found, headers, body = server.ask("/probe/probe.mp3", Range=wanted)
    assert found == status
    if status == 416:
        assert headers["content-range"] == f"bytes */{len(SOUND)}"
    if status == 206:
        part = SOUND[first:last]
        start = first % len(SOUND)
        assert body == part
        assert headers["content-range"] == f"bytes {start}-{start + len(part) - 1}/{len(SOUND)}"
        assert headers["content-length"] == str(len(part))
    if status == 200:
        assert body == SOUND
        assert headers["accept-ranges"] == "bytes"


def test_a_range_of_what_has_changed_is_the_whole(server):
    tag = server.ask("/probe/probe.mp3")[1]["etag"]
    assert server.ask("/probe/probe.mp3", Range="bytes=0-9", If_Range=tag)[0] == 206
    status, _, body = server.ask("/probe/probe.mp3", Range="bytes=0-9", If_Range='"other"')
    assert (status, body) == (200, SOUND)
    assert server.ask("/probe/probe.mp3", Range="bytes=0-9", If_Range=f"W/{tag}")[0] == 200


@pytest.mark.parametrize("path", ["/probe/probe.mp3", "/probe/", "/"])
def test_what_is_known_is_not_sent_again(server, path):
    _, headers, body = server.ask(path)
    assert body
    status, _, body = server.ask(path, If_None_Match=headers["etag"])
    assert (status, body) == (304, b"")


@pytest.mark.parametrize("path", ["/probe/probe.mp3", "/probe/"])
def test_head_is_the_answer_without_its_body(server, path):
    _, wanted, body = server.ask(path)
    status, headers, nothing = server.ask(path, "HEAD", Range="bytes=0-9")
    assert (status, nothing) == (200, b"")
    assert headers["content-length"] == str(len(body))
    assert headers["etag"] == wanted["etag"]


def test_head_of_changes_waits_for_none(server):
    with contextlib.closing(server.connection()) as connection:
        for method, path in (("HEAD", "/.stimmwerk/events?of=none"), ("GET", "/probe/")):
            connection.request(method, path)
            answer = connection.getresponse()
            assert (answer.status, bool(answer.read())) == (200, method == "GET")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_nothing_can_be_done_but_read(server, method):
    assert server.ask("/probe/probe.mp3", method)[0] == 405


OUTSIDE = (
    "/../show.toml", "/..%2fshow.toml", "/%2e%2e/show.toml", "/probe/../../show.toml", "/probe/..%2f..%2fshow.toml",
    "/probe/%2e%2e/%2e%2e/episodes/probe.md", "//etc/hostname", "/%2fetc/hostname", "/..\\show.toml",
    "/%5c..%5cshow.toml", "/up/show.toml", "/up/episodes/probe.md", "/odd/script.md", "/cache/take/x", "/cache/",
    "/store/take/x", "/CACHE/take/x", "/probe/../cache/take/x", "/.gitignore", "/.hidden/x", "/probe/.secret",
    "/probe/%2esecret", "/probe/x%00", "/" + 300 * "x", "/probe/nothing", "/build/probe/probe.mp3", "/odd/",
    "/probe/stems/../../../show.toml", "/file:///etc/hostname",
)  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_is_handed_out_but_what_was_made(server, path):
    status, _, body = server.ask(path)
    assert status == 404
    assert b"secret" not in body
    assert b"title" not in body


def test_other_names_for_this_machine_lead_nowhere(server):
    port = server.address.port
    for host in ("evil.example", f"evil.example:{port}", "", "127.0.0.1.evil.example", "[::1]"):
        assert server.ask("/probe/probe.mp3", Host=host)[0] == 400
    for host in (f"127.0.0.1:{port}", f"localhost:{port}"):
        assert server.ask("/probe/probe.mp3", Host=host)[0] == 200


@pytest.mark.parametrize("path", ["/", "/probe/", "/probe/probe.mp3", "/nothing", "/.stimmwerk/events?of=probe&seen=y"])
def test_other_sites_are_kept_away(server, path):
    _, headers, _ = server.ask(path)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["content-security-policy"] == "frame-ancestors 'none'"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-cache"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("probe.mp3", "audio/mpeg"),
        ("probe.vtt", "text/vtt; charset=utf-8"),
        ("probe.chapters.json", "application/json+chapters"),
        ("probe.psc", "application/xml"),
        ("manifest.json", "application/json"),
        ("cover.jpg", "image/jpeg"),
        ("probe.other", "application/octet-stream"),
    ],
)
def test_media_types(server, name, media_type):
    assert server.ask(f"/probe/{name}")[1]["content-type"] == media_type


def test_a_folder_is_its_page(server):
    status, headers, _ = server.ask("/probe")
    assert status in (302, 307)
    assert headers["location"].endswith("/probe/")
    assert server.ask("/Folge%202%20%C3%BC/")[0] == 200


def live(body):
    found = re.search(rb'<meta name="stimmwerk-live" content="([^"]*)">', body)
    return found and found.group(1).decode().replace("&amp;", "&")


def test_pages_hear_of_changes_and_files_on_disk_know_nothing_of_it(server, folder):
    for path, of in (("/", "of=&"), ("/probe/", "of=probe&"), ("/Folge%202%20%C3%BC/index.html", "of=Folge+2+%C3%BC&")):
        body = server.ask(path)[2]
        assert live(body).startswith(f"/.stimmwerk/events?{of}seen=")
        assert body.replace(re.search(b"<meta [^>]*>", body).group(), b"").decode() == PAGE
    assert live(server.ask("/probe/stems/index.html")[2]) is None
    assert (folder / "build/probe/index.html").read_text() == PAGE


def test_a_page_that_is_out_of_date_is_told_so(server, folder):
    address = live(server.ask("/probe/")[2])
    stream = server.events(address)
    (folder / "build/probe/manifest.json").write_text("another")
    assert next(stream) == ("changed", "")
    assert next(stream, None) is None
    assert next(server.events(address)) == ("changed", "")
    assert live(server.ask("/probe/")[2]) != address


def test_a_page_whose_episode_was_removed_stays_until_there_is_another(tmp_path):
    """`make clean` while somebody listens: a page that loads itself again would be lost."""
    board, manifest = Board(build=tmp_path), tmp_path / "probe/manifest.json"

    async def told():
        found = []
        looks = itertools.count()

        def closing():
            look = next(looks)
            if look == 2:
                manifest.parent.mkdir()
                manifest.write_text("another")
            return look > 4

        async for event in changes(board, "probe", "as it was", closing):
            found.append((event.partition("\n")[0], manifest.exists()))
        return found

    assert asyncio.run(told()) == [("retry: 1000", False), ("event: changed", True)]


@pytest.mark.parametrize("name", ["%00", "x%00", "..", "../show", "probe%2f..", "a%5cb", ".hidden"])
def test_what_is_no_episode_s_name_has_no_changes(server, name):
    with contextlib.closing(server.connection()) as connection:
        connection.request("GET", f"/.stimmwerk/events?of={name}&seen=1")
        assert connection.getresponse().status == 404
    assert not any("Traceback" in line for line in server.talk)


def test_trouble_is_told_once_and_so_is_its_end(tmp_path):
    """A page that comes back, from a machine that slept for instance, says what it was told last."""
    board = Board(build=tmp_path)

    async def told(last):
        looks = itertools.count()
        return [event async for event in changes(board, "probe", "", lambda: next(looks) > 0, last)][1:]

    assert asyncio.run(told("")) == []
    board.troubles["probe"] = "line 3"
    (event,) = asyncio.run(told(""))
    mark = re.fullmatch(r'event: trouble\nid: (\w+)\ndata: "line 3"\n\n', event).group(1)
    assert asyncio.run(told(mark)) == []
    board.troubles["probe"] = "line 4"
    assert len(asyncio.run(told(mark))) == 1
    del board.troubles["probe"]
    assert asyncio.run(told(mark)) == ['event: trouble\nid: \ndata: ""\n\n']


def test_the_oldest_of_many_pages_gives_way(server):
    """A browser opens six connections to one server at most: pages that wait may not take them all."""
    address = live(server.ask("/probe/")[2])
    with contextlib.ExitStack() as stack:
        streams = []
        for _ in range(7):
            connection = stack.enter_context(contextlib.closing(server.connection()))
            connection.request("GET", address)
            streams.append(connection.getresponse())
            assert streams[-1].readline() == b"retry: 1000\n"
        for stream in streams[:4]:
            assert stream.read() == b"\n"
        streams[4].fp.raw._sock.settimeout(0.6)
        with pytest.raises(TimeoutError):
            streams[4].read()


def test_ctrl_c_ends_at_once_whoever_is_still_listening(folder):
    def interrupt():
        with served(folder, "probe", "--no-open", "--no-watch") as server:
            assert server.url.endswith("/probe/")
            address = live(server.ask("/probe/")[2])
            with contextlib.closing(server.connection()) as page, contextlib.closing(server.connection()) as sound:
                page.request("GET", address)
                assert page.getresponse().readline() == b"retry: 1000\n"
                sound.request("GET", "/probe/probe.mp3")
                sound.getresponse().read(10)
                begun = time.monotonic()
                assert server.interrupt() == 0
                took = time.monotonic() - begun
        assert server.talk[-1] == "ended\n"
        return took

    ends_within(3, interrupt)


def test_a_port_in_use_is_told(server, folder, capsys, monkeypatch):
    monkeypatch.chdir(folder)
    port = str(server.address.port)
    assert main(["serve", "probe", "--no-open", "--no-watch", "--port", port]) == 2
    assert f"port {port} of this machine cannot be had" in capsys.readouterr().err


def test_what_was_not_made_is_told(folder, capsys, monkeypatch):
    monkeypatch.chdir(folder)
    (folder / "episodes/new.md").write_text("x")
    try:
        assert main(["serve", "new", "--no-open", "--no-watch", "--port", "0"]) == 2
        assert "there is no build/new/index.html" in capsys.readouterr().err
        with served(folder, "--no-open", "--no-watch") as server:
            assert server.address.path == "/"
    finally:
        (folder / "episodes/new.md").unlink()


def test_the_browser_is_opened_unless_told_not_to(folder, tmp_path):
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{tmp_path}/new" && mv "{tmp_path}/new" "{tmp_path}/opened"\n')
    browser.chmod(0o755)
    with served(folder, "probe", "--no-watch", BROWSER=str(browser)) as server:
        end = time.monotonic() + PATIENCE
        while not (tmp_path / "opened").exists() and time.monotonic() < end:
            time.sleep(0.02)
        assert (tmp_path / "opened").read_text() == f"{server.url}\n"
