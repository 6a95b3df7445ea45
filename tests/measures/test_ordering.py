"""How much to order each time (R116; domain.md §2.6)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidebook.measures.ordering import order_per_cycle
from guidebook.model import Month, Product, Retailer, StockCount, SupplyLine, SupplyStatus

NOVEMBER = Month(2026, 11)
WEEKLY = Retailer("371702100012", "某某便利店")
CARTON = 200


def order(
    forecast: int | None = None,
    stock: StockCount | None = None,
    supply: SupplyLine | None = None,
    retailer: Retailer = WEEKLY,
    sticks_per_carton: int = CARTON,
) -> int | None:
    return order_per_cycle(
        retailer,
        Product("1", "甲牌（硬）", sticks_per_carton=sticks_per_carton),
        NOVEMBER,
        forecast,
        stock,
        supply,
        min_cover_days=Fraction(117, 10),
        max_cover_days=30,
    )


def counted(closing: int, sold: int = 0) -> StockCount:
    return StockCount(
        0, closing * CARTON, date(2026, 10, 30), sold * CARTON, None, 0, Fraction(sold * CARTON, 31)
    )


def policy(status: str = "限", **limits: Any) -> SupplyLine:
    fields = {"limit_per_cycle": None, "limit_month": None, **limits}
    return SupplyLine(
        SupplyStatus(status), by_grade=False, valid_from=None, as_of=date(2026, 10, 28), **fields
    )


@pytest.mark.parametrize(("cartons", "expected"), [(30, 7), (0, 0), (1, 0), (5, 1), (30.5, 7), (33, 8)])
def test_without_a_count_a_cycles_share_of_the_forecast(cartons: float, expected: int) -> None:
    """The share is rounded, a half down: 7.5 cartons a week are 7."""
    assert order(int(cartons * CARTON)) == expected


def test_a_longer_cycle_takes_more() -> None:
    assert order(30 * CARTON, retailer=Retailer("1", "店", order_cycle_days=14)) == 14


def test_with_a_count_what_is_missing_to_a_cycle_and_the_least_stock() -> None:
    assert order(30 * CARTON, counted(5)) == 14  # 7 + 11.7 − 5 = 13.7
    assert order(30 * CARTON, counted(18)) == 1
    assert order(30 * CARTON, counted(19)) == 0
    assert order(30 * CARTON, counted(300)) == 0


def test_never_beyond_what_lasts_a_month() -> None:
    """A carton that would stand longer than thirty days isn't ordered, even if it is missing."""
    assert order(4 * CARTON, counted(0)) == 3  # 2.49 cartons are missing, 4 last a month
    assert order(CARTON, counted(0), sticks_per_carton=10 * CARTON) == 0


def test_what_was_sold_a_day_stands_in_for_a_forecast() -> None:
    assert order(None, counted(5, sold=31)) == 14
    assert order(None, counted(5, sold=0)) is None
    assert order() is None


def test_limits_hold() -> None:
    assert order(30 * CARTON, supply=policy(limit_per_cycle=3)) == 3
    assert order(30 * CARTON, supply=policy(limit_month=2)) == 2
    assert order(30 * CARTON, supply=policy(limit_per_cycle=3, limit_month=2)) == 2
    assert order(30 * CARTON, supply=policy(limit_per_cycle=0)) == 0
    assert order(30 * CARTON, supply=policy("足", limit_per_cycle=20)) == 7
    assert order(30 * CARTON, supply=policy()) == 7


def test_nothing_of_what_is_stopped() -> None:
    assert order(30 * CARTON, supply=policy("停")) is None


@given(st.integers(0, 100_000), st.integers(0, 500), st.integers(0, 40))
def test_an_order_is_whole_and_within_limit_and_cover(forecast: int, closing: int, limit: int) -> None:
    cartons = order(forecast, counted(closing), policy(limit_per_cycle=limit))
    assert cartons is not None and 0 <= cartons <= limit
    if cartons:
        assert (closing + cartons) * CARTON <= Fraction(forecast, 30) * 30
