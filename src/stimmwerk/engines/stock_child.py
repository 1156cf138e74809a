"""The child process of ``stock``: one question to one of pyttsx3's own drivers, then the end.

    python -m stimmwerk.engines.stock_child < question.json > answer.json

A question is ``{"driver": ..., "action": "voices"}`` or ``{"driver": ..., "action": "speak", "text": ..., "file": ...,
"voice": ..., "rate": ..., "volume": ..., "notifies": ..., "patience": ...}``; an answer is ``{"voices": [...]}``,
``{"file": ...}``, ``{"error": ...}`` or, where another attempt may do better, ``{"unfinished": ...}``.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

_POLL_SECONDS = 0.02


class _Refused(Exception):
    """What the parent is told as ``error``."""


def main() -> None:
    """Reads the question from standard input and answers on standard output."""
    question = json.load(sys.stdin)
    # Some drivers print: from here on their words go where errors go.
    answer_to = os.dup(1)
    os.dup2(2, 1)
    try:
        answer = _voices(question) if question["action"] == "voices" else _speak(question)
    except _Refused as refusal:
        answer = {"error": str(refusal)}
    except Exception as error:  # noqa: BLE001 - whatever a driver raises is the parent's to report
        answer = {"error": f"{type(error).__name__}: {error}"}
    os.write(answer_to, json.dumps(answer).encode())
    os.close(answer_to)
    # Without the interpreter's own ending, in which drivers have been seen to hang or to crash.
    os._exit(0)


def _voices(question: dict[str, Any]) -> dict[str, Any]:
    import pyttsx3

    voices = pyttsx3.init(question["driver"]).getProperty("voices")
    return {
        "voices": [
            {
                "id": str(voice.id),
                "name": str(voice.name or voice.id),
                "language": _text((voice.languages or ["und"])[0]),
                "gender": _text(voice.gender or ""),
            }
            for voice in voices
        ]
    }


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace").lstrip("\x05")  # eSpeak's byte of priority
    return str(value)


def _speak(question: dict[str, Any]) -> dict[str, Any]:
    import pyttsx3

    deadline = time.monotonic() + question["patience"]
    engine = pyttsx3.init(question["driver"])
    errors: list[str] = []
    finished: list[bool] = []
    engine.connect("error", lambda name=None, exception=None: errors.append(f"{name or 'driver'}: {exception!r}"))
    engine.connect("finished-utterance", lambda name=None, completed=None: finished.append(bool(completed)))
    for name in ("voice", "rate", "volume"):
        engine.setProperty(name, question[name])
    engine.save_to_file(question["text"], question["file"])
    engine.runAndWait()
    file = Path(question["file"])
    size = 0
    while not errors:
        before, size = size, file.stat().st_size if file.exists() else 0
        if 0 < size == before and (finished or not question["notifies"]):
            break
        if time.monotonic() > deadline:
            return {"unfinished": "the driver did not finish its file"}
        time.sleep(_POLL_SECONDS)
    if errors:
        raise _Refused("; ".join(errors))
    if (voice := engine.getProperty("voice")) != question["voice"]:
        raise _Refused(f"the driver spoke with the voice {voice!r} instead of {question['voice']!r}")
    return {"file": question["file"]}


if __name__ == "__main__":
    main()
