"""What an episode will be, before any sound is made: everything that can be wrong on paper is found here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from stimmwerk.casting.assignment import assign_roles
from stimmwerk.casting.cast import Cast, Role
from stimmwerk.casting.recast import Override, recast
from stimmwerk.casting.rundown import Rundown, rundown
from stimmwerk.digests import digest_of
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.espeak_data import VARIANTS_FOLDER
from stimmwerk.engines.table import engine_names
from stimmwerk.errors import CastError, ShowError, UsageError, Where, did_you_mean, together
from stimmwerk.files import sha256_of
from stimmwerk.folders import CACHE, COVER, FEED, LIST
from stimmwerk.importers.base import Imported
from stimmwerk.importers.report import warnings_of
from stimmwerk.importers.table import import_bytes
from stimmwerk.inspection import EngineFacts, known_engines, pinned
from stimmwerk.memo import LINE, Memo
from stimmwerk.opening import announced, disclosed, foreign, spoken
from stimmwerk.program import program_digest
from stimmwerk.script.model import Script
from stimmwerk.show import Show, Source
from stimmwerk.showfile import FILE
from stimmwerk.store import Store

_NO_SCRIPT = (
    "this has no front matter of a script and is read as {}: labels and chapters are judged anew each time; "
    "`stimmwerk import` writes a script from it that can be edited"
)
_UNDISCLOSED = (
    "the opening does not say {0!r}, so that is read first; write it where you want it, or put words of your own at "
    "spoken_disclosure in {1}"
)
_FOREIGN = (
    "the show has no sentence in {2!r} that says that the voices are synthetic, so that of {3!r} is read first: {0!r}; "
    'put {2} = "..." under [spoken_disclosure] in {1}; a script that says the same is left as it is'
)
#: What else lies under build/.
_OURS = (CACHE, FEED, LIST, COVER)
_FOLDER_NAME = re.compile(r"\w[\w .-]{0,99}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something that a producer should look at; the episode can be made all the same."""

    where: Where
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An episode on paper, cast and checked.

    name: of its folder under build/; file: the script's; script_path: the same from the show's folder; roles: those
    that speak, in the order of the cast; engines: name -> facts, of the engines that speak; inputs: path from the
    show's folder -> SHA-256.
    """

    name: str
    file: str
    script_path: str
    script: Script
    cast: Cast
    roles: tuple[Role, ...]
    rundown: Rundown
    engines: Mapping[str, EngineFacts]
    inputs: Mapping[str, str]
    remarks: tuple[Remark, ...]


def read_script(show: Show, source: Source, cast_name: str | None) -> tuple[Script, Cast, tuple[Remark, ...]]:
    """The script of a source of any format, with the cast that speaks it, people and roles settled.

    cast_name: overrides the script's cast, which overrides the show's.
    Raises InputError for everything that is wrong on paper.
    """
    imported, cast = import_source(show, source, cast_name)
    where = Where(source.file)
    remarks = [Remark(where=Where(source.file, w.line), text=w.message) for w in warnings_of(imported)]
    script = imported.script
    if imported.format != "script":
        if source.path.suffix == ".md":
            remarks.insert(0, Remark(where=where, text=_NO_SCRIPT.format(imported.format)))
        script, assigned = assign_roles(announced(script, show.settings), cast, where)
        remarks += [Remark(where=where, text=f"{label!r} speaks with the role {role!r}") for label, role in assigned]
    elif (told := disclosed(script, show.settings, source.file)) is not script:
        language = foreign(script, show.settings)
        text = _FOREIGN if language else _UNDISCLOSED
        facts = (spoken(script, show.settings), FILE, script.language, language)
        remarks.append(Remark(where=where, text=text.format(*facts)))
        script = told
    return script, cast.with_people(script.people, where), tuple(remarks)


def import_source(
    show: Show,
    source: Source,
    cast_name: str | None,
    *,
    format: str | None = None,  # noqa: A002 (what the command line calls it)
    speakers: Sequence[tuple[str, str]] = (),
) -> tuple[Imported, Cast]:
    """A source of any format, read with what the show knows, and the cast that speaks it, as it stands in its file.

    cast_name: as in ``read_script``; format, speakers: see ``importers.table.import_text``.
    Raises InputError for everything that is wrong on paper, UsageError for an unknown format or label.
    """

    def read(cast: Cast) -> Imported:
        return import_bytes(
            source.data,
            source.file,
            known_labels=_labels(cast),
            cues=show.settings.cues(),
            format=format,
            speakers=speakers,
        )

    cast = show.cast(cast_name)
    imported = read(cast)
    if cast_name is None and imported.script.cast not in (None, cast.name):
        cast = show.cast(imported.script.cast)
        imported = read(cast)
    return imported, cast


def make_plan(
    show: Show,
    source: Source,
    *,
    cast_name: str | None = None,
    name: str | None = None,
    overrides: Iterable[Override] = (),
    memo: Memo | None = None,
) -> Plan:
    """Reads, casts and checks an episode.

    name: of the folder under build/, by default the source's; overrides: other voices than the cast's for some roles;
    memo: what is known from earlier plans (see ``memo_of``).
    Raises InputError for what is wrong on paper, EngineError for an engine or a voice that is not there.
    """
    name = _folder_name(source.name if name is None else name)
    script, cast, remarks = read_script(show, source, cast_name)
    cast = recast(cast, overrides)
    speaking = _speaking(script, cast, source.file)
    if show.settings.announce_titles:
        speaking.add(cast.role(cast.narrator).name)
    roles = tuple(role for role in cast.roles if role.name in speaking)
    memo = memo or Memo(None, "")
    engines = known_engines(roles, cast.file, context_of(show), memo)
    cast = replace(cast, roles=tuple(pinned(role, engines) if role in roles else role for role in cast.roles))
    roles = tuple(cast.role(role.name) for role in roles)
    order = rundown(
        script,
        cast,
        file=source.file,
        lexicons=show.lexicons(),
        grain=lambda engine: engines[engine].grain,
        trained=lambda engine: engines[engine].trained,
        announce_titles=show.settings.announce_titles,
        recall=lambda facts, make: memo.recall(LINE, facts, make),
    )
    silent = [
        Remark(where=Where(source.file, line.line), text=f"not spoken: {line.text[start:stop]!r}")
        for line in order.lines()
        for start, stop in line.unspoken
    ]
    return Plan(
        name=name,
        file=source.file,
        script_path=_from(show.root, source.path),
        script=script,
        cast=cast,
        roles=roles,
        rundown=order,
        engines=engines,
        inputs=_inputs(show, source, cast, script),
        remarks=(
            *remarks,
            *_other_languages(script, cast, roles, source.file),
            *_namesakes(order, source.file),
            *_unheard(cast, engines),
            *silent,
        ),
    )


def _folder_name(name: str) -> str:
    """The name of a folder under build/.  Raises UsageError for one that would lie elsewhere, or that is ours."""
    if not _FOLDER_NAME.fullmatch(name) or name.endswith((".", " ")) or name.casefold() in _OURS:
        raise UsageError(
            f"{name!r} cannot be a folder under build/",
            hint="give another with --as: letters, digits, spaces, dots, hyphens and underscores, "
            f"but not {', '.join(_OURS)}",
        )
    return name


def _other_languages(script: Script, cast: Cast, roles: Iterable[Role], file: str) -> Iterator[Remark]:
    """A remark where voices of one language read a script of another."""
    base = script.language.split("-")[0].casefold()
    others = sorted({r.voice.language for r in roles if r.voice.language.split("-")[0].casefold() != base})
    if others:
        text = (
            f"the script is in {script.language!r}, but voices of the cast {cast.name!r} speak {', '.join(others)}; "
            f"make a cast for {script.language!r} (`stimmwerk voices --language {base}` lists voices)"
        )
        yield Remark(where=Where(file), text=text)


def _namesakes(order: Rundown, file: str) -> Iterator[Remark]:
    """A remark where people read the same name for several roles."""
    names: dict[str, dict[str, None]] = {}
    for line in order.lines():
        names.setdefault(line.speaker, {})[line.role] = None
    for name, roles in names.items():
        if len(roles) > 1:
            text = (
                f"{name!r} is the name of the roles {' and '.join(roles)}: whoever reads along cannot tell them apart"
            )
            yield Remark(where=Where(file), text=text)


def _unheard(cast: Cast, engines: Mapping[str, EngineFacts]) -> Iterator[Remark]:
    for name, facts in sorted(engines.items()):
        for role, settings in facts.unheard:
            text = f"role {role!r}: the engine {name!r} does nothing with {', '.join(settings)}"
            yield Remark(where=cast.role(role).chosen_at(cast.file), text=text)


def context_of(show: Show) -> EngineContext:
    """What engines may know of a show.  Raises ShowError for options of an engine that there is not."""
    options = show.settings.engines
    known = engine_names() if options else ()
    for option in options:
        if option.engine not in known:
            raise ShowError(
                f"there is no engine {option.engine!r}",
                where=Where(FILE, option.line),
                hint=did_you_mean(option.engine, known),
            )
    return EngineContext(voices_folder=str(show.voices), options=options)


def memo_of(show: Show, store: Store) -> Memo:
    """What a show's store remembers of earlier plans, as long as the program and the lexicons are the same."""

    def salt() -> str:
        lexicons = {language: show.voices / file for language, file in show.settings.lexicons}
        found = {language: _digest(show, path) for language, path in lexicons.items() if path.is_file()}
        return digest_of([program_digest(), found])

    return Memo(store, salt(), salt)


