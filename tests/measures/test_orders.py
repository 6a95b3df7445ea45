"""How the month's orders came in (R070, R120)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from guidebook.measures import measure
from guidebook.model import FailedPayment, OrderWays
from guidebook.reading.schema import conform
from tests.advice.profiles import LICENSE, config_of, month_of, profile_of, snapshot_of

A = "甲牌（硬）"


def ways(orders: dict[date, Any]) -> OrderWays | None:
    return profile_of({"this": {A: 5}, "orders": orders}).order_ways


PAID = {"cartons": 5, "channel": "网上", "paid": True, "yuan": 500}
PHONED = {**PAID, "channel": "电话"}
FAILED = {**PAID, "cartons": 0, "paid": False, "yuan": 1500}


def test_without_order_lines_nothing_is_known() -> None:
    assert ways({}) is None
    assert ways({date(2026, 9, 30): PAID, date(2026, 11, 1): PAID}) is None


def test_orders_of_the_sheets_month() -> None:
    orders = {date(2026, 10, 1): PAID, date(2026, 10, 31): PHONED, date(2026, 9, 30): FAILED}
    assert ways(orders) == OrderWays(orders=2, by_phone=1, all_paid=True)


def test_failed_payments_by_day() -> None:
    orders = {
        date(2026, 10, 22): FAILED,
        date(2026, 10, 8): {**FAILED, "yuan": 820.5},
        date(2026, 10, 1): PAID,
    }
    assert ways(orders) == OrderWays(
        orders=3,
        by_phone=0,
        all_paid=False,
        failed=(FailedPayment(date(2026, 10, 8), 82_050), FailedPayment(date(2026, 10, 22), 150_000)),
    )


def test_what_is_not_told_is_not_taken_for_granted() -> None:
    assert ways({date(2026, 10, 1): 5}) == OrderWays(orders=1, by_phone=0, all_paid=False)
    nothing_told = {"cartons": 5, "paid": False}
    assert ways({date(2026, 10, 1): nothing_told}) == OrderWays(orders=1, by_phone=0, all_paid=False)


def test_all_lines_of_a_day_are_one_order() -> None:
    given = {"this": {A: 5}}
    lines = pd.DataFrame(
        {
            "ordered_on": [date(2026, 10, 8)] * 3,
            "license_no": [LICENSE] * 3,
            "channel": ["网上", "电话", "网上"],
            "amount": [30_000, 20_000, 10_000],
            "paid": [False, True, False],
        }
    )
    snapshot = replace(snapshot_of(given), orders=conform("orders", lines))
    (profile,) = measure(snapshot, month_of(given), date(2026, 11, 1), config_of(given), [LICENSE])
    assert profile.order_ways == OrderWays(
        orders=1, by_phone=1, all_paid=False, failed=(FailedPayment(date(2026, 10, 8), 40_000),)
    )
