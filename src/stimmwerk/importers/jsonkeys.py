"""What the keys of transcripts in JSON mean, whichever service wrote them: who speaks, what, and when."""

from __future__ import annotations

import functools
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping

from stimmwerk.importers.cues import seconds
from stimmwerk.importers.jsontree import Json, Object

#: Keys as ``plain_key`` gives them; the better ones first.
TEXT = (
    "punctuatedword", "displaytext", "display", "body", "transcript", "utterance", "sentence", "text", "content",
    "caption", "utf8", "message", "value", "word", "quote", "speech", "said",
)  # fmt: skip
SPEAKER = (
    "speakername", "speakerdisplayname", "voice", "speaker", "speakerlabel", "speakertag", "speakerid", "spk",
    "speakeridx", "speakerindex", "spkid", "who", "person", "participant", "participantname", "character",
    "interlocutor", "sprecher", "sprecherin", "locuteur", "intervenant", "hablante", "orador",
)  # fmt: skip
#: These name a speaker only in a list where no other key does.
SPEAKER_MAYBE = ("name", "displayname", "author", "username", "user", "from", "sender", "role")
CHANNEL = ("channel", "channelid", "channeltag", "channelindex", "channellabel")
NAME = ("displayname", "fullname", "speakername", "name", "label", "title", "id", "speakerid")
IDENTIFIER = ("id", "speakerid", "speaker", "slug", "uuid", "key", "index", "speakerindex", "value", "label")
START = (
    "start", "starttime", "startms", "starts", "startsec", "startseconds", "startoffset", "startts", "timestart",
    "begin", "begintime", "tstartms", "offset", "offsets", "offsetms", "offsetinticks", "offsetmilliseconds",
    "timestamp", "timestamps", "ts", "time", "from", "startmilliseconds", "starttimeseconds",
)  # fmt: skip
STOP = (
    "end", "endtime", "endms", "ends", "endsec", "endseconds", "endoffset", "endts", "timeend", "stop", "to",
    "endmilliseconds", "endtimeseconds", "finish",
)  # fmt: skip
DURATION = ("duration", "durationms", "durationinticks", "durationmilliseconds", "dur", "dduration", "ddurationms")
#: Lists whose first member is the best guess, and the others are guesses too.
GUESSES = ("alternatives", "nbest", "hypotheses")
PUNCTUATION = ("punct", "punctuation")

_OTHER = re.compile(r"[^a-z0-9]+")
_DURATION = re.compile(r"PT(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,12}(?:\.\d{1,12})?)S)?\Z")
_CLOCK = re.compile(r"(\d{1,18}(?:[.,]\d{1,12})?)\s?s?\Z|\d{1,4}(?::\d{1,2}){1,2}(?:[.,]\d{1,9})?\Z", re.IGNORECASE)


@functools.lru_cache(maxsize=4096)
def plain_key(key: str) -> str:
    """A key without capitals, hyphens and underscores: ``start_time`` and ``startTime`` are one."""
    return _OTHER.sub("", key.casefold())


def first_of(holder: Object, keys: Iterable[str]) -> tuple[str, Json] | None:
    """The key, as written, and the value of the first of the keys that has one."""
    plain = {plain_key(key): key for key in holder}
    for key in keys:
        written = plain.get(key)
        if written is not None and holder[written] not in (None, ""):
            return written, holder[written]
    return None


def text_of(holder: Object) -> tuple[Object, str, str] | None:
    """(object, key, text) of what an item of a list says by itself, or by the best of its guesses."""
    for owner in _with_guess(holder):
        plain = {plain_key(key): key for key in owner}
        for key in TEXT:
            written = plain.get(key)
            # Everything has a value; that of a word or a mark says so.
            fits = written is not None and isinstance(owner[written], str) and (key != "value" or "type" in plain)
            if written is not None and fits:
                return owner, written, owner[written]
    return None


def _with_guess(holder: Object) -> Iterator[Object]:
    """An item, and the best of its guesses."""
    yield holder
    for key in holder:
        if plain_key(key) in GUESSES:
            guesses = holder[key]
            if isinstance(guesses, list) and guesses and isinstance(guesses[0], Object):
                yield guesses[0]


