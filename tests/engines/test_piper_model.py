from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stimmwerk.engines.piper_model import device_here, device_of, open_session, with_lengths
from stimmwerk.errors import EngineError


@pytest.mark.parametrize(("tells", "ceils", "outputs"), [(False, 1, 2), (True, 1, 2), (False, 2, 1)])
def test_a_model_tells_how_long_its_phonemes_are(
    piper_voice: Any, tmp_path: Path, tells: bool, ceils: int, outputs: int
) -> None:
    path = piper_voice.write_voice(tmp_path, tells_lengths=tells, ceils=ceils)
    session = open_session(path, "cpu")
    feeds = {
        "input": np.array([[1, 0, 14, 0, 2]], np.int64),
        "input_lengths": np.array([5], np.int64),
        "scales": np.array([0.667, 1, 0.8], np.float32),
    }
    found = session.run(None, feeds)
    assert len(found) == outputs
    if outputs == 2:
        assert found[1].sum() * piper_voice.HOP == found[0].size
    assert device_of(session) == "cpu"


def test_nothing_but_the_output_is_added(piper_voice: Any, tmp_path: Path) -> None:
    import onnx

    before = piper_voice.write_voice(tmp_path).read_bytes()
    after = with_lengths(before)
    assert after.startswith(before)
    onnx.checker.check_model(onnx.load_from_string(before))
    assert [output.name for output in onnx.load_from_string(after).graph.output] == ["output", "lengths"]
    assert with_lengths(after) == after


@pytest.mark.parametrize(
    "data", [b"", b"<!doctype html><html>", b"version https://git-lfs.github.com/spec/v1\n", b"\xff" * 99, b"\x3a\x05a"]
)
def test_what_is_no_model_is_an_error_that_says_what_to_do(piper_voice: Any, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "de_DE-x-low.onnx"
    path.write_bytes(data)
    with pytest.raises(EngineError, match=r"de_DE-x-low\.onnx cannot be opened") as caught:
        open_session(path, "cpu")
    assert "voices get piper de_DE-x-low" in str(caught.value)


def test_a_cut_off_model_is_an_error(piper_voice: Any, tmp_path: Path) -> None:
    path = piper_voice.write_voice(tmp_path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(EngineError, match="cannot be opened"):
        open_session(path, "cpu")


def test_a_gpu_that_is_wanted_and_is_not_there_is_an_error(piper_voice: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import onnxruntime

    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: ["CPUExecutionProvider"])
    assert device_here("auto") == "cpu"
    with pytest.raises(EngineError, match="no GPU"):
        device_here("cuda")


def test_a_gpu_that_does_not_work_is_no_gpu(piper_voice: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import onnxruntime

    monkeypatch.setattr(
        onnxruntime, "get_available_providers", lambda: ["CUDAExecutionProvider", "CPUExecutionProvider"]
    )
    real = onnxruntime.InferenceSession
    asked = []

    def fallen_back(model: Any, sess_options: Any, providers: Any) -> Any:
        asked.append(providers)
        return real(model, sess_options=sess_options, providers=["CPUExecutionProvider"])

    monkeypatch.setattr(onnxruntime, "InferenceSession", fallen_back)
    path = piper_voice.write_voice(tmp_path)
    assert device_of(open_session(path, "auto")) == "cpu"
    with pytest.raises(EngineError, match="no GPU"):
        open_session(path, "cuda")
    assert asked == [["CUDAExecutionProvider", "CPUExecutionProvider"]] * 2
    open_session(path, "cpu")
    assert asked[2] == ["CPUExecutionProvider"]
