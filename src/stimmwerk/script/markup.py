"""One paragraph of inline markup as tokens: the one place that knows what the marks mean."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stimmwerk.errors import ScriptError
from stimmwerk.script.attributes import Locate, check_web_address, is_language, opens_attributes, parse_attributes
from stimmwerk.script.characters import squeeze
from stimmwerk.script.escaping import unescape

#: What the braces after ``[text]`` may say of it.
SPAN_ATTRIBUTES = ("say", "ipa", "lang")

_SPECIAL = re.compile(r"(?:\\[!-/:-@\[-`{-~•])+|\\|\[|\*+|_+|`+|<|\{|!(?=\[)")
_TAG = re.compile(r"<[A-Za-z/!?]")
_BRACKET = re.compile(r"\\.|[\[\]]")
_ROUND = re.compile(r"\\.|[()]")
_LONGEST_MARK = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    """Characters that mean themselves, as they are written.  escaped: some of them stand behind backslashes."""

    start: int
    stop: int
    escaped: bool = False

    def plain(self, text: str) -> str:
        """What a reader sees of it.  text: the paragraph's."""
        written = text[self.start : self.stop]
        return unescape(written) if self.escaped else written


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One to three asterisks or underscores.  opens, closes: what they could do, by their neighbours."""

    start: int
    stop: int
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A comment; never spoken.  text: between its marks."""

    start: int
    stop: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brackets:
    """Words in square brackets with nothing behind them: a direction or a command."""

    start: int
    stop: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """Words in square brackets with an address in round ones, or attributes in braces, behind them."""

    start: int
    stop: int
    inside: tuple[Token, ...]
    attributes: tuple[tuple[str, str], ...]
    url: str | None


Token = Literal | Mark | Remark | Brackets | Tagged

#: Text in which no mark begins: most of it.
UNMARKED = re.compile(r"[^\\\[*_`<{!]*\Z")


def plain_of(token: Token, text: str) -> str:
    """What a reader sees of a literal, or of a mark that has no partner.  text: the paragraph's."""
    return token.plain(text) if isinstance(token, Literal) else text[token.start : token.stop]


def scan(text: str, locate: Locate) -> tuple[Token, ...]:
    """The tokens of one paragraph, in order; backslashes and code ticks belong to none.

    Raises ScriptError, at the place that ``locate`` gives, for everything that is not of the format.
    """
    return _Scanner(text, locate).tokens(0, len(text))


