from __future__ import annotations

import sys
from importlib.metadata import EntryPoint, EntryPoints

import pytest

from stimmwerk.engines import table
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.stock import NSSS, SAPI5, StockEngine
from stimmwerk.errors import CastError, EngineError

CONTEXT = EngineContext()


def with_entries(monkeypatch: pytest.MonkeyPatch, **entries: str) -> None:
    found = EntryPoints(EntryPoint(name=name, value=value, group=table.GROUP) for name, value in entries.items())
    monkeypatch.setattr(table, "entry_points", lambda group: found if group == table.GROUP else EntryPoints())


def test_the_names_are_sorted() -> None:
    assert {"pyttsx3", "pyttsx3-system", "tone"} <= set(table.engine_names())
    assert list(table.engine_names()) == sorted(table.engine_names())


def test_an_unknown_name_names_the_nearest() -> None:
    with pytest.raises(CastError, match="did you mean pyttsx3"):
        table.open_engine("pytts3", CONTEXT)


def test_the_engine_has_the_name_it_was_opened_by() -> None:
    for name in table.engine_names():
        with table.open_engine(name, CONTEXT) as engine:
            assert engine.name == name


def test_other_packages_engines_are_found_and_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    with_entries(monkeypatch, parrot="stimmwerk.engines.tone:ToneEngine")
    assert "parrot" in table.engine_names()
    with table.open_engine("parrot", CONTEXT) as engine:
        assert engine.voices()


def test_our_own_names_cannot_be_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with_entries(monkeypatch, tone="nowhere:Nothing")
    with table.open_engine("tone", CONTEXT) as engine:
        assert engine.voices()


@pytest.mark.parametrize("value", ["nowhere_at_all:Nothing", "stimmwerk.engines.tone:Missing"])
def test_an_engine_that_cannot_be_imported_is_named_when_it_is_opened(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    with_entries(monkeypatch, broken=value)
    assert "broken" in table.engine_names()
    with pytest.raises(EngineError, match="'broken' of the package"):
        table.open_engine("broken", CONTEXT)


@pytest.mark.parametrize(("system", "driver"), [("win32", SAPI5), ("darwin", NSSS)])
def test_windows_and_macos_have_their_own_voices(monkeypatch: pytest.MonkeyPatch, system: str, driver: object) -> None:
    monkeypatch.setattr(sys, "platform", system)
    engine = table.open_engine("pyttsx3", CONTEXT)
    assert isinstance(engine, StockEngine)
    assert engine.version().startswith(f"{driver.name}, ")  # type: ignore[attr-defined]
    with pytest.raises(CastError, match="'pyttsx3' speaks"):
        table.open_engine("pyttsx3-system", CONTEXT)
