"""Rules for web and mail addresses: the name of the place is spoken, the way there is not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stimmwerk.casting.draft import Change, Rule
from stimmwerk.speech import Say

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_HOST = rf"{_LABEL}(?:\.{_LABEL}){{1,8}}"
_MAIL = re.compile(rf"(?<![\w.+-])(?:mailto:)?(?P<user>[\w.+-]{{1,64}})@(?P<host>{_HOST})")
_WEB = re.compile(
    rf"(?<![\w.@-])(?:(?P<scheme>(?:https?|ftp)://(?:[^\s/@]{{1,64}}@)?(?:www\.)?|www\.)(?P<host>{_HOST})"
    rf"|(?P<bare>{_LABEL}(?:\.{_LABEL}){{0,3}}\.(?:com|org|net|de|at|ch|eu|io|ai|info|dev|app|uk|fr)(?=[/\s,;:!?)]|\.?\Z)))"
    r"(?P<rest>(?::\d{1,5})?(?:[/?#][^\s<>\"„“”«»]{0,2000})?)"
)
_SENTENCE_END = re.compile(r"[.,;:!?)\]'’]+\Z")


def addresses(dot: str, at: str) -> Rule:
    """The rule that reads ``https://www.example.org/a?b`` as ``example`` dot ``org``, and leaves out the rest.

    The words between the dots stay open for other rules.
    """

    def rule(text: str) -> Iterator[Change]:
        found = [*_WEB.finditer(text), *_MAIL.finditer(text)]
        for match in sorted(found, key=re.Match.start):
            yield from _mail(match) if match.re is _MAIL else _web(match)

    def _web(match: re.Match[str]) -> Iterator[Change]:
        group = "host" if match["host"] else "bare"
        if match["scheme"]:
            yield Change(start=match.start(), stop=match.start(group), say=None)
        yield from _dots(match, group)
        closing = _SENTENCE_END.search(match["rest"])
        yield Change(start=match.end(group), stop=match.end() - (len(closing[0]) if closing else 0), say=None)

    def _mail(match: re.Match[str]) -> Iterator[Change]:
        yield Change(start=match.start(), stop=match.start("user"), say=None)
        yield from _dots(match, "user")
        yield Change(start=match.end("user"), stop=match.start("host"), say=Say(text=f" {at} "))
        yield from _dots(match, "host")

    def _dots(match: re.Match[str], group: str) -> Iterator[Change]:
        for offset, character in enumerate(match[group]):
            if character == ".":
                place = match.start(group) + offset
                yield Change(start=place, stop=place + 1, say=Say(text=f" {dot} "))

    return rule


_FILE = re.compile(
    r"(?<![\w./@-])[\w-]{1,60}(?P<dots>(?:\.[\w-]{1,30}){0,2})\.(?P<kind>pdf|docx?|xlsx?|pptx?|txt|csv|md|json|xml|ya?ml|toml|ini|html?|"
    r"css|js|ts|py|ipynb|java|rs|go|cpp|sh|zip|tar|gz|jpe?g|png|gif|svg|mp[34]|wav|exe|dll|env|log|sql)(?![\w/])"
)


def files(dot: str) -> Rule:
    """The rule that reads the dots of file names: ``report.pdf`` as ``report`` dot ``pdf``, short kinds spelled."""

    def rule(text: str) -> Iterator[Change]:
        for match in _FILE.finditer(text):
            if not any(map(str.isalpha, match.group().partition(".")[0])):
                continue
            for place, character in enumerate(match.group(), match.start()):
                if character == ".":
                    yield Change(start=place, stop=place + 1, say=Say(text=f" {dot} "))
            kind = match["kind"]
            if len(kind) <= 3 or not any(vowel in kind for vowel in "aeiou"):
                yield Change(start=match.start("kind"), stop=match.end("kind"), say=Say(text=kind.upper()))

    return rule
