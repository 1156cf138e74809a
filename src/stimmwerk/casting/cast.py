"""Who speaks with which voice."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from stimmwerk.casting.prosody import USUAL, Prosody
from stimmwerk.errors import CastError, Where, did_you_mean
from stimmwerk.script.model import Person, fold_label

Setting = str | int | float | bool | tuple[str, ...]

#: Name -> value, sorted by name.
Settings = tuple[tuple[str, Setting], ...]

#: The least and the most of a voice's rate, pitch and range.
RATES = (80, 450)
PITCHES = (0, 99)
RANGES = (0, 100)


def cast_of_its_own(script: str) -> str:
    """What to do for a script whose people or language the cast does not have.  script: as the person would type it."""
    last = script.replace("\\", "/").rpartition("/")[2]
    name = last.rpartition(".")[0] or last
    file = shlex.quote(f"voices/{name}.toml")
    return (
        f"make a cast for this script with `stimmwerk cast suggest {shlex.quote(script)} > {file}` "
        f"and write `cast: {name}` at the top of the script"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A voice of an engine, and how it is set.

    engine: a name of the table of engines; name: the voice as that engine knows it; language: a BCP 47 tag.
    rate: words a minute, 80 to 450.  pitch: 0 to 99, 50 is the voice's own.  range: how far the melody moves,
    0 (monotone) to 100, 50 is the voice's own.  settings: what only this engine understands, sorted by key.
    The level is not here: it is set after the speech is made (``Role.gain_db``).
    """

    engine: str
    name: str
    language: str
    rate: int = 165
    pitch: int = 50
    range: int = 50
    settings: Settings = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A part in the conversation.

    labels: what stands before this role's turns, as written in scripts; gain_db: how much louder (or, below zero,
    softer) than the other roles it is to be, in dB, -12 to 12; pan: its place in the stereo picture, from -1 (left) to
    1 (right); preset: of ``presets.PRESETS``, None is what the show has; prosody: how its sentences differ; name: the
    key in the cast; line: in the cast's file; origin: what gave it its voice instead of the cast's file, as a person
    would type it.
    """

    name: str
    voice: Voice
    labels: tuple[str, ...] = ()
    gain_db: float = 0.0
    pan: float = 0.0
    preset: str | None = None
    prosody: Prosody = USUAL
    line: int | None = field(default=None, compare=False)
    origin: str | None = field(default=None, compare=False)

    def chosen_at(self, file: str) -> Where:
        """The place that a complaint about its voice should name; file: the cast's."""
        return Where(file, self.line) if self.origin is None else Where(self.origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The roles of a show and the labels they answer to.

    file: where the cast was read, for messages; narrator: the role that reads narration and titles; settings: engine ->
    what a voice of it has whose role says nothing else, sorted.
    """

    name: str
    file: str
    roles: tuple[Role, ...]
    narrator: str = "narrator"
    settings: tuple[tuple[str, Settings], ...] = ()

    def role(self, name: str, where: Where | None = None) -> Role:
        """The role of that name.  Raises CastError with the nearest names."""
        for role in self.roles:
            if role.name == name:
                return role
        raise CastError(
            f"the cast {self.name!r} has no role {name!r}",
            where=where or Where(self.file),
            hint=did_you_mean(name, [role.name for role in self.roles]),
        )

    def presets(self) -> dict[Voice, str | None]:
        """Voice -> the preset of its roles: a voice is levelled once, by one sound.

        Raises CastError where roles with one voice name different presets.
        """
        first: dict[Voice, Role] = {}
        for role in self.roles:
            other = first.setdefault(role.voice, role)
            if other.preset != role.preset:
                raise CastError(
                    f"the roles {other.name!r} and {role.name!r} have one voice, but the presets "
                    f"{other.preset or 'of the show'} and {role.preset or 'of the show'}",
                    where=role.chosen_at(self.file),
                    hint="give both the same preset, or one of them another voice, rate or pitch",
                )
        return {voice: role.preset for voice, role in first.items()}

    def answers_to(self) -> dict[str, str]:
        """Folded label -> name of the role; the names of roles count as labels too, explicit labels first."""
        table = {fold_label(role.name): role.name for role in self.roles}
        table.update({fold_label(label): role.name for role in self.roles for label in role.labels})
        return table

    def voice_for(self, label: str | None, where: Where | None = None) -> Role:
        """The role that speaks for a label; None is narration.

        Raises CastError that names the nearest labels and says what to add to which file.
        """
        if label is None:
            return self.role(self.narrator, where)
        table = self.answers_to()
        if found := table.get(fold_label(label)):
            return self.role(found)
        known = sorted({label for role in self.roles for label in (role.name, *role.labels)})
        near = did_you_mean(label, known)
        raise CastError(
            f"no role of the cast {self.name!r} answers to the label {label!r}",
            where=where,
            hint=f"{near if near.endswith('?') else near + ';'} add {label!r} to the labels of a role in {self.file}, "
            f"or name a role for it under `people:` at the top of the script."
            + (f" Or {cast_of_its_own(where.file)}." if where else ""),
        )

    def with_people(self, people: Iterable[Person], where: Where | None = None) -> Cast:
        """The same cast, in which the labels of people who name a role lead to that role.

        Raises CastError where a person names a role that the cast does not have.
        """
        taken: dict[str, str] = {}
        added: dict[str, list[str]] = {}
        for person in people:
            if person.role is None:
                continue
            role = self.role(person.role, where)
            for label in person.labels or (person.name,):
                taken[fold_label(label)] = role.name
                added.setdefault(role.name, []).append(label)
        roles = tuple(
            replace(
                role,
                labels=(
                    *(label for label in role.labels if taken.get(fold_label(label), role.name) == role.name),
                    *(label for label in added.get(role.name, ()) if label not in role.labels),
                ),
            )
            for role in self.roles
        )
        return replace(self, roles=roles)
