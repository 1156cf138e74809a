"""Fixtures of cues, JSON and pages: what becomes of each, and that no word is lost."""

import html
import json
import random
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stimmwerk.errors import SourceError, Where
from stimmwerk.importers.cues import timing_of
from stimmwerk.importers.decoding import decode_source
from stimmwerk.importers.table import import_bytes
from stimmwerk.script.formatter import format_script
from stimmwerk.script.inline import parse_inline
from stimmwerk.script.markdown import parse_script

FOLDER = Path(__file__).parent / "fixtures" / "structured"
FIXTURES = sorted(FOLDER.iterdir())

#: File -> format, language (None where the text is too short to tell), chapters, (label, words) of each turn.
EXPECTED = {
    "agents_en.ttml": ("ttml", "en", [None], [
        ("Ada Crane", "The lake is older than the town."),
        ("Max Fried", "How do we know that?"),
        ("Ada Crane", "From the stones."),
    ]),
    "article_de.html": ("html", "de", [None, "Die Kästen", "Der Winter"], [
        (None, "Jeden Morgen steigen zwei Frauen auf das Dach des Rathauses, und davon spricht der ganze Ort."),
        ("Frage", "Wie schwer sind die Kästen?"),
        ("Lena Voss", "Schwerer, als man denkt.\n\nIm Herbst noch mehr."),
        ("Frage", "Wirklich?"),
        ("Lena Voss", "Ja."),
        ("Frage", "Was fressen sie im Winter?"),
        ("Lena Voss", "Ihren eigenen Honig, von dem wir ihnen viel lassen."),
    ]),
    "broken_de.srt": ("subrip", None, [None], [
        ("ANNA", "Hallo. Ist da wer?"),
        ("BEN", "Ja, hier um 17:30 Uhr. Und weiter. 42"),
        ("ANNA", "Gut."),
        ("BEN", "Ende gut."),
    ]),
    "chevrons_en.srt": ("subrip", None, [None], [
        ("REPORTER", "How long did it take?"),
        ("Unknown", "Eleven years."),
        ("REPORTER", "Eleven?"),
        ("Unknown", "Yes, eleven."),
    ]),
    "cited_en.html": ("html", None, [None, "The boxes"], [
        ("Ida", "Good morning & welcome. Who keeps the bees on this roof?"),
        ("Hale", "My sister does.\n\nI carry the boxes."),
    ]),
    "dashes_es.srt": ("subrip", "es", [None], [
        (None, "Hola, Marta, ¿qué tal en la casa?\n\nMuy bien, Luis, gracias por venir. "
               "¿Empezamos con la pregunta de ayer?"),
    ]),
    "diarized_en.srt": ("subrip", None, [None], [
        ("SPEAKER_00", "The mill stood here, right by the river."),
        ("SPEAKER_01", "And the wheel?"),
        ("SPEAKER_00", "Gone."),
    ]),
    "growing_en.srt": ("subrip", None, [None], [(None, "The lamp is out again again and nobody saw it.")]),
    "labels_zh.srt": ("subrip", "zh", [None], [
        ("主持人", "王女士，您好。今天我们谈谈这座桥。"),
        ("王女士", "好的，谢谢。"),
        ("主持人", "桥有多长？"),
        ("王女士", "两百米。"),
    ]),
    "named_cues_en.vtt": ("webvtt", None, [None], [
        ("Ada Crane", "The lake is older than the town, which people forget."),
        ("Fried, Max (Guest)", "How do we know that?"),
        ("Ada Crane", "From the stones."),
    ]),
    "names_en.ass": ("substation", None, [None], [
        ("Ada", "The lake is older than the town."),
        ("Max", "How do we know that, Ada?"),
        ("Ada", "From the stones."),
    ]),
    "plain_en.sbv": ("subrip", None, [None], [(None, "The mill is for sale, and nobody wants it for the price.")]),
    "podlove_de.json": ("json", None, [None], [("Lena", "Grüß Gott."), ("Ute", "Schön hier.")]),
    "prefixes_fr.srt": ("subrip", "fr", [None], [
        ("CLAIRE", "Bonjour à tous, et merci d'être venus dans cette cuisine."),
        ("HUGO", "Merci, Claire. Une chose est sûre : le pain est prêt."),
        ("CLAIRE", "Alors, goûtons-le.\n\nIl est encore chaud."),
    ]),
    "rolling_en.vtt": ("webvtt", "en", [None], [(None, "hello there we're building a boat\n\nreally a boat")]),
    "seconds_en.vtt": ("webvtt", None, [None], [
        ("SPEAKER_1", "The mill is for sale."),
        ("SPEAKER_2", "Again?\n\nFor how much?"),
    ]),
    "segments_zh.json": ("json", "zh", [None], [("主持人", "您好，今天我们谈谈这座桥。"), ("王女士", "好的。")]),
    "table_en.html": ("html", "en", [None], [
        ("Fried", "When did you come to the lake?"),
        ("Crane", "In 1961. I was six years old."),
        ("Fried", "Do you remember the first day?"),
        ("Crane", "I remember the fog."),
    ]),
    "timed_fr.html": ("html", "fr", [None], [
        (None, "Bonjour à tous dans cette cuisine.\n\nLe pain est encore chaud, et nous avons le temps."),
    ]),
    "turns_es.html": ("html", "es", [None], [
        ("Marta", "Buenos días, señor Gil, y gracias por abrirnos el molino."),
        ("Gil", "Pasen, pasen."),
        ("Marta", "¿Quién muele todavía el trigo de este valle, y para quién?"),
        ("Gil", "Yo."),
    ]),
    "voices_de.vtt": ("webvtt", "de", ["Der Anfang", "Das Ende"], [
        ("Anna Berg", "Guten Tag, Herr Kern."),
        ("Ben Kern", "Guten & schönen Tag. Wir sprechen über Brücken."),
        ("Anna Berg", "Und wie lange dauert das? Noch elf Jahre. Wirklich elf."),
        ("Ben Kern", "Ich really hoffe es."),
    ]),
    "wide_de.vtt": ("webvtt", None, [None], [("Jörg", "Grüß Gott, Ute."), ("Ute", "Schön, dass du da bist.")]),
    "windows_de.srt": ("subrip", None, [None], [
        ("Jörg", "Grüß Gott, Ute."), ("Ute", "Schön, dass du da bist."), ("Jörg", "Natürlich."),
    ]),
}  # fmt: skip


