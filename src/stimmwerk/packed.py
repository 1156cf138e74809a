"""Many small values of whole numbers in little room."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeVar, overload

_T = TypeVar("_T")


class Packed(Sequence[_T]):
    """A sequence of values that consist of a few whole numbers each; a value is made whenever it is looked at.

    An episode of ten hours has a hundred thousand words.  As objects, with an object for every number, they take ten
    times the memory of their numbers.

    make: the numbers of a value -> the value; two sequences are equal where their values are, be they packed or not.
    rows: the numbers of each value, from -2**63 to 2**63 - 1, and as many for each.  Raises ValueError where they are
    not as many, OverflowError for other numbers.
    """

    __slots__ = ("_make", "_numbers", "_width")

    def __init__(self, make: Callable[..., _T], rows: Iterable[Sequence[int]]) -> None:
        rows = tuple(rows)
        self._make = make
        self._width = len(rows[0]) if rows else 1
        if any(len(row) != self._width for row in rows):
            raise ValueError("the values to be packed have different numbers of numbers")
        numbers = tuple(chain.from_iterable(rows))
        try:
            self._numbers = array("i", numbers)
        except OverflowError:
            self._numbers = array("q", numbers)

    def __len__(self) -> int:
        return len(self._numbers) // self._width

    def __iter__(self) -> Iterator[_T]:
        numbers = iter(self._numbers)
        return map(self._make, *[numbers] * self._width)

    @overload
    def __getitem__(self, index: int) -> _T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[_T]: ...
    def __getitem__(self, index: int | slice) -> _T | Sequence[_T]:
        if isinstance(index, slice):
            return tuple(self)[index]
        place = range(len(self))[index] * self._width
        return self._make(*self._numbers[place : place + self._width])

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))
