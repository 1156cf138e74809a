"""From bytes to text: what is no text is told with its line."""

import pytest

from stimmwerk.errors import ScriptError
from stimmwerk.script.characters import check_characters, decode

GOOD = {
    "plain": (b"a\n\xc3\xa4", "a\nä"),
    "byte order mark": (b"\xef\xbb\xbfa", "a"),
    "Windows": (b"a\r\nb\r\n", "a\nb\n"),
    "old Macintosh": (b"a\rb", "a\nb"),
    "no-break space": (b"a\xc2\xa0b", "a\u00a0b"),
}

BAD = {
    "Latin-1": (b"a\nb\n\xe4", 3),
    "Latin-1 after a byte order mark": (b"\xef\xbb\xbfa\r\nb\r\n\xe4", 3),
    "old Macintosh": (b"a\rb\r\xe4", 3),
    "zero byte": (b"a\n\0", 2),
    "UTF-16": ("a".encode("utf-16"), 1),
    "a picture": (b"\x89PNG\r\n\x1a\n\0", 3),
    "half a character": (b"a\n\xc3", 2),
}


@pytest.mark.parametrize(("data", "text"), GOOD.values(), ids=GOOD)
def test_text(data, text):
    assert decode(data, "f.md") == text


@pytest.mark.parametrize(("data", "line"), BAD.values(), ids=BAD)
def test_no_text(data, line):
    with pytest.raises(ScriptError) as caught:
        decode(data, "f.md")
    assert (caught.value.where.file, caught.value.where.line) == ("f.md", line)
    assert "UTF-8" in caught.value.hint


@pytest.mark.parametrize("character", ["\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\ud800", "\ufdd0", "\uffff"])
def test_characters_that_no_script_may_hold(character):
    with pytest.raises(ScriptError, match=rf"f\.md:2: .*U\+{ord(character):04X}"):
        check_characters(f"a\n{character}", "f.md")