def said(imported):
    return [(turn.label, parse_inline(turn.text, Where("f")).plain) for turn in imported.script.turns()]


def words(text):
    """Each Chinese character is one."""
    return re.findall(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+", text)


def words_kept(imported):
    """Every word of the script, directions among them, and of what was left out."""
    script = imported.script
    texts = [script.title, *(chapter.title or "" for chapter in script.chapters)]
    for turn in script.turns():
        inline = parse_inline(turn.text, Where("f"))
        texts += [turn.label or "", inline.plain, *(direction.text for direction in inline.directions)]
    texts += [gone.text for gone in imported.left_out]
    return Counter(words(html.unescape("\n".join(texts))))


def words_shown(text, name):
    """Every word of a source that a reader sees, found in another way than the importers find it."""
    if name.endswith("json"):
        found = []
        json.loads(text, object_pairs_hook=lambda pairs: found.extend(v for k, v in pairs if k in ("body", "text")))
        return Counter(words("\n".join(found)))
    if name.endswith("html"):
        text = re.sub(r"(?s)<!--.*?-->|<(style|script|title)\b.*?</\1>|<time>.*?</time>", " ", text)
        return Counter(words(html.unescape(re.sub(r"<[^<>]*>", " ", text))))
    if name.endswith("ttml"):
        return Counter(words(html.unescape(re.sub(r"<[^<>]*>", " ", text))))
    if name.endswith("ass"):
        text = re.sub(r"(?m)^Dialogue:(?:[^,\n]*,){9}|\{[^{}]*\}|\\N", " ", text)
        return Counter(words(text))
    lines = text.split("\n")
    kept = []
    for at, line in enumerate(lines):
        before_times = at + 1 < len(lines) and timing_of(lines[at + 1].strip()) is not None
        times = timing_of(line.strip())
        if times is not None:
            kept.append("" if ":" in times[2] and "BEN" not in times[2] else times[2])
        elif not (before_times and re.fullmatch(r"\s*[\w/-]*\d\s*", line)) and not re.match(
            r"WEBVTT$|Kind:|Language:", line
        ):
            kept.append(re.sub(r"^(WEBVTT|NOTE)\b", "", line))
    text = re.sub(r"</?[a-z][^<>\n]*>|<[\d:.]+>|\{\\[^{}]*\}|<v ", " ", "\n".join(kept))
    return Counter(words(html.unescape(text)))


def check(text, name, imported):
    """The script round-trips, and every word is in it or accounted for."""
    labels = {word for label in imported.script.labels() for word in words(label)}
    lost = words_shown(text, name) - words_kept(imported)
    assert not {word: count for word, count in lost.items() if word not in labels}
    written = format_script(imported.script)
    assert parse_script(written, "f") == imported.script


def test_every_fixture_is_expected():
    assert {path.name for path in FIXTURES} == set(EXPECTED)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_fixtures(path):
    data = path.read_bytes()
    imported = import_bytes(data, path.name)
    name, language, chapters, turns = EXPECTED[path.name]
    assert imported.format == name
    assert said(imported) == turns
    assert [chapter.title for chapter in imported.script.chapters] == chapters
    assert language in (None, imported.script.language)
    check(decode_source(data, path.name)[0], path.name, imported)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_line_ends_and_marks_of_encodings_make_no_difference(path):
    text = decode_source(path.read_bytes(), path.name)[0]
    script = import_bytes(path.read_bytes(), path.name).script
    for end in ("\r\n", "\r", "\n"):
        for encoding in ("utf-8", "utf-8-sig", "utf-16"):
            changed = text.rstrip("\n").replace("\n", end).encode(encoding)
            assert import_bytes(changed, path.name).script == script


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_the_ending_of_the_name_makes_no_difference(path):
    imported = import_bytes(path.read_bytes(), "x.bin")
    assert imported.format == EXPECTED[path.name][0]
    assert said(imported) == EXPECTED[path.name][3]


def mutated(text, seed):
    """A text with some of its lines and characters moved, doubled, taken out, or replaced."""
    chance = random.Random(seed)
    lines = text.split("\n")
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        match chance.randrange(8):
            case 0:
                del lines[at]
                lines = lines or [""]
            case 1:
                lines.insert(at, chance.choice(lines))
            case 2:
                other = chance.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                lines.insert(at, "")
            case 4:
                lines[at] = lines[at][: chance.randint(0, len(lines[at]))]
            case 5:
                place = chance.randint(0, len(lines[at]))
                lines[at] = lines[at][:place] + chance.choice("<>[](){}:&;*_\\\"'-`|#♪：\x07\ufffe") + lines[at][place:]
            case 6:
                lines[at : at + 2] = [" ".join(lines[at : at + 2])]
            case 7:
                lines = lines[: at + 1]
    return "\n".join(lines)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FIXTURES), st.integers(0, 1 << 32))
