"""What stands in square brackets: a pause, a sound, or a direction to whoever reads along."""

from __future__ import annotations

from collections.abc import Iterable

from stimmwerk import units
from stimmwerk.errors import ScriptError, Where
from stimmwerk.script.model import Cue, Pause

#: The longest pause, in seconds.
LONGEST_PAUSE = 60.0

#: Pauses are exact to so many decimals of a second.
PAUSE_DECIMALS = 3

#: Words shorter than this are too easily one letter away from another for a guess.
_SHORTEST_GUESS = 4


def parse_command(content: str, cues: Iterable[str], where: Where) -> Pause | Cue | None:
    """The pause or the sound that the words in brackets ask for; None for a direction.

    cues: the names of the show's sounds.  Raises ScriptError for a pause out of range and for words that are so close
    to a command that they can hardly be a direction.
    """
    names = sorted(cues)
    first, _, rest = content.strip().partition(" ")
    word = first.casefold()
    if word == "pause" or word.startswith(("pause=", "pause:")):
        return _pause(content, rest, where)
    if first in names:
        if rest.strip():
            raise ScriptError(
                f"[{content}]: a sound stands alone in its brackets", where=where, hint=f"write [{first}]"
            )
        return Cue(name=first, line=where.line or 0)
    if word == "take" or word.startswith("take="):
        raise ScriptError(
            f"[{content}]: another take is asked for after a label", where=where, hint="write **Label:** {take=2} text"
        )
    for name in ("pause", *names):
        if word == name.casefold() or (len(name) >= _SHORTEST_GUESS and _one_slip(word, name.casefold())):
            meant = "[pause 1s]" if name == "pause" else f"[{name}]"
            raise ScriptError(
                f"[{content}] is neither a pause nor a sound of the show",
                where=where,
                hint=f"did you mean {meant}?  For a direction, choose another first word",
            )
    return None


def _pause(content: str, rest: str, where: Where) -> Pause:
    hint = f"write [pause 1.5s] or [pause 300ms], at most {LONGEST_PAUSE:g} seconds"
    try:
        seconds = units.parse_duration(rest)
    except ValueError as cause:
        raise ScriptError(f"[{content}] does not say how long the pause is", where=where, hint=hint) from cause
    if seconds > LONGEST_PAUSE:
        raise ScriptError(f"[{content}] is longer than {LONGEST_PAUSE:g} seconds", where=where, hint=hint)
    return Pause(seconds=round(seconds, PAUSE_DECIMALS), line=where.line or 0)


def write_pause(pause: Pause) -> str:
    """The pause as the format writes it."""
    number = f"{pause.seconds:.{PAUSE_DECIMALS}f}".rstrip("0").rstrip(".")
    return f"[pause {number}s]"


def write_cue(cue: Cue) -> str:
    """The sound as the format writes it."""
    return f"[{cue.name}]"


def _one_slip(word: str, meant: str) -> bool:
    """Whether one letter is missing, too many, wrong, or two neighbours are swapped."""
    if word == meant or abs(len(word) - len(meant)) > 1:
        return False
    same = next((i for i, (a, b) in enumerate(zip(word, meant, strict=False)) if a != b), min(len(word), len(meant)))
    left, right = word[same:], meant[same:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:] and len(right) > 1
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped
