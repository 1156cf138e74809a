"""Reading with clear errors, writing whole or not at all."""

import errno
import os

import pytest

from stimmwerk.errors import OutputError, ScriptError
from stimmwerk.files import Counted, atomic_writer, read_text, sha256_of, write_bytes, write_text, written_as


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ScriptError, match="no such script"):
        read_text(tmp_path / "x.md", ScriptError, "script")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(ScriptError, match="folder"):
        read_text(tmp_path, ScriptError, "script")


def test_what_is_no_utf8_is_told_at_its_line(tmp_path):
    (tmp_path / "x").write_bytes(b"eins\nzw\xfcei\n")
    with pytest.raises(ScriptError) as caught:
        read_text(tmp_path / "x", ScriptError, "script")
    assert caught.value.where.line == 2


def test_marks_and_line_ends_are_evened_out(tmp_path):
    (tmp_path / "x").write_bytes(b"\xef\xbb\xbfa\r\nb\rc\n")
    assert read_text(tmp_path / "x", ScriptError, "script") == "a\nb\nc\n"


def test_a_failed_write_leaves_the_old_file_and_no_trace(tmp_path):
    path = tmp_path / "out"
    write_text(path, "old")

    def fail_half_way():
        with atomic_writer(path) as stream:
            stream.write(b"new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_a_clear_error(tmp_path, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left") as caught:
        write_bytes(tmp_path / "out", b"x")
    assert "free some space" in caught.value.hint
    assert not list(tmp_path.iterdir())


def test_of_several_open_files_the_one_that_was_refused_is_named(tmp_path):
    def fill():
        with (
            atomic_writer(tmp_path / "refused") as stream,
            atomic_writer(tmp_path / "opened-last"),
            written_as(tmp_path / "refused"),
        ):
            stream.write(b"x")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OutputError) as caught:
        fill()
    assert caught.value.where.file.endswith("refused")
    assert not list(tmp_path.iterdir())


def test_a_file_may_be_closed_before_it_gets_its_name(tmp_path):
    path = tmp_path / "file"
    with atomic_writer(path, durable=False) as stream:
        stream.write(b"all of it")
        stream.close()
        assert not path.exists()
    assert path.read_bytes() == b"all of it"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_a_file_is_a_clear_error(tmp_path):
    (tmp_path / "f").write_text("")
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "f" / "out", tmp_path / "folder"):
        with pytest.raises(OutputError) as caught:
            write_bytes(path, b"x")
        assert "move it away" in caught.value.hint


def test_the_digest_is_that_of_the_bytes(tmp_path):
    write_bytes(tmp_path / "x", b"abc")
    assert sha256_of(tmp_path / "x") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_what_is_written_is_counted(tmp_path):
    path = tmp_path / "file"
    with atomic_writer(path, durable=False) as stream:
        counted = Counted(stream)
        for part in (b"one", b"", b"two"):
            counted.write(part)
    assert path.read_bytes() == b"onetwo"
    assert (counted.size, counted.sha256) == (6, sha256_of(path))
