"""stimmwerk cache: what is kept, and what goes in which order."""

import json
import os
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.cli import main
from stimmwerk.errors import UsageError
from stimmwerk.pruning import NOTHING, Limits, parse_age, parse_size, shown_size, superfluous, usage
from stimmwerk.store import Entry, Store

HOUR = 3600


@pytest.fixture
def run(show_folder, capsys):
    """Runs stimmwerk cache; gives exit code, stdout and stderr."""

    def run(*arguments):
        code = main(["cache", *arguments])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def store(show_folder):
    """Three entries of 1128 bytes each, last used 1, 2 and 50 hours ago."""
    store = Store(show_folder / "build/cache")
    for kind, digit, hours in (("take", "a", 2), ("take", "b", 50), ("block", "c", 1)):
        store.put(kind, digit * 64, bytes(1000))
        used = time.time() - hours * HOUR
        os.utime(path_of(store, kind, digit), (used, used))
    return store


def path_of(store, kind, digit):
    return store.folder / kind / digit / (digit * 64)


def keys(store):
    return {entry.key[0] for entry in store.entries()}


def leftover(store, hours):
    path = store.folder / "take/a" / f".{'a' * 64}.x1y2.tmp"
    path.write_bytes(b"half")
    os.utime(path, (time.time() - hours * HOUR,) * 2)
    return path


class TestShow:
    def test_by_kind(self, store, run):
        code, out, _ = run()
        assert code == 0
        assert [line.split()[:3] for line in out.splitlines()] == [["block", "1", "entry"], ["take", "2", "entries"]]

    def test_json(self, store, run):
        found = json.loads(run("--json")[1])
        assert found["folder"] == "build/cache"
        assert [(kind["kind"], kind["entries"]) for kind in found["kinds"]] == [("block", 1), ("take", 2)]
        assert sum(kind["bytes"] for kind in found["kinds"]) == sum(entry.size for entry in store.entries())

    def test_an_empty_one_is_not_made(self, show_folder, run):
        assert run()[:2] == (0, "build/cache: empty\n")
        assert not (show_folder / "build/cache").exists()

    def test_what_a_build_keeps(self, show_folder, run, capsys):
        assert main(["build", "probe", "--jobs", "1"]) == 0
        capsys.readouterr()
        assert "take" in {line.split()[0] for line in run()[1].splitlines()}

    def test_showing_removes_nothing(self, store, run):
        path = leftover(store, 5)
        assert "1 temporary" in run()[2]
        assert path.exists()
        assert keys(store) == {"a", "b", "c"}


class TestPrune:
    def test_by_age(self, store, run):
        code, out, err = run("--older-than", "12h")
        assert (code, keys(store)) == (0, {"a", "c"})
        assert "b" * 64 in out
        assert "removed 1 entry" in err

    def test_by_size_the_least_recently_used_first(self, store, run):
        run("--max-size", "3kB")
        assert keys(store) == {"a", "c"}
        run("--max-size", "1.5kB")
        assert keys(store) == {"c"}

    def test_both_limits_hold(self, store, run):
        run("--older-than", "12h", "--max-size", "2kB")
        assert keys(store) == {"c"}

    def test_all(self, store, run):
        path_of(store, "take", "b").write_bytes(b"")
        assert run("--all")[0] == 0
        assert keys(store) == set()

    def test_a_dry_run_says_the_same_and_removes_nothing(self, store, run):
        path = leftover(store, 5)
        dry = run("--all", "--dry-run")[1]
        assert keys(store) == {"a", "b", "c"}
        assert path.exists()
        assert dry == run("--all")[1]
        assert not path.exists()

    def test_leftovers_go_after_an_hour(self, store, run):
        path = leftover(store, 0.5)
        run("--older-than", "30d")
        assert path.exists()
        leftover(store, 1.5)
        assert ".tmp" in run("--older-than", "30d")[1]
        assert not path.exists()
        assert keys(store) == {"a", "b", "c"}

    def test_json(self, store, run):
        found = json.loads(run("--older-than", "12h", "--json")[1])
        assert [(entry["kind"], entry["key"]) for entry in found["removed"]] == [("take", "b" * 64)]
        assert found["bytes"] == found["removed"][0]["bytes"]
        assert found["dry_run"] is False

    def test_what_was_removed_is_made_again(self, show_folder, run, capsys):
        assert main(["build", "probe", "--jobs", "1"]) == 0
        mp3 = (show_folder / "build/probe/probe.mp3").read_bytes()
        run("--all")
        assert main(["build", "probe", "--jobs", "1"]) == 0
        assert (show_folder / "build/probe/probe.mp3").read_bytes() == mp3


