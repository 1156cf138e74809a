import errno
import hashlib
import multiprocessing
import os
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk import store as module
from stimmwerk.entry import Layout
from stimmwerk.errors import OutputError
from stimmwerk.store import MARKER, Store

KEY = hashlib.sha256(b"one").hexdigest()
OTHER = hashlib.sha256(b"two").hexdigest()
SOUND = np.linspace(-1, 1, 2000, dtype=np.float32).reshape(1000, 2)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def entry_of(store, kind, key=KEY):
    return store.folder / kind / key[0] / key


class TestBytes:
    @pytest.mark.parametrize("payload", [b"", b"x", bytes(range(256)) * 1000])
    def test_what_was_put_is_got(self, store, payload):
        store.put("block", KEY, payload)
        assert store.get("block", KEY) == payload
        assert Store(store.folder).get("block", KEY) == payload

    def test_facts_are_kept_beside_it_and_read_without_it(self, store):
        facts = {"lufs": -16.5, "words": [[0, 1, 2]] * 1000}
        store.put("take", KEY, b"payload", facts)
        assert store.get_with_facts("take", KEY) == (b"payload", facts)
        path = entry_of(store, "take")
        path.write_bytes(path.read_bytes()[:-1] + b"X")
        assert store.facts("take", KEY) == facts
        assert store.get("take", KEY) is None
        assert store.facts("take", KEY) is None

    def test_a_memoryview_is_kept_as_its_bytes(self, store):
        store.put("block", KEY, memoryview(np.arange(5, dtype="<u4")))
        assert store.get("block", KEY) == np.arange(5, dtype="<u4").tobytes()

    def test_a_later_put_takes_the_place_of_an_earlier(self, store):
        store.put("block", KEY, b"old and longer")
        store.put("block", KEY, b"new")
        assert store.get("block", KEY) == b"new"

    def test_kinds_do_not_mix(self, store):
        store.put("block", KEY, b"a")
        assert store.get("take", KEY) is None
        assert (store.has("block", KEY), store.has("take", KEY)) == (True, False)

    def test_removed_is_gone_and_removing_twice_is_no_error(self, store):
        store.put("block", KEY, b"a")
        store.remove("block", KEY)
        store.remove("block", KEY)
        assert store.get("block", KEY) is None
        assert store.damaged == []

    def test_the_same_payload_makes_the_same_file(self, store, tmp_path):
        other = Store(tmp_path / "other")
        for each in (store, other):
            each.put_array("take", KEY, SOUND, {"b": 1, "a": [2]})
        assert entry_of(store, "take").read_bytes() == entry_of(other, "take").read_bytes()

    def test_no_temporary_file_is_left(self, store):
        store.put("block", KEY, b"a")
        assert {path.name for path in store.folder.rglob("*") if path.is_file()} == {MARKER, KEY}


