import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.exports.page.markup import Html, join, tag, text


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (tag("p", "a < b & c"), "<p>a &lt; b &amp; c</p>"),
        (tag("p", tag("b", "x"), None, "<i>"), "<p><b>x</b>&lt;i&gt;</p>"),
        (tag("a", "x", href='"><script>'), '<a href="&quot;&gt;&lt;script&gt;">x</a>'),
        (tag("button", class_="a b", aria_label="it's", disabled=True, hidden=False, title=None),
         '<button class="a b" aria-label="it&#39;s" disabled></button>'),
        (tag("img", src="a.png", width=3), '<img src="a.png" width="3">'),
        (tag("path", d="M0 0"), '<path d="M0 0"></path>'),
        (tag("meta", name="x", content="y"), '<meta name="x" content="y">'),
        (text("a\x00b\x1bc\ud800"), "a\ufffdb\ufffdc\ufffd"),
        (join(["<", Html("<br>"), None]), "&lt;<br>"),
    ],
)  # fmt: skip
def test_markup(made, expected):
    assert made == expected
    assert isinstance(made, Html)


@given(st.text())
def test_a_text_comes_back_and_opens_nothing(plain):
    made = tag("p", plain, title=plain)
    assert made.count("<") == made.count(">") == 2
    readable = "".join("\ufffd" if sign in _unshowable else sign for sign in plain)
    assert html.unescape(text(plain)) == readable


_unshowable = {chr(code) for code in (*range(9), 11, 12, *range(14, 32), *range(127, 160), 0xFFFE, 0xFFFF)} | {
    chr(code) for code in range(0xD800, 0xE000)
}
