"""The parts of a document as a parser tells them: an element at a time, for a tree of them all would be large."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sized

from stimmwerk.importers.archive import Archive

#: So many elements of one part are read; a long book has a tenth of them.
MOST_ELEMENTS = 3_000_000
#: So many elements stand one in the other; tables in text boxes in tables have a few dozen.
MOST_NESTED = 500
#: So many styles, notes or parts that are referred to, at most, are remembered of one part.
MOST_NAMED = 50_000

Begin = Callable[[Mapping[str, str]], None]
End = Callable[[], None]


class Part:
    """A target of lxml's parser: what is to be done where which element begins and ends.

    begins, ends: by the full names of elements; others are passed through.
    """

    def __init__(self, archive: Archive) -> None:
        """archive: what the part is in, for its errors."""
        self.archive = archive
        self.begins: dict[str, Begin] = {}
        self.ends: dict[str, End] = {}
        self._elements = self._nested = self._skipped = 0

    def skip(self, attributes: Mapping[str, str] | None = None) -> None:
        """Passes over the element that begins here, with all that is in it."""
        self._skipped = 1

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins.  Raises SourceError for too many of them."""
        self._elements += 1
        self._nested += 1
        if self._elements > MOST_ELEMENTS or self._nested > MOST_NESTED:
            raise self.archive.too_long(
                f"a part of it has more than {MOST_ELEMENTS:,} elements, or {MOST_NESTED} one in the other"
            )
        if self._skipped:
            self._skipped += 1
        elif (begin := self.begins.get(tag)) is not None:
            begin(attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        self._nested -= 1
        if self._skipped:
            self._skipped -= 1
        elif (end := self.ends.get(tag)) is not None:
            end()

    def check_named(self, named: Sized) -> None:
        """Raises SourceError where more is remembered by its name than a document has."""
        if len(named) > MOST_NAMED:
            raise self.archive.too_long(f"a part of it has more than {MOST_NAMED:,} styles, notes or references")

    def data(self, text: str) -> None:
        """Text, as a rule a piece of it."""
        if not self._skipped:
            self.words(text)

    def words(self, text: str) -> None:
        """Text that is not passed over."""

    def doctype(self, *_: object) -> None:
        """A document type is declared, which no document needs: entities can grow without bounds.

        Raises SourceError.
        """
        raise self.archive.damaged("it declares a document type")

    def close(self) -> None:
        """The part ends."""


class TextOf(Part):
    """The text of the first element of a name, squeezed by nobody.  text: None where there is none."""

    def __init__(self, archive: Archive, tag: str) -> None:
        super().__init__(archive)
        self._pieces: list[str] | None = None
        self.text: str | None = None
        self.begins[tag] = self._begin
        self.ends[tag] = self._end

    def _begin(self, _: Mapping[str, str]) -> None:
        if self.text is None:
            self._pieces = []

    def _end(self) -> None:
        if self._pieces is not None:
            self.text, self._pieces = "".join(self._pieces), None

    def words(self, text: str) -> None:
        """See ``Part``."""
        if self._pieces is not None:
            self._pieces.append(text)


def title_in(archive: Archive, name: str) -> str | None:
    """What a document's properties call it, None where they do not.  name: of the part with them, if it has one."""
    if name not in archive:
        return None
    title = TextOf(archive, "{http://purl.org/dc/elements/1.1/}title")
    archive.read_xml(name, title)
    return title.text
