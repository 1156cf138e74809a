"""Which figures are met."""

import math

import pytest
from cases import COLD, EMPTY, FLOOR, HELP, MP3_ALONE, NO_OP, PLAIN, SENTENCE, SERVED, TITLE, Row
from figures import figures


def row(length, case, wall, **more):
    return Row(length=length, case=case, wall_s=[wall], cpu_s=[wall], **more)


def verdicts(*rows):
    return {figure.what: (figure.measured, figure.met) for figure in figures(rows)}


@pytest.mark.parametrize(("cold", "met"), [(3.0, True), (3.1, False)])
def test_a_cold_build_against_the_floor(cold, met):
    found = verdicts(row("14min", MP3_ALONE, cold), row("14min", FLOOR, 2.0))
    assert found == {"cold build of 14 min, the MP3 alone, s": (f"{cold:g}" if cold == 3 else "3.10", met)}


def test_the_plain_script_must_be_slower():
    assert verdicts(row("14min", MP3_ALONE, 5.0), row("14min", PLAIN, 9.0)) == {
        "cold build of 14 min, the MP3 alone, times as fast as the plain script": ("1.80", True)
    }


@pytest.mark.parametrize(("cold", "met"), [(13.0, True), (13.1, False)])
def test_all_exports_cost_little_beside_the_mp3(cold, met):
    found = verdicts(row("14min", COLD, cold), row("14min", MP3_ALONE, 10.0))
    assert [reached for _, reached in found.values()] == [met]


def test_one_sentence_is_measured_twice():
    found = verdicts(row("1h", MP3_ALONE, 20.0), row("1h", SENTENCE, 0.9))
    assert [met for _, met in found.values()] == [False, True]


def test_so_is_what_serve_makes_of_it():
    served = Row(length="1h", case=SERVED, wall_s=[0.9, 0.7, 0.8])
    found = verdicts(row("1h", MP3_ALONE, 20.0), served)
    assert [value for value, _ in found.values()] == ["4", "0.80"]
    assert [met for _, met in found.values()] == [True, True]
    assert math.isnan(served.cpu)


def test_the_hour_stands_for_the_start():
    rows = [row(length, case, 0.1) for length in ("14min", "1h") for case in (EMPTY, HELP, NO_OP)]
    assert len(verdicts(*rows)) == 2


def test_a_title_makes_nothing():
    found = verdicts(row("1h", TITLE, 1.0, spoken=0, encoded=2))
    assert [met for _, met in found.values()] == [True, False]


def test_ten_hours_go_by_the_second_of_sound():
    found = verdicts(
        row("1h", COLD, 10.0, seconds=3600, peak_mb=100.0), row("10h", COLD, 105.0, seconds=34_000, peak_mb=114.0)
    )
    assert [met for _, met in found.values()] == [True, False]


def test_nothing_measured_is_no_figure():
    assert verdicts(row("1h", COLD, 1.0)) == {}
