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
    # A draft: what else there is of sound takes longer than to hear an edit.
    assert not (show_folder / "build/probe/probe.m4b").exists()

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
    (here / "told").write_text(sys.stdin.readline())
    (here / "begun").touch()
    time.sleep(30)
except KeyboardInterrupt:
    (here / "interrupted").touch()
"""


def test_a_build_ends_with_the_server(tmp_path, monkeypatch):
    command = (sys.executable, "-c", BUILD, str(tmp_path))
    monkeypatch.setattr(keeping, "standby_command", lambda: command)
    keeper = keeping.Keeper(
        concern=Concern(root=tmp_path), board=Board(build=tmp_path), options=("--jobs", "1"), tell=lambda _: None
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
    assert json.loads((tmp_path / "told").read_text()) == ["build", "probe", "--jobs", "1"]


def test_the_process_that_waits_is_ready_before_it_is_told_and_ends_with_the_server(tmp_path, monkeypatch):
    """Ready: with all imported, which takes longer than the rest of a small edit."""
    started = []

    async def counted():
        started.append(await start())
        return started[-1]

    start = keeping._started
    monkeypatch.setattr(keeping, "_started", counted)

    async def told():
        standby = keeping.Standby()
        await standby.renew()
        await standby.renew()
        process = await standby.take(["--version"])
        assert await process.wait() == 0
        await standby.renew()
        # Whatever became of it meanwhile, the next command finds one.
        started[-1].kill()
        await started[-1].wait()
        process = await standby.take(["no-such-command"])
        _, talk = await process.communicate()
        assert process.returncode == 2
        assert b"no-such-command" in talk
        await standby.renew()
        await standby.close()

    asyncio.run(told())
    assert len(started) == 4
    assert all(process.returncode is not None for process in started)
