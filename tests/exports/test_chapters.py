import json

from hypothesis import given
from hypothesis import strategies as st

from stimmwerk import units
from stimmwerk.exports.chapters import chapters_json
from stimmwerk.exports.edition import EditionChapter, Picture

from .editions import SHOW, edition

CHAPTERS = (
    EditionChapter(start=0, stop=44_123, title="Einleitung"),
    EditionChapter(
        start=44_123, stop=100_000, title="„Größe“ & <Maß>", subtitle="lang", url="https://example.org/a?b=1&c=ü"
    ),
    EditionChapter(start=100_000, stop=200_000, title="Bild", image=Picture(data=b"", file="bild.png")),
    EditionChapter(start=200_000, stop=300_000, title="Netz"),
)

GOLDEN = """\
{
  "version": "1.2.0",
  "title": "Folge 1",
  "chapters": [
    {
      "startTime": 0.0,
      "endTime": 1.001,
      "title": "Einleitung"
    },
    {
      "startTime": 1.001,
      "endTime": 2.268,
      "title": "„Größe“ & <Maß>",
      "url": "https://example.org/a?b=1&c=ü"
    },
    {
      "startTime": 2.268,
      "endTime": 4.535,
      "title": "Bild",
      "img": "https://example.org/show/first/bild.png"
    },
    {
      "startTime": 4.535,
      "endTime": 6.803,
      "title": "Netz"
    }
  ]
}
"""


def test_golden():
    assert chapters_json(edition(CHAPTERS)) == GOLDEN


def test_without_an_address_no_picture_is_named():
    plain = edition(CHAPTERS, show=SHOW.replace('url = "https://example.org/show"', ""))
    assert all("img" not in chapter for chapter in json.loads(chapters_json(plain))["chapters"])


@given(st.integers(0, 10**10), st.integers(1, 10**9), st.sampled_from([22_050, 44_100, 48_000]))
def test_times_are_those_of_the_tag_to_the_millisecond(start, length, rate):
    marks = [EditionChapter(start=start, stop=start + length, title="x")]
    (chapter,) = json.loads(chapters_json(edition(marks, sample_rate=rate)))["chapters"]
    assert round(chapter["startTime"] * 1000) == units.milliseconds(start, rate)
    assert round(chapter["endTime"] * 1000) == units.milliseconds(start + length, rate)
    assert len(str(chapter["startTime"]).partition(".")[2]) <= 3