class TestArrays:
    @pytest.mark.parametrize("shape", [(0, 1), (1, 1), (1000, 2), (44_101, 1)])
    def test_what_was_put_is_opened(self, store, shape):
        sound = np.random.default_rng(1).standard_normal(shape, np.float32)
        store.put_array("take", KEY, sound, {"words": [[0, 1, 2]]})
        found, extra = Store(store.folder).open_array("take", KEY)
        np.testing.assert_array_equal(found, sound)
        assert (found.dtype, extra) == (np.float32, {"words": [[0, 1, 2]]})

    def test_it_is_mapped_and_cannot_be_written(self, store):
        store.put_array("take", KEY, SOUND, {})
        found, _ = store.open_array("take", KEY)
        with pytest.raises(ValueError, match="read-only"):
            found[0] = 1
        base = found
        while not isinstance(base, np.memmap):
            base = base.base
        assert Path(base.filename) == entry_of(store, "take")

    def test_an_array_stays_readable_after_its_entry_was_replaced(self, store):
        store.put_array("take", KEY, SOUND, {})
        found, _ = store.open_array("take", KEY)
        store.put_array("take", KEY, SOUND[::2] * 0, {})
        np.testing.assert_array_equal(found, SOUND)
        assert not store.open_array("take", KEY)[0].any()

    def test_whole_numbers_stay_whole(self, store):
        steps = np.arange(-400, 400, dtype=np.int16).reshape(-1, 1)
        store.put_array("speech", KEY, steps, {})
        found, _ = Store(store.folder).open_array("speech", KEY)
        assert found.dtype == np.int16
        np.testing.assert_array_equal(found, steps)

    def test_strided_sound_is_kept_in_order(self, store):
        store.put_array("take", KEY, SOUND[::-2, ::-1], {})
        np.testing.assert_array_equal(store.open_array("take", KEY)[0], SOUND[::-2, ::-1])

    @pytest.mark.parametrize("wrong", [SOUND.astype(np.float64), SOUND[:, 0], (SOUND * 100).astype(np.int32)])
    def test_only_float32_and_int16_of_two_dimensions(self, store, wrong):
        with pytest.raises(ValueError, match="float32"):
            store.put_array("take", KEY, wrong, {})

    def test_extra_that_is_no_json_is_refused(self, store):
        with pytest.raises(TypeError):
            store.put_array("take", KEY, SOUND, {"x": object()})
        with pytest.raises(ValueError, match="JSON"):
            store.put_array("take", KEY, SOUND, {"x": float("nan")})
        assert store.open_array("take", KEY) is None

    def test_bytes_are_no_array(self, store):
        store.put("block", KEY, b"1234")
        with pytest.raises(ValueError, match="not an array"):
            store.open_array("block", KEY)

    def test_the_digest_is_computed_once_for_each_version_of_an_entry(self, store, monkeypatch):
        verified = []
        verify = Layout.verify
        monkeypatch.setattr(Layout, "verify", lambda *args: (verified.append(1), verify(*args)))
        store.put_array("take", KEY, SOUND, {})
        for _ in range(3):
            store.open_array("take", KEY)
        assert len(verified) == 1
        store.put_array("take", KEY, SOUND * 0.5, {})
        store.open_array("take", KEY)
        assert len(verified) == 2


def flip(data):
    at = len(data) * 2 // 3
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


