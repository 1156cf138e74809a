import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk import units
from stimmwerk.exports.transcript import transcript_json

from .editions import edition, turn

TURNS = (
    turn("Sam Altman", (44_100, 88_200, "Guten  Tag,\nzusammen.")),
    turn('Frage "1"', (88_200, 90_007, "Ja – größer?"), number=1),
)

GOLDEN = """\
{
  "version": "1.0.0",
  "segments": [
    {
      "speaker": "Sam Altman",
      "startTime": 1.0,
      "endTime": 2.0,
      "body": "Guten Tag, zusammen."
    },
    {
      "speaker": "Frage \\"1\\"",
      "startTime": 2.0,
      "endTime": 2.041,
      "body": "Ja – größer?"
    }
  ]
}
"""


def test_golden():
    assert transcript_json(edition(turns=TURNS)) == GOLDEN


def passage(start, stop, text="x"):
    return start, stop, text


def spoken(passages, rate=44_100):
    return edition(turns=[turn("A", *passages)] if passages else (), sample_rate=rate)


@pytest.mark.parametrize(
    ("passages", "complaint"),
    [
        ([passage(0, 100, " \n")], "no text"),
        ([passage(100, 100)], "lasts"),
        ([passage(100, 105)], "lasts"),
        ([passage(200, 100)], "lasts"),
        ([passage(0, 1000), passage(999, 2000)], "begins before"),
        ([passage(5000, 6000), passage(0, 1000)], "begins before"),
    ],
    ids=["blank", "empty", "below a millisecond", "backwards", "overlap", "out of order"],
)
def test_what_is_no_transcript_is_refused(passages, complaint):
    with pytest.raises(ValueError, match=complaint):
        transcript_json(spoken(passages))


def test_no_passages_are_no_segments():
    assert json.loads(transcript_json(spoken(())))["segments"] == []


@given(
    st.lists(st.tuples(st.integers(0, 100_000), st.integers(96, 10**6)), min_size=1, max_size=20),
    st.sampled_from([22_050, 44_100, 48_000]),
)
def test_segments_rise_never_overlap_and_hold_every_passage(gaps, rate):
    passages, at = [], 0
    for gap, length in gaps:
        passages.append(passage(at + gap, at + gap + length))
        at += gap + length
    segments = json.loads(transcript_json(spoken(passages, rate)))["segments"]
    times = [segment[key] for segment in segments for key in ("startTime", "endTime")]
    assert times == sorted(times)
    assert [round(time * 1000) for time in times] == [
        units.milliseconds(time, rate) for start, stop, _ in passages for time in (start, stop)
    ]
    assert all(segment["startTime"] < segment["endTime"] for segment in segments)
