import json

from hypothesis import given
from hypothesis import strategies as st

from stimmwerk import units
from stimmwerk.exports.chapters import chapters_json
from stimmwerk.timeline import ChapterMark

CHAPTERS = (
    ChapterMark(start=0, stop=44_123, title="Einleitung"),
    ChapterMark(
        start=44_123, stop=100_000, title="„Größe“ & <Maß>", subtitle="lang", url="https://example.org/a?b=1&c=ü"
    ),
    ChapterMark(start=100_000, stop=200_000, title="Bild", image="audio/bild.png"),
    ChapterMark(start=200_000, stop=300_000, title="Netz", image="https://example.org/netz.jpg"),
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
      "img": "https://example.org/bild.png"
    },
    {
      "startTime": 4.535,
      "endTime": 6.803,
      "title": "Netz",
      "img": "https://example.org/netz.jpg"
    }
  ]
}
"""


def test_golden():
    text = chapters_json(
        CHAPTERS, 44_100, title="Folge 1", image_urls={"audio/bild.png": "https://example.org/bild.png"}
    )
    assert text == GOLDEN


def test_without_title_and_without_an_address_for_an_image():
    document = json.loads(chapters_json(CHAPTERS, 44_100))
    assert "title" not in document
    assert [chapter.get("img") for chapter in document["chapters"]] == [
        None,
        None,
        None,
        "https://example.org/netz.jpg",
    ]


@given(st.integers(0, 10**10), st.integers(1, 10**9), st.sampled_from([22_050, 44_100, 48_000]))
def test_times_are_those_of_the_tag_to_the_millisecond(start, length, rate):
    marks = [ChapterMark(start=start, stop=start + length, title="x")]
    (chapter,) = json.loads(chapters_json(marks, rate))["chapters"]
    assert round(chapter["startTime"] * 1000) == units.milliseconds(start, rate)
    assert round(chapter["endTime"] * 1000) == units.milliseconds(start + length, rate)
    assert len(str(chapter["startTime"]).partition(".")[2]) <= 3
