"""What a shop will probably buy next month (R117; domain.md §2.6)."""

from __future__ import annotations

from typing import Any

import pytest

from guidebook.model import Month
from tests.advice.profiles import code_of, profile_of

A, B = "甲牌（硬）", "丙牌（细支）"
OCTOBER = Month(2026, 10)


def forecast(cartons: list[float], name: str = A, **given: Any) -> float | None:
    """Forecast, in cartons, after these months of purchases; the last one is the sheet's."""
    months = {
        OCTOBER.plus(place - len(cartons) + 1).text: {name: amount} for place, amount in enumerate(cartons)
    }
    this = months.pop(OCTOBER.text)
    line = profile_of({"months": months, "this": this, **given}).line(code_of(name))
    assert line is not None
    return None if line.forecast is None else line.forecast / 200


def test_an_even_trade_goes_on() -> None:
    assert forecast([10] * 12) == 10
    assert forecast([10] * 3) == 10


@pytest.mark.parametrize(("cartons", "known"), [([10], False), ([10] * 2, False), ([10] * 3, True)])
def test_three_months_of_history_are_needed(cartons: list[float], known: bool) -> None:
    assert (forecast(cartons) is not None) is known


@pytest.mark.parametrize(("bought", "known"), [(3, False), (4, True)])
def test_a_product_bought_in_three_of_twelve_months_cannot_be_forecast(bought: int, known: bool) -> None:
    cartons = [0.0] * (12 - bought) + [5.0] * bought
    others = {OCTOBER.plus(-11).text: {B: 1, A: 0}}
    months = {OCTOBER.plus(place - 11).text: {A: amount} for place, amount in enumerate(cartons)} | others
    this = months.pop(OCTOBER.text)
    line = profile_of({"months": months, "this": this}).line(code_of(A))
    assert line is not None
    assert (line.forecast is not None) is known


def test_one_large_month_counts_a_fifth_more_at_most() -> None:
    """A mean non-zero month is 12: the 100 count as 14.4.  The market went from 36 in a quarter to 12."""
    spiked = forecast([4.0, 100.0] + [4.0] * 10)
    trend = ((12 + 200) / (36 + 200)) ** 0.5
    assert spiked == pytest.approx((4 + (11 * 4 + 14.4) / 12 * trend) / 2, abs=0.003)


def test_returns_count_as_nothing() -> None:
    assert forecast([10, 10, -10, 10, 10, 10]) == forecast([10, 10, 0, 10, 10, 10])


def test_a_growing_market_lifts_and_is_bounded() -> None:
    """Whatever the market does, its trend stays within 1.6, and half of it, its root, holds."""
    calm = forecast([10] * 12)
    rising = forecast([10] * 12, neighbours={A: 3000})
    assert calm is not None and rising is not None
    assert calm < rising <= 10 * (1 + 1.6**0.5) / 2 + 0.0025  # half a 支


def test_a_forecast_is_never_negative() -> None:
    assert forecast([0, 5, 0, 5, 0, 5, 0, 5, 0, 5, 0, 0]) is not None
    assert (forecast([5, 5, 5, 5, 0, 0, 0, 0, 0, 0, 0, 0]) or 0) >= 0
