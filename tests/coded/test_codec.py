"""Blocks of AAC and Opus that are encoded apart join without a seam, and decode to what went in, in its place."""

from dataclasses import replace

import av
import numpy as np
import pytest

from stimmwerk.coded.codec import Codec

RATE = 44_100
CODECS = {
    "half": Codec(name="aac", programme_rate=RATE, sample_rate=RATE // 2, channels=1, quality=90),
    "full": Codec(name="aac", programme_rate=RATE, sample_rate=RATE, channels=2, quality=90),
    "opus": Codec(name="opus", programme_rate=RATE, sample_rate=48_000, channels=2, bitrate_kbps=96),
    "opus of 24 kHz": Codec(
        name="opus", programme_rate=RATE, sample_rate=48_000, encoder_rate=24_000, channels=1, bitrate_kbps=48
    ),
}


@pytest.fixture(params=CODECS)
def codec(request):
    return CODECS[request.param]


def phrases(codec, count):
    """Swept tones of 1.2 s, each on a border of packets, with silence around; and where they begin."""
    slot = -(-2 * RATE // codec.step) * codec.step
    sound = np.zeros((count * slot, codec.channels), np.float32)
    time = np.arange(int(1.2 * RATE)) / RATE
    for number in range(count):
        tone = 0.4 * np.sin(2 * np.pi * (200 + 60 * number + 300 * time) * time) * np.hanning(len(time))
        sound[number * slot + 2000 : number * slot + 2000 + len(time)] = tone[:, np.newaxis]
    return sound, slot


def decoded(codec, packets):
    """What a decoder gives, without the priming: float, shape (frames, channels)."""
    decoder = av.CodecContext.create(codec.name if codec.name == "aac" else "libopus", "r")
    context = codec.context()
    context.open()
    decoder.extradata = context.extradata
    decoder.sample_rate, decoder.layout = codec.sample_rate, codec.layout
    frames = [frame for data in [*map(av.Packet, packets), None] for frame in decoder.decode(data)]
    parts = [frame.to_ndarray() for frame in frames]
    planar = frames[0].format.is_planar
    sound = np.concatenate([part.T if planar else part.reshape(-1, codec.channels) for part in parts])
    sound = sound.astype(np.float64) / (32768 if parts[0].dtype == np.int16 else 1)
    # Opus's decoder leaves out what its header says, as it stands in the extradata.
    return sound[codec.priming :] if codec.name == "aac" or len(sound) % codec.packet == 0 else sound


def test_blocks_joined_are_the_sound_in_its_place(codec):
    sound, slot = phrases(codec, 4)
    packets = [packet for n in range(4) for packet in codec.encode(sound[n * slot : (n + 1) * slot], last=n == 3)]
    found = decoded(codec, packets)
    wanted = codec.length_of(len(sound))
    assert wanted <= len(found) < wanted + 2 * codec.packet
    import soxr

    expected = soxr.resample(sound, RATE, codec.sample_rate, quality="HQ")
    noise = found[: len(expected)] - expected[: len(found)]
    assert 10 * np.log10(np.square(noise).mean() / np.square(expected).mean()) < -15
    # No click where blocks meet.
    for border in range(slot, len(sound), slot):
        at = codec.length_of(border)
        assert np.abs(found[at - codec.packet // 2 : at + codec.packet // 2]).max() < 0.01


def test_packets_depend_on_the_block_alone(codec):
    sound, slot = phrases(codec, 2)
    first, second = sound[:slot], sound[slot:]
    alone = codec.encode(second, last=True)
    codec.encode(first, last=False)
    assert codec.encode(second, last=True) == alone
    assert codec.encode(second, last=False) == alone.between(0, slot // codec.step)


def test_a_block_of_silence(codec):
    packets = [*codec.encode(np.zeros((3 * codec.step, codec.channels), np.float32), last=False)]
    assert len(packets) == 3
    assert not np.abs(decoded(codec, packets * 4)).max()


def test_nothing_tells_the_library_s_name(codec):
    sound, _ = phrases(codec, 1)
    assert b"Lavc" not in codec.encode(sound, last=True).data


def test_lengths_go_up_to_whole_samples():
    assert replace(CODECS["half"]).length_of(7) == 4
    assert CODECS["opus"].length_of(441) == 480
    assert CODECS["opus"].step == 2646
    assert CODECS["half"].step == 2048
