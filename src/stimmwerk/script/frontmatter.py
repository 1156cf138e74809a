"""The front matter: the facts of an episode in YAML, between two lines of dashes at the top of its script."""

from __future__ import annotations

import datetime
import re
import typing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import yaml

from stimmwerk.errors import ScriptError, Where, did_you_mean
from stimmwerk.script.attributes import check_web_address, is_language
from stimmwerk.script.characters import squeeze
from stimmwerk.script.model import EpisodeKind, Link, Person, Script

T = TypeVar("T")

KEYS = (
    *("title", "subtitle", "description", "language", "date", "season", "number", "type", "explicit"),
    *("cast", "source", "people", "links"),
)
PERSON_KEYS = ("name", "labels", "role", "url")
LINK_KEYS = ("title", "url")

_FENCE = "---"
_BEGIN = "begin with ---, title: ..., language: de, and --- again, each on a line of its own"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_TRUTHS = {"true": True, "false": False}
_NUMBER = re.compile(r"\d{1,6}\Z", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """A script's text in two.

    head: everything up to the end of the front matter, byte for byte; yaml: what stands between the dashes;
    yaml_line, body_line: the lines of the file on which the two begin, from 1.
    """

    head: str
    yaml: str
    yaml_line: int
    body: str
    body_line: int


def split_front_matter(text: str, file: str) -> Sections:
    """Parts front matter and body.  Raises ScriptError where there is no front matter or it does not end."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise ScriptError("the script is empty", where=Where(file), hint=_BEGIN)
    if lines[first].rstrip() != _FENCE:
        raise ScriptError("the script does not begin with front matter", where=Where(file, first + 1), hint=_BEGIN)
    for number in range(first + 1, len(lines)):
        if lines[number].rstrip() == _FENCE:
            return Sections(
                head="\n".join(lines[first : number + 1]),
                yaml="\n".join(lines[first + 1 : number]),
                yaml_line=first + 2,
                body="\n".join(lines[number + 1 :]),
                body_line=number + 2,
            )
    raise ScriptError(
        "the front matter does not end",
        where=Where(file, first + 1),
        hint=f"write {_FENCE} on a line of its own after it",
    )


def parse_front_matter(sections: Sections, file: str) -> Script:
    """The script's facts, without chapters.

    Every scalar is read as the text that stands there, so that ``no`` is no truth value and ``01`` no octal number.
    Raises ScriptError, with the line, for what is no YAML, for unknown, doubled and missing keys, and for values that
    cannot be.
    """
    reader = _Reader(file, sections.yaml_line)
    facts = reader.root(sections.yaml)
    title = facts.text("title", required='title: "What the episode is called"')
    language = facts.text("language", required="language: de")
    assert title is not None
    assert language is not None
    if not is_language(language):
        raise facts.fail("language", f"{language!r} is no language tag", "write de, en, fr or en-GB")
    description = facts.prose("description")
    people = facts.each("people", PERSON_KEYS, _person)
    _check_labels(people, reader.where(facts.node("people")))
    return Script(
        title=title,
        language=language,
        subtitle=facts.text("subtitle"),
        description=description,
        date=facts.date("date"),
        season=facts.number("season"),
        number=facts.number("number"),
        kind=facts.kind("type"),
        explicit=facts.truth("explicit"),
        people=people,
        cast=facts.text("cast"),
        source=facts.text("source"),
        links=facts.each("links", LINK_KEYS, _link),
    )


class _Reader:
    """Knows the file's lines."""

    def __init__(self, file: str, first_line: int) -> None:
        self._file = file
        self._first = first_line

    def where(self, node: yaml.Node | None) -> Where:
        """The line on which a node begins."""
        return Where(self._file, self._first + (node.start_mark.line if node else 0))

    def root(self, text: str) -> _Facts:
        """The top of the front matter."""
        hint = 'put texts with colons or quotation marks in double quotes: title: "One: two"'
        try:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as cause:
            mark = cause.problem_mark or cause.context_mark
            where = Where(self._file, self._first + (mark.line if mark else 0))
            raise ScriptError(f"the front matter is not valid YAML: {cause.problem}", where=where, hint=hint) from cause
        except (yaml.YAMLError, RecursionError) as cause:
            where = Where(self._file, self._first)
            raise ScriptError("the front matter is not valid YAML", where=where, hint=hint) from cause
        if node is None:
            raise ScriptError("the front matter is empty", where=Where(self._file, self._first), hint=_BEGIN)
        return _Facts(self, node, KEYS)


class _Facts:
    """A mapping of the front matter, its keys checked."""

    def __init__(self, reader: _Reader, node: yaml.Node, known: Sequence[str]) -> None:
        self._reader = reader
        self._node = node
        self._values: dict[str, yaml.Node] = {}
        if not isinstance(node, yaml.MappingNode):
            raise ScriptError(
                "this must be keys with values", where=reader.where(node), hint=f"write {known[0]}: ... on lines below"
            )
        lines: dict[str, Where] = {}
        for key_node, value in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "(a list or a mapping)"
            where = reader.where(key_node)
            if key not in known:
                raise ScriptError(f"unknown key {key!r}", where=where, hint=did_you_mean(key, known))
            if key in lines:
                raise ScriptError(
                    f"the key {key!r} stands here and in line {lines[key].line}", where=where, hint="take one out"
                )
            lines[key] = where
            self._values[key] = value

    def node(self, key: str) -> yaml.Node | None:
        """The value of a key as YAML has it; None where it has no value."""
        node = self._values.get(key)
        return None if isinstance(node, yaml.ScalarNode) and not node.value.strip() else node

    def fail(self, key: str, message: str, hint: str) -> ScriptError:
        """The complaint, ready to be raised, at a key's line."""
        return ScriptError(f"{key}: {message}", where=self._reader.where(self._values.get(key, self._node)), hint=hint)

    def prose(self, key: str, *, required: str | None = None) -> str | None:
        """A text, line ends and all; None where there is none.  required: how to write it, where it must be there."""
        node = self.node(key)
        if node is None:
            if required is not None:
                raise self.fail(key, "is missing", f"add {required}")
            return None
        if not isinstance(node, yaml.ScalarNode):
            raise self.fail(key, "must be one text", f'write {key}: "..."')
        return str(node.value).strip()

    def text(self, key: str, *, required: str | None = None) -> str | None:
        """A text on one line; see ``prose``."""
        value = self.prose(key, required=required)
        return None if value is None else squeeze(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text alone counts as a list of one."""
        node = self.node(key)
        if node is None:
            return ()
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        found = [squeeze(item.value) if isinstance(item, yaml.ScalarNode) else "" for item in items]
        if not all(found):
            raise self.fail(key, "must be a list of texts", f"write {key}: [Anna, Dr. Anna Berg]")
        return tuple(found)

    def date(self, key: str) -> datetime.date | None:
        """A day, or None."""
        value = self.text(key)
        if value is None:
            return None
        hint = "write year-month-day: 2026-01-27"
        if not _DATE.match(value):
            raise self.fail(key, f"{value!r} is no date", hint)
        try:
            return datetime.date.fromisoformat(value)
        except ValueError as cause:
            raise self.fail(key, f"{value!r} is no date", f"{hint}; the calendar has no such day") from cause

    def number(self, key: str) -> int | None:
        """A whole number from 0 to 999,999, or None."""
        value = self.text(key)
        if value is not None and not _NUMBER.match(value):
            raise self.fail(key, f"{value!r} is no whole number", f"write digits only: {key}: 7")
        return None if value is None else int(value)

    def kind(self, key: str) -> EpisodeKind:
        """What an episode is among the others; a whole one where nothing is said."""
        value, kinds = self.text(key), typing.get_args(EpisodeKind)
        if value is not None and value not in kinds:
            raise self.fail(key, f"{value!r} is no kind of episode", did_you_mean(value, kinds))
        return typing.cast(EpisodeKind, value or "full")

    def truth(self, key: str) -> bool | None:
        """Yes or no, or None where nothing is said."""
        value = self.text(key)
        if value is not None and value not in _TRUTHS:
            raise self.fail(key, f"{value!r} is neither true nor false", f"write {key}: true")
        return None if value is None else _TRUTHS[value]

    def address(self, key: str) -> str | None:
        """A web address, or None."""
        value = self.text(key)
        return None if value is None else check_web_address(value, self._reader.where(self._values[key]))

    def each(self, key: str, known: Sequence[str], make: Callable[[_Facts], T]) -> tuple[T, ...]:
        """A list of mappings, each made into a value."""
        node = self.node(key)
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            raise self.fail(key, "must be a list", f"write, on lines below: - {known[0]}: ...")
        return tuple(make(_Facts(self._reader, item, known)) for item in node.value)


def _person(facts: _Facts) -> Person:
    name = facts.text("name", required="name: ...")
    assert name is not None
    labels = tuple(" ".join(label.split()) for label in facts.texts("labels"))
    return Person(name=name, labels=labels, role=facts.text("role"), url=facts.address("url"))


def _link(facts: _Facts) -> Link:
    title = facts.text("title", required="title: ...")
    url = facts.address("url")
    assert title is not None
    if url is None:
        raise facts.fail("url", "is missing", "add url: https://...")
    return Link(title=title, url=url)


def _check_labels(people: Sequence[Person], where: Where) -> None:
    """Raises ScriptError where two people share a label."""
    owners: dict[str, str] = {}
    for person in people:
        for label in dict.fromkeys(person.labels or (person.name,)):
            if label in owners:
                raise ScriptError(
                    f"people: the label {label!r} belongs to {owners[label]!r} and to {person.name!r}",
                    where=where,
                    hint="give each label to one of them",
                )
            owners[label] = person.name


# -- writing ---------------------------------------------------------------------------------------------------------

_BARE = re.compile(r"[^\W_](?:[\w.+-]| (?=[^\W_]))*\Z")
_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\u2028": "\\L", "\u2029": "\\P", "\ufeff": "\\uFEFF"}
)


def format_front_matter(script: Script) -> str:
    """The front matter of a script, in the order of ``KEYS``, between its dashes, without a final line end."""
    lines = [_FENCE]
    for key in ("title", "subtitle", "description"):
        lines += _line(key, getattr(script, key), quoted=True)
    lines += _line("language", script.language)
    lines += _line("date", None if script.date is None else script.date.isoformat())
    lines += _line("season", None if script.season is None else str(script.season))
    lines += _line("number", None if script.number is None else str(script.number))
    lines += _line("type", None if script.kind == "full" else script.kind)
    lines += _line("explicit", next((word for word, truth in _TRUTHS.items() if truth is script.explicit), None))
    lines += _line("cast", script.cast)
    lines += _line("source", script.source, quoted=True)
    lines += ["people:"] if script.people else []
    for person in script.people:
        labels = ", ".join(_scalar(label) for label in person.labels)
        fields = [
            *_line("name", person.name),
            *([f"labels: [{labels}]"] if labels else []),
            *_line("role", person.role),
            *_line("url", person.url, quoted=True),
        ]
        lines += _item(fields)
    lines += ["links:"] if script.links else []
    for link in script.links:
        lines += _item([*_line("title", link.title, quoted=True), *_line("url", link.url, quoted=True)])
    return "\n".join([*lines, _FENCE])


def _item(fields: Sequence[str]) -> list[str]:
    return [f"  - {fields[0]}", *(f"    {field}" for field in fields[1:])]


def _line(key: str, value: str | None, *, quoted: bool = False) -> list[str]:
    return [] if value is None else [f"{key}: {_scalar(value, quoted=quoted)}"]


def _scalar(value: str, *, quoted: bool = False) -> str:
    return value if not quoted and _BARE.match(value) else f'"{value.translate(_ESCAPES)}"'
