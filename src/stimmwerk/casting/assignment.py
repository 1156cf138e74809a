"""Roles for people whom a cast does not know: for transcripts that come with labels of their own."""

from __future__ import annotations

from dataclasses import replace

from stimmwerk.casting.cast import Cast, cast_of_its_own
from stimmwerk.errors import CastError, Where
from stimmwerk.script.model import Person, Script, fold_label


def assign_roles(
    script: Script, cast: Cast, where: Where, *, as_far_as_possible: bool = False
) -> tuple[Script, tuple[tuple[str, str], ...]]:
    """The script with a role of the cast for everybody whom the cast does not answer to, and (label, role) pairs.

    They get the free roles in the order of their first turns and of the cast; the narrator's role stays free.  A
    person has one role under all their labels.
    Raises CastError where there are more such people than roles, unless as_far_as_possible: then those who come last
    have none.
    """
    table = cast.with_people(script.people, where).answers_to()
    unknown, known = _strangers(script, table)
    taken = {table[fold_label(label)] for label in script.labels() if fold_label(label) in table}
    free = [role.name for role in cast.roles if role.name not in taken and role.name != cast.narrator]
    if len(unknown) > len(free) and not as_far_as_possible:
        some = ", ".join(unknown[:8]) + (", …" if len(unknown) > 8 else "")
        left = f"{len(free)} left" + (f" ({', '.join(free)})" if free else "")
        raise CastError(
            f"{len(unknown)} people have no role ({some}), and the cast {cast.name!r} has {left}",
            where=where,
            hint=f"give roles to them in {cast.file}: add their labels to roles, or add roles"
            f"; or {cast_of_its_own(where.file)}",
        )
    pairs = tuple(zip(unknown, free, strict=False))
    return replace(script, people=_with_roles(script.people, dict((*known, *pairs)))), pairs


def _strangers(script: Script, table: dict[str, str]) -> tuple[list[str], list[tuple[str, str]]]:
    """One label of everybody whom the cast does not answer to, and (label, role) of those whom it answers to under
    another of their labels.
    """
    owner = {fold_label(label): number for number, person in enumerate(script.people) for label in person.labels}
    roles = {owner[label]: role for label, role in table.items() if label in owner}
    unknown: dict[object, str] = {}
    known: list[tuple[str, str]] = []
    for label in script.labels():
        folded = fold_label(label)
        if folded in table:
            continue
        number = owner.get(folded)
        if number is not None and number in roles:
            known.append((label, roles[number]))
        else:
            unknown.setdefault(folded if number is None else number, label)
    return list(unknown.values()), known


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
