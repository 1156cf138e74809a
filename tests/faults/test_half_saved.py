"""Scripts that were saved half, or not as text, after a good build: an error, and what was made stays."""

import pytest

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 0.9, 1.0])
def test_a_script_that_ends_before_its_facts_do(built_stage, reference, share):
    stage = built_stage
    whole = stage.script.read_bytes()
    stage.script.write_bytes(whole[: int(whole.index(b"\n---\n") * share)])
    code, out, err = stage.build("--jobs", "1")
    assert (code, out) == (3, ""), err
    assert "episodes/probe.md" in err
    assert "hint: " in err
    assert stage.outputs() == reference(1)
    stage.script.write_bytes(whole)
    assert stage.built("--jobs", "1") == reference(1)
