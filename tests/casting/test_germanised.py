import pytest

from stimmwerk.casting.germanised import germanised

LISTED = frozenset(
    ("swipe", "skip", "host", "ghost", "whitelist", "patch", "share", "reset", "stream", "like", "fake", "cache")
) | {"find", "rich", "model"}


def parts(word):
    found = germanised(word, LISTED.__contains__, {*LISTED, "capture"}.__contains__)
    return found and (found.before, found.stem, found.behind)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("swipen", ("", "swipe", "ən")),
        ("skippt", ("", "skip", "t")),
        ("hostete", ("", "host", "ətə")),
        ("geghostet", ("ɡə", "ghost", "ət")),
        ("whitelisten", ("", "whitelist", "ən")),
        ("gepatchte", ("ɡə", "patch", "tə")),
        ("einzupatchen", ("aɪntsuː", "patch", "ən")),
        ("durchgeswipt", ("dʊrçɡə", "swipe", "t")),
        ("geliked", ("ɡə", "like", "t")),
        ("gehosted", ("ɡə", "host", "ət")),
        ("gefaktes", ("ɡə", "fake", "təs")),
        ("resettet", ("", "reset", "ət")),
        ("cachen", ("", "cache", "ən")),
        ("Streamerin", ("", "streamer", "rɪn")),
        ("gecaptured", ("ɡə", "capture", "t")),
        ("capturen", None),
        ("Swipen", ("", "swipe", "ən")),
        ("Swipte", None),
        ("finden", None),
        ("Gericht", None),
        ("hosten", ("", "host", "ən")),
        ("spielen", None),
        ("groß", None),
    ],
)
def test_english_stems_have_german_endings(word, expected):
    assert parts(word) == expected