DAMAGES = {
    "flipped bit": flip,
    "flipped bit in the header text": lambda data: data.replace(b'"facts"', b'"facta"'),
    "flipped bit in the digest": lambda data: data[:30] + bytes([data[30] ^ 8]) + data[31:],
    "cut by one byte": lambda data: data[:-1],
    "cut in half": lambda data: data[: len(data) // 2],
    "cut inside the header": lambda data: data[:20],
    "empty": lambda data: b"",
    "longer": lambda data: data + b"x",
    "of another program": lambda data: b"ID3" + data[3:],
    "of another version": lambda data: data[:8] + b"\x09" + data[9:],
    "zeros": lambda data: bytes(len(data)),
}


def folder_with_a_file(path):
    path.mkdir()
    (path / "x").touch()


#: What may stand where an entry's file should.
PLACES = (
    {
        "folder": folder_with_a_file,
        "link to itself": lambda path: path.symlink_to(path.name),
        "pipe": os.mkfifo,
    }
    if hasattr(os, "mkfifo")
    else {"folder": folder_with_a_file}
)


class TestDamage:
    @pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
    @pytest.mark.parametrize("kind", ["block", "take"])
    def test_a_damaged_entry_is_a_miss_that_is_told_once_and_removed(self, store, kind, damage):
        if kind == "block":
            store.put(kind, KEY, bytes(3000))
            read = store.get
        else:
            store.put_array(kind, KEY, SOUND, {"words": []})
            read = store.open_array
        path = entry_of(store, kind)
        path.write_bytes(damage(path.read_bytes()))
        assert read(kind, KEY) is None
        assert read(kind, KEY) is None
        assert not path.exists()
        (told,) = store.damaged
        assert (told.kind, told.key) == (kind, KEY)
        assert told.reason

    @pytest.mark.parametrize("kind", ["block", "take"])
    @pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
    def test_what_is_no_file_is_a_miss_that_is_told_once_and_made_again(self, store, kind, place):
        if kind == "block":
            put, read = lambda: store.put(kind, KEY, b"a"), store.get
        else:
            put, read = lambda: store.put_array(kind, KEY, SOUND, {}), store.open_array
        put()
        path = entry_of(store, kind)
        path.unlink()
        place(path)
        assert [entry.key for entry in store.entries()] == [KEY]
        assert read(kind, KEY) is None
        assert read(kind, KEY) is None
        assert len(store.damaged) == 1
        put()
        assert read(kind, KEY) is not None

    @pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
    def test_what_is_no_file_can_be_removed_and_written_over_unread(self, store, place):
        store.put("block", KEY, b"a")
        path = entry_of(store, "block")
        for _ in range(2):
            path.unlink()
            place(path)
            store.put("block", KEY, b"b")
            assert store.get("block", KEY) == b"b"
        path.unlink()
        place(path)
        store.remove("block", KEY)
        assert list(path.parent.iterdir()) == []

    @pytest.mark.parametrize("kind", ["block", "take"])
    def test_an_entry_in_the_place_of_another_is_damaged(self, store, kind):
        for key, value in ((KEY, 1.0), (OTHER, 0.5)):
            if kind == "block":
                store.put(kind, key, b"%f" % value)
            else:
                store.put_array(kind, key, SOUND * value, {})
        read = store.get if kind == "block" else store.open_array
        entry_of(store, kind, OTHER).replace(entry_of(store, kind))
        assert store.facts(kind, KEY) is None
        assert read(kind, KEY) is None
        assert [found.key for found in store.damaged] == [KEY]

    def test_damage_after_the_first_opening_is_seen_where_the_file_changed(self, store):
        store.put_array("take", KEY, SOUND, {})
        store.open_array("take", KEY)
        path = entry_of(store, "take")
        path.write_bytes(flip(path.read_bytes()))
        assert store.open_array("take", KEY) is None

    def test_what_cannot_be_removed_is_told_once(self, store, monkeypatch):
        store.put("block", KEY, b"a")
        entry_of(store, "block").write_bytes(b"")
        monkeypatch.setattr(Path, "unlink", raising(errno.EROFS))
        assert store.get("block", KEY) is None
        assert store.get("block", KEY) is None
        assert len(store.damaged) == 1

    @given(st.integers(0, 10_000), st.integers(0, 7))
    def test_any_flipped_bit_is_found(self, at, bit):
        with tempfile.TemporaryDirectory() as folder:
            store = Store(Path(folder))
            store.put_array("take", KEY, SOUND[:300], {"words": [[1, 2, 3]]})
            path = entry_of(store, "take")
            data = bytearray(path.read_bytes())
            data[at % len(data)] ^= 1 << bit
            path.write_bytes(data)
            assert store.open_array("take", KEY) is None


def raising(number):
    def fail(*_args, **_kwargs):
        raise OSError(number, os.strerror(number))

    return fail


class TestFolder:
    def test_looking_makes_nothing(self, store):
        assert store.get("block", KEY) is None
        assert store.open_array("take", KEY) is None
        assert not store.has("block", KEY)
        assert list(store.entries()) == []
        assert not store.folder.exists()

    def test_a_marked_folder_is_ours(self, store):
        store.put("block", KEY, b"a")
        assert "may be deleted" in (store.folder / MARKER).read_text()
        assert Store(store.folder).get("block", KEY) == b"a"

    def test_an_empty_folder_becomes_ours(self, tmp_path):
        Store(tmp_path).put("block", KEY, b"a")
        assert (tmp_path / MARKER).exists()

    def test_a_folder_with_other_files_is_refused(self, tmp_path):
        (tmp_path / "thesis.txt").write_text("years of work")
        with pytest.raises(OutputError, match=MARKER) as caught:
            Store(tmp_path)
        assert caught.value.hint
        assert str(caught.value.where).endswith(tmp_path.name)

    def test_files_that_come_before_the_first_put_are_respected(self, tmp_path):
        store = Store(tmp_path)
        (tmp_path / "thesis.txt").write_text("years of work")
        with pytest.raises(OutputError, match=MARKER):
            store.put("block", KEY, b"a")

    def test_a_marker_on_its_way_does_not_count_as_a_foreign_file(self, tmp_path):
        (tmp_path / f".{MARKER}.abc.tmp").write_text("")
        Store(tmp_path).put("block", KEY, b"a")

    def test_a_file_is_no_folder(self, tmp_path):
        path = tmp_path / "file"
        path.write_text("x")
        with pytest.raises(OutputError) as caught:
            Store(path)
        assert caught.value.hint

    @pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
    def test_a_full_disk(self, store, monkeypatch, number):
        store.put("block", KEY, b"a")
        monkeypatch.setattr(Path, "replace", raising(number))
        with pytest.raises(OutputError) as caught:
            store.put("block", KEY, b"b")
        monkeypatch.undo()
        assert "store" in str(caught.value.where)
        assert caught.value.hint
        assert store.get("block", KEY) == b"a"
        assert [path.name for path in entry_of(store, "block").parent.iterdir()] == [KEY]

    @pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
    def test_a_folder_that_may_only_be_read(self, store, monkeypatch, number):
        store.put("block", KEY, b"a")
        monkeypatch.setattr(os, "open", raising(number))
        monkeypatch.setattr(os, "utime", raising(number))
        with pytest.raises(OutputError) as caught:
            store.put("block", OTHER, b"b")
        assert caught.value.hint
        assert store.get("block", KEY) == b"a"

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="modes do not bind root")
    def test_modes_that_forbid_writing(self, store):
        store.put("block", KEY, b"a")
        folder = entry_of(store, "block").parent
        folder.chmod(0o500)
        try:
            with pytest.raises(OutputError):
                store.put("block", KEY, b"b")
            assert store.get("block", KEY) == b"a"
        finally:
            folder.chmod(0o700)

    @pytest.mark.parametrize("read", ["get", "open_array"])
    def test_what_may_not_be_read_is_no_miss(self, store, monkeypatch, read):
        store.put_array("take", KEY, SOUND, {})
        monkeypatch.setattr(module, "open", raising(errno.EACCES), raising=False)
        with pytest.raises(OutputError, match="cannot be read"):
            getattr(store, read)("take", KEY)

    def test_what_may_not_be_removed(self, store, monkeypatch):
        store.put("block", KEY, b"a")
        monkeypatch.setattr(Path, "unlink", raising(errno.EACCES))
        with pytest.raises(OutputError, match="cannot be written"):
            store.remove("block", KEY)


