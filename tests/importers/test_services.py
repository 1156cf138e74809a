"""Transcripts in JSON: whatever the shape, the same conversation comes out of it."""

import json

import pytest

from stimmwerk.errors import SourceError, Where
from stimmwerk.importers.base import ShowFacts
from stimmwerk.importers.services import read, recognise
from stimmwerk.importers.table import import_text
from stimmwerk.script.formatter import format_script
from stimmwerk.script.inline import parse_inline
from stimmwerk.script.markdown import parse_script

#: (speaker, sentence, begin, end in seconds): invented.
TALK = (
    (0, "Good morning, Ms. Hale.", 0.5, 2.0),
    (0, "Who keeps the bees on this roof?", 2.1, 4.0),
    (1, "My sister does, and I carry the boxes.", 4.5, 7.0),
    (0, "How heavy are they?", 7.2, 8.0),
    (1, "Heavier than they look.", 8.4, 10.0),
)
TURNS = (
    (0, "Good morning, Ms. Hale. Who keeps the bees on this roof?"),
    (1, "My sister does, and I carry the boxes."),
    (0, "How heavy are they?"),
    (1, "Heavier than they look."),
)


def words(marks=False):
    """(speaker, word, begin, end, is a mark) of the talk; marks: punctuation stands apart."""
    for speaker, sentence, begin, end in TALK:
        tokens = sentence.split()
        step = (end - begin) / len(tokens)
        for number, token in enumerate(tokens):
            start = begin + number * step
            bare = token.rstrip(",.?") if marks and token != "Ms." else token
            yield speaker, bare, start, start + step, False
            if bare != token:
                yield speaker, token[len(bare) :], start + step, start + step, True


def sentences(**keys):
    """The talk as objects: key -> function of (speaker, text, begin, end)."""
    return [{key: make(*piece) for key, make in keys.items()} for piece in TALK]


def ms(seconds):
    return round(seconds * 1000)


def text(_, said, *__):
    return said


def start(_, __, begin, ___):
    return begin


def end(_, __, ___, stop):
    return stop


FULL = " ".join(sentence for _, sentence, _, _ in TALK)