def test_whatever_happens_to_a_file_it_is_read_or_refused(path, seed):
    text = mutated(decode_source(path.read_bytes(), path.name)[0], seed)
    try:
        imported = import_bytes(text.encode(), path.name)
    except SourceError:
        return
    written = format_script(imported.script)
    assert parse_script(written, "f") == imported.script
    if imported.format in ("webvtt", "subrip"):
        check_marked_words(text, imported)


def check_marked_words(text, imported):
    """Words of cues that stand alone, without marks about them, are all there."""
    kept = words_kept(imported)
    lines = text.split("\n")
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        # What stands right above times is a cue's name.
        if (
            "-->" in following
            or line.startswith("Dialogue")
            or not re.fullmatch(r"[\w ,.?!]+", line)
            or line.strip().isdigit()
        ):
            continue
        for word in words(line):
            assert kept[word] or word in ("WEBVTT", "NOTE") or not any(map(str.isalnum, word)), (word, line)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(FIXTURES), st.binary(max_size=12), st.floats(0, 1))
def test_bytes_put_into_a_file_do_no_harm(path, noise, place):
    data = path.read_bytes()
    at = int(len(data) * place)
    try:
        imported = import_bytes(data[:at] + noise + data[at:], path.name)
    except SourceError:
        return
    assert parse_script(format_script(imported.script), "f") == imported.script


HOSTILE = {
    "colons": "WEBVTT\n\n00:01.000 --> 00:02.000\n" + ":" * 200_000,
    "names without end": "WEBVTT\n\n" + "".join(f"0:01.0 --> 0:02.0\n<v N{n}>x <v N{n} y\n\n" for n in range(3_000)),
    "voices that never end": "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v Ida " * 20_000,
    "angle brackets": "WEBVTT\n\n00:01.000 --> 00:02.000\nx" + "<" * 200_000,
    "times alone": "00:00:01,000 --> 00:00:02,000\n" * 30_000 + "x",
    "objects without end": '{"a":' * 100_000,
    "lists without end": "[" * 100_000 + "]" * 100_000,
    "quotation marks": '{"a":"' + '"' * 200_000 + "}",
    "backslashes": '{"segments":[{"text":"' + "\\\\" * 200_000 + 'a b","speaker":"A"}]}',
    "a page of angle brackets": "<html><body>x" + "<" * 200_000,
    "bold without end": "<html><body>" + "<p><b>Ida: hello there " * 5_000,
    "divisions without end": "<html><body>" + "<div>" * 100_000 + "hello",
    "cells without end": "<html><body><table><tr>" + "<td>x y</td>" * 20_000,
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_read_or_refused_at_once(text):
    try:
        imported = import_bytes(text.encode(), "f")
    except SourceError:
        return
    assert imported.script.turns()
