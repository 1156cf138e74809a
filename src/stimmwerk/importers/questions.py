"""Conversations without labels: questions in bold and plain answers, questions and answers behind dashes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from stimmwerk.casting.punctuation import ASKING
from stimmwerk.importers.candidates import may_be_common_word, opens_sentence
from stimmwerk.importers.ending import is_finished
from stimmwerk.importers.names import announces, is_name, is_role, tidy_label
from stimmwerk.importers.paragraphs import Paragraph
from stimmwerk.importers.stage import is_direction

_QUESTION_MARKS = ("?", "？", "?»", '?"', "?“", "?”", "? »")
_LABEL = re.compile(r"([^:：.!?…]{1,60})[:：]\s*(?=[^\s/\d])")
_NEAR = 30
_LEAST = 2
_WORDS_OF_PROMPT = 4
#: Of questions without any mark a text has so many, at least.
_LEAST_PLAIN = 3
#: ... and this part of all paragraphs from the first of them on.
_LEAST_PLAIN_SHARE = 0.4
_NEARLY = 0.7
_QUOTES = tuple("\"'„“”«»‚‘‹›「『")
#: ``――`` of Japan, ``-`` of Korea before what is asked.
_HUNG = re.compile(r"(?:[―─—–]{1,2}|-{1,2})\s?[\u3040-\u9fff\uac00-\ud7a3「『“]")
#: How questions end there without a question mark.
_HUNG_ASKS = re.compile(r".*(?:[?？]|か[。．]?|까[.。]?)\Z")
_HALF = 0.5
#: A question has so many sentences: what is longer may be a paragraph of an essay that ends by asking.
_SENTENCES = re.compile(r"[.!?。！？؟…]+(?=\s|\Z)|[。！？]")
_MOST_SENTENCES = 3
#: So many of the paragraphs in bold must be questions.
_MOSTLY = 0.6
#: The same where all that is in bold are sentences and take turns with plain paragraphs.
_LEAST_ASKED = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """Who speaks without a label.

    questions, answers: indexes of paragraphs that open such a turn; how: the pattern, for a message.
    """

    questions: frozenset[int] = frozenset()
    answers: frozenset[int] = frozenset()
    how: str = ""


def find_exchange(paragraphs: Sequence[Paragraph], openings: Mapping[int, object], start: int) -> Exchange:
    """The questions and answers of a text; none where it has no such pattern.

    openings: indexes of paragraphs that open labelled turns; start: no paragraph before it counts.
    """
    emphasised = [
        index
        for index, paragraph in enumerate(paragraphs)
        if index >= start
        and paragraph.look.strong
        and index not in openings
        and not paragraph.look.level
        and paragraph.spoken
    ]
    # In italics there are remarks beside questions in bold, or the questions themselves.
    bold = [index for index in emphasised if not paragraphs[index].look.slanted]
    bold = bold if sum(_asks(paragraphs[index]) for index in bold) >= _LEAST else emphasised
    asked = [index for index in bold if _asks(paragraphs[index])]
    if openings:
        # Answers with labels, questions in bold without: as an interviewer who is never named.
        followed = [
            i for i in asked if i + 1 in openings or (i + 1 < len(paragraphs) and not paragraphs[i + 1].look.strong)
        ]
        if len(followed) >= _LEAST and len(asked) >= _MOSTLY * len(bold) and len(bold) >= 0.3 * len(openings):
            return Exchange(questions=frozenset(followed), how="questions in bold")
        return _dashed_between(paragraphs, openings, start)
    if len(asked) >= _LEAST and (len(asked) >= _MOSTLY * len(bold) or _alternate(paragraphs, bold, asked)):
        return _typeset(paragraphs, bold, start)
    for find in (_cited, _dashed, _hung, _plain):
        if (found := find(paragraphs, start)).questions:
            return found
    return Exchange()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Whose turn a paragraph opens.  label: theirs; cut: so many characters of the text are the label itself."""

    label: str
    cut: int = 0


def name_parts(paragraphs: Sequence[Paragraph], exchange: Exchange, asks: str, answers: str) -> dict[int, Part]:
    """Index of a paragraph -> who speaks there: whom the first question and the first answer name, as papers do once
    (``SZ: ...?``, ``Ida Berg: ...``), or whoever is named on the way; else ``asks`` and ``answers``.
    """
    parts: dict[int, Part] = {}
    names: set[str] = set()
    for places, label in ((exchange.questions, asks), (exchange.answers, answers)):
        current = label
        for number, index in enumerate(sorted(places)):
            found = _named(paragraphs, index, names, first=number == 0)
            if found is not None:
                current = found.label
                names.add(current)
            parts[index] = found or Part(label=current)
    return dict(sorted(parts.items()))


