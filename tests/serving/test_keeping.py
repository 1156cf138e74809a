"""An episode is made again while it is served."""

import asyncio
import contextlib
import json
import re
import sys

import pytest

from stimmwerk.serving import keeping
from stimmwerk.serving.board import Board
from stimmwerk.serving.watching import Concern

from .servers import PATIENCE, served


@pytest.fixture
def server(show_folder):
    with served(show_folder, "probe", "--no-open", "--jobs", "1") as running:
        yield running


def address(server, path="/probe/"):
    return re.search(r'"(/\.stimmwerk/events[^"]*)"', server.ask(path)[2].decode()).group(1).replace("&amp;", "&")


def edit(file, old, new):
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


@pytest.mark.slow
def test_what_changes_is_heard_and_what_is_wrong_costs_nothing(server, show_folder):
    """The first episode is made by the command itself."""
    script, cast, page = show_folder / "episodes/probe.md", show_folder / "voices/demo.toml", address(server)
    before = server.ask("/probe/probe.mp3")[2]

    edit(script, "vielen Dank", "und ich danke sehr")
    assert next(server.events(page)) == ("changed", "")
    page, after = address(server), server.ask("/probe/probe.mp3")[2]
    assert "danke sehr" in server.ask("/probe/")[2].decode()
    assert after != before
    assert "danke sehr" not in server.ask("/")[2].decode()

    stream = server.events(page)
    edit(cast, '"low"', '"lower than that"')
    event, told = next(stream)
    assert (event, json.loads(told).partition(":")[0]) == ("trouble", "voices/demo.toml")
    assert server.ask("/probe/probe.mp3")[2] == after
    # Whoever opens the page now, or the list, is told as well.
    assert next(server.events(page)) == next(server.events(address(server, "/"))) == (event, told)

    edit(cast, '"lower than that"', '"low"')
    assert next(stream) == ("trouble", '""')

    edit(cast, '"low"', '"mid"')
    assert next(stream) == ("changed", "")
    assert server.interrupt() == 0


@pytest.mark.slow
def test_a_first_episode_that_cannot_be_made_is_an_end(show_folder, capsys):
    from stimmwerk.cli import main

    edit(show_folder / "show.toml", '"demo"', '"demu"')
    assert main(["serve", "probe", "--no-open", "--port", "0"]) == 3
    assert not (show_folder / "build/probe").exists()


BUILD = """
import pathlib, sys, time
here = pathlib.Path(sys.argv[1])
try:
    (here / "begun").touch()
    time.sleep(30)
except KeyboardInterrupt:
    (here / "interrupted").touch()
"""


def test_a_build_ends_with_the_server(tmp_path, monkeypatch):
    command = (sys.executable, "-c", BUILD, str(tmp_path))
    monkeypatch.setattr(keeping, "build_command", lambda *_: command)
    keeper = keeping.Keeper(
        concern=Concern(root=tmp_path), board=Board(build=tmp_path), options=(), tell=lambda _: None
    )

    async def cancelled():
        making = asyncio.create_task(keeper.make("probe"))
        async with asyncio.timeout(PATIENCE):
            while not (tmp_path / "begun").exists():
                await asyncio.sleep(0.01)
        making.cancel()
        async with asyncio.timeout(PATIENCE):
            with contextlib.suppress(asyncio.CancelledError):
                await making

    asyncio.run(cancelled())
    assert (tmp_path / "interrupted").exists()
