import re

import pytest

from stimmwerk.exports.page.strings import STRINGS, file_label, shown_length, strings_of, ui_language
from stimmwerk.formats import FORMATS


def test_every_string_is_there_in_every_language_with_the_same_gaps():
    languages = {frozenset(texts) for texts in STRINGS.values()}
    assert languages == {frozenset({"de", "en"})}
    for key, texts in STRINGS.items():
        gaps = {frozenset(re.findall(r"\{(\w+)\}", text)) for text in texts.values()}
        assert len(gaps) == 1, key


@pytest.mark.parametrize(
    ("language", "ui"), [("de", "de"), ("de-AT", "de"), ("DE", "de"), ("en-GB", "en"), ("zh", "en"), ("den", "en")]
)
def test_other_languages_have_a_page_in_english(language, ui):
    assert ui_language(language) == ui


def test_every_format_has_a_name_for_listeners():
    assert [
        form.name
        for form in FORMATS
        if form.name not in ("page", "chapter_pictures") and not file_label(form.name, "de")
    ] == []


@pytest.mark.parametrize(
    ("seconds", "shown"), [(1, "1 min"), (847, "14 min"), (3569, "59 min"), (3571, "1 h 0 min"), (36_000, "10 h 0 min")]
)
def test_length(seconds, shown):
    assert shown_length(seconds, strings_of("en")) == shown