SHAPES = {
    "podcasting 2.0": (
        {"version": "1.0.0",
         "segments": sentences(speaker=lambda s, *_: ["Ida", "Hale"][s], startTime=start, body=text)},
        ("Ida", "Hale"),
    ),
    "podcasting 2.0, word by word": (
        {
            "version": "1.0.0",
            "segments": [
                {"speaker": ["Ida", "Hale"][s], "startTime": b, "endTime": e, "body": w} for s, w, b, e, _ in words()
            ],
        },
        ("Ida", "Hale"),
    ),
    "podcasting 2.0, the speaker only where it changes": (
        {"segments": [
            {"startTime": b, "endTime": e, "body": t} | ({"speaker": ["Ida", "Hale"][s]} if n != 1 else {})
            for n, (s, t, b, e) in enumerate(TALK)
        ]},
        ("Ida", "Hale"),
    ),
    "podlove": (
        {"transcripts": sentences(
            start=lambda _, __, b, ___: f"00:00:{b:06.3f}", start_ms=lambda _, __, b, ___: ms(b),
            end=lambda _, __, ___, e: f"00:00:{e:06.3f}", end_ms=lambda _, __, ___, e: ms(e),
            speaker=lambda s, *_: s + 1, voice=lambda s, *_: ["Ida", "Hale"][s], text=text,
        )},
        ("Ida", "Hale"),
    ),
    "whisper with speakers": (
        {"language": "en", "text": FULL, "segments": [
            {"id": n, "start": b, "end": e, "text": f" {t}", "speaker": f"SPEAKER_0{s}",
             "words": [{"word": w, "start": b, "end": e, "score": 0.9, "speaker": f"SPEAKER_0{s}"} for w in t.split()]}
            for n, (s, t, b, e) in enumerate(TALK)
        ],
            "word_segments": [{"word": w, "start": b, "speaker": f"SPEAKER_0{s}"} for s, w, b, _, _ in words()]},
        ("SPEAKER_00", "SPEAKER_01"),
    ),
    "whisper, and speakers in a list of their own": (
        {"segments": sentences(start=start, end=end, text=text),
         "diarization": [{"start": b, "end": e, "speaker": f"SPEAKER_0{s}"} for s, _, b, e in TALK]},
        ("SPEAKER_00", "SPEAKER_01"),
    ),
    "aws, speakers in a list of their own": (
        {"jobName": "bees", "results": {
            "transcripts": [{"transcript": FULL}],
            "speaker_labels": {"speakers": 2, "segments": [
                {"start_time": str(b), "end_time": str(e), "speaker_label": f"spk_{s}",
                 "items": [{"speaker_label": f"spk_{s}", "start_time": str(b), "end_time": str(e)}]}
                for s, _, b, e in TALK
            ]},
            "items": [
                {"alternatives": [{"confidence": "0.9", "content": w}], "type": "punctuation"} if m else
                {"start_time": str(b), "end_time": str(e), "type": "pronunciation",
                 "alternatives": [{"confidence": "0.9", "content": w}, {"confidence": "0.1", "content": "other"}]}
                for _, w, b, e, m in words(marks=True)
            ],
        }, "status": "COMPLETED"},
        ("spk_0", "spk_1"),
    ),
    "aws with segments": (
        {"results": {
            "transcripts": [{"transcript": FULL}],
            "items": [{"id": n, "speaker_label": f"spk_{s}", "type": "punctuation" if m else "pronunciation",
                       "alternatives": [{"content": w}]} for n, (s, w, _, _, m) in enumerate(words(marks=True))],
            "audio_segments": [{"id": n, "transcript": t, "start_time": str(b), "end_time": str(e),
                                "speaker_label": f"spk_{s}", "items": [1, 2]} for n, (s, t, b, e) in enumerate(TALK)],
        }},
        ("spk_0", "spk_1"),
    ),
    "google, the last result has the speakers": (
        {"results": [
            *({"alternatives": [{"transcript": t, "confidence": 0.9, "words": [
                {"startTime": f"{b}s", "endTime": f"{e}s", "word": w} for w in t.split()
            ]}], "languageCode": "en-us"} for _, t, b, e in TALK),
            {"alternatives": [{"words": [
                {"startTime": f"{b:.3f}s", "endTime": f"{e:.3f}s", "word": w, "speakerTag": s + 1}
                for s, w, b, e, _ in words()
            ]}]},
        ]},
        ("Speaker 1", "Speaker 2"),
    ),
    "deepgram": (
        {"metadata": {"request_id": "a"}, "results": {
            "channels": [{"alternatives": [{
                "transcript": FULL.casefold(), "confidence": 0.9,
                "words": [{"word": w.casefold().rstrip(".,?"), "start": b, "end": e, "speaker": s, "punctuated_word": w}
                          for s, w, b, e, _ in words()],
                "paragraphs": {"transcript": FULL, "paragraphs": [
                    {"sentences": [{"text": t, "start": b, "end": e}], "speaker": s, "start": b, "end": e}
                    for s, t, b, e in TALK]},
            }]}],
            "utterances": [{"start": b, "end": e, "transcript": t, "speaker": s, "id": f"u{b}", "words": []}
                           for s, t, b, e in TALK],
        }},
        ("Speaker 0", "Speaker 1"),
    ),
    "deepgram without utterances": (
        {"results": {"channels": [{"alternatives": [{"transcript": FULL, "words": [
            {"word": w, "start": b, "end": e, "speaker": s, "punctuated_word": w} for s, w, b, e, _ in words()
        ]}]}]}},
        ("Speaker 0", "Speaker 1"),
    ),
    "assemblyai": (
        {"id": "1", "language_code": "en_us", "text": FULL,
         "words": [{"text": w, "start": ms(b), "end": ms(e), "speaker": "AB"[s]} for s, w, b, e, _ in words()],
         "utterances": [{"speaker": "AB"[s], "text": t, "start": ms(b), "end": ms(e), "words": []}
                        for s, t, b, e in TALK],
         "sentiment_analysis_results": [{"text": t, "start": ms(b), "end": ms(e), "sentiment": "NEUTRAL",
                                         "speaker": "AB"[s]} for s, t, b, e in TALK],
         "auto_highlights_result": {"results": [{"text": "bees", "timestamps": [{"start": 1, "end": 2}]}]}},
        ("Speaker A", "Speaker B"),
    ),
    "rev.ai": (
        {"speakers": [{"id": 0, "name": "Ida"}, {"id": 1, "name": "Hale"}],
         "monologues": [{"speaker": s, "elements": [
             element for n, w in enumerate(t.split()) for element in (
                 *([{"type": "punct", "value": " "}] if n else []),
                 {"type": "text", "value": w.rstrip(",.?"), "ts": b, "end_ts": e, "confidence": 0.9},
                 *([{"type": "punct", "value": w[-1]}] if w[-1] in ",.?" else []))
         ]} for s, t, b, e in TALK]},
        ("Ida", "Hale"),
    ),
    "azure": (
        {"source": "x.wav", "combinedRecognizedPhrases": [{"channel": 0, "lexical": FULL.casefold(), "display": FULL}],
         "recognizedPhrases": [
             {"recognitionStatus": "Success", "channel": 0, "speaker": s + 1, "offset": f"PT{b}S",
              "duration": f"PT{e - b:.2f}S", "offsetInTicks": b * 1e7,
              "nBest": [{"confidence": 0.9, "lexical": t.casefold(), "itn": t.casefold(), "display": t},
                        {"confidence": 0.1, "lexical": "no", "display": "No."}]} for s, t, b, e in TALK]},
        ("Speaker 1", "Speaker 2"),
    ),
    "speechmatics": (
        {"format": "2.9", "metadata": {"type": "transcription"}, "results": [
            {"type": "punctuation" if m else "word", "start_time": b, "end_time": e,
             "alternatives": [{"content": w, "language": "en", "speaker": f"S{s + 1}"}],
             **({"attaches_to": "previous"} if m else {})} for s, w, b, e, m in words(marks=True)]},
        ("S1", "S2"),
    ),
    "elevenlabs": (
        {"language_code": "eng", "text": FULL, "words": [
            {"text": piece, "start": b, "end": e, "type": kind, "speaker_id": f"speaker_{s}"}
            for s, w, b, e, _ in words() for piece, kind in ((w, "word"), (" ", "spacing"))]},
        ("speaker_0", "speaker_1"),
    ),
    "watson": (
        {"results": [{"final": True, "alternatives": [
            {"transcript": f"{t} ", "confidence": 0.9, "timestamps": [[w, b, e] for w in t.split()]}]}
            for _, t, b, e in TALK],
         "speaker_labels": [{"from": b, "to": e, "speaker": s, "final": True} for s, _, b, e in TALK]},
        ("Speaker 0", "Speaker 1"),
    ),
    "otter": (
        {"speech": {"title": "Bees above the town", "speakers": [{"id": 71, "speaker_name": "Ida"},
                                                                {"id": 72, "speaker_name": "Hale"}],
                    "transcripts": [{"transcript": t, "speaker_id": 71 + s, "start_offset": ms(b) * 16,
                                     "end_offset": ms(e) * 16, "uuid": "x"} for s, t, b, e in TALK]}},
        ("Ida", "Hale"),
    ),
    "happy scribe": (
        [{"speaker": ["Ida", "Hale"][s], "words": [
            {"text": f"{w} ", "type": "text", "data_start": b, "data_end": e} for w in t.split()
        ]} for s, t, b, e in TALK],
        ("Ida", "Hale"),
    ),
    "speakers as objects": (
        {"transcript": [{"speaker": {"id": 9, "display_name": ["Ida", "Hale"][s]}, "text": t,
                         "timestamp": f"00:00:{int(b):02}"}
                        for s, t, b, _ in TALK]},
        ("Ida", "Hale"),
    ),
    "a message log": (
        {"messages": [{"role": ["interviewer", "guest"][s], "content": t} for s, t, _, _ in TALK]},
        ("interviewer", "guest"),
    ),
    "one key a turn": ([{["Ida", "Hale"][s]: t} for s, t, _, _ in TALK], ("Ida", "Hale")),
    "two channels": (
        {"results": {"channels": [
            {"alternatives": [{"transcript": "x", "words": [
                {"word": w, "start": b, "end": e} for s, w, b, e, _ in words() if s == channel]}]}
            for channel in (0, 1)]}},
        ("Channel 1", "Channel 2"),
    ),
}  # fmt: skip


