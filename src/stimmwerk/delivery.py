"""Writing what stands beside the MP3, and clearing away what an earlier build wrote and this one does not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable
from contextlib import ExitStack
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from stimmwerk.aside import Aside
from stimmwerk.errors import OutputError, Where
from stimmwerk.exports.edition import Edition
from stimmwerk.exports.table import made
from stimmwerk.files import atomic_bytes, read_through, settle, sha256_of, shown, written_as
from stimmwerk.formats import MP3_TYPE, Format, format_of
from stimmwerk.manifest import FILE as MANIFEST_FILE
from stimmwerk.manifest import Output

#: The MP3, which every build has.
MP3 = "mp3"


#: Finishes files of sound in the episode's folder; gives their names and what they are.
FinishSound = Callable[[], Iterable[tuple[str, Output]]]


#: Makes the files of an edition in some formats, as ``exports.table.made``.
Make = Callable[[Edition, Collection[str]], Iterable[tuple[Format, str, bytes]]]


def delivered(
    edition: Edition,
    folder: Path,
    mp3: BinaryIO,
    named: ExitStack,
    *,
    sound: Iterable[FinishSound] = (),
    make: Make = made,
    workers: int = 1,
) -> dict[str, Output]:
    """Writes every file that the show wants beside the MP3, and sound; gives all files, the MP3 among them, by name.

    mp3: the finished MP3, open for reading and writing; named: when it closes, all that was written well gets its name:
    whatever cannot be written, the files of an earlier build are still those of one episode.
    workers: where there are more than one, sound is finished meanwhile, each file by a thread of its own.
    Raises OutputError for a folder that cannot be written or is full.
    """

    def finished_mp3() -> Iterable[tuple[str, Output]]:
        with written_as(folder / edition.mp3):
            size, digest = read_through(mp3)
            settle(mp3)
        yield edition.mp3, Output(format=MP3, media_type=MP3_TYPE, size=size, sha256=digest)

    with ExitStack() as threads:
        asides = [threads.enter_context(Aside(partial(_all_of, finish))) for finish in (finished_mp3, *sound)]
        if workers > 1:
            for aside in asides:
                aside.begin()
        outputs = {}
        for form, name, data in make(edition, edition.show.exports):
            named.enter_context(atomic_bytes(folder / name, data))
            digest = hashlib.sha256(data).hexdigest()
            outputs[name] = Output(format=form.name, media_type=form.media_type, size=len(data), sha256=digest)
        of_mp3, *others = [aside.result() for aside in asides]
    return of_mp3 | outputs | {name: output for found in others for name, output in found.items()}


def _all_of(finish: FinishSound) -> dict[str, Output]:
    return dict(finish())


def output_of(path: Path, form: str) -> Output:
    """What a file of a format is, found out by reading it."""
    return Output(format=form, media_type=format_of(form).media_type, size=path.stat().st_size, sha256=sha256_of(path))


def clear_away(folder: Path, kept: Collection[str]) -> tuple[str, ...]:
    """Removes the files that the manifest of an earlier build names and ``kept`` does not; gives their names, sorted.

    Nothing that no build has listed is touched.  Raises OutputError for a file that cannot be removed.
    """
    left = [name for name in sorted(_listed(folder)) if name not in kept and (folder / name).is_file()]
    for name in left:
        try:
            (folder / name).unlink()
        except OSError as cause:
            raise OutputError(
                f"left over from an earlier build, and cannot be removed: {cause.strerror or cause}",
                where=Where(shown(folder / name)),
                hint="remove it by hand, or build under another name with --as",
            ) from cause
        for parent in PurePosixPath(name).parents:
            if parent.name and not any((folder / parent).iterdir()):
                (folder / parent).rmdir()
    return tuple(left)


def _listed(folder: Path) -> tuple[str, ...]:
    """The outputs of the manifest in a folder, whatever version wrote it; none where there is none to be read."""
    try:
        outputs = json.loads((folder / MANIFEST_FILE).read_bytes()).get("outputs", {})
    except (OSError, ValueError, AttributeError):
        return ()
    names = outputs if isinstance(outputs, dict) else {}
    return tuple(name for name in names if _inside(name))


def _inside(name: str) -> bool:
    """Whether a name can only mean a file below the folder in which it is looked for."""
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name
