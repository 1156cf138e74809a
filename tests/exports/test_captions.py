"""Captions: what they promise holds for any text, and readers of another make see the same."""

import io
import json
import re
import shutil
import subprocess
from itertools import pairwise

import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.exports.breaking import width
from stimmwerk.exports.captions import WEBVTT, chapters_webvtt, clock, transcript_subrip, transcript_webvtt
from stimmwerk.exports.cues import Measure, cues
from stimmwerk.exports.edition import EditionChapter, Passage, SpokenTurn, Word
from stimmwerk.exports.transcript import transcript_json

from .editions import edition, turn

RATE = 44_100
#: A character lasts at least as long, so that every word lasts some milliseconds.
PER_CHARACTER = 1500

words = st.text(
    st.sampled_from("abcdefghijklmnoäößéxyzABC0123456789-'’„“\"&<>*_,;:.?!–#中文字，。\N{NO-BREAK SPACE}"),
    min_size=1,
    max_size=60,
).filter(lambda word: re.search(r"[^\W_]", word))


@st.composite
def conversations(draw):
    """Turns of sentences of words, some with marks; any language."""
    at, turns = 0, []
    for number in range(draw(st.integers(1, 4))):
        text, passages = "", []
        for _ in range(draw(st.integers(1, 4))):
            spoken = draw(st.lists(words, min_size=1, max_size=12))
            sentence = " ".join(spoken)
            text += "" if not text else draw(st.sampled_from([" ", "\n\n"]))
            start, stop = at, at + len(sentence) * PER_CHARACTER
            marks, place = [], 0
            for word in spoken:
                if draw(st.booleans()):
                    marks.append((start + place * PER_CHARACTER, place, place + len(word)))
                place += len(word) + 1
            ends = [begin for begin, *_ in marks[1:]] + [stop]
            passages.append(
                Passage(
                    start=start,
                    stop=stop,
                    text=sentence,
                    at=len(text),
                    words=tuple(
                        Word(start=begin, stop=end, at=a, end=b)
                        for (begin, a, b), end in zip(marks, ends, strict=False)
                    ),
                )
            )
            text += sentence
            at = stop + draw(st.sampled_from([0, RATE // 4, 2 * RATE]))
        turns.append(
            SpokenTurn(
                number=number,
                chapter=0,
                kind="turn",
                role="r",
                speaker=draw(st.sampled_from(["Ada", "Frage <1>", "Ein sehr langer Name von jemandem", "李雷"])),
                line=1,
                text=text,
                start=passages[0].start,
                stop=passages[-1].stop,
                passages=tuple(passages),
            )
        )
    return edition(
        turns=turns, sample_rate=RATE, language=draw(st.sampled_from(["de", "en-GB", "fr", "es", "zh", "fi"]))
    )


def bare(text):
    return re.sub(r"\s", "", text)


@given(conversations())
def test_cues_are_two_short_lines_of_one_turn(whole):
    ends, number = 0, 0
    texts = ["" for _ in whole.turns]
    for cue in cues(whole, Measure(columns=42)):
        assert 1 <= len(cue.lines) <= 2
        assert all(line and line == line.strip() and width(line) <= 42 and len(line) <= 42 for line in cue.lines)
        assert ends <= cue.start < cue.stop
        ends = cue.stop
        while number + 1 < len(whole.turns) and whole.ms(whole.turns[number + 1].start) <= cue.start:
            number += 1
        owner = whole.turns[number]
        assert cue.speaker == owner.speaker
        assert cue.stop <= whole.ms(owner.stop)
        texts[number] += "".join(cue.lines)
    assert [bare(text) for text in texts] == [bare(turn.text) for turn in whole.turns]


@given(conversations())
def test_subrip_names_who_speaks_and_nobody_else(whole):
    said, speaker = {}, None
    for cue in cues(whole, Measure(columns=32, named=True, first=42)):
        shown = (f"{cue.speaker}: " if cue.named else "") + "\n".join(cue.lines)
        named = re.match(r"([^:\n]{1,64}): ", shown)
        assert bool(named) == cue.named
        speaker = named.group(1) if named else speaker
        said[speaker] = said.get(speaker, "") + bare(shown[named.end() if named else 0 :])
        assert all(width(line.rstrip()) <= 42 for line in shown.split("\n"))
        assert all(width(line) <= 32 for line in cue.lines[cue.named :])
    expected = {}
    for spoken in whole.turns:
        expected[spoken.speaker] = expected.get(spoken.speaker, "") + bare(spoken.text)
    assert said == expected


@pytest.mark.parametrize("length", [36, 40, 43, 60, 90])
def test_no_name_makes_a_line_of_subrip_too_long(length):
    name = ("Prof. Dr. " + "Maximiliane Adelheid " * 4)[:length].strip()
    whole = edition(turns=[turn(name, (0, 441_000, "Gesellschaftswissenschaften sind es, sage ich."))])
    blocks = transcript_subrip(whole).split("\n\n")
    for block in blocks:
        lines = block.strip("\n").split("\n")[2:]
        assert 1 <= len(lines) <= 2
        assert max(width(line.rstrip()) for line in lines) <= 42
    shown = re.match(r"([^:\n]{1,64}): ", blocks[0].split("\n", 2)[2])[1]
    assert shown == (name if len(name) <= 40 else "Prof. Dr. Maximiliane Adelheid…")


def test_what_is_not_spoken_leaves_its_cues_time_to_be_read():
    """An address of 130 letters, for which the voice says next to nothing."""
    address = "https://example.org/" + "abcdefghij/" * 10
    text = f"Alles steht auf der Seite {address} und dort kann man es in Ruhe lesen."
    at = text.index(address)
    marks = [(0, 0, 5), (200_000, at, at + len(address)), (206_000, at + len(address) + 1, at + len(address) + 4)]
    timed = tuple(Word(start=start, stop=start + 1000, at=a, end=b) for start, a, b in marks)
    whole = edition(turns=[turn("A", (0, 441_000, text, timed))], sample_rate=44_100)
    for measure in (Measure(columns=42), Measure(columns=32, named=True, first=42)):
        made = list(cues(whole, measure))
        assert min(cue.stop - cue.start for cue in made) >= 500
        assert (made[0].start, made[-1].stop) == (0, 10_000)
        assert all(before.stop <= after.start for before, after in pairwise(made))


@given(conversations())
def test_webvtt_py_reads_the_same(whole):
    ours = list(cues(whole, WEBVTT))
    theirs = list(webvtt.from_buffer(io.StringIO(transcript_webvtt(whole))))
    assert [(cue.start, cue.end) for cue in theirs] == [(clock(cue.start), clock(cue.stop)) for cue in ours]
    assert [len(cue.lines) for cue in theirs] == [len(cue.lines) for cue in ours]


HOSTILE = '<script>alert("1")</script> --> & {\\an8} <b>x</b>'


def test_text_can_become_no_markup():
    whole = edition(turns=[turn("A <b>&</b> -->", (0, 400_000, HOSTILE))])
    vtt = transcript_webvtt(whole)
    times = [line for line in vtt.splitlines() if "-->" in line]
    assert len(times) == vtt.count("<v ")
    assert set(re.findall(r"<(?!v )", vtt)) == set()
    srt = transcript_subrip(whole)
    assert not re.search(r"<[a-z/]|\{\\", srt)


@pytest.mark.parametrize("title", ["A --> B\n\n00:00.000 --> 00:01.000\nBöse", "A ---> B", "--->---->"])
def test_a_note_cannot_be_ended_by_what_stands_in_it(title):
    whole = edition(title=title, turns=[turn("A", (0, 44_100, "Ja."))])
    text = transcript_webvtt(whole)
    assert len(list(webvtt.from_buffer(io.StringIO(text)))) == 1
    assert text.count("-->") == 1


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
@pytest.mark.parametrize(
    "said", ["{y:i} wird {S:9}{x:1} {Y}", r"{\an8}oben", "<b>fett</b>", "1 {c:$0000ff}", "<font color=red>rot</font>"]
)
def test_ffmpeg_shows_every_sign_of_subrip(said, tmp_path):
    """Whatever it takes for a command it leaves out."""
    (tmp_path / "a.srt").write_text(transcript_subrip(edition(turns=[turn("A", (0, 220_500, said))])), "utf-8")
    shown = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", tmp_path / "a.srt", "-f", "webvtt", "-"], capture_output=True, check=True
    ).stdout.decode()
    assert " ".join(shown.replace("\N{WORD JOINER}", "").split("\n", 3)[3].split()) == f"A: {said}"


def test_a_time_that_is_said_begins_no_cue_of_subrip():
    said = "00:00:07,000 --> 00:00:08,000"
    lines = transcript_subrip(edition(turns=[turn("A", (0, 44_100, "Ja."), (50_000, 300_000, said))])).splitlines()
    assert sum("-->" in line for line in lines) == sum(line.isdigit() for line in lines) == 2


@pytest.mark.parametrize("sign", ["👩\u200d👩\u200d👧", "👍🏽", "e\u0301\u0327", "❤\ufe0f", "कि", "🇩🇪"])
def test_a_word_too_long_for_a_line_is_not_cut_within_a_sign(sign):
    whole = edition(turns=[turn("A", (0, 4_410_000, sign * 90))])
    lines = [line for measure in (42, 32) for cue in cues(whole, Measure(columns=measure)) for line in cue.lines]
    assert len(lines) > 4
    assert {line.replace(sign, "") for line in lines} == {""}
    assert max(map(width, lines)) <= 42


def test_joiners_make_no_line_too_long():
    whole = edition(turns=[turn("A", (0, 4_410_000, "\u200d".join("a" * 300)))])
    assert max(width(line) for cue in cues(whole, Measure(columns=42)) for line in cue.lines) <= 42


def test_what_is_not_seen_has_no_width():
    assert width("a\u200bb\u200d\ufe0f\u00ad") == 2
    assert width("中👩") == 4


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "Er kam nach Hause, und dann aßen sie zusammen zu Abend.",
            ("Er kam nach Hause,", "und dann aßen sie zusammen zu Abend."),
        ),
        ("Das alles hat uns seit dem Jahr 2019 rund 40 Millionen gekostet.", None),
        ("Er sprach mit Dr. Hermann Maier über das alte Haus am Fluss.", None),
    ],
)
def test_lines_break_at_sense_units(text, lines):
    (cue,) = cues(edition(turns=[turn("A", (0, 200_000, text))]), Measure(columns=42))
    if lines:
        assert cue.lines == lines
    assert not cue.lines[0].endswith((" 40", " Dr.", " das", " der", " am", " und", " mit"))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("سمعت قصصاً، وأريد أن أعرف أيها صحيح الآن وأيها خطأ", ("سمعت قصصاً،", "وأريد أن أعرف أيها صحيح الآن وأيها خطأ")),
        ("मैंने कई कहानियाँ सुनी हैं; मैं जानना चाहता हूँ कि कौन सी सच है।", None),
        # Words of Korean stand apart; what stands between two spaces is no place to break.
        (
            "저는 그 다리에 대해서 많은 이야기들을 들었습니다만",
            ("저는 그 다리에 대해서", "많은 이야기들을 들었습니다만"),
        ),
        # Japanese breaks before a new word, and never before a sign that belongs to the last one.
        ("昨日は友達とコンピューターを買いに町へ行きました", ("昨日は友達とコンピューターを", "買いに町へ行きました")),
        ("それはとてもおもしろいこーひーのみせだったとおもいますよ", None),
    ],
)
def test_lines_break_at_sense_units_in_other_scripts(text, lines):
    (cue,) = cues(edition(language="xx", turns=[turn("A", (0, 200_000, text))]), Measure(columns=42))
    if lines:
        assert cue.lines == lines
    assert len(cue.lines) == 2
    assert cue.lines[1][0] not in "ーっょゃゅぁぃぅぇぉ々、。"


