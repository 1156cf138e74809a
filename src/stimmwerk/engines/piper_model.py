"""A Piper model, opened so that it also says how long each of its phonemes lasts.

Piper's models compute the lengths, as the one tensor that comes out of a Ceil node, but most do not give them out.
An ONNX file is a protocol buffer, and of two that are put together their fields are merged: one more output of the
graph is a few bytes at the end of the file, and no package for ONNX is needed.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from stimmwerk.errors import EngineError

Device = Literal["auto", "cpu", "cuda"]

DEVICES: tuple[Device, ...] = ("auto", "cpu", "cuda")
_CUDA, _CPU = "CUDAExecutionProvider", "CPUExecutionProvider"

# Numbers of the fields in onnx.proto.
_GRAPH = 7
_GRAPH_NODE, _GRAPH_OUTPUT = 1, 12
_NODE_OUTPUT, _NODE_TYPE = 2, 4
_VALUE_NAME = 1
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_ERRORS_ALONE = 3


def device_here(wanted: Device) -> Literal["cpu", "cuda"]:
    """What speaks here: a GPU where there is one and nothing else is wanted.

    Raises EngineError where a GPU is wanted and onnxruntime knows none.
    """
    import onnxruntime

    there = _CUDA in onnxruntime.get_available_providers()
    if wanted == "cuda" and not there:
        raise _no_gpu()
    return "cuda" if there and wanted != "cpu" else "cpu"


def open_session(model: Path, wanted: Device) -> Any:
    """An onnxruntime session for a model.

    A worker of a pool uses one core, since there is a worker for each; a process that speaks by itself uses all.
    Raises EngineError for a file that is no model, and where a GPU is wanted and does not work.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = _ERRORS_ALONE
    if multiprocessing.parent_process() is not None:
        options.intra_op_num_threads = options.inter_op_num_threads = 1
    providers = [_CUDA, _CPU] if device_here(wanted) == "cuda" else [_CPU]
    try:
        data = model.read_bytes()
        session = onnxruntime.InferenceSession(with_lengths(data), sess_options=options, providers=providers)
    except Exception as cause:  # onnxruntime has a dozen of its own, which derive from nothing else
        raise EngineError(
            f"{model} cannot be opened as a voice: {str(cause).splitlines()[0][:200]}",
            hint=f"get it again: stimmwerk voices get piper {model.stem}",
        ) from cause
    # onnxruntime takes the CPU with a mere warning where a GPU turns out not to work.
    if wanted == "cuda" and device_of(session) != "cuda":
        raise _no_gpu()
    return session


def device_of(session: Any) -> Literal["cpu", "cuda"]:
    """What a session really runs on."""
    return "cuda" if session.get_providers()[0] == _CUDA else "cpu"


def _no_gpu() -> EngineError:
    return EngineError(
        "no GPU can be used: onnxruntime offers no CUDA here",
        hint="install onnxruntime-gpu in place of onnxruntime, or take device = 'cuda' out of show.toml",
    )


def with_lengths(model: bytes) -> bytes:
    """A model that gives out the lengths of its phonemes, too; unchanged where it does already, or has no such tensor.

    Raises ValueError for bytes that are no protocol buffer.
    """
    rounded: set[bytes] = set()
    outputs: set[bytes] = set()
    for number, graph in _fields(memoryview(model)):
        for inner, value in _fields(graph) if number == _GRAPH else ():
            if inner == _GRAPH_OUTPUT:
                outputs |= {bytes(name) for field, name in _fields(value) if field == _VALUE_NAME}
            elif inner == _GRAPH_NODE:
                node = list(_fields(value))
                if any(field == _NODE_TYPE and bytes(content) == b"Ceil" for field, content in node):
                    rounded |= {bytes(name) for field, name in node if field == _NODE_OUTPUT}
    if len(rounded) != 1 or rounded & outputs:
        return model
    (name,) = rounded
    return model + _field(_GRAPH, _field(_GRAPH_OUTPUT, _field(_VALUE_NAME, name)))


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview]]:
    """(number, content) of each field that is bytes, a text or a message; of others nothing is wanted."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        kind = key & 7
        if kind == _VARINT:
            _, at = _varint(message, at)
            continue
        if kind == _BYTES:
            size, at = _varint(message, at)
        elif kind in (_FIXED64, _FIXED32):
            size = 8 if kind == _FIXED64 else 4
        else:
            raise ValueError("it is no ONNX file")
        if at + size > len(message):
            raise ValueError("it is cut off, or no ONNX file")
        if kind == _BYTES:
            yield key >> 3, message[at : at + size]
        at += size


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    """A number of variable length and the place behind it."""
    value = shift = 0
    while at < len(message) and shift < 64:
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
    raise ValueError("it is cut off, or no ONNX file")


def _field(number: int, content: bytes) -> bytes:
    return bytes(_as_varint(number << 3 | _BYTES)) + bytes(_as_varint(len(content))) + content


def _as_varint(value: int) -> Iterator[int]:
    while value >= 0x80:
        yield value & 0x7F | 0x80
        value >>= 7
    yield value
