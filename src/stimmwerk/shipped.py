"""The lexicons that come with the program, one a language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from stimmwerk.casting.lexicon import Lexicon
from stimmwerk.casting.lexiconfile import parse_lexicon

_FOLDER = "casting/lexicons"


def shipped_languages() -> tuple[str, ...]:
    """The languages that have one, sorted."""
    names = (file.name for file in files("stimmwerk").joinpath(_FOLDER).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def shipped_lexicon(language: str) -> Lexicon:
    """The lexicon of a language (BCP 47); an empty one for a language that has none."""
    base = language.casefold().partition("-")[0]
    if base not in shipped_languages():
        return Lexicon()
    file = files("stimmwerk").joinpath(_FOLDER, f"{base}.toml")
    return parse_lexicon(file.read_text(encoding="utf-8"), f"stimmwerk/{_FOLDER}/{base}.toml")


def over_shipped(own: Mapping[str, Lexicon]) -> Mapping[str, Lexicon]:
    """Each language's own lexicon over the shipped one, and the shipped ones of all other languages."""
    return _Layered(own)


class _Layered(Mapping[str, Lexicon]):
    """Shipped lexicons are long: one is read when its language is asked for."""

    def __init__(self, own: Mapping[str, Lexicon]) -> None:
        self._own = own
        self._found: dict[str, Lexicon] = {}
        self._languages = sorted({*own, *shipped_languages()})

    def __getitem__(self, language: str) -> Lexicon:
        if language not in self._languages:
            raise KeyError(language)
        if language not in self._found:
            self._found[language] = self._own.get(language, Lexicon()).before(shipped_lexicon(language))
        return self._found[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._languages)

    def __len__(self) -> int:
        return len(self._languages)