def _digest(show: Show, path: Path) -> str:
    """The SHA-256 of a file, as it was when the show read it: whoever edits may have saved it again since."""
    return show.digests.get(path.resolve()) or sha256_of(path)


def _speaking(script: Script, cast: Cast, file: str) -> set[str]:
    """The names of all roles that say something.  Raises CastError for labels to which none answers."""
    found, wrong = set[str](), dict[str, CastError]()
    for turn in script.turns():
        try:
            found.add(cast.voice_for(turn.label, Where(file, turn.line)).name)
        except CastError as error:
            wrong.setdefault(error.message, error)
    if wrong:
        raise together(list(wrong.values()))
    return found


def _labels(cast: Cast) -> tuple[str, ...]:
    return tuple(label for role in cast.roles for label in role.labels)


def _inputs(show: Show, source: Source, cast: Cast, script: Script) -> dict[str, str]:
    settings = show.settings
    files = [
        show.root / FILE,
        Path(cast.file),
        *(show.voices / file for _, file in settings.lexicons),
        *sorted((show.voices / VARIANTS_FOLDER).glob("*")),
        *(show.root / chapter.image for chapter in script.chapters if chapter.image),
        *(show.audio / sound.file for sound in settings.sounds),
        *([show.audio / settings.cover] if settings.cover else []),
    ]
    found = {_from(show.root, path): _digest(show, path) for path in files if path.is_file()}
    return found | {_from(show.root, source.path): source.sha256}


def _from(root: Path, path: Path) -> str:
    """A path that is the same on every machine: from the show's folder, or the bare name of a file elsewhere."""
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return path.name
