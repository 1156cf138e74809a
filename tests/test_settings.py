"""TOML tables: every complaint names its line and the nearest right word."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.errors import ShowError
from stimmwerk.settings import Table

TEXT = """\
title = "x"

[mp3]
bitrate = 96 # kbit/s

[roles."a b"]
voice = "v"
settings = { volume = 3 }
"""


def table(text=TEXT):
    return Table.parse(text, file="show.toml", error=ShowError)


def complaint(call):
    with pytest.raises(ShowError) as caught:
        call()
    return caught.value


def test_values_are_taken_with_their_defaults():
    top = table()
    assert top.take("title", str) == "x"
    assert top.table("mp3").take("bitrate", int) == 96
    assert top.table("mp3").take("quality", int, 5) == 5


def test_a_key_that_was_asked_for_twice_is_named_once():
    mp3 = table().table("mp3")
    mp3.take("quality", int, 5)
    mp3.take("quality", int, 5)
    assert complaint(mp3.done).hint == "known: quality"


def test_an_unknown_key_is_an_error_at_its_line_with_the_nearest():
    mp3 = table().table("mp3")
    mp3.take("bitrates", int)
    error = complaint(mp3.done)
    assert str(error.where) == "show.toml:4"
    assert "bitrates" in error.hint


@pytest.mark.parametrize("value", ['"96"', "true", "9.6", "[1]", "{ a = 1 }"])
def test_another_kind_is_an_error_at_its_line(value):
    error = complaint(lambda: table(f"a = 1\nn = {value}").take("n", int))
    assert str(error.where) == "show.toml:2"
    assert "whole number" in error.message


@pytest.mark.parametrize("value", ["-1", "101", "nan", "inf"])
def test_numbers_outside_their_range_are_errors(value):
    complaint(lambda: table(f"n = {value}").take("n", float, low=0, high=100))


def test_whole_numbers_pass_for_numbers():
    assert table("n = 3").take("n", float) == 3.0


def test_a_missing_key_is_told_at_its_table():
    error = complaint(lambda: table().table("roles").table("a b").take("engine", str, required=True))
    assert str(error.where) == "show.toml:6"
    assert "add engine" in error.hint


def test_a_missing_key_is_looked_for_among_those_that_nobody_asked_for():
    error = complaint(lambda: table('[roles]\nvoise = "x"\n').table("roles").take("voice", str, required=True))
    assert (str(error.where), error.message) == ("show.toml:1", "roles.voice is missing")
    assert error.hint == "add voice = ... (a text in quotation marks); 'voise' in line 2 may be meant to be it"


def test_what_is_no_toml_names_the_line():
    error = complaint(lambda: table("a = 1\nb = = 2\n"))
    assert str(error.where) == "show.toml:2"


def test_a_text_alone_is_a_list_of_one():
    assert table('a = "x"').texts("a") == ("x",)
    complaint(lambda: table("a = [1]").texts("a"))
    complaint(lambda: table('a = [" "]').texts("a"))


@given(st.text(max_size=200))
def test_no_text_gives_anything_but_a_table_or_our_error(text):
    with contextlib.suppress(ShowError):
        table(text).done()
