"""What a count says, and which counts say anything (R008, R032; domain.md §2.6)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from guidebook.model import StockCount
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
