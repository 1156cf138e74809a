"""WebVTT and SubRip: who speaks, what is joined, and what is no speech."""

import pytest

from stimmwerk.errors import SourceError, Where
from stimmwerk.importers.base import ShowFacts
from stimmwerk.importers.cues import parse_cues, seconds, timing_of
from stimmwerk.importers.table import choose, import_text
from stimmwerk.script.inline import parse_inline


def vtt(*cues, head=""):
    """A WebVTT text of cues of two seconds, one second apart."""
    blocks = [
        f"00:{3 * n // 60:02}:{3 * n % 60:02}.000 --> 00:{3 * n // 60:02}:{3 * n % 60 + 2:02}.000\n{text}"
        for n, text in enumerate(cues)
    ]
    return "\n\n".join([f"WEBVTT{head}", *blocks]) + "\n"


def said(imported):
    return [(turn.label, parse_inline(turn.text, Where("f")).plain) for turn in imported.script.turns()]


def codes(imported):
    return [caution.code for caution in imported.warnings if caution.code not in ("no-headline", "language-unsure")]


VOICES = {
    "neighbours are one turn": (
        ["<v Ida>Good", "<v Ida>morning.", "<v Hale>You too."],
        [("Ida", "Good morning."), ("Hale", "You too.")],
    ),
    "two in one cue": (["<v Ida>Good.</v> <v Hale>Bad.</v>"], [("Ida", "Good."), ("Hale", "Bad.")]),
    "two in one cue, unclosed": (["<v Ida>Good.\n<v Hale>Bad."], [("Ida", "Good."), ("Hale", "Bad.")]),
    "a voice goes on over lines": (["<v Ida>Good\nmorning."], [("Ida", "Good morning.")]),
    "a voice goes on over cues": (["<v Ida>Good", "morning.", "<v Hale>Yes."],
                                   [("Ida", "Good morning."), ("Hale", "Yes.")]),
    "classes": (["<v.loud.first Ida Berg>Good."], [("Ida Berg", "Good.")]),
    "entities": (["<v R&amp;D>Salt &lt; pepper.&nbsp;Yes."], [("R&D", "Salt < pepper.\u00a0Yes.")]),
    "a tag without its end": (["<v Ida>Good.", "<v Hale>Bad.", "<v Ida Fine."],
                              [("Ida", "Good."), ("Hale", "Bad."), ("Ida", "Fine.")]),
    "a tag without its end that names nobody": (["<v Ida>Good.", "<v Bad and ugly."], [("Ida", "Good. Bad and ugly.")]),
    "a colon is text where voices are": (["<v Ida>Note: good."] * 3, [("Ida", "Note: good. Note: good. Note: good.")]),
    "a direction of nobody": (["<v Ida>Good.", "[music]", "<v Ida>Bad."], [("Ida", "Good. Bad.")]),
    "styling": (["<v Ida><b>Go</b>od <c.x>mor</c>ning.<00:01.000>"], [("Ida", "Good morning.")]),
    "less and greater": (["<v Ida>1 < 2 and 3 > 2."], [("Ida", "1 < 2 and 3 > 2.")]),
}  # fmt: skip


@pytest.mark.parametrize(("cues", "turns"), VOICES.values(), ids=VOICES)
def test_voices(cues, turns):
    assert said(import_text(vtt(*cues), "f.vtt")) == turns


