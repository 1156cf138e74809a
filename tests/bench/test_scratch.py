"""The show that is measured: an edit changes what its name says, in the shipped script and in made-up ones."""

import pytest
from cases import EDITS, LENGTHS
from scratch import Scratch

FILES = {
    "one sentence changed": "episode.md",
    "only a title changed": "episode.md",
    "one role's voice changed": "town-hall.toml",
    "one pause changed": "show.toml",
    "only the loudness target changed": "show.toml",
}


@pytest.mark.parametrize("case", EDITS)
@pytest.mark.parametrize("length", LENGTHS[:2], ids=lambda length: length.name)
def test_an_edit_changes_one_line_of_one_file(tmp_path, length, case):
    scratch = Scratch.make(tmp_path / "show", length.script())
    before = scratch.inputs()
    seen = set()
    for number in range(6):
        EDITS[case](scratch, number)
        after = scratch.inputs()
        changed = [
            (path.name, new)
            for path in before
            for old, new in zip(before[path].split("\n"), after[path].split("\n"), strict=True)
            if old != new
        ]
        assert [name for name, _ in changed] == [FILES[case]]
        seen.add(changed[0])
        scratch.restore(before)
        assert scratch.inputs() == before
    assert len(seen) == 6


def test_a_twin_has_the_edits_and_nothing_made(tmp_path):
    scratch = Scratch.make(tmp_path / "show", LENGTHS[0].script())
    for edit in EDITS.values():
        edit(scratch, 1)
    (scratch.folder / "build").mkdir()
    twin = scratch.twin(tmp_path / "twin")
    assert list(twin.inputs().values()) == list(scratch.inputs().values())
    assert not (twin.folder / "build").exists()


def test_what_is_forgotten_is_out_of_the_way_and_goes_in_the_end(tmp_path):
    scratch = Scratch.make(tmp_path / "show", LENGTHS[0].script())
    for _ in range(2):
        (scratch.folder / "build").mkdir()
        scratch.forget()
        assert not (scratch.folder / "build").exists()
    scratch.forget()
    assert len(list(tmp_path.rglob("*-gone/*"))) == 2
    scratch.tidy()
    assert [path.name for path in tmp_path.iterdir()] == ["show"]