def test_what_would_be_cut_within_a_word_of_chinese_is_cut_at_its_comma():
    text = "您好，您是从什么时候开始计划修这座桥的呢？"
    found = list(cues(edition(turns=[turn("A", (0, 441_000, text))]), Measure(columns=32)))
    assert next(line for cue in found for line in cue.lines) == "您好，"


def test_short_sentences_share_a_cue_and_long_silences_part_them():
    near = turn("A", (0, 30_000, "Ja."), (40_000, 90_000, "Genau so."))
    (one,) = cues(edition(turns=[near]), Measure(columns=42))
    assert one.lines == ("Ja. Genau so.",)
    far = turn("A", (0, 30_000, "Ja."), (130_000, 190_000, "Genau so."))
    assert len(list(cues(edition(turns=[far]), Measure(columns=42)))) == 2


@pytest.mark.parametrize("captions", [transcript_webvtt, transcript_subrip])
def test_what_is_spoken_slowly_is_cut_at_the_best_place(captions):
    slow = "Wir warten lange, und dann kommt er."
    whole = edition(turns=[turn("Ada", (0, 12 * RATE, slow))], sample_rate=RATE)
    assert re.findall(r"(?<=[>\d: \n])(?!Ada)[WVu]\w+ .*", captions(whole)) == [
        "Wir warten lange,",
        "und dann kommt er.",
    ]