PREFIXES = {
    "names recur": (["IDA: Good.", "HALE: Bad.", "IDA: Fine."], [("IDA", "Good."), ("HALE", "Bad."), ("IDA", "Fine.")]),
    "names stand where they change": (["Ida: Good", "morning.", "Hale: Bad.", "Ida: Fine."],
                                      [("Ida", "Good morning."), ("Hale", "Bad."), ("Ida", "Fine.")]),
    "two in one cue": (["IDA: Good.\nHALE: Bad.", "IDA: Fine."],
                       [("IDA", "Good."), ("HALE", "Bad."), ("IDA", "Fine.")]),
    "two who speak once": (["Ida: Good.", "Hale: Bad."], [("Ida", "Good."), ("Hale", "Bad.")]),
    "brackets": (["[Ida]: Good.", "[Hale]: Bad.", "[Ida]: Fine."],
                 [("Ida", "Good."), ("Hale", "Bad."), ("Ida", "Fine.")]),
    "a wide colon": (["王：好。", "李：不好。", "王：好吧。"], [("王", "好。"), ("李", "不好。"), ("王", "好吧。")]),
    "one voice at every cue": (["Speaker 1: Good.", "Speaker 1: Bad.", "Speaker 1: Fine."],
                               [("Speaker 1", "Good. Bad. Fine.")]),
    "a colon in a sentence": (["The rest is clear:", "we go home. One", "thing: nobody knows."],
                              [(None, "The rest is clear: we go home. One thing: nobody knows.")]),
    "announcements": (["Note: it rains.", "Note: it pours."], [(None, "Note: it rains. Note: it pours.")]),
    "times": (["At 17:30 we go.", "At 18:30 we stay."], [(None, "At 17:30 we go. At 18:30 we stay.")]),
    "a dash before a name": (["- IDA: Good.\n- HALE: Bad.", "IDA: Fine."],
                             [("IDA", "Good."), ("HALE", "Bad."), ("IDA", "Fine.")]),
    "chevrons": ([">> IDA: Good.", ">> HALE: Bad. >> IDA: Fine."],
                 [("IDA", "Good."), ("HALE", "Bad."), ("IDA", "Fine.")]),
    "names in brackets": (["(Ida Berg)\nGood morning", "(Ida Berg)\nto you.\n-\n(Hale)\nAnd to", "(Hale)\nyou."],
                          [("Ida Berg", "Good morning to you."), ("Hale", "And to you.")]),
    "names in brackets before the text": (["[Ida] Good.", "[Hale] Bad.", "[Ida] Fine.", "[Hale] [laughs] No."],
                                          [("Ida", "Good."), ("Hale", "Bad."), ("Ida", "Fine."), ("Hale", "No.")]),
    "directions in brackets are none": (["[Music]", "[Applause]", "Good.", "[Music]", "[Applause]", "Bad."],
                                        [(None, "Good. Bad.")]),
    "numbered speakers": (["Speaker 1\nGood.", "Speaker 2\nBad.", "Speaker 1\nFine."],
                          [("Speaker 1", "Good."), ("Speaker 2", "Bad."), ("Speaker 1", "Fine.")]),
    "names on lines of their own": (["IDA:\nGood morning", "to you.", "HALE:\nBad.", "IDA:\nWhy?"],
                                    [("IDA", "Good morning to you."), ("HALE", "Bad."), ("IDA", "Why?")]),
    "a name inside a sentence is none": (["Ida: Good.", "Hale: I saw", "Rome: once.", "Ida: Fine."],
                                         [("Ida", "Good."), ("Hale", "I saw Rome: once."), ("Ida", "Fine.")]),
}  # fmt: skip


@pytest.mark.parametrize(("cues", "turns"), PREFIXES.values(), ids=PREFIXES)
def test_names_before_colons(cues, turns):
    assert said(import_text(vtt(*cues), "f.vtt")) == turns


def test_somebody_without_a_name_is_called_unknown_and_reported():
    imported = import_text(vtt(">> IDA: Good?", ">> Bad.", ">> IDA: Why?", ">> Well."), "f.vtt")
    assert said(imported) == [("IDA", "Good?"), ("Unknown", "Bad."), ("IDA", "Why?"), ("Unknown", "Well.")]
    assert codes(imported) == ["speaker-unknown"]
    assert "Unknown" in imported.given


def test_marks_without_any_name_make_paragraphs_and_no_speaker():
    imported = import_text(vtt(">> Good?", ">> Bad.", "- Why?\n- Well."), "f.vtt")
    assert said(imported) == [(None, "Good?\n\nBad.\n\nWhy?\n\nWell.")]
    assert codes(imported) == ["no-speakers"]


def test_the_user_has_the_last_word():
    text = vtt("Rome: once.", "Ida: Good.", "Ida: Bad.", "Ida: Fine.")
    assert said(import_text(text, "f.vtt")) == [("Rome", "once."), ("Ida", "Good. Bad. Fine.")]
    none = import_text(text, "f.vtt", speakers=[("Rome", "")])
    assert said(none)[0] == (None, "Rome: once.")
    rare = vtt("Good to see you.", "the small one: yes.", "And so on.", "Fine.")
    assert said(import_text(rare, "f.vtt", speakers=[("the small one", "Ida")]))[1][0] == "the small one"


def test_a_name_of_the_cast_is_known():
    text = vtt("Altmann: only I.", "And so on.", "And on.", "And on.")
    assert said(import_text(text, "f.vtt"))[0][0] is None
    assert said(import_text(text, "f.vtt", known_labels=["altmann"]))[0][0] == "Altmann"


def test_a_long_silence_ends_a_paragraph_but_not_a_sentence():
    text = "WEBVTT\n\n0:01.0 --> 0:02.0\nGood.\n\n0:09.0 --> 0:10.0\nBad and\n\n0:19.0 --> 0:20.0\nugly.\n"
    assert said(import_text(text, "f.vtt")) == [(None, "Good.\n\nBad and ugly.")]


def test_a_long_speech_is_parted_at_ends_of_sentences():
    cues = [f"<v Ida>This is sentence number {n}, and it goes on\nuntil here." for n in range(100)]
    text = "WEBVTT\n\n" + "\n\n".join(f"{n}.0 --> {n}.9\n{cue}" for n, cue in enumerate(cues))
    ((_, speech),) = said(import_text(text, "f.vtt"))
    paragraphs = speech.split("\n\n")
    assert 5 < len(paragraphs) < 20
    assert all(paragraph.endswith("until here.") for paragraph in paragraphs)


