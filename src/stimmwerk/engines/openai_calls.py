"""Calls of a server that may be busy, broken or slow: asked again where that helps, and never for ever."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Protocol

from stimmwerk.engines.openai_server import Server
from stimmwerk.engines.sound_bytes import CutOff
from stimmwerk.errors import EngineError, SpeechFailed
from stimmwerk.speech import Speech

if TYPE_CHECKING:
    import httpx

#: A call that fails in a way that may pass is made again, until it has been made so often.
ATTEMPTS = 5

#: Seconds before the second attempt; twice as many before each further one.
FIRST_WAIT_S = 0.5

#: A server that wants to be left alone for longer than this is believed, and the build ends.
LONGEST_WAIT_S = 90.0

#: No speech of one request is larger.
MOST_BYTES = 100 * 2**20

_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_NO_MONEY = "insufficient_quota"
_MOST_OF_A_COMPLAINT = 300


class Purse(Protocol):
    """Who pays for one request."""

    def check(self) -> None:
        """Raises EngineError where no money is left."""
        ...

    def pay(self) -> None:
        """The request was answered once more."""
        ...


class Calls:
    """The way to one server, for any number of threads.  Close it by ``close``.

    timeout: seconds that one call may take, from the first byte sent to the last received.
    """

    def __init__(
        self,
        server: Server,
        *,
        timeout: float,
        wait: Callable[[float], object] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._server = server
        self._timeout = timeout
        self._wait = wait
        self._now = now
        self._lock = threading.Lock()
        self._client: httpx.Client | None = None
        self._not_before = 0.0

    def close(self) -> None:
        """Ends all connections."""
        if self._client is not None:
            self._client.close()

    def speech(self, payload: dict[str, Any], read: Callable[[bytes], Speech], purse: Purse) -> Speech:
        """What the server answers to ``POST audio/speech``, read.

        read: raises CutOff for what may be whole when it is asked for again; purse: asked before each call, and told
        of each answer before it is read.
        Raises SpeechFailed for a request that fails, EngineError where every other would fail, too.
        """
        trouble = ""
        for attempt in range(ATTEMPTS):
            if attempt:
                self._postpone(FIRST_WAIT_S * 2 ** (attempt - 1))
            try:
                self._wait_for_turn()
                purse.check()
                data = self._ask("POST", "audio/speech", payload)
                purse.pay()
                return read(data)
            except _Passing as passing:
                trouble = str(passing)
                if passing.seconds is not None:
                    if passing.seconds > LONGEST_WAIT_S:
                        raise EngineError(
                            f"{self._server.address} asks to be left alone for {passing.seconds:.0f} s ({trouble})",
                            hint="build again later: what is finished is kept",
                        ) from passing
                    self._postpone(passing.seconds)
            except CutOff as cut:
                trouble = f"the answer is cut off: {cut}"
        raise SpeechFailed(
            f"{self._server.address} gave no speech in {ATTEMPTS} attempts; the last: {trouble}",
            hint="build again later: what is finished is kept",
        )

    def voices(self) -> list[str]:
        """What the server answers to ``GET audio/voices``, which some offer; none where it offers nothing."""
        try:
            found = json.loads(self._ask("GET", "audio/voices", None))
            listed = found["voices"] if isinstance(found, dict) else found
            names = [entry if isinstance(entry, str) else entry.get("id") or entry["name"] for entry in listed]
        except (_Passing, SpeechFailed, ValueError, TypeError, KeyError, AttributeError):
            return []
        return sorted({name for name in names if isinstance(name, str) and name})

    def _postpone(self, seconds: float) -> None:
        """No thread calls for so long: a server that is busy is busy for all."""
        with self._lock:
            self._not_before = max(self._not_before, self._now() + seconds)

    def _wait_for_turn(self) -> None:
        while (left := self._not_before - self._now()) > 0:
            self._wait(left)

    def _ask(self, method: str, path: str, payload: dict[str, Any] | None) -> bytes:
        """The body of a good answer.  Raises _Passing, SpeechFailed or EngineError for any other."""
        import httpx

        deadline = self._now() + self._timeout
        body = bytearray()
        try:
            with self._open_client().stream(method, f"{self._server.address}/{path}", json=payload) as answer:
                for part in answer.iter_bytes():
                    body += part
                    if self._now() > deadline:
                        raise _Passing(f"it took longer than {self._timeout:g} s")
                    if len(body) > MOST_BYTES:
                        raise SpeechFailed(f"{self._server.address} sent more than {MOST_BYTES >> 20} MiB")
        except httpx.TimeoutException as cause:
            raise _Passing(f"no answer within {self._timeout:g} s") from cause
        except httpx.TransportError as cause:
            raise _Passing(self._server.without_key(f"{cause}" or type(cause).__name__)) from cause
        except (httpx.DecodingError, httpx.InvalidURL) as cause:
            raise SpeechFailed(f"{self._server.address} cannot be understood: {cause}") from cause
        if answer.status_code != httpx.codes.OK:
            raise self._refusal(answer, bytes(body))
        return bytes(body)

    def _open_client(self) -> httpx.Client:
        import httpx

        with self._lock:
            if self._client is None:
                key = self._server.key
                self._client = httpx.Client(
                    headers={"Authorization": f"Bearer {key}"} if key else {},
                    timeout=self._timeout,
                    follow_redirects=False,  # the key is for this address and no other
                )
            return self._client

    def _refusal(self, answer: httpx.Response, body: bytes) -> Exception:
        """What an answer means that is not 200."""
        status, address = answer.status_code, self._server.address
        code, told = _complaint(body)
        told = self._server.without_key(f"{status}{': ' if told else ''}{told}")
        if 300 <= status < 400:
            return EngineError(f"{address} sends its callers elsewhere ({status})", hint="give the address it moved to")
        if status in (401, 403):
            return EngineError(
                f"{address} refuses ({told})",
                hint=f"the key comes from the environment variable {self._server.key_variable}",
            )
        if code == _NO_MONEY or status == 402:
            return EngineError(f"{address} wants to be paid ({told})", hint="what is finished is kept")
        if status in _PASSING:
            return _Passing(told, _retry_after(answer.headers.get("retry-after")))
        return SpeechFailed(f"{address} refuses ({told})", hint="look at model, voice and format in the cast")


class _Passing(Exception):
    """What may pass; seconds: how long the server asks to be left alone."""

    def __init__(self, message: str, seconds: float | None = None) -> None:
        super().__init__(message)
        self.seconds = seconds


def _retry_after(header: str | None) -> float | None:
    """Seconds, as the header gives them (RFC 9110, 10.2.3), or None for a header that is none."""
    if not header:
        return None
    try:
        return max(0.0, float(header))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - time.time())
    except ValueError:
        return None


def _complaint(body: bytes) -> tuple[str | None, str]:
    """The code and the message of an error, as OpenAI writes them, or nothing and what is there."""
    text = body[:20_000].decode("utf-8", "replace")
    try:
        error = json.loads(text)
        error = error.get("error", error.get("detail", error)) if isinstance(error, dict) else error
        if isinstance(error, dict):
            return error.get("code"), " ".join(str(error.get("message") or error).split())[:_MOST_OF_A_COMPLAINT]
        text = str(error)
    except ValueError:
        pass
    return None, " ".join(text.split())[:_MOST_OF_A_COMPLAINT]
