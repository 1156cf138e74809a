"""The manifest: what is written is what is read, and anything else is told."""

import dataclasses
import json

import pytest

from stimmwerk.errors import InputError
from stimmwerk.manifest import MANIFEST_SCHEMA, Manifest


@pytest.fixture(scope="module")
def text():
    turn = {
        "number": 0,
        "chapter": 0,
        "kind": "interjection",
        "role": "hall",
        "speaker": "Zuschauer „Eins“",
        "line": 7,
        "text": "Größer als 36氪?\n\nJa.",
        "engine": "tone",
        "voice": "mid",
        "rate": 165,
        "pitch": 50,
        "range": 50,
        "settings": [["breath", 0.5], ["volume", 55]],
        "keys": ["a" * 64, "b" * 64],
        "start": 1152,
        "stop": 40000,
        "gain_db": -1.5,
        "lufs": None,
        "level": -23.5,
        "attack": [-20.25, -18.0],
        "release": [-30.0],
        "before": ["[pause 2s]", "[sting]"],
        "after": [],
    }
    chapter = {
        "title": "Eins",
        "start": 0,
        "stop": 115200,
        "subtitle": None,
        "url": "https://example.org",
        "image": None,
    }
    return json.dumps(
        {
            "schema": MANIFEST_SCHEMA,
            "episode": "probe",
            "title": "Größe",
            "language": "de",
            "sample_rate": 44100,
            "channels": 1,
            "length": 115200,
            "target_lufs": -16.0,
            "ceiling_dbtp": -1.0,
            "programme_gain_db": 0.5,
            "role_gains_db": {"hall": -2.0},
            "settings": {"pauses.speaker": 0.75, "sound.room": True},
            "longest_pause_s": 1.3,
            "music": ((0, 400_000),),
            "source": None,
            "links": [["Mehr", "https://example.org/mehr"]],
            "chapters": [chapter],
            "turns": [turn],
            "inputs": {"show.toml": "c" * 64},
            "versions": {"stimmwerk": "0.1.0"},
            "outputs": {
                "probe.mp3": {"format": "mp3", "media_type": "audio/mpeg", "size": 4711, "sha256": "d" * 64},
            },
            "publication": {
                "script": "episodes/probe.md",
                "address": "https://example.org/probe/",
                "duration_ms": 2612,
                "subtitle": None,
                "summary": "Über Größe.",
                "notes": "<p>Über Größe.</p>",
                "date": "2026-01-27",
                "season": 2,
                "number": 3,
                "kind": "bonus",
                "explicit": True,
                "making": "Von einem Programm gesprochen.",
                "disclosure": "Künstlich.",
                "cover": None,
                "chapters": [{"start_ms": 0, "title": "Eins", "url": None, "picture": None}],
                "people": [{"name": "Ada", "role": "guest", "url": None}],
            },
        }
    )


def read(text):
    return Manifest.from_json(text, "build/probe/manifest.json")


def test_what_is_written_is_what_is_read(text):
    manifest = read(text)
    again = read(manifest.to_json())
    assert again == manifest
    assert again.to_json() == manifest.to_json()
    assert json.loads(manifest.to_json()) == json.loads(text)


def test_values_are_frozen_through_and_through(text):
    (turn,) = read(text).turns
    assert (turn.keys[0], turn.attack, turn.release) == ("a" * 64, (-20.25, -18.0), (-30.0,))
    assert turn.settings == (("breath", 0.5), ("volume", 55))
    hash(turn)
    with pytest.raises(dataclasses.FrozenInstanceError):
        turn.start = 3


def test_writing_takes_little_more_memory_than_the_text(text, memory):
    manifest = read(text)
    levels = tuple(n / 10 for n in range(-300, 0))
    turn = dataclasses.replace(manifest.turns[0], attack=levels, release=levels)
    manifest = dataclasses.replace(manifest, turns=(turn,) * 100)
    held, highest = memory(manifest.to_json)
    assert len(manifest.to_json()) < held < highest < 3 * held


def test_every_output_by_its_digest(text):
    assert read(text).digests == {"probe.mp3": "d" * 64}


def test_it_is_written_for_people_sorted_and_with_a_final_line_end(text):
    written = read(text).to_json()
    assert "Größer als 36氪?" in written
    assert written.endswith("}\n")
    keys = list(json.loads(written))
    assert keys == sorted(keys)


def changed(text, **values):
    found = json.loads(text)
    found.update(values)
    return json.dumps({key: value for key, value in found.items() if value is not ...})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: changed(text, schema=MANIFEST_SCHEMA + 1), f"schema {MANIFEST_SCHEMA + 1}"),
        (lambda text: changed(text, schema=...), "schema None"),
        (lambda text: changed(text, turns=...), "turns"),
        (lambda text: changed(text, turns=[{"number": 1}]), "missing"),
        (lambda text: changed(text, chapters=[{"titel": "x"}]), "titel"),
        (lambda text: changed(text, chapters=3), "not"),
        (lambda text: changed(text, more=1), "more"),
        (lambda text: changed(text, outputs={"probe.mp3": "d" * 64}), "not a manifest"),
        (lambda text: changed(text, publication={"chapters": [], "people": []}), "missing"),
        (lambda text: text[:-20], "not a manifest"),
        (lambda text: "[]", "not a manifest"),
        (lambda text: "", "not a manifest"),
    ],
)
def test_anything_else_is_told(text, change, words):
    with pytest.raises(InputError, match=words) as caught:
        read(change(text))
    assert str(caught.value.where) == "build/probe/manifest.json"
    assert caught.value.hint == "build the episode again"
