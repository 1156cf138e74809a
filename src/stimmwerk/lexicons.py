"""A show's lexicon, changed from outside: entries added, PLS files read and written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from stimmwerk.casting.lexicon import Entry
from stimmwerk.casting.lexiconedit import with_entry
from stimmwerk.casting.lexiconfile import check_entry, parse_lexicon
from stimmwerk.errors import LexiconError, UsageError, did_you_mean
from stimmwerk.files import read_text, shown, write_text
from stimmwerk.shipped import shipped_lexicon
from stimmwerk.show import Show
from stimmwerk.showfile import FILE

_WAYS = ("ipa", "say", "espeak", "lang")


def parse_addition(text: str) -> Entry:
    """``WORD=IPA``, or ``WORD=say=...``, ``WORD=espeak=...``, ``WORD=lang=...``, as an entry.  Raises UsageError."""
    word, equals, how = (part.strip() for part in text.partition("="))
    way, more, value = (part.strip() for part in how.partition("="))
    if not more:
        way, value = "ipa", how
    if not (word and equals and value):
        raise UsageError(f"{text!r} is no entry", hint='write "WORD=IPA" or "WORD=say=respelling"')
    if way not in _WAYS:
        raise UsageError(f"{text!r} says it by {way!r}", hint=did_you_mean(way, _WAYS))
    given = dict.fromkeys(_WAYS, None) | {way: value}
    entry = Entry(key=word, ipa=given["ipa"], say=given["say"], espeak=given["espeak"], language=given["lang"])
    try:
        check_entry(entry)
    except ValueError as cause:
        raise UsageError(f"{text!r}: {cause}") from cause
    return entry


def lexicon_path(show: Show, language: str) -> Path:
    """The file of the show's lexicon of a language.  Raises LexiconError where show.toml names none."""
    base = language.casefold().partition("-")[0]
    files = dict(show.settings.lexicons)
    if base not in files:
        raise LexiconError(
            f"the show has no lexicon of the language {base!r}",
            hint=f'write {base} = "{base}.toml" under [lexicons] in {FILE}; the file is made in voices/',
        )
    return show.voices / files[base]


def add_entries(path: Path, entries: Iterable[Entry], language: str) -> tuple[str, ...]:
    """Writes entries into a lexicon, in the place of those with the same words, and gives the words that it had.

    An entry keeps the inflection and the compounds of the one that it replaces, or of the shipped one.
    Comments and order stay.  Nothing is written where the lexicon would not be well formed.
    """
    text = read_text(path, LexiconError, "lexicon") if path.is_file() else ""
    had = {entry.key: entry for entry in parse_lexicon(text, shown(path)).entries}
    known = {**{entry.key: entry for entry in shipped_lexicon(language).entries}, **had}
    replaced = []
    for entry in entries:
        fresh = entry
        if (old := known.get(entry.key)) and not entry.espeak and not entry.language:
            fresh = replace(entry, inflect=entry.inflect or old.inflect, compound=entry.compound or old.compound)
        if entry.key in had:
            replaced.append(entry.key)
        text = with_entry(text, fresh)
    parse_lexicon(text, shown(path))
    write_text(path, text)
    return tuple(replaced)
