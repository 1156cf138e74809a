"""Text as it is spoken, with the way back to the text as it was written."""

from __future__ import annotations

from dataclasses import dataclass

from stimmwerk.speech import Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of speech and what it stands for.

    start, stop: characters of the original text (Python slice; equal where the piece stands for nothing written).
    literal: the spoken text is the original's, character for character.
    """

    say: Say
    start: int
    stop: int
    literal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Pieces in order; their originals rise and do not overlap."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """All that is spoken, as one string."""
        return "".join(piece.say.text for piece in self.pieces)

    @property
    def say(self) -> tuple[Say, ...]:
        """What an engine is given."""
        return tuple(piece.say for piece in self.pieces)

    def original(self, start: int, stop: int) -> tuple[int, int]:
        """The characters of the original that the spoken characters ``start`` to ``stop`` stand for.

        A part of a piece that is not literal stands for the whole of that piece's original.
        Raises ValueError for a range outside the spoken text.
        """
        if not 0 <= start <= stop:
            raise ValueError(f"{start} to {stop} is no range of characters")
        at, first, last = 0, None, None
        for piece in self.pieces:
            end = at + len(piece.say.text)
            if start < end and (stop > at or (start == stop and start >= at)):
                low = piece.start + (max(start, at) - at if piece.literal else 0)
                high = piece.start + (min(stop, end) - at) if piece.literal else piece.stop
                first = low if first is None else first
                last = max(high, low)
            at = end
        if first is None or last is None or stop > at:
            raise ValueError(f"{start} to {stop} is outside the {at} spoken characters")
        return first, last
