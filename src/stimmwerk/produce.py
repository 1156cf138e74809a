"""Making an episode: carries out a plan, from takes to the tagged MP3 and the files beside it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from stimmwerk import units
from stimmwerk.artwork import Illustrator
from stimmwerk.aside import Aside
from stimmwerk.asking import ask, to_ask
from stimmwerk.companions import KINDS, CodedFile, Source
from stimmwerk.costs import check_costs, costs_of
from stimmwerk.delivery import MP3, clear_away, delivered
from stimmwerk.encoding import EncodedBlock, encode_episode
from stimmwerk.files import atomic_writer, write_text, written_as
from stimmwerk.id3 import EpisodeTag, tag_bytes
from stimmwerk.manifest import FILE as MANIFEST_FILE
from stimmwerk.manifest import Manifest
from stimmwerk.master import Desk
from stimmwerk.masters import LOSSLESS, Masters
from stimmwerk.plan import Plan
from stimmwerk.processes import give_back_memory
from stimmwerk.publishing import edition_of, publication_of, tag_of
from stimmwerk.records import manifest_of, music_of
from stimmwerk.reporter import Reporter
from stimmwerk.reviewing import review
from stimmwerk.scratch import clear_temporary_folders, clear_unfinished
from stimmwerk.scribe import Scribe
from stimmwerk.session import jobs_of, studio_of
from stimmwerk.show import Show
from stimmwerk.showfile import ShowSettings
from stimmwerk.signal.cells import CELL
from stimmwerk.speaking import Crew, speak_all
from stimmwerk.speech import SpeechRequest, about_seconds
from stimmwerk.store import Store
from stimmwerk.takes import Booth, Job, Studio, Take
from stimmwerk.tape import Tape
from stimmwerk.timeline import FRAME, Timeline
from stimmwerk.tuning import known_tuning, tuned
from stimmwerk.verify import Limits, Verdict, verify_made
from stimmwerk.verify.listening import Ear, Heard
from stimmwerk.verify.measuring import joined_measures
from stimmwerk.verify.meters import LevelsOfTurns, TurnLevels

#: So many blocks, some three minutes, are measured at once.
_BLOCKS_AT_ONCE = 16


#: The formats of sound beside the MP3, in the order in which they are written.
SOUNDS = (*KINDS, *LOSSLESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Produced:
    """An episode as it was made.

    verdict: of the checks that end a build; spoken, kept: utterances that were spoken now, and that the store had;
    spoken_s: engine -> seconds of speech of the former; kept_s: seconds of the latter; encoded, blocks_kept: the same
    of encoded sound, in blocks of some ten seconds; extra: files that were asked for beside what the show wants.
    """

    folder: Path
    mp3: Path
    manifest: Manifest
    verdict: Verdict
    spoken: int
    kept: int
    spoken_s: Mapping[str, float]
    kept_s: float
    encoded: int
    blocks_kept: int
    extra: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        """The episode's length."""
        return units.seconds(self.manifest.length, self.manifest.sample_rate)


def produce(
    plan: Plan,
    show: Show,
    *,
    workers: int,
    reporter: Reporter,
    store: Store | None = None,
    crew: Crew | None = None,
    scribe: Scribe | None = None,
    more: Collection[str] = (),
) -> Produced:
    """Makes the episode that a plan describes, under build/NAME/.

    more: formats of sound that are written beside what the show wants, this once: no manifest lists them.
    workers: processes for speech and threads for encoding; 1 is neither.
    store: the show's, where it is open already; crew, scribe: workers that may have been started early.
    What is finished is kept in the store whatever happens, and no file under build/NAME/ is ever half written.
    Raises EngineError for a turn that cannot be spoken, ShowError for a sound or picture, OutputError for a folder
    that cannot be written.
    """
    studio = studio_of(show, plan)
    store = store or Store(Path(studio.store))
    illustrator = Illustrator(plan, show, store)
    jobs = jobs_of(plan)
    crew = crew or Crew(workers)
    with Aside(illustrator.artwork) as artwork, Booth(studio, store, planned_here=True) as booth:
        # While others speak this process only waits for them: time enough to draw the pictures.
        begin = artwork.begin if workers > 1 else None
        studio, takes = _take_all(
            plan, show, jobs=jobs, booth=booth, studio=studio, reporter=reporter, crew=crew, meanwhile=begin
        )
        pictures = artwork.result()
    crew.dismiss()
    desk = Desk(plan, show, store, studio)
    master = desk.master(takes, {job.request: job for job in jobs}, workers)
    folder = show.build / plan.name
    mp3 = folder / f"{plan.name}.mp3"
    edition = edition_of(plan, show, master.timeline, takes, pictures)
    scribe = scribe or Scribe()
    scribe.begin(edition, show.settings.exports)
    keys = {request: take.speech_key for request, take in takes.items()}
    spoken = sum(take.spoken for take in takes.values())
    spoken_s, kept_s = _amounts(takes, studio.sample_rate)
    # What stands in the timeline and in the edition need not be held twice while the episode is encoded.
    del takes
    tag = tag_of(edition)
    give_back_memory()
    control = _Control(master.timeline, tag, show.settings)
    tape = Tape(master.mixdown.read)
    exports = show.settings.exports
    wanted = {*exports, *more}
    source = Source(settings=show.settings, master=master, tape=tape, store=store)
    beside: list[CodedFile | Masters] = [CodedFile(name, folder, edition, source) for name in KINDS if name in wanted]
    beside.append(Masters(wanted, folder, edition, source))
    # The MP3 gets its name last: where one of the files beside it cannot be written, the old one stays what it was.
    with atomic_writer(mp3) as stream, ExitStack() as files:
        for file in beside:
            files.enter_context(file)
        with written_as(mp3):
            keeper = encode_episode(
                stream,
                master,
                tag_bytes(tag),
                form=show.settings.mp3,
                store=store,
                workers=workers,
                reporter=reporter,
                listener=control.hear,
                tape=tape,
                companions=[companion for file in beside for companion in file.companions],
            )
        give_back_memory()
        heard = control.heard()
        edition = replace(edition, loudness=heard.short_term)
        scribe.go_on(edition)
        sound = [file.finish for file in beside]
        written = delivered(edition, folder, stream, files, sound=sound, make=scribe.made, workers=workers)
    outputs = {name: output for name, output in written.items() if output.format in {MP3, *exports}}
    manifest = manifest_of(
        plan,
        show.settings,
        master,
        keys,
        made=control.made(),
        heard=heard,
        outputs=outputs,
        publication=publication_of(edition, plan.script_path),
    )
    clear_away(folder, outputs)
    clear_unfinished(folder)
    clear_temporary_folders()
    write_text(folder / MANIFEST_FILE, manifest.to_json())
    for damage in desk.damaged():
        reporter.warn(damage)
    return Produced(
        folder=folder,
        mp3=mp3,
        manifest=manifest,
        verdict=verify_made(mp3, manifest, heard, control.frames),
        spoken=spoken,
        kept=len(keys) - spoken,
        spoken_s=spoken_s,
        kept_s=kept_s,
        encoded=keeper.encoded,
        blocks_kept=keeper.kept,
        extra=tuple(name for name in written if name not in outputs),
    )


