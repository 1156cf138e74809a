"""The checks of an episode, all together."""

from __future__ import annotations

from pathlib import Path

from stimmwerk.errors import InputError, VerificationFailed, Where
from stimmwerk.files import read_text, sha256_of, shown
from stimmwerk.manifest import FILE as MANIFEST_FILE
from stimmwerk.manifest import Manifest
from stimmwerk.verify.chapters import check_chapters
from stimmwerk.verify.container import Container, check_container
from stimmwerk.verify.listening import Heard, listen
from stimmwerk.verify.sound import check_sound
from stimmwerk.verify.turns import check_turns
from stimmwerk.verify.verdict import Limits, Row, Verdict, judged, listed

_BUILD = "make the episode again with `stimmwerk build`"


def verify_episode(mp3: Path, manifest: Manifest | None = None, limits: Limits | None = None) -> Verdict:
    """Decodes an episode and measures it.

    manifest: of the build; without one, what needs it is skipped.  limits: the house's by default.
    Whatever is wrong with the file is a row that failed.  Raises InputError where there is no file to read.
    """
    limits = limits or Limits()
    container = check_container(mp3)
    marks = [chapter.start_ms for chapter in container.chapters or ()]
    turns, music = (manifest.turns, manifest.music) if manifest else ((), ())
    try:
        heard: Heard | str = listen(mp3, marks, turns, limits, music)
    except VerificationFailed as found:
        heard = found.message
    return _judge(container, heard, manifest, limits)


def verify_made(mp3: Path, manifest: Manifest, heard: Heard, frames: int) -> Verdict:
    """The same checks of an episode that was listened to while it was made, block by block: decodes nothing.

    heard: what its frames decode to; frames: how many of them were written.
    """
    return _judge(check_container(mp3, frames), heard, manifest, Limits())


def _judge(container: Container, heard: Heard | str, manifest: Manifest | None, limits: Limits) -> Verdict:
    """heard: what was measured, or why the sound cannot be decoded."""
    sound = None if isinstance(heard, str) else heard
    return Verdict(
        rows=(
            *container.rows,
            *check_sound(heard, container.scan, manifest, limits),
            *check_chapters(container.chapters, sound, manifest, limits),
            *check_turns(sound, manifest, limits),
        )
    )


def verify_folder(folder: Path, limits: Limits | None = None) -> Verdict:
    """Verifies what a build left in its folder: the episode against the manifest there, and every file's digest.

    Raises InputError where there is no manifest, where it names no MP3 or several, and where the MP3 is missing.
    """
    where = folder / MANIFEST_FILE
    manifest = Manifest.from_json(read_text(where, InputError, "manifest", hint=_BUILD), shown(where))
    episodes = [name for name, output in manifest.outputs.items() if output.format == "mp3"]
    if len(episodes) != 1:
        raise InputError(f"the manifest names {len(episodes)} MP3s", where=Where(shown(where)), hint=_BUILD)
    verdict = verify_episode(folder / episodes[0], manifest, limits)
    return Verdict(rows=(_check_outputs(folder, manifest), *verdict.rows))


def verify_path(path: Path, limits: Limits | None = None) -> Verdict:
    """Verifies a build's folder, an MP3 in one, or, without a manifest, any other MP3.  Raises InputError."""
    if path.is_dir():
        return verify_folder(path, limits)
    beside = path.parent / MANIFEST_FILE
    if beside.is_file():
        manifest = Manifest.from_json(read_text(beside, InputError, "manifest"), shown(beside))
        if path.name in manifest.outputs:
            return verify_folder(path.parent, limits)
    return verify_episode(path, None, limits)


def _check_outputs(folder: Path, manifest: Manifest) -> Row:
    wrong = []
    for name, digest in sorted(manifest.digests.items()):
        try:
            if sha256_of(folder / name) != digest:
                wrong.append(f"{name} was changed")
        except OSError as cause:
            wrong.append(f"{name} cannot be read: {cause.strerror or cause}")
    figure = listed(wrong) or f"{len(manifest.outputs)} unchanged"
    return judged("files.unchanged", not wrong, figure, "every file has the SHA-256 that the manifest names")