class TestNames:
    @pytest.mark.parametrize("key", ["", "abc", KEY.upper(), KEY + "0", KEY[:-1] + "g", "../" + KEY[3:], KEY + "\n"])
    def test_keys_are_sha_256(self, store, key):
        for call in (store.get, store.open_array, store.has, store.remove):
            with pytest.raises(ValueError, match="key"):
                call("block", key)
        with pytest.raises(ValueError, match="key"):
            store.put("block", key, b"")

    @pytest.mark.parametrize("kind", ["", "..", "a/b", "A", "1a", "a b", "a\n", ".a"])
    def test_kinds_are_plain_words(self, store, kind):
        with pytest.raises(ValueError, match="kind"):
            store.put(kind, KEY, b"")


class TestEntries:
    def test_kind_key_size_and_last_use(self, store):
        for kind, key in (("take", OTHER), ("block", KEY), ("block", OTHER)):
            store.put(kind, key, bytes(1000))
            os.utime(entry_of(store, kind, key), (1000, 2000))
        found = list(store.entries())
        assert [(entry.kind, entry.key) for entry in found] == sorted(
            [("block", KEY), ("block", OTHER), ("take", OTHER)]
        )
        assert all(entry.size == 1000 + 192 for entry in found)
        assert [entry.last_used for entry in found] == [1000, 1000, 1000]

    def test_asking_for_an_entry_is_using_it(self, store):
        for key in (KEY, OTHER):
            store.put("block", key, b"a")
            os.utime(entry_of(store, "block", key), (1000, 2000))
        store.get("block", KEY)
        used = {entry.key: entry.last_used for entry in store.entries()}
        assert used[KEY] > 1000 == used[OTHER]
        assert entry_of(store, "block").stat().st_mtime == 2000

    def test_foreign_and_temporary_files_are_left_out(self, store):
        store.put("block", KEY, b"a")
        (entry_of(store, "block").parent / f".{KEY}.x.tmp").write_bytes(b"")
        (store.folder / "block" / "README").write_text("hello")
        assert [entry.key for entry in store.entries()] == [KEY]


def write_many(folder, worker, barrier):
    barrier.wait()
    store = Store(Path(folder))
    for number in range(40):
        key = hashlib.sha256(str(number % 10).encode()).hexdigest()
        if (found := store.get("block", key)) is not None:
            assert found == key.encode() * 500
        store.put("block", key, key.encode() * 500)
    assert store.damaged == [], worker


def test_processes_may_share_a_store_from_its_first_entry_on(tmp_path):
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(4)
    workers = [context.Process(target=write_many, args=(str(tmp_path / "store"), n, barrier)) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert [worker.exitcode for worker in workers] == [0, 0, 0, 0]
    assert len(list(Store(tmp_path / "store").entries())) == 10
    assert not list((tmp_path / "store").rglob("*.tmp"))
