"""Where in a JSON file the transcript is: the lists of timed texts, and which of them to read.

Services write one transcript several times: in paragraphs, in sentences, in words, with speakers and without.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from stimmwerk.importers import jsonkeys as keys
from stimmwerk.importers.jsontree import Json, Located, Object

#: Layers under these keys are not the transcript itself.
_OTHERS = ("transl", "entit", "highlight", "chapter", "topic", "summar", "sentiment", "intent", "search", "categor")
#: Lists of texts without times and speakers count where a key says what they are.
_TRANSCRIPTS = ("transcript", "segment", "utterance", "caption", "subtitle", "monologue", "dialog", "conversation")
#: Keys of posts, commits, goods and contacts.
_NO_TALK = frozenset(("title", "email", "url", "link", "sha", "hash", "commit", "version", "price", "slug", "isbn"))
#: A layer counts as whole with so great a part of the words of the fullest.
_WHOLE = 0.7
_MOSTLY = 0.5
#: Layers with fewer words to an item are words and punctuation, to be joined.
_TOKENS = 1.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A piece of a transcript.

    text: as it stands, white space too; speaker: None where nobody is named; start, stop: in the source's unit;
    joins: it is a punctuation mark and belongs to what stands before it.
    """

    text: str
    line: int
    speaker: str | None = None
    start: float | None = None
    stop: float | None = None
    joins: bool = False


