"""A small generated episode, its manifest and its MP3, to be spoilt in one place at a time."""

import io
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from stimmwerk import units
from stimmwerk.id3 import EpisodeTag, TagChapter, tag_bytes
from stimmwerk.manifest import PROFILE_CELLS, PROFILE_STEP_CELLS, Manifest, Publication, TurnRecord
from stimmwerk.mp3.grid import blocks_of
from stimmwerk.mp3.lame import EncoderSettings
from stimmwerk.mp3.writer import write_mp3
from stimmwerk.signal.cells import mean_squares, profile
from stimmwerk.signal.loudness import LoudnessMeter, as_heard, loudness_of
from stimmwerk.signal.waveform import fade_edges, to_int16
from stimmwerk.timeline import ChapterMark

RATE = 44_100
TARGET = -20.0
# At this rate LAME does not turn the sound down; below it does, by up to 0.45 dB.
KBPS = 256

PITCH = {"narrator": 103, "host": 209, "guest": 126}
# (role, kind, seconds); a title opens a chapter.
LINES = (
    ("narrator", "title", 1.0),
    ("host", "turn", 2.6),
    ("guest", "turn", 3.1),
    ("host", "turn", 0.9),
    ("guest", "turn", 0.3),
    ("narrator", "title", 1.2),
    ("narrator", "narration", 1.7),
    ("guest", "turn", 1.9),
    ("host", "turn", 1.9),
    ("host", "interjection", 1.9),
)


def babble(role, seconds, seed):
    """Syllables on a role's pitch, in which no two stretches rise and fall alike."""
    random = np.random.default_rng(seed)
    count = units.samples(seconds, RATE)
    time = np.arange(count) / RATE
    wave = sum(np.sin(2 * np.pi * PITCH[role] * k * time + random.uniform(0, 6)) / k for k in range(1, 15))
    knots = np.arange(0, seconds + 0.09, 0.08)
    wave = wave * 10 ** (np.interp(time, knots, random.uniform(-22, 0, len(knots))) / 20)
    sound = fade_edges(wave.astype(np.float32)[:, np.newaxis], 200, 200)
    return sound * np.float32(units.gain_from_db(TARGET - as_heard(loudness_of(sound, RATE), 1)))


def record(number, chapter, role, kind, start, sound):
    cells = mean_squares(sound)
    return TurnRecord(
        number=number,
        chapter=chapter,
        kind=kind,
        role=role,
        speaker=role.title(),
        line=10 + number,
        text="…",
        engine="tone",
        voice="low",
        rate=165,
        pitch=50,
        range=50,
        settings=(),
        keys=(),
        start=start,
        stop=start + len(sound),
        lufs=round(loudness_of(sound, RATE), 2),
        level=round(units.db_from_power(float(np.square(sound, dtype=np.float64).mean())), 2),
        attack=tuple(round(level, 1) for level in profile(cells[:PROFILE_CELLS], PROFILE_STEP_CELLS)),
        release=tuple(round(level, 1) for level in profile(cells[-PROFILE_CELLS:], PROFILE_STEP_CELLS)),
    )


@dataclass(frozen=True)
class Episode:
    """master: float32 (frames, channels); chapters: of the tag."""

    master: np.ndarray
    chapters: tuple[TagChapter, ...]
    manifest: Manifest

    def turn(self, number):
        return self.manifest.turns[number]

    def with_sound(self, spoil):
        """``spoil`` changes a copy of the master in place, or gives another."""
        master = self.master.copy()
        changed = spoil(master)
        return replace(self, master=master if changed is None else changed)

    def sound_bytes(self, kbps=KBPS):
        stream, pcm = io.BytesIO(), to_int16(self.master)
        write_mp3(
            stream,
            lambda start, stop: pcm[start:stop],
            len(pcm),
            blocks_of(len(pcm), (), sample_rate=RATE),
            EncoderSettings(sample_rate=RATE, channels=pcm.shape[1], bitrate_kbps=kbps),
        )
        return stream.getvalue()

    def tag_bytes(self):
        return tag_bytes(
            EpisodeTag(
                title="Probe",
                artist="Wir",
                album="Schau",
                language="de",
                length_ms=units.milliseconds(len(self.master), RATE),
                chapters=self.chapters,
            )
        )

    def write(self, path, kbps=KBPS):
        path.write_bytes(self.tag_bytes() + self.sound_bytes(kbps))
        return path


def make_episode(lines=LINES, gap=0.7, channels=1):
    pieces, turns, starts, at = [], [], [], 0

    def add(sound):
        nonlocal at
        pieces.append(sound)
        at += len(sound)

    for number, (role, kind, seconds) in enumerate(lines):
        if kind == "title":
            starts.append(at)
        sound = babble(role, seconds, number).repeat(channels, axis=1)
        turns.append(record(number, len(starts) - 1, role, kind, at, sound))
        add(sound)
        add(np.zeros((-(at + units.samples(gap, RATE)) % 1152 + units.samples(gap, RATE), channels), np.float32))
    master = np.concatenate(pieces)
    marks = tuple(
        ChapterMark(start=start, stop=stop, title=f"Kapitel {number}")
        for number, (start, stop) in enumerate(zip(starts, [*starts[1:], at], strict=True), 1)
    )
    meter = LoudnessMeter(RATE, channels)
    meter.add(master)
    manifest = Manifest(
        episode="probe",
        title="Probe",
        language="de",
        sample_rate=RATE,
        channels=channels,
        length=at,
        target_lufs=as_heard(meter.integrated(), channels),
        ceiling_dbtp=-1.0,
        programme_gain_db=0.0,
        role_gains_db={},
        settings={},
        longest_pause_s=0.0,
        music=(),
        chapters=marks,
        turns=tuple(turns),
        inputs={},
        versions={},
        outputs={},
        publication=Publication(
            script="episodes/probe.md",
            address=None,
            duration_ms=units.milliseconds(at, RATE),
            subtitle=None,
            summary=None,
            notes="",
            date=None,
            number=None,
            making="",
            disclosure="Künstlich.",
            cover=None,
            chapters=(),
            people=(),
        ),
    )
    return Episode(master=master, chapters=tag_chapters(marks), manifest=manifest)


def tag_chapters(marks):
    return tuple(
        TagChapter(
            start_ms=units.milliseconds(mark.start, RATE), end_ms=units.milliseconds(mark.stop, RATE), title=mark.title
        )
        for mark in marks
    )


@pytest.fixture(scope="session")
def episode():
    return make_episode()


@pytest.fixture(scope="session")
def episode_with():
    """An episode with other lines, gaps or channels."""
    return make_episode


@pytest.fixture(scope="session")
def short_episode():
    return make_episode(lines=(("narrator", "title", 0.5), ("host", "turn", 0.7)), gap=0.2)


@pytest.fixture(scope="session")
def good_mp3(episode, tmp_path_factory) -> Path:
    return episode.write(tmp_path_factory.mktemp("good") / "probe.mp3")


@pytest.fixture
def failing():
    """The names of the rows that failed."""
    return lambda verdict: {row.name for row in verdict.rows if row.status == "fail"}