class TestRefusals:
    def test_a_folder_that_is_not_ours(self, show_folder, run):
        precious = show_folder / "build/cache/take/aa" / ("a" * 64)
        precious.parent.mkdir(parents=True)
        precious.write_text("mine")
        code, _, err = run("--all")
        assert code == 1
        assert "STIMMWERK-STORE" in err
        assert precious.exists()

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            (("--older-than", "30"), ("'30'", "12h")),
            (("--older-than", "5y"), ("'5y'", "30d")),
            (("--max-size", "2 GiB"), ("'2 GiB'", "2GB")),
            (("--max-size", "-1MB"), ("'-1MB'", "500MB")),
            (("--dry-run",), ("--older-than", "--all")),
            (("--all", "--max-size", "1GB"), ("--all", "--max-size")),
        ],
    )
    def test_what_is_not_understood_removes_nothing(self, store, run, options, words):
        code, _, err = run(*options)
        assert code == 2
        assert all(word in err for word in words)
        assert keys(store) == {"a", "b", "c"}


class TestQuantities:
    @pytest.mark.parametrize(("text", "seconds"), [("45m", 2700), ("12h", 43200), ("30d", 2592000), ("1.5 w", 907200)])
    def test_ages(self, text, seconds):
        assert parse_age(text) == seconds

    @pytest.mark.parametrize(
        ("text", "size"), [("0B", 0), ("0", 0), ("800kB", 800_000), ("1.5gb", 1_500_000_000), ("2 TB", 2 * 10**12)]
    )
    def test_sizes(self, text, size):
        assert parse_size(text) == size

    @given(st.text())
    def test_anything_else_is_an_error_of_ours(self, text):
        for parse in (parse_age, parse_size):
            with suppress(UsageError):
                assert parse(text) >= 0

    @pytest.mark.parametrize(("size", "text"), [(0, "0 B"), (999, "999 B"), (3400, "3.4 kB"), (2 * 10**9, "2.0 GB")])
    def test_shown(self, size, text):
        assert shown_size(size) == text


ENTRIES = st.lists(
    st.builds(
        Entry,
        kind=st.sampled_from(["block", "take"]),
        key=st.uuids().map(lambda uuid: uuid.hex * 2),
        size=st.integers(0, 100),
        last_used=st.integers(0, 100).map(float),
    ),
    max_size=12,
)


@given(ENTRIES, st.none() | st.integers(0, 120), st.none() | st.integers(0, 1200))
def test_limits_hold_and_no_more_goes_than_must(entries, age, size):
    going = superfluous(entries, Limits(age=age, size=size), now=100.0)
    kept = [entry for entry in entries if entry not in going]
    assert size is None or sum(entry.size for entry in kept) <= size
    assert age is None or all(100 - entry.last_used <= age for entry in kept)
    assert [entry.last_used for entry in going] == sorted(entry.last_used for entry in going)
    if going:
        last = going[-1]
        too_big = size is not None and sum(entry.size for entry in kept) + last.size > size
        assert too_big or (age is not None and 100 - last.last_used > age)


@given(ENTRIES)
def test_nothing_may_stay(entries):
    assert len(superfluous(entries, NOTHING, now=50.0)) == len(entries)


@given(ENTRIES)
def test_usage_counts_every_entry_once(entries):
    found = usage(entries)
    assert sum(kind.entries for kind in found) == len(entries)
    assert sum(kind.size for kind in found) == sum(entry.size for entry in entries)
    assert [kind.kind for kind in found] == sorted({entry.kind for entry in entries})