def _take_all(
    plan: Plan,
    show: Show,
    *,
    jobs: Sequence[Job],
    booth: Booth,
    studio: Studio,
    reporter: Reporter,
    crew: Crew,
    meanwhile: Callable[[], None] | None,
) -> tuple[Studio, dict[SpeechRequest, Take]]:
    """The studio with every voice's polish, and a take of every job that has been heard beside the others.

    meanwhile: called when most of the speech begins.
    """
    store = booth.store
    wanted = to_ask(jobs, plan.engines, known_tuning(studio, plan, show.settings.chain, store), store)
    check_costs(plan, costs_of(plan, wanted))
    length = sum(about_seconds(job.request) for job in jobs)

    def progress(done: Sequence[Job]) -> None:
        reporter.advance(sum(about_seconds(job.request) for job in done if job.request not in asked))

    asked: dict[SpeechRequest, Job] = {}
    early = frozenset[str]()
    if wanted:
        reporter.stage("speech", length)
        early = ask(list(wanted.values()), plan.engines, studio, booth, progress)
        asked = wanted
    studio, more = tuned(studio, plan, show.settings.chain, store)
    early |= more
    if not wanted:
        reporter.stage("speech", length)
    if meanwhile:
        meanwhile()
    takes = {
        request: replace(take, spoken=True) if take.speech_key in early else take
        for request, take in speak_all(jobs, studio, crew.count, progress, store=store, crew=crew).items()
    }
    by_request = {job.request: job for job in jobs}
    reviewed = review(
        takes, by_request, plan.engines, booth.for_studio(studio), lambda remark: reporter.warn(str(remark))
    )
    return studio, reviewed


class _Control:
    """Listens to the episode while it is encoded.  frames: how many went by."""

    def __init__(self, timeline: Timeline, tag: EpisodeTag, settings: ShowSettings) -> None:
        form = settings.mp3
        self._length = timeline.length
        self._made = LevelsOfTurns([(turn.start, turn.stop) for turn in timeline.turns])
        self._ear = Ear(
            form.sample_rate,
            form.channels,
            marks_ms=[chapter.start_ms for chapter in tag.chapters],
            turns=timeline.turns,
            limits=Limits(),
            music=music_of(timeline),
        )
        # What a decoder gives late is heard before the episode begins.
        self._early = FRAME // CELL
        self._waiting: list[EncodedBlock] = []
        self.frames = 0

    def hear(self, block: EncodedBlock) -> None:
        """The next block."""
        self.frames += len(block.heard.cells) * CELL // FRAME
        self._waiting.append(block)
        if len(self._waiting) == _BLOCKS_AT_ONCE:
            self._listen()

    def _listen(self) -> None:
        """Blocks are measured many at once: a meter takes as long for a minute as for a second."""
        blocks, self._waiting = self._waiting, []
        if not blocks:
            return
        self._made.add(np.concatenate([block.made for block in blocks]))
        heard = joined_measures([block.heard for block in blocks])
        self._ear.add(replace(heard, cells=heard.cells[self._early :]))
        self._early = 0

    def made(self) -> list[TurnLevels]:
        """The levels of every turn in the master."""
        self._listen()
        return [levels for levels in self._made.levels if levels is not None]

    def heard(self) -> Heard:
        """The decoded episode."""
        self._listen()
        return self._ear.heard(self._length)


def _amounts(takes: Mapping[SpeechRequest, Take], rate: int) -> tuple[dict[str, float], float]:
    """Engine -> seconds of speech that it spoke now; seconds that were kept."""
    spoken: dict[str, float] = {}
    kept = 0.0
    for request, take in takes.items():
        length, engine = units.seconds(take.length, rate), request.voice.engine
        if take.spoken:
            spoken[engine] = spoken.get(engine, 0.0) + length
        else:
            kept += length
    return spoken, kept
