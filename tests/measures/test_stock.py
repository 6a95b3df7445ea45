"""What a count says, and which counts say anything (R008, R032; domain.md §2.6)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from guidebook.model import StockCount, StockValue
from tests.advice.profiles import Given, code_of, profile_of

A = "甲牌（硬）"
COUNTED = {"cartons": 20, "open": 16, "close": 5}


def count_of(given: Given) -> StockCount | None:
    line = profile_of(given).line(code_of(A))
    assert line is not None
    return line.stock


def test_a_count() -> None:
    stock = count_of({"this": {A: {**COUNTED, "counted": date(2026, 10, 30), "out": 2}}})
    assert stock == StockCount(
        opening=3200,
        closing=1000,
        counted_on=date(2026, 10, 30),
        sold=6200,
        sold_last=None,
        months_unsold=0,
        daily=Fraction(200),
        out_events=2,
    )
    assert stock.cover_days == 5


def test_a_count_without_a_day_is_of_the_months_end() -> None:
    stock = count_of({"this": {A: COUNTED}})
    assert stock is not None and stock.counted_on == date(2026, 10, 31)
    assert stock.out_events is None


@pytest.mark.parametrize(
    ("day", "usable"),
    [
        (date(2026, 10, 21), True),
        (date(2026, 10, 20), False),
        (date(2026, 11, 10), True),
        (date(2026, 11, 11), False),
    ],
)
def test_a_count_is_taken_near_the_months_end(day: date, usable: bool) -> None:
    assert (count_of({"this": {A: {**COUNTED, "counted": day}}}) is not None) is usable


@pytest.mark.parametrize("row", [{**COUNTED, "verified": False}, {**COUNTED, "close": 37}, {"cartons": 20}])
def test_a_count_that_says_nothing(row: dict[str, Any]) -> None:
    assert count_of({"this": {A: row}}) is None


def test_what_was_sold_the_month_before() -> None:
    given: dict[str, Any] = {"last": {A: {"cartons": 4, "open": 13, "close": 16}}, "this": {A: COUNTED}}
    stock = count_of(given)
    assert stock is not None and stock.sold_last == 200
    given["last"][A]["verified"] = False
    stock = count_of(given)
    assert stock is not None and stock.sold_last is None


def test_months_without_a_sale() -> None:
    lying = {"open": 9, "close": 9}
    given: dict[str, Any] = {"months": {"2026-08": {A: lying}}, "last": {A: lying}, "this": {A: lying}}
    stock = count_of(given)
    assert stock is not None
    assert (stock.months_unsold, stock.cover_days, stock.daily) == (3, None, 0)
    stock = count_of({**given, "last": {A: {"open": 10, "close": 9}}})
    assert stock is not None and stock.months_unsold == 1
    stock = count_of({**given, "last": {}})
    assert stock is not None and stock.months_unsold == 1


def test_cover_is_counted_in_whole_days() -> None:
    stock = count_of({"this": {A: {"cartons": 20, "open": 22.9, "close": 11.9}}})
    assert stock is not None and stock.cover_days == 11


def test_sold_as_bought() -> None:
    def sold(this: dict[str, Any], last: dict[str, Any] | None = None) -> bool:
        given = {"this": {A: this}} if last is None else {"this": {A: this}, "last": {A: last}}
        line = profile_of(given).line(code_of(A))
        assert line is not None
        return line.sold_as_bought

    even = {"cartons": 20, "open": 5, "close": 5}
    assert sold(even)
    assert sold(even, even)
    assert not sold(even, {"cartons": 20})
    assert not sold(even, {"cartons": 20, "open": 5, "close": 4})
    assert not sold({"cartons": 20, "open": 5, "close": 4})
    assert not sold({"cartons": 20})


B = "己牌（蓝）"
EARLIER = ("2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09")


def counted(close: float, cartons: float = 10, **more: Any) -> dict[str, Any]:
    """A verified count that leaves so many cartons."""
    return {"cartons": cartons, "open": close, "close": close, **more}


def value(months: dict[str, Any], this: dict[str, Any], **given: Any) -> StockValue | None:
    return profile_of({"months": months, "this": this, **given}).stock_value


def steady(*closing: float) -> dict[str, Any]:
    """Months up to September with A at these closing stocks."""
    return {
        month: {A: counted(close)} for month, close in zip(EARLIER[-len(closing) :], closing, strict=True)
    }


def test_what_lies_in_the_shop_and_usually_does() -> None:
    """A costs 100 yuan a carton, B 174."""
    this = {A: counted(30), B: counted(2.5)}
    assert value(steady(10, 12, 11, 50, 10, 14), this) == StockValue(now=343_500, usual=110_000)


def test_the_lower_of_two_in_the_middle() -> None:
    assert value(steady(10, 12, 14, 16), {A: counted(1)}) == StockValue(10_000, 120_000)


def test_three_earlier_months_must_be_known() -> None:
    assert value(steady(10, 12, 14), {A: counted(1)}) == StockValue(10_000, 120_000)
    assert value(steady(12, 14), {A: counted(1)}) is None
    seventh = {"2026-03": {A: counted(1)}, **steady(12, 14)}
    assert value(seventh, {A: counted(1)}) is None


def test_one_product_without_a_count_leaves_the_value_unknown() -> None:
    months = steady(10, 12, 14)
    assert value(months, {A: counted(1), B: 3}) is None
    assert value(months, {A: counted(1), B: counted(1, verified=False)}) is None
    assert value(months, {A: counted(1), B: counted(1, counted=date(2026, 10, 20))}) is None
    assert value({**months, "2026-08": {A: counted(1), B: 3}}, {A: counted(1), B: counted(0)}) is None
    assert value(months, {A: counted(1), B: -1}) is None


@pytest.mark.parametrize(("month", "known"), [("2026-03", True), ("2026-04", False), ("2026-07", False)])
def test_what_came_in_lately_may_still_lie_there(month: str, known: bool) -> None:
    """B came in, and nobody counted it since: nobody knows of that month and the next three."""
    months = {earlier: {A: counted(10)} for earlier in ("2026-03", *EARLIER)}
    months[month] = {A: counted(10), B: 3}
    assert (value(months, {A: counted(1)}) is not None) is known


def test_what_was_counted_as_gone_is_gone() -> None:
    months = steady(10, 12, 14)
    months["2026-09"] = {A: counted(14), B: counted(0)}
    assert value(months, {A: counted(1)}) == StockValue(10_000, 120_000)
    months["2026-09"] = {A: counted(14), B: counted(1)}
    assert value(months, {A: counted(1)}) is None


def test_each_month_at_its_own_prices() -> None:
    repriced = {A: {"from": date(2026, 10, 1), "wholesale": 120}}
    assert value(steady(10, 12, 14), {A: counted(1)}, repriced=repriced) == StockValue(12_000, 120_000)


def test_a_price_must_be_known_of_what_lies_there() -> None:
    months = {month: {A: counted(10), B: counted(0, yuan=1_740)} for month in EARLIER}
    unpriced = {"products": {B: {"wholesale": None}}}
    empty, full = counted(0, yuan=1_740), counted(1, yuan=1_740)
    assert value(months, {A: counted(1), B: empty}, **unpriced) == StockValue(10_000, 100_000)
    assert value(months, {A: counted(1), B: full}, **unpriced) is None


def test_cartons_of_other_sizes_and_half_fen() -> None:
    slim = {A: {"sticks": 100, "packs": 10, "wholesale": 62.5}}
    months = {month: {A: {"cartons": 10, "open": 1, "close": 1}} for month in EARLIER}
    given = {"products": slim, "this": {A: {"cartons": 10, "open": 0.5, "close": 0.5}}}
    assert value(months, **given) == StockValue(6_250, 12_500)


def test_a_shop_that_never_bought_has_nothing_to_tell() -> None:
    assert value({}, {}) is None
