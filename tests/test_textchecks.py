"""What texts of settings may be."""

import pytest

from stimmwerk import textchecks


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        ("not_blank", ["a", " a\n"], ["", " \t\n"]),
        ("one_line", ["a b", "é👩\u200d👧"], ["", " ", "a\nb", "a\tb", "a\x07", "a\uffff"]),
        ("sayable_on_a_line", ["", "a"], ["a\nb", "a\x00"]),
        ("sayable", ["", "a\n\tb"], ["a\rb", "a\x1b", "\ud800", "\ufdd0"]),
        (
            "web_address",
            ["", "https://a.b", "http://a.b/c?d#e", "https://a.b/ü"],
            ["a.b", "https://", "https://a b", "ftp://a.b"],
        ),
        ("language_tag", ["de", "en-GB", "zh-Hant", "gsw"], ["", "deutsch", "German", "de_DE", "d"]),
        ("web_folder", ["", "https://a.b", "https://a.b/c/"], ["https://a.b/?c", "https://a.b/#c", "a"]),
    ],
)
def test_checks(check, good, bad):
    for text in good:
        getattr(textchecks, check)(text)
    for text in bad:
        with pytest.raises(ValueError, match=r"."):
            getattr(textchecks, check)(text)