def imported(document, file="talk.json", **more):
    return read(json.dumps(document, **more), file, ShowFacts())


def said(result):
    return [(turn.label, " ".join(parse_inline(turn.text, Where("f")).plain.split())) for turn in result.script.turns()]


def check_round_trip(result):
    assert parse_script(format_script(result.script), "f") == result.script


@pytest.mark.parametrize("indent", [None, 1], ids=["one line", "many lines"])
@pytest.mark.parametrize(("document", "labels"), SHAPES.values(), ids=SHAPES)
def test_every_shape_gives_the_conversation(document, labels, indent):
    result = imported(document, indent=indent)
    assert said(result) == [(labels[speaker], text) for speaker, text in TURNS]
    assert result.script.language.partition("-")[0] == "en"
    check_round_trip(result)
    assert recognise(json.dumps(document)) == 0.9
    lines = json.dumps(document, indent=indent).split("\n")
    for turn in result.script.turns():
        # Words in lists without keys have the line of what holds them.
        assert turn.text.split()[0].strip(".,?") in "".join(lines[turn.line - 1 : turn.line + 4])


def test_chapters_of_the_file_become_chapters():
    chapters = [
        {"gist": "Bees", "headline": "Who keeps them", "summary": "About keeping bees.", "start": 0, "end": 7100},
        {"gist": "Weight", "headline": "What they weigh", "summary": "About heavy boxes.", "start": 7100, "end": 10000},
    ]
    utterances = [{"speaker": "AB"[s], "text": t, "start": ms(b), "end": ms(e)} for s, t, b, e in TALK]
    result = imported({"utterances": utterances, "chapters": chapters}, indent=1)
    assert [(c.title, len(c.parts)) for c in result.script.chapters] == [("Who keeps them", 2), ("What they weigh", 2)]
    assert {left.text for left in result.left_out} == {"About keeping bees.", "About heavy boxes."}
    check_round_trip(result)