def _named(paragraphs: Sequence[Paragraph], index: int, names: set[str], *, first: bool) -> Part | None:
    text = paragraphs[index].text
    found = _LABEL.match(text)
    if found is None:
        return None
    label = tidy_label(found.group(1))
    if not is_name(label) or announces(label):
        return None
    around = list(chain(paragraphs[max(0, index - _NEAR) : index], paragraphs[index + 1 : index + _NEAR]))
    if opens_sentence(label) and not any(label in paragraph.text for paragraph in around):
        return None
    sure = label in names or is_role(label) or (label.isupper() and len(label) > 1)
    # One word before a colon may be any; a name stands in the headline or in a question, too.
    known = sure or any(label.split()[-1] in paragraph.text for paragraph in around)
    if not known and (may_be_common_word(label) or not first):
        return None
    return Part(label=label, cut=found.end())


def _asks(paragraph: Paragraph) -> bool:
    return paragraph.text.rstrip(" *_").endswith(_QUESTION_MARKS) or (
        len(paragraph.text.split()) > 12 and paragraph.text.rstrip(" *_").endswith((".", "…", "!"))
    )


def _prompts(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a whole sentence, as an interviewer puts one among questions."""
    return len(paragraph.text.split()) >= _WORDS_OF_PROMPT and is_finished(paragraph.text)


def _alternate(paragraphs: Sequence[Paragraph], bold: Sequence[int], asked: Sequence[int]) -> bool:
    """Whether all in bold are whole sentences that something plain follows, as an interviewer also states what the
    other then takes up; the last may be a word of thanks.
    """
    plain = [i + 1 < len(paragraphs) and i + 1 not in bold and bool(paragraphs[i + 1].spoken) for i in bold[:-1]]
    whole = all(_asks(paragraphs[index]) or _prompts(paragraphs[index]) for index in bold)
    return whole and all(plain) and len(asked) >= _LEAST_ASKED * len(bold)


def _typeset(paragraphs: Sequence[Paragraph], bold: Sequence[int], start: int) -> Exchange:
    """Paragraphs in bold ask, what follows them in plain type answers."""
    questions: set[int] = set()
    answers: set[int] = set()
    asked = False
    in_bold = set(bold)
    for index in range(min(index for index in bold if _asks(paragraphs[index])), len(paragraphs)):
        paragraph = paragraphs[index]
        if paragraph.look.level or not paragraph.spoken or is_direction(paragraph.text):
            continue
        if index in in_bold and (_asks(paragraph) or _prompts(paragraph)):
            questions.add(index)
            asked = True
        elif index not in in_bold and asked:
            answers.add(index)
            asked = False
    return Exchange(questions=frozenset(questions), answers=frozenset(answers), how="questions in bold, plain answers")


def _cited(paragraphs: Sequence[Paragraph], start: int) -> Exchange:
    """Paragraphs in quotation ask, what follows them answers: as people answer a mail below its questions."""
    cited = [i for i, p in enumerate(paragraphs) if i >= start and p.look.quoted and p.spoken and not p.look.level]
    asked = [i for i in cited if paragraphs[i].text.rstrip().endswith(_QUESTION_MARKS)]
    plain = {i + 1 for i in cited if i + 1 < len(paragraphs) and not paragraphs[i + 1].look.quoted}
    answers = {i for i in plain if paragraphs[i].spoken and not paragraphs[i].look.level}
    if len(asked) < _LEAST or len(asked) < _MOSTLY * len(cited) or len(answers) < _LEAST:
        return Exchange()
    first = asked[0]
    begins = {i for i in cited if i >= first and i - 1 not in cited}
    return Exchange(
        questions=frozenset(begins),
        answers=frozenset(i for i in answers if i > first),
        how="questions in quotation, answers below them",
    )


def _dashed(paragraphs: Sequence[Paragraph], start: int) -> Exchange:
    """Paragraphs behind dashes: where questions and others take turns, or where questions alone have the dash."""
    dashed = [i for i, p in enumerate(paragraphs) if i >= start and not p.look.level and _is_dashed(p)]
    if len(dashed) < 2 * _LEAST:
        asked = [i for i in dashed if _asks(paragraphs[i])]
        if len(asked) < _LEAST or len(asked) < len(dashed):
            return Exchange()
    asked = [index for index in dashed if paragraphs[index].text.rstrip().endswith(_QUESTION_MARKS)]
    if len(asked) < _LEAST:
        return Exchange()
    first = asked[0]
    asking = set(asked)
    others = [index for index in dashed if index not in asking and index > first]
    other = set(others)
    plain = [
        i for i in asked if i + 1 < len(paragraphs) and not _is_dashed(paragraphs[i + 1]) and paragraphs[i + 1].spoken
    ]
    if len(asked) >= 0.9 * len(dashed) and len(plain) >= 0.8 * len(asked):
        return Exchange(
            questions=frozenset(asked), answers=frozenset(i + 1 for i in plain), how="questions behind dashes"
        )
    taking_turns = sum(index + 1 in other for index in asked)
    if taking_turns >= 0.7 * len(asked) and others:
        return Exchange(
            questions=frozenset(asked), answers=frozenset(others), how="questions and answers behind dashes"
        )
    return Exchange()


def _dashed_between(paragraphs: Sequence[Paragraph], openings: Mapping[int, object], start: int) -> Exchange:
    """Questions behind dashes between answers that have labels."""
    dashed = [i for i, p in enumerate(paragraphs) if i >= start and i not in openings and p.spoken and _is_dashed(p)]
    answered = [index for index in dashed if index + 1 in openings]
    if len(answered) < _LEAST or len(answered) < _NEARLY * max(len(dashed), len(openings)):
        return Exchange()
    return Exchange(questions=frozenset(answered), how="questions behind dashes")


def _hung(paragraphs: Sequence[Paragraph], start: int) -> Exchange:
    """In East Asia what is asked stands behind dashes, question mark or not, and what is answered has none.

    Half of it ends as questions do, or half of the answers are in quotation marks: else it is a list.
    """
    spoken = [i for i, p in enumerate(paragraphs) if i >= start and p.spoken and not p.look.level]
    asked = [i for i in spoken if _HUNG.match(paragraphs[i].text)]
    said = {i for i in spoken if not is_direction(paragraphs[i].text)}.difference(asked)
    answered = [index for index in asked if index + 1 in said]
    if len(asked) < _LEAST or len(answered) < _NEARLY * len(asked):
        return Exchange()
    asking = sum(_HUNG_ASKS.match(paragraphs[index].text) is not None for index in asked)
    quoted = sum(paragraphs[index + 1].text[:1] in _QUOTES for index in answered)
    if max(asking, quoted) < _HALF * len(asked):
        return Exchange()
    return Exchange(
        questions=frozenset(asked), answers=frozenset(i + 1 for i in answered), how="questions behind dashes"
    )


def _plain(paragraphs: Sequence[Paragraph], start: int) -> Exchange:
    """Questions and answers without any mark, as magazines print them: from the first question on, questions and
    what is none take turns, and on the whole the answers are longer.
    """
    said = [i for i, p in enumerate(paragraphs) if i >= start and p.spoken and not is_direction(p.text)]
    first = next((n for n, i in enumerate(said) if _is_plain_question(paragraphs[i])), len(said))
    body = said[first:]
    asks = [_is_plain_question(paragraphs[index]) for index in body]
    asked = [index for index, is_one in zip(body, asks, strict=True) if is_one]
    if len(asked) < max(_LEAST_PLAIN, _LEAST_PLAIN_SHARE * len(body)) or len(said) > 2 * len(body):
        return Exchange()
    turns = list(pairwise(asks))
    # Two questions in a row are a story's, two answers may be one of two paragraphs.
    if (True, True) in turns:
        return Exchange()
    asking = sum(len(paragraphs[index].text) for index in asked)
    if sum(len(paragraphs[index].text) for index in body) < 2 * asking:
        return Exchange()
    answers = [index for (before, own), index in zip(turns, body[1:], strict=True) if before and not own]
    return Exchange(questions=frozenset(asked), answers=frozenset(answers), how="questions and answers in turn")


def _is_plain_question(paragraph: Paragraph) -> bool:
    """Whether a paragraph ends with a question mark and is neither cited nor a heading nor an item."""
    look, text = paragraph.look, paragraph.text.rstrip()
    apart = look.level or look.bullet or look.quoted or look.listed
    asks = not apart and text.endswith(tuple(ASKING)) and text[:1] not in _QUOTES
    return asks and len(_SENTENCES.findall(text)) <= _MOST_SENTENCES


def _is_dashed(paragraph: Paragraph) -> bool:
    return paragraph.look.dashed or _HUNG.match(paragraph.text) is not None