def times(text):
    return [(cue.start, cue.end) for cue in webvtt.from_string(text)]


@pytest.mark.parametrize(
    ("stop", "start", "shown"),
    [
        *((3.0, 3.999, 3.999), (3.0, 4.0, 3.0)),
        *((6.2, 7.0, 7.0), (6.2, 7.1, 6.2), (6.98, 7.02, 6.98)),
        *((0.4, 0.8, 0.8), (0.4, 0.81, 0.4)),
    ],
)
@pytest.mark.parametrize("speaker", ["Ada", "Ben"])
def test_a_cue_stays_for_a_short_silence_unless_that_is_too_long(stop, start, shown, speaker):
    def at(second):
        return round(second * RATE)

    def shown_at(second):
        return clock(round(second * 1000))

    second = (at(start), at(start + 2), "Und das ist auch schon alles, was es zu sagen gibt.")
    turns = [turn("Ada", (0, at(stop), "Das ist er.")), turn(speaker, second, number=1)]
    whole = edition(turns=turns, sample_rate=RATE)
    assert times(transcript_webvtt(whole)) == [(shown_at(0), shown_at(shown)), (shown_at(start), shown_at(start + 2))]
    assert json.loads(transcript_json(whole))["segments"][0]["endTime"] == stop


def test_chapters_have_a_cue_each():
    marks = [
        EditionChapter(start=0, stop=44_123, title="Eins & zwei"),
        EditionChapter(start=44_123, stop=400_000_000, title="<Drei>"),
    ]
    read = list(webvtt.from_buffer(io.StringIO(chapters_webvtt(edition(marks)))))
    assert [(cue.start, cue.end) for cue in read] == [
        ("00:00:00.000", "00:00:01.001"),
        ("00:00:01.001", "02:31:10.295"),
    ]


@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="needs ffprobe")
@pytest.mark.parametrize(("make", "name"), [(transcript_webvtt, "a.vtt"), (transcript_subrip, "a.srt")])
def test_ffprobe_reads_the_same(make, name, tmp_path):
    whole = edition(turns=[turn("A", (4410, 400_000, HOSTILE)), turn("B", (500_000, 544_100, "Ja."), number=1)])
    (tmp_path / name).write_text(make(whole), "utf-8")
    asked = ["ffprobe", "-v", "error", "-show_entries", "packet=pts_time", "-of", "csv=p=0", str(tmp_path / name)]
    found = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split()
    assert float(found[0]) == pytest.approx(0.1)
    assert float(found[-1]) == pytest.approx(11.338)
