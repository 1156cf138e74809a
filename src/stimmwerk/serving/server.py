"""The server: on this machine's own address, until it is interrupted."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette

from stimmwerk.errors import UsageError
from stimmwerk.serving.app import HOSTS, application
from stimmwerk.serving.board import Board
from stimmwerk.serving.keeping import Keeper

#: Browsers remember places and colours by address and port, so it is always the same.
PORT = 8321

#: What is sent when the server ends may take so long, in seconds.
_GRACE = 1


def listening(port: int) -> socket.socket:
    """A socket on the loopback address; port: 0 for any that is free.  Raises UsageError for one that is not."""
    try:
        return socket.create_server((HOSTS[0], port))
    except OSError as cause:
        raise UsageError(
            f"port {port} of this machine cannot be had: {cause.strerror or cause}",
            hint="another program may be using it, perhaps another `stimmwerk serve`; --port 0 takes any that is free",
        ) from cause


def address_of(sock: socket.socket) -> str:
    """Where the root of what is served on a socket is found."""
    return f"http://{HOSTS[0]}:{sock.getsockname()[1]}/"


def run(board: Board, sock: socket.socket, *, keeper: Keeper | None, started: Callable[[], None]) -> None:
    """Serves until it is told to end by a signal.  keeper: or None where nothing is watched; started: called once."""

    @asynccontextmanager
    async def beside(_: Starlette) -> AsyncIterator[None]:
        if keeper is None:
            started()
            yield
            return
        async with keeper.beside():
            started()
            yield

    config = uvicorn.Config(
        application(board, closing=lambda: server.should_exit, lifespan=beside),
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
    )
    server = uvicorn.Server(config)
    try:
        server.run(sockets=[sock])
    except KeyboardInterrupt:
        # How a server ends, once it has ended all that it began.
        return