def test_chapters_in_seconds_beside_texts_on_a_clock():
    segments = [
        {"text": t, "voice": ["Ida", "Hale"][s], "start": f"00:00:{b:06.3f}", "end": f"00:00:{e:06.3f}"}
        for s, t, b, e in TALK
    ]
    result = imported({"transcripts": segments, "chapters": [{"startTime": 7.2, "title": "Weight"}]})
    assert [c.title for c in result.script.chapters] == [None, "Weight"]


def test_the_title_of_the_file_is_the_title():
    result = imported(
        {"title": "Bees", "segments": sentences(speaker=lambda s, *_: f"P{s}", startTime=start, body=text)}
    )
    assert result.script.title == "Bees"
    assert not [caution for caution in result.warnings if caution.code == "no-headline"]


def test_pieces_without_a_speaker_go_to_the_one_before_and_are_reported():
    segments = [
        {"text": t, "start": b, "end": e} | ({"speaker": f"P{s}"} if n != 2 else {})
        for n, (s, t, b, e) in enumerate(TALK)
    ]
    result = imported({"segments": segments}, indent=1)
    (caution,) = [caution for caution in result.warnings if caution.code == "speaker-missing"]
    assert caution.message.startswith("1 pieces")
    assert said(result)[0][1].endswith("the boxes. How heavy are they?")


def test_captions_in_json_are_read_as_captions():
    texts = ["IDA: Good &amp; early.", "Is it <i>heavy</i>?", "HALE: Very. [laughs]", "IDA: Why?", "HALE: Look here."]
    result = imported([{"text": t, "start": n, "duration": 1} for n, t in enumerate(texts)])
    assert said(result) == [
        ("IDA", "Good & early. Is it heavy?"), ("HALE", "Very."), ("IDA", "Why?"), ("HALE", "Look here.")
    ]  # fmt: skip


