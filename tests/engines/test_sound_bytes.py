"""Bytes that should be a sound."""

import struct

import numpy as np
import pytest

from stimmwerk.engines.sound_bytes import CutOff, Unreadable, decode, described, format_of


@pytest.fixture
def sound(servers):
    return servers.hum("Guten Tag, wie geht es?", 120.0)


@pytest.mark.parametrize(
    ("form", "subtype", "found"),
    [
        ("WAV", None, "wav"),
        ("FLAC", None, "flac"),
        ("AIFF", None, "aiff"),
        ("OGG", "OPUS", "ogg"),
        ("MP3", None, "mp3"),
    ],
)
def test_every_format_is_known_by_its_first_bytes_and_read(servers, sound, form, subtype, found):
    data = servers.flac_of(sound, form=form, subtype=subtype)
    assert format_of(data) == found
    speech = decode(data)
    assert speech.samples.dtype == np.float32
    assert abs(len(speech.samples) / speech.sample_rate - len(sound) / servers.RATE) < 0.1


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF, 0x7FFFFFFF, 0x7FFFFFFF - 36])
def test_a_wav_file_that_does_not_know_its_length_is_as_long_as_it_is(servers, sound, size):
    data = servers.wav_of(sound)
    unknown = data[:4] + struct.pack("<I", 0xFFFFFFFF) + data[8:40] + struct.pack("<I", size) + data[44:]
    np.testing.assert_array_equal(decode(unknown).samples, decode(data).samples)


def test_what_follows_the_sound_of_a_wav_file_is_no_sound(servers, sound):
    data = servers.wav_of(sound)
    assert len(decode(data + b"LIST\x04\x00\x00\x00abcd").samples) == len(sound)


@pytest.mark.parametrize(("form", "subtype"), [("WAV", None), ("FLAC", None), ("AIFF", None), ("OGG", "OPUS")])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.95])
def test_a_file_that_is_cut_off_is_told(servers, sound, form, subtype, share):
    data = servers.flac_of(sound, form=form, subtype=subtype)
    with pytest.raises(Unreadable):
        decode(data[: int(len(data) * share)])


@pytest.mark.parametrize("keep", [12, 30, 43, 44, 400])
def test_a_wav_file_without_its_sound_is_cut_off(servers, sound, keep):
    with pytest.raises(CutOff):
        decode(servers.wav_of(sound)[:keep])


@pytest.mark.parametrize("data", [b"", b"{}", b"\0" * 500, b"RIFF\0\0\0\0AVI ", b"<html>no</html>"])
def test_what_is_no_sound_is_described(data):
    with pytest.raises(Unreadable, match="begins with"):
        decode(data)


def test_more_channels_than_two_are_refused(servers):
    with pytest.raises(Unreadable, match="3 channels"):
        decode(servers.flac_of(np.zeros((100, 3)), form="WAV"))


def test_descriptions_are_for_people():
    assert described(b'{"error": "no"}') == """'{"error": "no"}'"""
    assert described(b"\xff\xfb\x90") == "the bytes ff fb 90"
    assert described(b"") == "nothing, it is empty"
