"""The application: files, and a stream of events for each open page."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from stimmwerk.serving.board import Board
from stimmwerk.serving.files import EVENTS, BuildFiles

#: Only these names lead here: a page of another host whose name is made to mean this machine gets nothing.
HOSTS = ("127.0.0.1", "localhost")

#: So often, in seconds, is it looked whether a page is out of date; and so many looks go by before a sign of life.
_LOOK, _ALIVE = 0.25, 60

#: So many pages wait for changes at a time.  A browser opens six connections to one server at most, and needs some for
#: the files; a page that has to give way comes back after a second, and another then gives way.
_MOST_WAITING = 3

_EVENT_STREAM = "text/event-stream"

# The name of an episode, or nothing for the list: what stands for one folder below build/ and no other.
_NAME = re.compile(r"(?:[^./\\\0][^/\\\0]*)?")

_HEADERS = {
    # What a meta element in the page cannot say.
    "content-security-policy": "frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Always asked for again, and mostly found unchanged.
    "cache-control": "no-cache",
}


def application(
    board: Board,
    *,
    closing: Callable[[], bool],
    lifespan: Callable[[Starlette], AbstractAsyncContextManager[None]],
) -> Starlette:
    """closing: whether the server is about to end, so that no page waits for more; lifespan: runs beside it."""
    waiting: deque[object] = deque(maxlen=_MOST_WAITING)

    async def events(request: Request) -> Response:
        name, seen = request.query_params.get("of", ""), request.query_params.get("seen", "")
        if not _NAME.fullmatch(name):
            return Response("Not Found", 404, media_type="text/plain")
        if request.method == "HEAD":
            return Response(media_type=_EVENT_STREAM)
        page = object()
        waiting.append(page)
        stream = changes(
            board, name, seen, lambda: closing() or page not in waiting, request.headers.get("last-event-id", "")
        )
        return StreamingResponse(stream, media_type=_EVENT_STREAM)

    return Starlette(
        routes=[Route(EVENTS, events, methods=["GET"]), Mount("/", BuildFiles(board))],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS, www_redirect=False), Middleware(_Safe)],
        lifespan=lifespan,
    )


async def changes(
    board: Board, name: str, seen: str, closing: Callable[[], bool], told: str = ""
) -> AsyncIterator[str]:
    """Server-sent events for a page: ``trouble`` with what is wrong as JSON, and ``changed``, which is the last.

    seen: the state of the episode that the page shows.  A page that comes late or again is told all the same.
    told: the id of the last trouble that it was told of, as a browser that comes back says it; none where all was well.
    """
    looks = 0
    yield "retry: 1000\n\n"
    while not closing():
        trouble = board.trouble(name)
        if (mark := hashlib.sha256(trouble.encode()).hexdigest()[:16] if trouble else "") != told:
            told = mark
            yield f"event: trouble\nid: {mark}\ndata: {json.dumps(trouble)}\n\n"
        # Where the episode was removed, the page that is open is all that is left of it: it waits for the next build.
        if (state := board.state(name)) and state != seen:
            yield "event: changed\ndata:\n\n"
            return
        looks += 1
        if looks % _ALIVE == 0:
            yield ":\n\n"
        await asyncio.sleep(_LOOK)


class _Safe:
    """Adds to every answer what keeps other sites away from it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, guarded)
