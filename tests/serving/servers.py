"""`stimmwerk serve` in a process of its own, as people start it; nothing here waits for ever."""

import contextlib
import http.client
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import urllib.parse

#: The most that any single step may take on a busy machine, in seconds.
PATIENCE = 120


class Server:
    """url: what it printed first."""

    def __init__(self, folder, *options, **environment):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "stimmwerk", "serve", "--port", "0", *options],
            cwd=folder,
            env={**os.environ, "BROWSER": "", "PYTHONUNBUFFERED": "1", **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.talk = []
        self._lines = queue.Queue()
        self._readers = [
            threading.Thread(target=self._read, args=each, daemon=True)
            for each in ((self.process.stdout, self._lines.put), (self.process.stderr, self.talk.append))
        ]
        for reader in self._readers:
            reader.start()
        try:
            self.url = self._lines.get(timeout=PATIENCE).strip()
        except queue.Empty:
            self.kill()
            raise AssertionError(f"no address within {PATIENCE} s: {self.talk}") from None
        self.address = urllib.parse.urlsplit(self.url)

    @staticmethod
    def _read(stream, take):
        for line in stream:
            take(line)

    def connection(self):
        return http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=PATIENCE)

    def ask(self, path, method="GET", **headers):
        """(status, headers, body); the path is sent as it is."""
        with contextlib.closing(self.connection()) as connection:
            connection.putrequest(method, path, skip_host="Host" in headers)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    def events(self, path):
        """Server-sent events, as (event, data)."""
        with contextlib.closing(self.connection()) as connection:
            connection.request("GET", path)
            answer, found, end = connection.getresponse(), {}, time.monotonic() + PATIENCE
            while line := answer.readline().decode():
                assert time.monotonic() < end, f"no event within {PATIENCE} s: {self.talk}"
                key, _, value = line.rstrip("\n").partition(":")
                if key:
                    found[key] = value.strip()
                elif "event" in found:
                    yield found["event"], found["data"]
                    found, end = {}, time.monotonic() + PATIENCE
                else:
                    found = {}

    def interrupt(self):
        """Presses Ctrl-C; gives the exit code."""
        os.kill(self.process.pid, signal.SIGINT)
        return self.process.wait(timeout=PATIENCE)

    def kill(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=PATIENCE)
        # What it said last is still on its way.
        for reader in self._readers:
            reader.join(PATIENCE)
        for stream in (self.process.stdout, self.process.stderr):
            stream.close()


@contextlib.contextmanager
def served(folder, *options, **environment):
    server = Server(folder, *options, **environment)
    try:
        yield server
    finally:
        server.kill()
