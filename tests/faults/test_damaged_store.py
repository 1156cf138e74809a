"""A store of which entries are damaged: a miss, told, made again, and the same bytes come out."""

import itertools
import re
import shutil

import pytest

from stimmwerk.freshness import FEED, LIST

pytestmark = pytest.mark.slow


def flipped(data):
    return data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :]


DAMAGES = {
    "one bit flipped": flipped,
    "first bit flipped": lambda data: bytes([data[0] ^ 1]) + data[1:],
    "last bit flipped": lambda data: data[:-1] + bytes([data[-1] ^ 1]),
    "cut in half": lambda data: data[: len(data) // 2],
    "cut to some bytes": lambda data: data[:20],
    "empty": lambda data: b"",
    "longer": lambda data: data + b"\0",
    "another digit in its header": lambda data: re.sub(
        rb"\d(?=[,\]}])", lambda at: bytes([at[0][0] ^ 1]), data, count=1
    ),
    "something else": lambda data: b"\0" * len(data),
}


def kinds_of(stage):
    """Kind -> its entries, of everything that is in the store."""
    kinds = {}
    for path in stage.entries():
        kinds.setdefault(path.relative_to(stage.cache).parts[0], []).append(path)
    return kinds


def broken_by_damage(stage, reference, kind, paths, jobs):
    """What is wrong with a build after every entry of a kind was damaged, or None."""
    for path, damage in zip(paths, itertools.cycle(DAMAGES.values())):
        path.write_bytes(damage(path.read_bytes()))
    shutil.rmtree(stage.folder / "build/probe")
    code, _, err = stage.build("--jobs", jobs)
    # What was damaged of another kind before, and not needed until now, is told of now.
    told = [line for line in err.splitlines() if f"stored {kind} was damaged" in line]
    if code != 0 or stage.outputs() != reference(1):
        return err
    if len(told) > len(paths):
        return f"{len(told)} lines about {len(paths)} entries"
    if "damaged" in stage.build("--jobs", jobs)[2]:
        return "it is told of a second time"
    return None


def test_entries_of_every_kind_are_made_again(built_stage, reference):
    found = {
        kind: broken_by_damage(built_stage, reference, kind, paths, "1")
        for kind, paths in kinds_of(built_stage).items()
    }
    assert found == dict.fromkeys(found)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_store_of_empty_files_is_made_again_and_told_of(built_stage, reference, jobs):
    stage, kinds = built_stage, kinds_of(built_stage)
    # The state of feed and list goes by the time of manifests: what was kept of an earlier build is never asked for.
    for kind in (FEED, LIST):
        for path in kinds.pop(kind, ()):
            path.unlink()
    for path in stage.entries():
        path.write_bytes(b"")
    shutil.rmtree(stage.folder / "build/probe")
    code, _, err = stage.build("--jobs", jobs)
    assert code == 0, err
    assert stage.outputs() == reference(1)
    stage.sound_entries()
    told = [line for line in err.splitlines() if "damaged" in line]
    assert [kind for kind in kinds if not any(kind in line for line in told)] == []


def test_damage_found_by_an_edit(built_stage, reference):
    stage = built_stage
    for path, damage in zip(stage.entries(), itertools.cycle(DAMAGES.values())):
        path.write_bytes(damage(path.read_bytes()))
    stage.write(version=2)
    assert stage.built("--jobs", "1") == reference(2)
    stage.write(version=1)
    assert stage.built("--jobs", "1") == reference(1)


def test_what_lies_about_in_the_store_is_left_alone(built_stage, reference):
    stage = built_stage
    for number, paths in enumerate(kinds_of(stage).values()):
        (paths[0].parent / f".{paths[0].name}.x{number}.tmp").write_bytes(b"half")
        (paths[0].parent / "notes.txt").write_text("somebody's")
    (stage.folder / "build/probe/probe.mp3").unlink()
    assert stage.built("--jobs", "1") == reference(1)
    assert (paths[0].parent / "notes.txt").exists()