class _Scanner:
    def __init__(self, text: str, locate: Locate) -> None:
        self._text = text
        self._locate = locate

    def _fail(self, message: str, at: int, hint: str) -> ScriptError:
        return ScriptError(message, where=self._locate(at), hint=hint)

    def tokens(self, start: int, stop: int) -> tuple[Token, ...]:
        """The tokens between two places."""
        found: list[Token] = []
        at = begin = start
        escaped = False
        # Characters that mean themselves are one token however many of them stand behind backslashes: a text of
        # nothing else would be held many times over.
        while special := _SPECIAL.search(self._text, at, stop):
            first = special.start()
            if self._text[first] == "\\":
                at = special.end()
                escaped = escaped or at > first + 1
                continue
            token, at = self._special(special, start, stop)
            if isinstance(token, Literal):
                continue
            if first > begin:
                found.append(Literal(start=begin, stop=first, escaped=escaped))
            if token is not None:
                found.append(token)
            begin, escaped = at, False
        if stop > begin:
            found.append(Literal(start=begin, stop=stop, escaped=escaped))
        return tuple(found)

    def _special(self, special: re.Match[str], start: int, stop: int) -> tuple[Token | None, int]:
        """The token that begins at a special character, None where nothing is left of it, and the place after it."""
        at, mark = special.start(), special.group()
        if mark[0] == "`":
            return None, special.end()
        if mark[0] in "*_":
            return self._mark(special, start, stop), special.end()
        if mark == "<":
            return self._angle(at, stop)
        if mark == "[":
            return self._square(at, stop)
        if mark == "!":
            raise self._fail(
                "an image inside the text", at, "give a chapter its image at its heading: ## Title {image=audio/x.png}"
            )
        if not opens_attributes(self._text, at):
            return Literal(start=at, stop=at + 1), at + 1
        raise self._fail(
            f"braces in the middle of text: {self._text[at : at + 30]!r}",
            at,
            'braces stand directly after what they belong to: [word]{say="..."} or **Label:** {take=2}; '
            "for a brace that is meant write \\{",
        )

    def _mark(self, special: re.Match[str], start: int, stop: int) -> Token:
        at, end = special.span()
        before = self._text[at - 1] if at > start else " "
        after = self._text[end] if end < stop else " "
        if end - at > _LONGEST_MARK:
            return Literal(start=at, stop=end)
        # Between two letters or digits, as in 2*3 and snake_case, the character is meant.
        opens = not after.isspace() and not before.isalnum()
        closes = not before.isspace() and not after.isalnum()
        return Mark(start=at, stop=end, opens=opens, closes=closes)

    def _angle(self, at: int, stop: int) -> tuple[Token, int]:
        text = self._text
        if text.startswith("<!--", at):
            end = text.find("-->", at + 4, stop)
            if end < 0:
                raise self._fail("this comment is not closed", at, "close it with -->")
            return Remark(start=at, stop=end + 3, text=text[at + 4 : end].strip()), end + 3
        if _TAG.match(text, at, stop):
            raise self._fail(
                f"{text[at : at + 30]!r} looks like a tag; tags are not part of the format",
                at,
                "for a pause write [pause 5s], for a link [text](https://...); for the character itself write \\<",
            )
        return Literal(start=at, stop=at + 1), at + 1

    def _square(self, at: int, stop: int) -> tuple[Token, int]:
        if self._text.startswith("[[", at):
            raise self._fail(
                "two square brackets in a row",
                at,
                'say how a word sounds with [word]{ipa="..."}; for the characters themselves write \\[\\[',
            )
        close = self._closing_square(at, stop)
        url, after = self._address(close, stop)
        if self._text.startswith("{", after, stop):
            attributes, after = parse_attributes(self._text, after, SPAN_ATTRIBUTES, self._locate)
        else:
            attributes = {}
        if url is None and not attributes:
            return self._brackets(at, close), close
        if (language := attributes.get("lang")) is not None and not is_language(language):
            raise self._fail(f"{language!r} is no language tag", close, "write lang=en, lang=fr or lang=en-GB")
        inside = self.tokens(at + 1, close - 1)
        if not any(self._is_seen(token) for token in inside):
            raise self._fail("there is no text between these brackets", at, "write [text](https://...)")
        pairs = tuple(sorted(attributes.items()))
        return Tagged(start=at, stop=after, inside=inside, attributes=pairs, url=url), after

    def _is_seen(self, token: Token) -> bool:
        return not isinstance(token, Remark) and bool(self._text[token.start : token.stop].strip())

    def _closing_square(self, at: int, stop: int) -> int:
        """The place after the bracket that closes the one at ``at``."""
        for found in _BRACKET.finditer(self._text, at + 1, stop):
            if found.group() == "]":
                return found.end()
            if found.group() == "[":
                raise self._fail("square brackets inside square brackets", at, "write the inner ones as \\[ and \\]")
        raise self._fail(
            "this square bracket is not closed in its paragraph", at, "close it with ], or write \\[ if it is meant"
        )

    def _address(self, at: int, stop: int) -> tuple[str | None, int]:
        """The address in the round brackets at ``at``, None where there are none, and the place after them."""
        if self._text.startswith("[", at, stop):
            raise self._fail(
                "square brackets directly after square brackets", at, "write a link as [text](https://...)"
            )
        if not self._text.startswith("(", at, stop):
            return None, at
        depth = 0
        for found in _ROUND.finditer(self._text, at, stop):
            depth += {"(": 1, ")": -1}.get(found.group(), 0)
            if depth == 0:
                url = unescape(self._text[at + 1 : found.start()]).strip()
                return check_web_address(url, self._locate(at)), found.end()
        raise self._fail("the address of this link is not closed", at, "write [text](https://...)")

    def _brackets(self, at: int, close: int) -> Token:
        content = squeeze(unescape(self._text[at + 1 : close - 1]))
        if not content:
            raise self._fail("there is nothing between these brackets", at, "write a direction, or take them out")
        return Brackets(start=at, stop=close, text=content)
