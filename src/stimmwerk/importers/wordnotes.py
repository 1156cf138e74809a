"""What stands outside of the body of a Word document: footnotes, endnotes and comments; and what is seen nowhere."""

from __future__ import annotations

from collections.abc import Mapping

from stimmwerk.importers.archive import Archive
from stimmwerk.importers.wordstyles import WordPart, value_of, word_names

#: What is deleted, or says how something was set before, or how ruby is read, or which text was a placeholder's.
PASSED_OVER = (
    *("moveFrom", "cellDel", "rPrChange", "pPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange"),
    *("sectPrChange", "tblGridChange", "numberingChange", "delText", "delInstrText", "rt", "sectPr"),
)

#: The attribute by which the body refers to a note.
NOTE_ID = word_names("id")


class Notes(WordPart):
    """Footnotes, endnotes or comments.  texts: by their identifiers."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self.texts: dict[str, str] = {}
        self._pieces: list[str] = []
        self._identifier = ""
        self._taking = False
        for local in ("footnote", "endnote", "comment"):
            self.on(local, self._begin, self._end)
        for local in (*PASSED_OVER, "del"):
            self.on(local, self.skip)
        self.on("t", self._text, self._text_end)
        self.on("p", None, self._space)
        self.on("br", None, self._space)
        self.on("tab", None, self._space)

    def _begin(self, attributes: Mapping[str, str]) -> None:
        self._identifier, self._pieces = value_of(attributes, NOTE_ID) or "", []

    def _end(self) -> None:
        self.texts[self._identifier] = "".join(self._pieces)
        self.check_named(self.texts)

    def _text(self, _: Mapping[str, str]) -> None:
        self._taking = True

    def _text_end(self) -> None:
        self._taking = False

    def _space(self) -> None:
        self._pieces.append(" ")

    def words(self, text: str) -> None:
        """See ``Part``."""
        if self._taking:
            self._pieces.append(text)