@dataclass(slots=True, kw_only=True)
class _Run:
    """One list of the file.  channel: the number of the recording's channel it stands under, None for none."""

    channel: int | None
    items: list[Object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """items: of one transcript, in order; tokens: they are words and marks; channels: speakers are channels."""

    path: str
    items: tuple[Item, ...]
    tokens: bool

    @property
    def words(self) -> int:
        """How many words stand in it; a Chinese text has few by this count, in every layer alike."""
        return sum(len(item.text.split()) or 0 for item in self.items)


@dataclass(slots=True, kw_only=True)
class _Rated:
    layer: Layer
    words: int
    named: float
    penalty: bool
    characters: int
    runs: list[_Run] = field(default_factory=list)


def find_layer(document: Located, names: Mapping[str, str]) -> Layer | None:
    """The list of timed texts that the file is about, None where there is none.  names: of speakers, by identifier."""
    rated: list[_Rated] = []
    lists = _lists(document.root)
    for path, runs in lists.items():
        layer = _layer(document, path, runs, names)
        if layer is not None:
            rated.append(_rate(layer, runs))
    if not rated:
        return None
    most = max(candidate.characters for candidate in rated)
    whole = [candidate for candidate in rated if candidate.characters >= _WHOLE * most]
    best = max(whole, key=_preference)
    if best.named:
        return best.layer
    return _with_speakers_by_time(whole, lists, names) or best.layer


def _preference(candidate: _Rated) -> tuple[bool, bool, float]:
    """By named speakers, then by being the transcript itself, then by how much stands in an item."""
    return candidate.named >= _MOSTLY, not candidate.penalty, candidate.characters / len(candidate.layer.items)


def _rate(layer: Layer, runs: list[_Run]) -> _Rated:
    characters = sum(len(item.text) for item in layer.items)
    named = sum(len(item.text) for item in layer.items if item.speaker)
    return _Rated(
        layer=layer,
        words=layer.words,
        named=named / characters if characters else 0.0,
        penalty=any(word in layer.path for word in _OTHERS),
        characters=characters,
        runs=runs,
    )


# -- the lists of a file ----------------------------------------------------------------------------------------------


def _lists(root: Json) -> dict[str, list[_Run]]:
    """Path without numbers -> every list of objects there, in the order of the file."""
    found: dict[str, list[_Run]] = defaultdict(list)
    waiting: list[tuple[str, int | None, Json, Object | None]] = [("", None, root, None)]
    while waiting:
        path, channel, value, near = waiting.pop()
        members = _members(value)
        if members is not None:
            if items := _objects(members, near):
                found[path].append(_Run(channel=channel, items=items))
            counts = path.endswith("channels/") and len(members) > 1
            inner = [
                (f"{path}*/", number if counts else channel, member, near)
                for number, member in enumerate(members, 1)
                if isinstance(member, Object | list)
            ]
            waiting += reversed(inner[:1] if path.endswith(tuple(f"{key}/" for key in keys.GUESSES)) else inner)
        elif isinstance(value, Object):
            waiting += reversed(
                [
                    (f"{path}{keys.plain_key(key)}/", channel, inner, value)
                    for key, inner in value.items()
                    if isinstance(inner, Object | list)
                ]
            )
    return found


def _members(value: Json) -> list[Json] | None:
    """The members of a list, or of an object whose keys only number them."""
    if isinstance(value, list):
        return value
    if isinstance(value, Object) and len(value) > 1 and all(key.isdigit() for key in value):
        return list(value.values())
    return None


def _objects(members: Sequence[Json], near: Object | None) -> list[Object]:
    """The members of a list that are objects, and those without keys of their own as if they had them.

    ``["word", 0.5, 0.9]`` is a word with its times, ``{"Anna": "Good morning."}`` a turn.  near: what holds the list.
    """
    labelled = _are_labelled(members)
    found: list[Object] = []
    for member in members:
        if isinstance(member, Object):
            key = next(iter(member), "")
            found.append(_made({"text": member[key], "speaker": key}, member) if labelled else member)
        elif isinstance(member, list) and _is_timed_word(member):
            found.append(_made(dict(zip(("word", "start", "end"), member, strict=False)), near))
    return found


def _are_labelled(members: Sequence[Json]) -> bool:
    """Whether a list is made of objects of one key each, which names the speaker of the text."""
    if not all(isinstance(member, Object) and len(member) == 1 for member in members):
        return False
    pairs = [next(iter(member.items())) for member in members]
    texts = [text for _, text in pairs if isinstance(text, str)]
    words = sum(len(text.split()) for text in texts)
    return len({key for key, _ in pairs}) > 1 and len(texts) == len(pairs) and words >= 2 * len(pairs)


def _is_timed_word(member: list[Json]) -> bool:
    return (
        2 <= len(member) <= 4
        and isinstance(member[0], str)
        and all(isinstance(number, int | float) and not isinstance(number, bool) for number in member[1:])
    )


def _made(keys_and_values: dict[str, Json], near: Object | None) -> Object:
    """An object that the file does not have; its line is that of what stands near it."""
    made = Object([])
    made.update(keys_and_values)
    made.first = 0 if near is None else near.first
    return made


# -- from a list to a layer -------------------------------------------------------------------------------------------


def _layer(document: Located, path: str, runs: Sequence[_Run], names: Mapping[str, str]) -> Layer | None:
    """The texts of the lists of one path, None where most of their members have none, or nothing makes them speech."""
    objects = [item for run in runs for item in run.items]
    by = _speaker_keys(objects)
    made = [[item for holder in run.items if (item := _item(document, holder, by, names))] for run in runs]
    count = sum(map(len, made))
    if 2 * count < len(objects) or not any(any(c.isalnum() for c in item.text) for items in made for item in items):
        return None
    if by == keys.SPEAKER_MAYBE and not _may_talk(path, objects):
        return None
    items = [item for run in _without_copies(made) for item in run]
    timed = sum(item.start is not None for item in items)
    named = any(item.speaker for item in items)
    if not named and 2 * timed < len(items) and not any(word in path for word in _TRANSCRIPTS):
        return None
    if not named:
        items = _by_channel(runs, made) or items
    words = [len(item.text.split()) for item in items]
    return Layer(path=path, items=tuple(items), tokens=sum(words) < _TOKENS * len(items))


def _may_talk(path: str, objects: Sequence[Object]) -> bool:
    """Whether names or authors beside texts speak: posts, commits and contacts have them, too."""
    if any(word in path for word in (*_TRANSCRIPTS, "message")):
        return True
    others = sum(any(keys.plain_key(key) in _NO_TALK for key in holder) for holder in objects)
    return not path and 2 * others < len(objects)


def _speaker_keys(objects: Sequence[Object]) -> tuple[str, ...]:
    """The keys that name the speakers of a list."""
    for names in (keys.SPEAKER, keys.SPEAKER_MAYBE):
        if any(keys.speaker_of(holder, names, {}) is not None for holder in objects):
            return names
    return keys.CHANNEL if _differ(objects, keys.CHANNEL) else keys.SPEAKER


def _differ(objects: Sequence[Object], names: tuple[str, ...]) -> bool:
    return len({keys.speaker_of(holder, names, {}) for holder in objects} - {None}) > 1


def _item(document: Located, holder: Object, by: tuple[str, ...], names: Mapping[str, str]) -> Item | None:
    start, stop = keys.span_of(holder)
    speaker = keys.speaker_of(holder, by, names)
    if speaker is not None and by == keys.CHANNEL:
        speaker = f"Channel {speaker}"
    found = keys.text_of(holder)
    if found is not None:
        owner, key, text = found
        line = document.line(owner, key)
    elif speaker is not None or start is not None:
        found = _text_below(holder)
        if found is None:
            return None
        owner, key, text = found
        line = document.line(owner, key)
    else:
        return None
    kind = keys.first_of(holder, ("type",))
    joins = bool(kind and isinstance(kind[1], str) and keys.plain_key(kind[1]) in keys.PUNCTUATION)
    return Item(text=text, line=line, speaker=speaker, start=start, stop=stop, joins=joins)


def _text_below(holder: Object) -> tuple[Object, str, str] | None:
    """(object, key, text) of the words, elements or sentences below an item, the place that of the first of them."""
    for key, value in holder.items():
        if not isinstance(value, list) or not value or keys.plain_key(key) in keys.GUESSES:
            continue
        if all(isinstance(member, str) for member in value):
            return holder, key, " ".join(value)
        found = [
            (text, _is_punctuation(member))
            for member in value
            if isinstance(member, Object) and (text := keys.text_of(member))
        ]
        if found and 2 * len(found) >= len(value):
            owner, inner, _ = found[0][0]
            return owner, inner, join_tokens([Item(text=text[2], line=0, joins=joins) for text, joins in found])
    return None


def _is_punctuation(holder: Object) -> bool:
    kind = keys.first_of(holder, ("type",))
    return bool(kind and isinstance(kind[1], str) and keys.plain_key(kind[1]) in keys.PUNCTUATION)


def join_tokens(items: Sequence[Item]) -> str:
    """Words and marks as text: as they are where white space stands among them, else with spaces between words."""
    if any(item.text != item.text.strip() for item in items):
        return "".join(item.text for item in items)
    pieces: list[str] = []
    for item in items:
        if pieces and not item.joins and not item.text.startswith(_CLOSES_UP) and not _close(pieces[-1], item.text):
            pieces.append(" ")
        pieces.append(item.text)
    return "".join(pieces)


_CLOSES_UP = (",", ".", ";", ":", "?", "!", "…", ")", "%", "，", "。", "！", "？", "；", "：", "、", "」")


def _close(before: str, after: str) -> bool:
    """Whether no space belongs between two words: in Chinese and Japanese."""
    return bool(before and after) and before[-1] >= "\u2e80" and after[0] >= "\u2e80" and not _is_hangul(before[-1])


def _is_hangul(character: str) -> bool:
    return "\uac00" <= character <= "\ud7a3"


def _without_copies(runs: Sequence[list[Item]]) -> Iterator[list[Item]]:
    """The lists of one path, without those that have no speakers where a later one says the same with speakers."""
    named = [bool(items) and all(item.speaker or item.joins for item in items) for items in runs]
    copied = sum(len(items) for items, has in zip(runs, named, strict=True) if not has)
    original = max((len(items) for items, has in zip(runs, named, strict=True) if has), default=0)
    for items, has in zip(runs, named, strict=True):
        if has or original < _WHOLE * copied:
            yield items


def _by_channel(runs: Sequence[_Run], made: Sequence[list[Item]]) -> list[Item]:
    """The items of lists that stand under several channels, by time, with the channel as speaker; none for others."""
    if len({run.channel for run in runs}) < 2 or any(run.channel is None for run in runs):
        return []
    items = [
        Item(
            text=item.text,
            line=item.line,
            speaker=f"Channel {run.channel}",
            start=item.start,
            stop=item.stop,
            joins=item.joins,
        )
        for run, some in zip(runs, made, strict=True)
        for item in some
    ]
    return _by_time(items)


def _by_time(items: Sequence[Item]) -> list[Item]:
    """The items in the order of their beginnings; those without one stay behind the one before them."""
    times: list[float] = []
    for item in items:
        times.append(item.start if item.start is not None else (times[-1] if times else 0.0))
    return [items[index] for index in sorted(range(len(items)), key=lambda index: times[index])]


# -- speakers that stand in a list of their own -----------------------------------------------------------------------


def _with_speakers_by_time(
    rated: Sequence[_Rated], lists: Mapping[str, Sequence[_Run]], names: Mapping[str, str]
) -> Layer | None:
    """The finest layer, each item with the speaker whom another list names for its time; None without such a list."""
    spans = _spans(lists, names)
    timed = [r for r in rated if 2 * sum(i.start is not None for i in r.layer.items) >= len(r.layer.items)]
    if not spans or not timed:
        return None
    layer = min(
        timed, key=lambda candidate: (candidate.penalty, candidate.characters / len(candidate.layer.items))
    ).layer
    starts = [start for start, _ in spans]
    items: list[Item] = []
    speaker: str | None = None
    for item in layer.items:
        if item.start is not None:
            middle = item.start if item.stop is None else (item.start + item.stop) / 2
            at = bisect.bisect_right(starts, middle) - 1
            speaker = spans[max(at, 0)][1]
        items.append(
            Item(text=item.text, line=item.line, speaker=speaker, start=item.start, stop=item.stop, joins=item.joins)
        )
    return Layer(path=layer.path, items=tuple(items), tokens=layer.tokens)


def _spans(lists: Mapping[str, Sequence[_Run]], names: Mapping[str, str]) -> list[tuple[float, str]]:
    """(begin, speaker) of the list that names most speakers for times and has no text."""
    best: list[tuple[float, str]] = []
    for runs in lists.values():
        found = [
            (start, speaker)
            for run in runs
            for holder in run.items
            if keys.text_of(holder) is None
            and (speaker := keys.speaker_of(holder, (*keys.SPEAKER, "label"), names)) is not None
            and (start := keys.time_of(holder, keys.START)) is not None
        ]
        if len(found) > len(best):
            best = found
    return sorted(best)
