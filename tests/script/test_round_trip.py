"""What the formatter writes, the reader reads; what the reader reads, the formatter keeps."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from stimmwerk.errors import ScriptError, Where
from stimmwerk.script.escaping import escape
from stimmwerk.script.formatter import format_script, tidy
from stimmwerk.script.inline import parse_inline
from stimmwerk.script.markdown import parse_script

from .strategies import TRICKY, plain, scripts


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(scripts())
def test_what_is_written_is_read_back_and_tidy(script):
    text = format_script(script)
    assert parse_script(text, "f.md") == script
    assert tidy(text, "f.md") == text


@given(plain(words=False))
def test_escaped_text_is_read_as_itself(text):
    assert parse_inline(escape(text), Where("f.md")).plain == text


_pieces = st.sampled_from(
    [*TRICKY, "Anna", "wort", " ", "\n", "\n\n", "**Anna:** ", "**Ben:**", "(Anna: ", "[pause 1s]", "[sting]",
     "[lacht]",     "\n## T", "<!-- x -->", "<!--\n\n-->", "1) ", "2) ", "\n- ", "\n* ", "*", "."]
)  # fmt: skip


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.lists(_pieces, max_size=14).map("".join))
@example("**Anna:** 1. [pause 1s]")
def test_tidying_any_text_changes_nothing_but_its_form(body):
    """Random marks are an error with a place and a remedy, or they mean the same before and after tidying."""
    text = f"---\ntitle: T\nlanguage: de\n---\nEin Anfang.\n\n{body}"
    try:
        script = parse_script(text, "f.md")
    except ScriptError as caught:
        error = caught
    else:
        tidied = tidy(text, "f.md")
        assert parse_script(tidied, "f.md") == script
        assert tidy(tidied, "f.md") == tidied
        return
    assert error.where is not None
    assert error.where.line is not None
    assert error.hint
