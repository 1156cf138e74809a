"""Making an episode: carries out a plan, from takes to the tagged MP3 and the files beside it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from stimmwerk import units
from stimmwerk.encoding import encode_episode
from stimmwerk.exports.chapters import chapters_json
from stimmwerk.exports.transcript import transcript_json
from stimmwerk.files import sha256_of, write_text
from stimmwerk.id3 import tag_bytes
from stimmwerk.manifest import FILE as MANIFEST_FILE
from stimmwerk.manifest import Manifest
from stimmwerk.master import Desk
from stimmwerk.plan import Plan
from stimmwerk.records import episode_tag, manifest_of, passages
from stimmwerk.reporter import Reporter
from stimmwerk.session import about_seconds, jobs_of, studio_of
from stimmwerk.show import Show
from stimmwerk.speaking import Studio, Take, speak_all
from stimmwerk.speech import SpeechRequest
from stimmwerk.store import Store
from stimmwerk.timeline import Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Produced:
    """An episode as it was made.

    spoken, kept: utterances that were spoken now, and that the store had; encoded, blocks_kept: the same of encoded
    sound, in blocks of some ten seconds.
    """

    folder: Path
    mp3: Path
    manifest: Manifest
    spoken: int
    kept: int
    encoded: int
    blocks_kept: int

    @property
    def seconds(self) -> float:
        """The episode's length."""
        return units.seconds(self.manifest.length, self.manifest.sample_rate)


def produce(plan: Plan, show: Show, *, workers: int, reporter: Reporter) -> Produced:
    """Makes the episode that a plan describes, under build/NAME/.

    workers: processes for speech and threads for encoding; 1 is neither.
    What is finished is kept in the store whatever happens, and no file under build/NAME/ is ever half written.
    Raises EngineError for a turn that cannot be spoken, ShowError for a sound or picture, OutputError for a folder
    that cannot be written.
    """
    studio = studio_of(show)
    store = Store(Path(studio.store))
    desk = Desk(plan, show, store)
    cover = show.cover()
    takes = _speak(plan, studio, workers, reporter)
    master = desk.master(takes)
    folder = show.build / plan.name
    mp3 = folder / f"{plan.name}.mp3"
    tag = tag_bytes(episode_tag(plan, show, master.timeline, cover))
    keeper = encode_episode(mp3, master, tag, form=show.settings.mp3, store=store, workers=workers, reporter=reporter)
    for name, text in _exports(plan, master.timeline, takes).items():
        write_text(folder / name, text)
    with ThreadPoolExecutor(workers) as threads:
        outputs = {name: sha256_of(folder / name) for name in (mp3.name, *_export_names(plan))}
        manifest = manifest_of(plan, show.settings, master, takes, outputs=outputs, executor=threads)
    write_text(folder / MANIFEST_FILE, manifest.to_json())
    for damage in desk.damaged():
        reporter.warn(damage)
    spoken = sum(take.made for take in takes.values())
    return Produced(
        folder=folder,
        mp3=mp3,
        manifest=manifest,
        spoken=spoken,
        kept=len(takes) - spoken,
        encoded=keeper.encoded,
        blocks_kept=keeper.kept,
    )


def _speak(plan: Plan, studio: Studio, workers: int, reporter: Reporter) -> dict[SpeechRequest, Take]:
    jobs = jobs_of(plan)
    reporter.stage("speech", sum(about_seconds(job.request) for job in jobs))
    return speak_all(
        jobs, studio, workers, lambda done: reporter.advance(sum(about_seconds(job.request) for job in done))
    )


def _export_names(plan: Plan) -> tuple[str, ...]:
    return f"{plan.name}.chapters.json", f"{plan.name}.transcript.json"


def _exports(plan: Plan, timeline: Timeline, takes: dict[SpeechRequest, Take]) -> dict[str, str]:
    """Name of each file beside the MP3 -> its text."""
    texts = (
        chapters_json(timeline.chapters, timeline.sample_rate, title=plan.script.title),
        transcript_json(passages(plan, timeline, takes), timeline.sample_rate),
    )
    return dict(zip(_export_names(plan), texts, strict=True))
