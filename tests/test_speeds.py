"""What earlier builds tell of the time that the next takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.speeds import Estimate, Measured, Rate, Speeds, Work, table_from_json, table_to_json


def build(spoken=None, encoded=600.0, *, start=0.5, speech=6.0, encoding=3.0, rest=1.0, length=600.0):
    return Measured(
        work=Work(speech={"a": 600.0} if spoken is None else spoken, encoding=encoded, length=length),
        start=start,
        speech=speech,
        encoding=encoding,
        whole=start + speech + encoding + rest,
    )


def after(*builds):
    speeds = Speeds()
    for seen in builds:
        speeds = speeds.learned(seen)
    return speeds


def work(speech=None, encoding=0.0, length=600.0):
    return Work(speech=speech or {}, encoding=encoding, length=length)


def test_the_same_work_takes_the_same_time():
    found = after(build()).estimate(build().work)
    assert found == Estimate(speech=pytest.approx(6), encoding=pytest.approx(3), other=pytest.approx(1.5))
    assert found.whole == pytest.approx(10.5)


def test_each_part_grows_with_its_own():
    speeds = after(build())
    assert speeds.estimate(work({"a": 60}, 100, 1200)) == Estimate(
        speech=pytest.approx(0.6), encoding=pytest.approx(0.5), other=pytest.approx(2.5)
    )


@pytest.mark.parametrize(
    ("speeds", "asked", "words"),
    [
        (Speeds(), work(), ("a build",)),
        (after(build()), work({"b": 3, "a": 3}), ("the engine 'b'",)),
        (after(build({}, 0.0, speech=0.1, encoding=0.1)), work({"a": 3}, 9), ("the engine 'a'", "encoding")),
        (after(build()), work({"a": 3}, 9), ()),
    ],
)
def test_what_was_never_measured_is_said_and_not_guessed(speeds, asked, words):
    assert speeds.unmeasured(asked) == words
    assert (speeds.estimate(asked) is None) == bool(words)


def test_small_edits_tell_of_the_start_and_leave_the_speeds():
    """A sentence takes a tenth of a second to open the engine, whatever its length."""
    first = after(build())
    found = first
    for _ in range(100):
        found = found.learned(build({"a": 3.0}, 10.0, speech=0.13, encoding=0.25))
    assert found.speech["a"] == first.speech["a"]
    assert found.encoding == first.encoding
    assert found.start == pytest.approx(0.5 + 0.1 + 0.2)


def test_a_slow_engine_is_measured_by_its_sentences():
    found = after(build(), build({"a": 3.0}, 10.0, speech=6.0, encoding=0.1))
    assert found.speech["a"] == Rate(sound=603, work=12)


def test_the_first_measurement_counts_however_small():
    assert after(build({"a": 3.0}, 10.0, speech=0.5)).speech["a"] == Rate(sound=3, work=0.5)


def test_a_build_that_makes_nothing_tells_of_the_rest_only():
    found = after(build(), build({}, 0.0, speech=0.2, encoding=0.3, rest=0.5))
    assert (found.speech, found.encoding) == (after(build()).speech, after(build()).encoding)
    assert found.rest == Rate(sound=1200, work=2)


def test_engines_side_by_side_share_the_time_as_they_did_before():
    alone = after(build({"a": 600.0}, speech=6.0), build({"b": 600.0}, speech=60.0))
    found = alone.learned(build({"a": 600.0, "b": 600.0}, speech=132.0))
    assert found.speech["a"].time_for(600) == pytest.approx((6 + 12) / 2)
    assert found.speech["b"].time_for(600) == pytest.approx((60 + 120) / 2)


def test_engines_of_which_one_is_new_share_it_by_what_they_say():
    found = after(build({"a": 100.0, "b": 300.0}, speech=8.0))
    assert (found.speech["a"].work, found.speech["b"].work) == (2.0, 6.0)


def test_a_faster_machine_is_believed_soon():
    found = after(*[build(length=3600.0, spoken={"a": 3600.0}, speech=3600.0)] * 20)
    for _ in range(5):
        found = found.learned(build(length=3600.0, spoken={"a": 3600.0}, speech=36.0))
    assert found.speech["a"].time_for(3600.0) == pytest.approx(36 + 3564 / 32)


AMOUNTS = st.floats(0, 1e9)
BUILDS = st.builds(
    build,
    spoken=st.dictionaries(st.sampled_from("abc"), st.floats(0.1, 1e6), max_size=3),
    encoded=AMOUNTS,
    start=AMOUNTS,
    speech=AMOUNTS,
    encoding=AMOUNTS,
    rest=AMOUNTS,
    length=st.floats(0.1, 1e6),
)


@given(st.lists(BUILDS, min_size=1, max_size=6), BUILDS)
def test_whatever_was_seen_an_estimate_is_an_amount_of_time(builds, last):
    speeds = after(*builds, last)
    found = speeds.estimate(last.work)
    if found is not None:
        assert found.speech >= 0
        assert found.encoding >= 0
        assert found.other >= 0
    assert table_from_json(table_to_json({2: speeds})) == {2: speeds}


TEXT = table_to_json({1: after(build()), 8: after(build({"b": 5.0}))})


def test_what_is_written_is_what_is_read():
    assert table_to_json(table_from_json(TEXT)) == TEXT
    assert table_from_json(TEXT)[8].speech["b"].sound == 5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        TEXT[:-9],
        TEXT.replace('"schema": 1', '"schema": 0'),
        TEXT.replace('"start": 0.5', '"start": -1'),
        TEXT.replace('"start": 0.5', '"start": NaN'),
        TEXT.replace('"start": 0.5', '"start": Infinity'),
        TEXT.replace('"start": 0.5', '"start": null'),
        TEXT.replace('"encoding"', '"decoding"'),
        TEXT.replace('"8"', '"eight"'),
        "[" * 100_000,
    ],
)
def test_anything_else_tells_nothing(text):
    assert text != TEXT
    assert table_from_json(text) == {}