def test_one_long_text_is_read_as_a_text():
    talk = "\n".join(f"{['Ida', 'Hale'][s]}: {t}" for s, t, _, _ in TALK)
    result = imported({"language": "en", "title": "Bees", "text": talk})
    assert result.format == "json"
    assert [label for label, _ in said(result)] == ["Ida", "Hale", "Ida", "Hale"]
    plain = imported({"text": FULL})
    assert said(plain) == [(None, FULL)]


def test_one_object_a_line_is_read_as_a_list():
    lines = "\n".join(json.dumps({"speaker": f"P{s}", "text": t, "start": b}) for s, t, b, _ in TALK)
    result = read(lines, "f.jsonl", ShowFacts())
    assert len(result.script.turns()) == 4
    assert [turn.line for turn in result.script.turns()] == [1, 3, 4, 5]


NO_TRANSCRIPTS = {
    "a package": {"name": "bees", "version": "1.0.0", "scripts": {"test": "run"}, "contributors": [{"name": "Ida"}]},
    "a translation": {"messages": [{"id": "save", "text": "Save"}, {"id": "open", "text": "Open"}]},
    "places": {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"coordinates": [1, 2]}}]},
    "headers": {"entries": [{"name": "Host", "value": "a.example"}, {"name": "Accept", "value": "all"}]},
    "speakers without words": [{"speaker": "A", "start": 0, "end": 1}, {"speaker": "B", "start": 1, "end": 2}],
    "chapters alone": {"chapters": [{"startTime": 0, "title": "Bees"}, {"startTime": 9, "title": "B"}]},
    "commits": [{"author": "Ida", "message": "Mend the roof", "sha": "a1"}] * 3,
    "posts": [{"author": "Ida", "title": "Bees", "content": "All about the bees of our town."}] * 2,
    "nothing": {},
    "an empty list": [],
    "numbers": [[1, 2], [3, 4]],
}  # fmt: skip


@pytest.mark.parametrize("document", NO_TRANSCRIPTS.values(), ids=NO_TRANSCRIPTS)
def test_other_json_is_refused(document):
    with pytest.raises(SourceError) as caught:
        imported(document)
    assert caught.value.hint


@pytest.mark.parametrize(
    "text", ['{"segments": [{"text": "Good', '{"a": 1', "[" * 100_000, '{"a":' * 100_000, '{"a": 1}}']
)
def test_broken_json_is_an_error_with_its_line(text):
    with pytest.raises(SourceError) as caught:
        import_text(text, "f.json")
    assert caught.value.hint
    assert not text.startswith('{"s') or "not well formed" in caught.value.message


def test_numbers_beyond_all_measure_are_no_trouble():
    result = imported({"segments": [{"text": "Good morning to all.", "start": 10**400, "speaker": 10**30}]})
    assert len(result.script.turns()) == 1


COLUMNS = {
    "tabs": "start\tend\tspeaker\ttext\n" + "".join(f"{ms(b)}\t{ms(e)}\tP{s}\t{t}\n" for s, t, b, e in TALK),
    "commas": "Speaker Name,Start Time,Text\n" + "".join(f'P{s},00:00:{b:06.3f},"{t}"\n' for s, t, b, _ in TALK),
    "semicolons": "\n\nspeaker;text\n" + "".join(f"P{s};{t}\n" for s, t, _, _ in TALK),
}


@pytest.mark.parametrize("table", COLUMNS.values(), ids=COLUMNS)
def test_columns(table):
    result = import_text(table, "f.csv")
    assert result.format == "csv"
    assert said(result) == [(f"P{speaker}", text) for speaker, text in TURNS]
    for turn in result.script.turns():
        assert turn.text.split()[0] in table.split("\n")[turn.line - 1]


def test_columns_without_speakers_are_captions():
    result = import_text("start\tend\ttext\n0\t2000\tGood morning,\n2000\t4000\tall of you.\n", "f.tsv")
    assert said(result) == [(None, "Good morning, all of you.")]


def test_columns_that_nobody_speaks_in():
    with pytest.raises(SourceError):
        import_text("speaker,text\n,\n", "f.csv")
    assert import_text("Name, text and time: that is all.\n\nGood.", "f.txt").format == "article"
