"""What is measured: builds from nothing, and drafts after an edit of one thing, of episodes of several lengths."""

from __future__ import annotations

import hashlib
import json
import math
import statistics
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from conversation import conversation
from measuring import Cost, run
from scratch import (
    EPISODE,
    ROOT,
    Scratch,
    change_pause,
    change_sentence,
    change_target,
    change_title,
    change_voice,
    switch_exports_off,
)
from served import waits

from stimmwerk.processes import usable_cpus

BENCH = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """An episode to measure.

    seconds: about, None for the shipped episode; rounds: of every case; plain_rounds: of the peer, which takes long;
    check: compare bytes with cold builds; memory_apart: in a round of its own, so that looking costs no time.
    """

    name: str
    seconds: float | None
    rounds: int
    plain_rounds: int
    check: bool = False
    memory_apart: bool = True

    def script(self) -> str:
        """The episode's script."""
        shipped = ROOT / "episodes/altman-town-hall.md"
        return shipped.read_text("utf-8") if self.seconds is None else conversation(self.seconds)


LENGTHS = (
    Length(name="14min", seconds=None, rounds=5, plain_rounds=5, check=True),
    Length(name="1h", seconds=3600, rounds=3, plain_rounds=1),
    Length(name="10h", seconds=36_000, rounds=1, plain_rounds=0, memory_apart=False),
)

COLD, NO_OP, SENTENCE, VOICE, PAUSE, TITLE, TARGET = (
    "cold build",
    "no-op build",
    "one sentence changed",
    "one role's voice changed",
    "one pause changed",
    "only a title changed",
    "only the loudness target changed",
)
EDITS: dict[str, Callable[[Scratch, int], None]] = {
    SENTENCE: change_sentence,
    VOICE: change_voice,
    PAUSE: change_pause,
    TITLE: change_title,
    TARGET: change_target,
}
SERVED = "one sentence changed, `stimmwerk serve` at work"
CASES = (COLD, NO_OP, *EDITS, SERVED)
MP3_ALONE, PLAIN, FLOOR = "cold build, the MP3 alone", "the plain script", "the floor"
HELP, EMPTY = "stimmwerk --help", "--help of an empty typer program"


class NotTheSame(Exception):
    """A build after an edit gave other bytes than a cold build of the same inputs."""


@dataclass(slots=True, kw_only=True)
class Row:
    """One case of one length.

    seconds: of the episode; wall_s, cpu_s: of every round, in seconds; peak_mb: of all processes together;
    spoken, encoded: utterances and blocks that were made, the same in every round.
    """

    length: str
    case: str
    seconds: float | None = None
    wall_s: list[float] = field(default_factory=list)
    cpu_s: list[float] = field(default_factory=list)
    peak_mb: float | None = None
    spoken: int | None = None
    encoded: int | None = None
    parts: dict[str, float] | None = None

    @property
    def wall(self) -> float:
        """The median of the rounds."""
        return statistics.median(self.wall_s)

    @property
    def cpu(self) -> float:
        """The median of the rounds; NaN where it was not measured."""
        return statistics.median(self.cpu_s) if self.cpu_s else math.nan

    def add(self, cost: Cost, *, timed: bool = True) -> None:
        """Takes a round in."""
        if timed:
            self.wall_s.append(cost.wall_s)
            self.cpu_s.append(cost.cpu_s)
        if cost.peak_mb is not None:
            self.peak_mb = max(self.peak_mb or 0.0, cost.peak_mb)

    def made(self, cost: Cost) -> None:
        """Takes in what `build --json` says."""
        facts = json.loads(cost.output)
        self.seconds, self.spoken, self.encoded = facts["seconds"], facts["spoken"], facts["blocks_encoded"]