def speaker_of(holder: Object, keys: Iterable[str], names: Mapping[str, str]) -> str | None:
    """Who speaks: a name where one of the keys has one, else a number or an identifier.  names: by identifier."""
    found: str | None = None
    for owner in _with_guess(holder):
        plain = {plain_key(key): key for key in owner}
        for key in keys:
            written = plain.get(key)
            name = None if written is None else _name(owner[written], zero=key != "speakertag")
            if name is None:
                continue
            name = names.get(name, name)
            if sum(c.isalpha() for c in name) > 1:
                return name
            found = found or name
        if found is not None:
            return found
    return None


def _name(value: Json, *, zero: bool) -> str | None:
    """A value as a speaker's name.  zero: the number 0 is one."""
    if isinstance(value, list):
        names = [name for item in value if (name := _name(item, zero=zero))]
        return " & ".join(names) or None
    if isinstance(value, Object):
        pair = first_of(value, NAME)
        return _name(pair[1], zero=zero) if pair and not isinstance(pair[1], Object | list) else None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float):
        value = int(value) if value.is_integer() else value
    if value in (0, "0") and not zero:
        return None
    return " ".join(str(value).split()) or None


def name_in(value: Json) -> str | None:
    """A speaker's name in a value of any shape, None where there is none."""
    return _name(value, zero=True)


def time_of(holder: Object, keys: Iterable[str]) -> float | None:
    """The first time that the keys give, in the source's own unit; times on a clock are in seconds."""
    for owner in _with_guess(holder):
        if pair := first_of(owner, keys):
            return _time(pair[1], last=keys is STOP)
    return None


def span_of(holder: Object) -> tuple[float | None, float | None]:
    """Begin and end of an item, in the source's own unit."""
    start, stop = time_of(holder, START), time_of(holder, STOP)
    if stop is None:
        pair = first_of(holder, START)
        if pair and isinstance(pair[1], list | Object):
            stop = _time(pair[1], last=True)
        elif start is not None and (duration := time_of(holder, DURATION)) is not None:
            stop = start + duration
    return start, stop


def _time(value: Json, *, last: bool = False) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str):
        if lasting := _DURATION.match(value):
            hours, minutes, rest = (float(number or 0) for number in lasting.groups())
            return hours * 3600 + minutes * 60 + rest
        found = _CLOCK.match(value.strip())
        return None if found is None else seconds(found.group(1) or value.strip())
    if isinstance(value, list) and value and not isinstance(value[-1 if last else 0], list):
        return _time(value[-1 if last else 0]) if not isinstance(value[-1 if last else 0], Object) else None
    if isinstance(value, Object):
        return _time_in(value, last=last)
    return None


def _time_in(value: Object, *, last: bool) -> float | None:
    if "seconds" in value or "nanos" in value:
        whole, parts = _number(value.get("seconds")), _number(value.get("nanos"))
        return whole + parts / 1e9
    pair = first_of(value, STOP if last else START)
    return _time(pair[1]) if pair and not isinstance(pair[1], Object | list) else None


def _number(value: Json) -> float:
    return (_time(value) or 0.0) if isinstance(value, int | float | str) else 0.0


def texts_under(root: Json) -> Iterator[tuple[Object, str, str]]:
    """(object, key, text) of every text under a key of ``TEXT``."""
    waiting: list[Json] = [root]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Object):
            for key, member in value.items():
                if isinstance(member, str) and plain_key(key) in TEXT:
                    yield value, key, member
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def values_under(root: Json, names: Iterable[str], *, lists: bool = True) -> Iterator[Json]:
    """Every value, from the outside in, whose key is one of the names.  lists: look into the members of lists, too."""
    names = frozenset(names)
    waiting: deque[Json] = deque([root])
    while waiting:
        value = waiting.popleft()
        if isinstance(value, Object):
            for key, member in value.items():
                if plain_key(key) in names:
                    yield member
                if isinstance(member, Object) or (lists and isinstance(member, list)):
                    waiting.append(member)
        elif isinstance(value, list):
            waiting += [member for member in value if isinstance(member, Object | list)]
