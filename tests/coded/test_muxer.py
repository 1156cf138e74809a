"""Files of packets: what the disk refuses is told of the file that it was to become."""

from pathlib import Path

import pytest

from stimmwerk.coded.muxer import m4b_file, vorbis_comments
from stimmwerk.coded.packets import Packets
from stimmwerk.errors import OutputError

from .programme import codec, edition

FULL = Path("/dev/full")


def opened(temporary, path, cover=b""):
    return m4b_file(temporary, path, codec(), edition(cover, 10 * 2048, starts=(0,)))


def fill(opening, packet):
    with opening as put:
        for _ in range(11):
            put(Packets.of([packet]))


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full")
@pytest.mark.parametrize(("cover", "packet"), [(100_000, 100), (0, 9_000), (0, 100)])
def test_a_full_disk(tmp_path, cover, packet):
    """Whether it is noticed at the beginning, with a packet or at the end: the system is told of 8 kB at a time."""
    path = tmp_path / "folge.m4b"
    with pytest.raises(OutputError, match="No space left on device") as caught:
        fill(opened(FULL, path, bytes(cover)), bytes(packet))
    assert caught.value.where.file.endswith("folge.m4b")
    assert "free some space" in caught.value.hint


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full")
def test_whoever_hands_packets_on_is_told_as_well(tmp_path):
    told = []

    def hand_on():
        with opened(FULL, tmp_path / "folge.m4b") as put:
            try:
                put(Packets.of([bytes(9_000)]))
            except OutputError as error:
                told.append(error)
                raise

    with pytest.raises(OutputError):
        hand_on()
    assert len(told) == 1


def test_a_folder_is_no_file(tmp_path):
    with (
        pytest.raises(OutputError, match=r"folge\.m4b: cannot be written"),
        opened(tmp_path, tmp_path / "folge.m4b"),
    ):
        pass


@pytest.mark.parametrize(("number", "found"), [(0, "0"), (7, "7"), (None, None)])
def test_numbers_in_comments(number, found):
    assert vorbis_comments(edition(b"", number=number)).get("TRACKNUMBER") == found
