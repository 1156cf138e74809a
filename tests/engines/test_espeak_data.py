from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from stimmwerk.engines.espeak_data import PrivateData, Variant, read_variants
from stimmwerk.engines.espeak_library import bundled_files
from stimmwerk.errors import CastError, EngineError

TEXT = "language variant\nname own\ngender female\n"
OWN = (Variant(name="own-voice", text=TEXT),)
REPOSITORY = Path(__file__).parents[2]


def test_variants_are_read_in_order(voices_folder: Path) -> None:
    folder = voices_folder / "espeak"
    (folder / "a-voice").write_text("language variant\nname a\ngender male\n")
    (folder / "README.md").write_text("not a voice")
    (folder / ".hidden").write_text("not a voice")
    variants = read_variants(str(voices_folder))
    assert [(variant.name, variant.gender) for variant in variants] == [("a-voice", "male"), ("own-voice", "female")]


def test_no_folder_no_variants(tmp_path: Path) -> None:
    assert read_variants(None) == ()
    assert read_variants(str(tmp_path)) == ()


def test_the_variants_of_this_repository_can_be_used() -> None:
    variants = read_variants(str(REPOSITORY / "voices"))
    assert {"pc-mod", "pc-alt", "pc-staff", "pc-aud", "pc-narr"} <= {variant.name for variant in variants}
    assert all(variant.gender for variant in variants)


@pytest.mark.parametrize("name", ["x" * 31, "a b", "ä", "a.b", "-a"])
def test_a_name_that_espeak_cannot_take_is_an_error(voices_folder: Path, name: str) -> None:
    (voices_folder / "espeak" / name).write_text(TEXT)
    with pytest.raises(CastError, match=f"voices/espeak/{name}"):
        read_variants(str(voices_folder))


@pytest.mark.parametrize("content", [b"", b"name x\n", b"language variant\nname \xc3\xa4\n"])
def test_a_file_that_is_no_variant_is_an_error(voices_folder: Path, content: bytes) -> None:
    (voices_folder / "espeak" / "wrong").write_bytes(content)
    with pytest.raises(CastError, match=r"language variant|ASCII"):
        read_variants(str(voices_folder))


def test_a_stock_name_cannot_be_taken() -> None:
    with pytest.raises(CastError, match="'f5' already"):
        PrivateData(bundled_files().data, (Variant(name="f5", text=TEXT),))


def test_own_variants_stand_beside_those_of_the_library_that_are_wanted() -> None:
    data = PrivateData(bundled_files().data, OWN)
    try:
        assert data.variants[0] == "own-voice"
        assert "f5" in data.stock
        assert [file.name for file in (data.path / "voices" / "!v").iterdir()] == ["own-voice"]
        for name in data.variants:
            data.bring(name)
            data.bring(name)
        assert all((data.path / "voices" / "!v" / name).is_file() for name in data.variants)
        assert (data.path / "phontab").read_bytes() == (bundled_files().data / "phontab").read_bytes()
    finally:
        data.close()
    assert not data.path.exists()
    assert (bundled_files().data / "phontab").exists()


def test_without_links_everything_is_copied_and_the_digest_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    linked = PrivateData(bundled_files().data, OWN)

    monkeypatch.setattr(Path, "symlink_to", refuse)
    monkeypatch.setattr(os, "link", refuse)
    copied = PrivateData(bundled_files().data, OWN)
    try:
        assert not (copied.path / "phontab").is_symlink()
        assert (copied.path / "phontab").stat().st_nlink == 1
        assert (copied.path / "lang").is_dir()
        assert copied.digest() == linked.digest()
    finally:
        linked.close()
        copied.close()


def refuse(*_: object, **__: object) -> None:
    raise OSError("no links here")


def test_files_have_a_second_name_and_need_no_symbolic_links() -> None:
    before = (bundled_files().data / "phontab").read_bytes()
    data = PrivateData(bundled_files().data, OWN)
    try:
        if (data.path / "phontab").is_symlink():
            pytest.skip("the temporary files lie on another drive than the library, or it belongs to somebody else")
        assert (data.path / "phontab").samefile(bundled_files().data / "phontab")
        assert [path.name for path in data.path.iterdir() if path.is_symlink()] == ["lang"]
    finally:
        data.close()
    assert (bundled_files().data / "phontab").read_bytes() == before


def test_of_a_file_that_is_a_link_itself_the_file_is_named(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(bundled_files().data, whole)
    moved = tmp_path / "elsewhere"
    (whole / "phontab").rename(moved)
    (whole / "phontab").symlink_to("../elsewhere")
    data = PrivateData(whole, OWN)
    try:
        assert (data.path / "phontab").samefile(moved)
    finally:
        data.close()


def test_every_symbolic_link_but_one_is_short_enough_to_take_no_block_of_the_file_system(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "link", refuse)
    data = PrivateData(bundled_files().data, OWN)
    try:
        for name in data.stock:
            data.bring(name)
        links = [path.readlink() for path in data.path.rglob("*") if path.is_symlink()]
        assert len(links) > 100
        assert max(len(str(link)) for link in links) < 60
    finally:
        data.close()


def test_the_digest_of_the_data_is_of_the_library_alone_and_each_variant_has_its_own() -> None:
    digests = []
    for text in (TEXT, TEXT + "flutter 3\n"):
        variant = Variant(name="own-voice", text=text)
        data = PrivateData(bundled_files().data, (variant,))
        digests.append((data.digest(), variant.digest))
        data.close()
    (first, before), (second, after) = digests
    assert first == second
    assert before != after


def test_a_path_too_long_for_espeak_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / ("d" * 120)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    with pytest.raises(EngineError, match="TMPDIR"):
        PrivateData(bundled_files().data, OWN)
    assert list(deep.iterdir()) == []


SPEAK = """
import hashlib, sys
from stimmwerk.casting.cast import Voice
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.table import open_engine
from stimmwerk.speech import Say, SpeechRequest

voice = Voice(engine="pyttsx3", name="de+own-voice", language="de")
for _ in range(5):
    with open_engine("pyttsx3", EngineContext(voices_folder=sys.argv[1])) as engine:
        speech = engine.speak(SpeechRequest(say=(Say(text="Zugleich."),), voice=voice))
    print(len(speech.samples), hashlib.sha256(speech.samples.tobytes()).hexdigest())
"""


def test_two_processes_at_once_do_not_meet(voices_folder: Path) -> None:
    command = [sys.executable, "-c", SPEAK, str(voices_folder)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    lines = [line for process in both for line in process.communicate(timeout=60)[0].splitlines()]
    assert len(lines) == 10
    assert len(set(lines)) == 1
