"""The reader of numbers, by hand-worked examples, and the steps of number fields."""

import math
from itertools import pairwise
from typing import Any

import pytest

from playground.components.page.number_field import answer
from playground.components.shared.numerals import numeral, quantity
from playground.settings.choices import Number, number_of
from playground.settings.numbers import Steps, number_in, text_of
from playground.settings.numerals import exactly, percent
from tests.playground.number_texts import MEANT, NONE, WHOLE


@pytest.mark.parametrize(("text", "value"), MEANT.items())
def test_a_number_is_read_as_people_write_it(text: str, value: float) -> None:
    assert number_in(text) == value
    assert math.copysign(1, number_in(text)) == math.copysign(1, value)
    assert number_of(text) == value  # as in a link


@pytest.mark.parametrize(("text", "value"), WHOLE.items())
def test_in_a_field_for_whole_numbers_a_comma_is_between_thousands(text: str, value: int) -> None:
    assert number_in(text, whole=True) == value


@pytest.mark.parametrize("text", NONE)
def test_what_means_no_number_gets_a_sentence(text: str) -> None:
    for whole in (False, True):
        with pytest.raises(ValueError, match=r"^[A-Z].*\.$"):
            number_in(text, whole)
    assert math.isnan(number_of(text))


@pytest.mark.parametrize(("text", "whole", "two"), [("1,250", False, "1.25 or 1250"), ("1.000", True, "1 or 1000")])
def test_what_may_mean_two_numbers_is_asked_for(text: str, whole: bool, two: str) -> None:
    with pytest.raises(ValueError, match=f"can mean {two}: write the one that you mean"):
        number_in(text, whole)


def test_nothing_is_divided_by_nothing_and_nothing_is_infinite() -> None:
    with pytest.raises(ValueError, match="divided by 0"):
        number_in("1/0")
    with pytest.raises(ValueError, match="too large"):
        number_in("1e999")


@pytest.mark.parametrize("value", [0.3, 0.333333, 1e-6, 0.1 + 0.2, 5, 1000.0, 123456789.0, 2**32 - 1])
def test_what_a_field_shows_is_read_as_the_same_number(value: float) -> None:
    assert number_in(text_of(value), whole=isinstance(value, int)) == value


RATE = Steps(1e-6, 1000, ladder=True)
STRENGTH = Steps(0, 10_000, ladder=True)
BATCH = Steps(1, 10_000, whole=True, ladder=True)
SEED = Steps(0, 2**32 - 1, whole=True)


@pytest.mark.parametrize(
    ("steps", "way", "path"),
    [
        (RATE, 1, [0.1, 0.3, 1, 3, 10]),
        (RATE, -1, [0.1, 0.03, 0.01, 0.003, 0.001]),
        (RATE, -1, [3e-6, 1e-6, 1e-6]),
        (RATE, 1, [0.15, 0.3]),
        (RATE, -1, [0.15, 0.1]),
        (RATE, 1, [300, 1000, 1000]),
        (STRENGTH, -1, [0.1, 0.03, 0.01, 0, 0]),
        (STRENGTH, 1, [0, 0.01, 0.03, 0.1]),
        (STRENGTH, -1, [0.004, 0]),
        (BATCH, 1, [1, 3, 10, 30, 100]),
        (BATCH, -1, [64, 30, 10, 3, 1, 1]),
        (BATCH, 1, [3000, 10_000, 10_000]),
        (SEED, 1, [0, 1, 2]),
        (SEED, -1, [1, 0, 0]),
    ],
)
def test_steps_go_along_the_ladder_and_stay_within_their_ends(steps: Steps, way: int, path: list[float]) -> None:
    for now, then in pairwise(path):
        assert steps.after(now, way) == then
        assert isinstance(steps.after(now, way), int) == steps.whole or not steps.whole


def test_a_link_understands_the_same_numbers() -> None:
    setting: Any = Number("learning-rate", 0.1, 1e-6, 1000, "η")
    assert setting.value("0,3") == 0.3
    with pytest.raises(ValueError, match="η must be a number from"):
        setting.value("1_0")


@pytest.mark.parametrize(
    ("now", "message", "then"),
    [
        (0.1, {"text": "0,3"}, 0.3),
        (0.1, {"text": "fast"}, "fast"),
        (0.1, {"text": "1" * 99}, "1" * 60 + "…"),
        (0.1, {"text": "\ud800"}, "?"),
        (0.1, {"step": 1}, 0.3),
        (-1.0, {"step": 1}, 0.01),
        ("fast", {"step": 1}, "fast"),
        (0.1, {"step": 7}, 0.1),
        (0.1, {"text": 3}, 0.1),
        (0.1, {}, 0.1),
    ],
)
def test_a_field_answers_what_a_browser_says_and_nothing_else(now: Any, message: dict[str, Any], then: Any) -> None:
    assert answer(now, message, RATE) == then


def test_a_whole_number_stays_whole() -> None:
    assert [type(answer(1, {"text": text}, SEED)) for text in ("7", "1e3", "0,5", "x")] == [int, int, float, str]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0.5, "0.5"),
        (3.0, "3"),
        (12_000.0, "12,000"),
        (1e-5, "1e−5"),
        (2.5e-6, "2.5e−6"),
        (-0.25, "−0.25"),
        (0.0315, "0.0315"),
    ],
)
def test_values_of_settings_are_told_with_no_zeros_at_the_end(value: float, told: str) -> None:
    assert exactly(value) == told


def test_figures_have_no_zeros_at_the_end_either() -> None:
    assert [numeral(v) for v in (0.5, 1e-5, 1.87e-5, -2e6, 0.1 + 0.2)] == ["0.5", "1e−5", "1.9e−5", "−2e6", "0.3"]
    assert [text_of(v) for v in (1e-5, 2.5e-7, 0.5, 3.0)] == ["1e-5", "2.5e-7", "0.5", "3"]
    assert percent(0.9225) == "92.3 %"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (146_234.5, "146,000"),
        (-1_250_000, "−1,250,000"),
        (64_900, "64,900"),
        (0.3264, "0.326"),
        (1e20, "1e20"),
        (math.inf, "∞"),
        (math.nan, "not a number"),
    ],
)
def test_a_quantity_of_a_table_has_no_power_of_ten_that_nobody_would_write(value: float, told: str) -> None:
    assert quantity(value) == told
