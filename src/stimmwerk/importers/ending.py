"""Whether sentences end as sentences do, and whether a text breaks off."""

from __future__ import annotations

from dataclasses import dataclass

from stimmwerk.casting.punctuation import SURE_STOPS
from stimmwerk.importers.base import Caution, Said
from stimmwerk.importers.basics import has_words, shortened

_FINAL = (*".!?…‽‥♪！？", *SURE_STOPS)
_CLOSING = "\"'”“’‘»«›‹)]」』）】*_ \u00a0"
#: Below this part of finished paragraphs a text has no marks at its ends, and breaks off nowhere in particular.
_USUALLY_FINISHED = 0.5


def is_finished(text: str) -> bool:
    """Whether a paragraph ends as a sentence does: with a final mark, behind which quotes and brackets may close."""
    return text.rstrip(_CLOSING).endswith(_FINAL)


@dataclass(slots=True)
class _Tally:
    """Paragraphs with words: how many there are, how many of them end as sentences do, and the last."""

    count: int = 0
    finished: int = 0
    last: Said | None = None

    def take(self, said: Said) -> None:
        self.count += 1
        self.finished += is_finished(said.text)
        self.last = said


class Ending:
    """Takes in the paragraphs of a text one by one and says whether the text breaks off."""

    def __init__(self) -> None:
        self._all = _Tally()
        self._labelled = _Tally()
        self._has_labels = False

    def take(self, said: Said) -> None:
        """The next paragraph."""
        self._has_labels = self._has_labels or said.label is not None
        if has_words(said.text):
            (self._all if said.label is None else self._labelled).take(said)

    def caution(self) -> Caution | None:
        """A word of caution where the last of the paragraphs breaks off.

        Of those with labels, if there are any: behind them stand the words of a site.
        """
        tally = self._labelled if self._has_labels else self._all
        last = tally.last
        if last is None:
            return None
        usual = tally.finished >= _USUALLY_FINISHED * tally.count
        if quote_is_open(last.text) or (usual and not is_finished(last.text) and not last.text.endswith((")", "]"))):
            text = f"the text breaks off: it ends with {shortened(last.text, end=True)!r}; look for the rest of it"
            return Caution(line=last.line, code="breaks-off", message=text)
        return None


def quote_is_open(text: str) -> bool:
    """Whether a quotation is opened in the text and not closed."""
    if "„" in text:
        return text.count("„") > text.count("“") + text.count("”") + text.count('"')
    return text.count('"') % 2 == 1 or text.count("“") > text.count("”")
