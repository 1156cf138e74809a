"""Whether sentences end as sentences do, and whether a text breaks off."""

from __future__ import annotations

from collections.abc import Sequence

from stimmwerk.importers.base import Caution, Said
from stimmwerk.importers.basics import shortened

_FINAL = tuple(".!?…。！？‽‥♪")
_CLOSING = "\"'”“’‘»«›‹)]」』）】*_ \u00a0"
#: Below this part of finished paragraphs a text has no marks at its ends, and breaks off nowhere in particular.
_USUALLY_FINISHED = 0.5


def is_finished(text: str) -> bool:
    """Whether a paragraph ends as a sentence does: with a final mark, behind which quotes and brackets may close."""
    return text.rstrip(_CLOSING).endswith(_FINAL)


def end_caution(said: Sequence[Said]) -> Caution | None:
    """A word of caution where the last of the paragraphs breaks off.

    Of those with labels, if there are any: behind them stand the words of a site.
    """
    spoken = [one for one in said if one.label is not None] or list(said)
    spoken = [one for one in spoken if any(c.isalnum() for c in one.text)]
    if not spoken:
        return None
    last = spoken[-1]
    usual = sum(is_finished(one.text) for one in spoken) >= _USUALLY_FINISHED * len(spoken)
    if quote_is_open(last.text) or (usual and not is_finished(last.text) and not last.text.endswith((")", "]"))):
        text = f"the text breaks off: it ends with {shortened(last.text, end=True)!r}; look for the rest of it"
        return Caution(line=last.line, code="breaks-off", message=text)
    return None


def quote_is_open(text: str) -> bool:
    """Whether a quotation is opened in the text and not closed."""
    if "„" in text:
        return text.count("„") > text.count("“") + text.count("”")
    return text.count('"') % 2 == 1 or text.count("“") > text.count("”")
