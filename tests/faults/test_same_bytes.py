"""The same inputs give the same bytes of every output, wherever, whenever and however they are built."""

import shutil

import pytest

pytestmark = pytest.mark.slow


def test_cold_and_warm(stage, reference):
    assert stage.built() == reference(1)
    assert stage.built() == reference(1)


@pytest.mark.parametrize("jobs", ["1", "8"])
def test_any_number_of_jobs(stage, reference, jobs):
    assert stage.built("--jobs", jobs) == reference(1)


def test_another_directory_another_day_another_hash_seed(stage, reference, shifted_clock, tmp_path):
    stage.folder = stage.folder.rename(tmp_path / "Ein anderer Ort")
    stage.env = {**shifted_clock(86_400 * 400), "PYTHONHASHSEED": "12345", "TZ": "Pacific/Auckland", "LC_ALL": "C"}
    assert stage.built() == reference(1)


def test_after_an_edit_and_back(built_stage, reference):
    stage = built_stage
    stage.write(version=2)
    assert stage.built("--jobs", "1") == reference(2)
    stage.write(version=1)
    assert stage.built("--jobs", "1") == reference(1)
    shutil.rmtree(stage.folder / "build/probe")
    assert stage.built("--jobs", "1") == reference(1)
