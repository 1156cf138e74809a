"""A server of ``POST /v1/audio/speech`` for tests: it says a hum for each text, and misbehaves on request."""

from __future__ import annotations

import io
import json
import struct
import threading
import time
import wave
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np

RATE = 24_000
VOICES = ("alloy", "echo", "nova")
_HERTZ = {"alloy": 140.0, "echo": 100.0, "nova": 210.0}


def hum(text, hertz, rate=RATE, seconds_a_letter=0.065):
    """A buzz as long as the text, in syllables, which fades at its end: float64, one dimension."""
    letters = sum(map(str.isalnum, text)) + 4
    t = np.arange(int(letters * seconds_a_letter * rate)) / rate
    buzz = sum(np.sin(2 * np.pi * hertz * k * t) / k for k in range(1, int(min(4000, rate / 2.2) / hertz) + 1))
    syllables = 0.55 + 0.45 * np.sin(2 * np.pi * 4 * t)
    return 0.2 * buzz * syllables * np.clip((t[-1] - t) / 0.05, 0, 1)


def wav_of(samples, rate=RATE):
    """A WAV file of 16 bits, mono."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes((np.clip(samples, -1, 32767 / 32768) * 32768).astype("<i2").tobytes())
    return out.getvalue()


def flac_of(samples, rate=RATE, form="FLAC", subtype=None):
    """A file of any form that libsndfile writes."""
    import soundfile

    out = io.BytesIO()
    soundfile.write(out, samples, rate, format=form, subtype=subtype)
    return out.getvalue()


class SpeechServer:
    """moods: what the next answers are, one each, then good ones; asked: the requests, as (headers, JSON) pairs.

    A mood is a status, a (status, headers, JSON) triple, or a name: cut, cut-chunks, half, silent, wrong, mp3, slow,
    drop, stream (a WAV file that does not know its length), clipped, page.
    at_once: the most requests that were under way at a time; together: where they wait for each other, if they do.
    """

    def __init__(self):
        self.moods = []
        self.asked = []
        self.at_once = 0
        self.delay = 0.0
        self.together: threading.Barrier | None = None
        self.say = None
        self._under_way = 0
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *arguments):
                pass

            def do_GET(self):
                outer.send(self, 200, {}, json.dumps({"voices": list(VOICES)}).encode())

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.answer(self, dict(self.headers), body)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def answer(self, handler, headers, body):
        with self._lock:
            mood = self.moods.pop(0) if self.moods else "good"
            self.asked.append((headers, body))
            self._under_way += 1
            self.at_once = max(self.at_once, self._under_way)
        try:
            if self.together is not None:
                self.together.wait()
            time.sleep(self.delay)
            self.give(handler, mood, body)
        finally:
            with self._lock:
                self._under_way -= 1

    def give(self, handler, mood, body):
        if isinstance(mood, int):
            mood = (mood, {}, {"error": {"message": f"this is a {mood}"}})
        if isinstance(mood, tuple):
            status, more, told = mood
            self.send(handler, status, more, json.dumps(told).encode())
            return
        samples = self.say(body) if self.say else hum(body["input"], _HERTZ.get(body["voice"], 120.0))
        if mood == "silent":
            samples = samples * 0
        if mood == "clipped":
            samples = samples * 20
        data = self.encoded(samples, "mp3" if mood == "mp3" else body["response_format"])
        if mood == "wrong":
            data = json.dumps({"message": "no speech today"}).encode()
        if mood == "page":
            data = b"<html><body>Log in first</body></html>"
        if mood == "stream":
            data = data[:4] + struct.pack("<I", 0xFFFFFFFF) + data[8:40] + struct.pack("<I", 0xFFFFFFFF) + data[44:]
        if mood == "half":
            data = data[: len(data) // 2]
        if mood == "drop":
            handler.close_connection = True
            handler.connection.close()
            return
        self.send(handler, 200, {}, data, mood)

    @staticmethod
    def encoded(samples, form):
        if form == "pcm":
            return (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()
        if form == "wav":
            return wav_of(samples)
        if form == "opus":
            return flac_of(samples, form="OGG", subtype="OPUS")
        return flac_of(samples, form=form.upper())

    @staticmethod
    def send(handler, status, headers, data, mood=""):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        if mood == "cut":
            data = data[: len(data) // 2]
            handler.close_connection = True
        try:
            if mood == "slow":
                for at in range(0, len(data), len(data) // 20 + 1):
                    handler.wfile.write(data[at : at + len(data) // 20 + 1])
                    handler.wfile.flush()
                    time.sleep(0.1)
            else:
                handler.wfile.write(data)
        except OSError:
            handler.close_connection = True