class Bench:
    """Measures one length in a folder of its own; rows: what came out."""

    def __init__(self, length: Length, folder: Path, *, rounds: int | None, say: Callable[[str], None]) -> None:
        self._length = length
        self._rounds = rounds or length.rounds
        self._say = say
        self._folder = folder
        self._scratch = Scratch.make(folder / length.name, length.script())
        self._rows: dict[str, Row] = {}

    @property
    def rows(self) -> tuple[Row, ...]:
        """The cases that were measured."""
        return tuple(self._rows.values())

    def run(self, cases: Iterable[str]) -> None:
        """Measures cases of ``CASES``, in their order.  Raises NotTheSame, CommandFailed."""
        wanted = [case for case in CASES if case in cases]
        self._build()  # compiled modules, and files in the memory of the system
        if COLD in wanted:
            self._cold()
        if NO_OP in wanted:
            self._no_op()
        for case in wanted:
            if case in EDITS:
                self._edit(case)
        if SERVED in wanted:
            self._served()
        self._scratch.tidy()

    def _cold(self) -> None:
        for number in range(self._rounds):
            self._say(f"{self._length.name}: {COLD}, round {number + 1} of {self._rounds}")
            self._scratch.forget()
            self._timed(COLD, self._build_command())
            self._mp3_alone()
            self._floor()
            if number < self._length.plain_rounds:
                out = self._scratch.folder / "plain.mp3"
                self._timed(PLAIN, [sys.executable, str(BENCH / "plain.py"), EPISODE, str(out)])
        if self._length.memory_apart:
            self._watched(COLD, self._build_command())
        else:
            self._build()

    def _mp3_alone(self) -> None:
        """What the floor and the plain script make, too; beside a build of all files, in the machine's same mood."""
        before = self._scratch.inputs()
        switch_exports_off(self._scratch)
        self._scratch.forget()
        self._timed(MP3_ALONE, self._build_command())
        self._scratch.restore(before)
        self._scratch.forget()

    def _no_op(self) -> None:
        self._say(f"{self._length.name}: {NO_OP}")
        for _ in range(self._rounds + 2):  # the quickest of all, so it sways the most
            self._timed(EMPTY, [sys.executable, str(BENCH / "empty.py"), "--help"])
            self._timed(HELP, [_stimmwerk(), "--help"])
            self._timed(NO_OP, self._build_command())
        if self._length.memory_apart:
            self._watched(NO_OP, self._build_command())

    def _edit(self, case: str) -> None:
        before = self._scratch.inputs()
        watched = 1 if self._length.memory_apart else 0
        for number in range(self._rounds + watched):
            self._say(f"{self._length.name}: {case}, round {number + 1}")
            EDITS[case](self._scratch, number)
            if number < self._rounds:
                self._timed(case, self._draft_command())
            else:
                self._watched(case, self._draft_command())
            if number == 0 and self._length.check:
                self._compare(case)
            self._scratch.restore(before)
            self._build()

    def _served(self) -> None:
        """Its CPU time is not measured: most of what serve does, it does while nobody waits."""
        before = self._scratch.inputs()
        row = self._row(SERVED)
        command = [_stimmwerk(), "serve", EPISODE, "--no-open", "--port", "0"]
        # Numbers that no other case has: the store knows none of these sentences.
        edits = (partial(change_sentence, self._scratch, 100 + number) for number in range(self._rounds + 1))
        run(self._draft_command(), self._scratch.folder)
        for number, seconds in enumerate(waits(command, self._scratch.manifest, edits)):
            self._say(f"{self._length.name}: {SERVED}, round {number}")
            if number:  # the first one is made while the server still starts
                row.wall_s.append(seconds)
        self._scratch.restore(before)
        self._build()

    def _compare(self, case: str) -> None:
        twin = self._scratch.twin(self._folder / "twin")
        run(self._draft_command(), twin.folder)
        ours, cold = (hashlib.sha256(show.mp3.read_bytes()).hexdigest() for show in (self._scratch, twin))
        if ours != cold:
            raise NotTheSame(
                f"{self._length.name}, {case}: {self._scratch.mp3} has the SHA-256 {ours}, "
                f"but a cold build of the same inputs gives {cold} ({twin.mp3})"
            )

    def _floor(self) -> None:
        cost = run([sys.executable, str(BENCH / "floor.py"), EPISODE], self._scratch.folder)
        parts = json.loads(cost.output)
        row = self._row(FLOOR)
        row.parts = parts
        row.cpu_s.append(sum(parts.values()))
        row.wall_s.append(sum(parts.values()) / usable_cpus())

    def _timed(self, case: str, command: list[str]) -> None:
        cost = run(command, self._scratch.folder, memory=not self._length.memory_apart)
        self._row(case).add(cost)
        if "--json" in command:
            self._row(case).made(cost)

    def _watched(self, case: str, command: list[str]) -> None:
        self._row(case).add(run(command, self._scratch.folder, memory=True, timed=False), timed=False)

    def _row(self, case: str) -> Row:
        return self._rows.setdefault(case, Row(length=self._length.name, case=case))

    def _build(self) -> None:
        run(self._build_command(), self._scratch.folder)

    @staticmethod
    def _build_command() -> list[str]:
        return [_stimmwerk(), "build", EPISODE, "--json"]

    def _draft_command(self) -> list[str]:
        """What an edit is heard by."""
        return [*self._build_command(), "--draft"]


def _stimmwerk() -> str:
    return str(Path(sys.executable).with_name("stimmwerk"))
