"""Roles for people whom a cast does not know: for transcripts that come with labels of their own."""

from __future__ import annotations

from dataclasses import replace

from stimmwerk.casting.cast import Cast
from stimmwerk.errors import CastError, Where
from stimmwerk.script.model import Person, Script, fold_label


def assign_roles(script: Script, cast: Cast, where: Where) -> tuple[Script, tuple[tuple[str, str], ...]]:
    """The script with a role of the cast for every label that the cast does not answer to, and (label, role) pairs.

    Labels get the free roles in the order of their first turns and of the cast; the narrator's role stays free.
    Raises CastError where there are more such labels than roles.
    """
    table = cast.with_people(script.people, where).answers_to()
    unknown = [label for label in script.labels() if fold_label(label) not in table]
    taken = {table[fold_label(label)] for label in script.labels() if fold_label(label) in table}
    free = [role.name for role in cast.roles if role.name not in taken and role.name != cast.narrator]
    if len(unknown) > len(free):
        some = ", ".join(unknown[:8]) + (", …" if len(unknown) > 8 else "")
        left = f"{len(free)} left" + (f" ({', '.join(free)})" if free else "")
        raise CastError(
            f"{len(unknown)} people have no role ({some}), and the cast {cast.name!r} has {left}",
            where=where,
            hint=f"give roles to them in {cast.file}: add their labels to roles, or add roles",
        )
    pairs = tuple(zip(unknown, free, strict=False))
    return replace(script, people=_with_roles(script.people, dict(pairs))), pairs


def _with_roles(people: tuple[Person, ...], roles: dict[str, str]) -> tuple[Person, ...]:
    """People with their new roles; whoever is not among them yet comes last."""
    known = {fold_label(label): person for person in people for label in (*person.labels, person.name)}
    given = {id(known[fold_label(label)]): role for label, role in roles.items() if fold_label(label) in known}
    others = [
        Person(name=label, labels=(label,), role=role)
        for label, role in roles.items()
        if fold_label(label) not in known
    ]
    return (*(replace(p, role=given[id(p)]) if id(p) in given else p for p in people), *others)
