"""The files under build/ over HTTP: nothing beside them, nothing hidden, not the store."""

from __future__ import annotations

import hashlib
import html
import os
import re
import urllib.parse
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Receive, Scope, Send

from stimmwerk.exports.page.listing import FILE as PAGE_FILE
from stimmwerk.folders import CACHE
from stimmwerk.formats import FORMATS, MP3_TYPE
from stimmwerk.serving.board import LIST, Board

#: Where pages hear of changes.
EVENTS = "/.stimmwerk/events"

# RFC 9110, 14: ranges mean something for GET only; a unit that is not known, and a range that is none, are left
# unheeded; several at once may be, and no player asks for them.
_RANGE = re.compile(rb"bytes\s*=\s*(\d+-\d*|-\d+)\s*", re.IGNORECASE)

_HEAD = b"<head>"


class BuildFiles(StaticFiles):
    """Everything that the builds have made, and pages with the address at which they hear of changes."""

    def __init__(self, board: Board) -> None:
        super().__init__(directory=board.build, html=True, follow_symlink=False)
        self._board = board

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        await super().__call__(_with_sound_range(scope), receive, send)

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """A file or folder and what it is, or None for what is not there, or not for everybody."""
        try:
            found, stat = super().lookup_path(path)
        except PermissionError:
            return "", None
        # By its true name: case does not matter to every file system, and a link may lead anywhere in build/.
        if stat is None or not _open(Path(found).relative_to(self._board.build.resolve()).parts):
            return "", None
        return found, stat

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """A file; a page of ours is given the address of its changes on the way."""
        path = Path(full_path)
        parts = path.relative_to(self._board.build.resolve()).parts
        if parts[-1] != PAGE_FILE or len(parts) > 2:
            return self._plain(path, stat_result, scope, status_code)
        name = parts[0] if len(parts) == 2 else LIST
        # Before the file is read: what is written in between is told of at once.
        state = self._board.state(name)
        data = path.read_bytes().replace(_HEAD, _HEAD + _live(name, state), 1)
        response = Response(data, status_code, media_type="text/html")
        response.headers["etag"] = f'"{hashlib.sha256(data).hexdigest()}"'
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            return NotModifiedResponse(response.headers)
        return response

    def _plain(self, path: Path, stat: os.stat_result, scope: Scope, status_code: int) -> Response:
        response = FileResponse(path, status_code, media_type=_media_type(path.name), stat_result=stat)
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            return NotModifiedResponse(response.headers)
        return response


def _media_type(name: str) -> str | None:
    """That of our own formats, whatever the system calls their endings; None for any other file."""
    found = [form for form in FORMATS if name == form.ending or (form.ending[0] == "." and name.endswith(form.ending))]
    if name.endswith(".mp3"):
        return MP3_TYPE
    return max(found, key=lambda form: len(form.ending)).media_type if found else None


def _open(parts: tuple[str, ...]) -> bool:
    hidden = any(part.startswith(".") for part in parts)
    return not hidden and not (parts and parts[0].casefold() == CACHE)


def _live(name: str, state: str) -> bytes:
    address = f"{EVENTS}?{urllib.parse.urlencode({'of': name, 'seen': state})}"
    return f'<meta name="stimmwerk-live" content="{html.escape(address)}">'.encode()


def _with_sound_range(scope: Scope) -> Scope:
    """The request without a Range header that has no meaning."""
    kept = [
        (name, value)
        for name, value in scope["headers"]
        if name != b"range" or (scope["method"] == "GET" and _RANGE.fullmatch(value))
    ]
    return {**scope, "headers": kept}