NO_SPEECH = {
    "chapters by their length": vtt().strip() + "\n\n0:00.0 --> 5:00.0\nThe start\n\n5:00.0 --> 9:00.0\nThe end\n",
    "chapters by their kind": vtt("The start", "The end", head="\nKind: chapters"),
    "pictures": vtt("a.jpg#xywh=0,0,16,9", "a.jpg#xywh=16,0,16,9"),
    "data": vtt('{"lat": 1, "lon": 2}', '{"lat": 3, "lon": 4}'),
    "no cue": "WEBVTT\n\nNOTE nothing here\n",
    "no text": vtt("", "  "),
    "directions alone": vtt("[music]", "(applause)"),
}


@pytest.mark.parametrize("text", NO_SPEECH.values(), ids=NO_SPEECH)
def test_files_in_which_nobody_speaks_are_refused(text):
    with pytest.raises(SourceError) as caught:
        import_text(text, "f.vtt")
    assert caught.value.hint


def test_captions_that_do_not_roll_keep_their_repetitions():
    turns = said(import_text(vtt("Yes.", "Yes.", "No.", "No.", "Maybe.", "Why not.", "Well.", "So."), "f.vtt"))
    assert turns == [(None, "Yes. Yes. No. No. Maybe. Why not. Well. So.")]
    assert said(import_text(vtt(*["Row on."] * 9), "f.vtt")) == [(None, " ".join(["Row on."] * 9))]


def test_a_name_that_stands_once_is_reported():
    imported = import_text(vtt("Ida: Good.", "Ida: Bad.", "Hale: Fine."), "f.vtt")
    assert codes(imported) == ["label-once"]
    assert '--speaker "Hale="' in next(caution.message for caution in imported.warnings if caution.code == "label-once")


@pytest.mark.parametrize(
    ("line", "times"),
    [
        ("00:00:01.500 --> 00:00:02.000", (1.5, 2.0, "")),
        ("00:01,500-->00:02,000 align:start", (1.5, 2.0, "align:start")),
        ("1.5 --> 2", (1.5, 2.0, "")),
        ("1:00:01.500 -> 1:00:02", (3601.5, 3602.0, "")),
        ("00:00:01, 500 --&gt; 00:00:02, 000", (1.5, 2.0, "")),
        ("00:00:01:500 –> 00:00:02:000", (1.5, 2.0, "")),
        ("0:00:01.500,0:00:02.000", (1.5, 2.0, "")),
        ("120:00.000 → 121:00.000", (7200.0, 7260.0, "")),
        ("1 --> 2", None),
        ("we go --> there", None),
        ("At 00:01 --> we go", None),
        ("", None),
    ],
)
def test_lines_of_times(line, times):
    assert timing_of(line) == times


def test_seconds():
    assert [seconds(time) for time in ("1:02:03.5", "02:03,500", "123.5", "1:2:3:500")] == [
        3723.5,
        123.5,
        123.5,
        3723.5,
    ]


def test_text_behind_the_times_is_text_and_settings_are_none():
    cues = parse_cues("0:01.0 --> 0:02.0 Well, Ida: yes.\n\n0:03.0 --> 0:04.0 line:0 position:50%,center\nNo.\n").cues
    assert [[line.text for line in cue.lines] for cue in cues] == [["Well, Ida: yes."], ["No."]]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (vtt("Good."), "webvtt"),
        ("\n\n" + vtt("Good."), "webvtt"),
        ("1\n00:00:01,000 --> 00:00:02,000\nGood.\n", "subrip"),
        ("Ida: The arrow --> points there.\n\nHale: 5 --> 6.\n", "article"),
    ],
)
def test_the_content_decides(text, name):
    assert choose(text).name == name


def test_facts_of_the_head():
    imported = import_text(vtt("<v Ida>Sí.", head=" ignored\nLanguage: es-MX\nTitle: El molino"), "f.vtt")
    assert (imported.script.language, imported.script.title) == ("es-MX", "El molino")
    assert [left.text for left in imported.left_out] == ["ignored"]


def test_notes_of_programs_are_no_words():
    text = "WEBVTT\n\nNOTE language:fr-fr\n\nNOTE Confidence: 0.91\n\n0:01.0 --> 0:02.0\n<v Ida>Oui.\n"
    imported = import_text(text, "f.vtt")
    assert (imported.script.language, imported.left_out) == ("fr-fr", ())


def test_facts_are_passed_on_from_the_show():
    importer = choose(vtt("Good."))
    facts = ShowFacts(cues=("gong",))
    assert importer.read(vtt("<v Ida>Good. [gong] Bad."), "f.vtt", facts).script.labels() == ("Ida",)
