from __future__ import annotations

import pytest

from stimmwerk.casting.cast import Voice
from stimmwerk.engines.settings import check_numbers, check_settings, voice_unknown
from stimmwerk.errors import EngineError

GOOD = {"engine": "e", "name": "v", "language": "de"}


@pytest.mark.parametrize(
    "numbers",
    [{"rate": 80}, {"rate": 450}, {"pitch": 0}, {"pitch": 99}, {"range": 0}, {"range": 100}],
)
def test_bounds_are_allowed(numbers: dict[str, int]) -> None:
    check_numbers(Voice(**GOOD, **numbers))


@pytest.mark.parametrize(
    "numbers",
    [{"rate": 79}, {"rate": 451}, {"pitch": -1}, {"pitch": 100}, {"range": -1}, {"range": 101}, {"pitch": True}],
)
def test_what_lies_outside_is_an_error(numbers: dict[str, int]) -> None:
    with pytest.raises(EngineError) as caught:
        check_numbers(Voice(**GOOD, **numbers))
    assert next(iter(numbers)) in str(caught.value)


def test_an_unknown_setting_names_the_nearest() -> None:
    with pytest.raises(EngineError, match="did you mean volume"):
        check_settings(Voice(**GOOD, settings=(("volum", 5),)), {"volume": (0, 100), "gap": (0, 9)})


@pytest.mark.parametrize("value", [-1, 101, 5.0, "5", True])
def test_a_setting_is_a_whole_number_within_its_bounds(value: float | str) -> None:
    with pytest.raises(EngineError, match="0 to 100"):
        check_settings(Voice(**GOOD, settings=(("volume", value),)), {"volume": (0, 100)})


def test_an_unknown_voice_names_the_nearest() -> None:
    assert "did you mean mid?" in str(voice_unknown(Voice(**GOOD), "mid1", ["mid", "low"]))
