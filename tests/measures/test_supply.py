"""Which supply row holds for which shop (R010, R074, R110; domain.md §5.4)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from guidebook.measures.supply import SupplyPolicy
from guidebook.model import Month, SupplyLine, SupplyStatus
from tests.advice.profiles import Given, code_of, profile_of, snapshot_of

A = "甲牌（硬）"


def supply_of(row: Any, **shop: Any) -> SupplyLine | None:
    given: Given = {"this": {A: 1}, "supply": {A: row}, "shop": shop}
    line = profile_of(given).line(code_of(A))
    assert line is not None
    return line.supply


def test_a_row() -> None:
    row = {
        "status": "限",
        "cycle": 2,
        "month": 8,
        "grade": [10, 20],
        "from": date(2026, 11, 5),
        "as_of": date(2026, 10, 27),
    }
    assert supply_of(row, grade=12) == SupplyLine(
        SupplyStatus.LIMITED,
        limit_per_cycle=2,
        limit_month=8,
        by_grade=True,
        valid_from=date(2026, 11, 5),
        as_of=date(2026, 10, 27),
    )


@pytest.mark.parametrize(
    ("row", "shop", "holds"),
    [
        ({}, {}, True),
        ({"market": "城网"}, {"market": "城网"}, True),
        ({"market": "城网"}, {"market": "农网"}, False),
        ({"market": "城网"}, {}, False),
        ({"county": "东县"}, {"county": "东县"}, True),
        ({"county": "东县"}, {"county": "西县"}, False),
        ({"format": "便利店"}, {"format": "便利店"}, True),
        ({"format": "便利店"}, {"format": "食杂店"}, False),
        ({"grade": [10, 12]}, {"grade": 10}, True),
        ({"grade": [10, 12]}, {"grade": 12}, True),
        ({"grade": [10, 12]}, {"grade": 9}, False),
        ({"grade": [10, 12]}, {"grade": 13}, False),
        ({"grade": [10, 12]}, {}, False),
        ({"grade": [10, None]}, {"grade": 30}, True),
        ({"grade": [None, 12]}, {"grade": 1}, True),
        ({"market": "城网", "grade": [10, 12]}, {"market": "城网", "grade": 9}, False),
    ],
    ids=str,
)
def test_rows_hold_for_whom_they_name(row: dict[str, Any], shop: dict[str, Any], holds: bool) -> None:
    assert (supply_of({"status": "紧", **row}, **shop) is not None) is holds


def test_a_row_without_grades_is_not_by_grade() -> None:
    line = supply_of("紧", grade=12)
    assert line is not None and not line.by_grade


@pytest.mark.parametrize(
    ("cycle", "month", "most"),
    [(None, None, None), (2, None, 2), (None, 3, 3), (2, 8, 2), (4, 3, 3), (0, 5, 0)],
)
def test_the_most_that_one_order_may_hold(cycle: int | None, month: int | None, most: int | None) -> None:
    line = supply_of({"status": "限", "cycle": cycle, "month": month})
    assert line is not None and line.most == most


def test_months_are_kept_apart() -> None:
    given: Given = {"this": {A: 1}, "supply": {A: "紧"}, "supply_this": {A: "足"}}
    profile = profile_of(given)
    line = profile.line(code_of(A))
    assert line is not None and line.supply is not None and line.supply_this is not None
    assert (line.supply.status, line.supply_this.status) == (SupplyStatus.TIGHT, SupplyStatus.FULL)
    assert profile.supply_known
    assert profile.supply_as_of == date(2026, 10, 28)


def test_a_month_without_rows_is_unknown() -> None:
    profile = profile_of({"this": {A: 1}, "supply_this": {A: "足"}})
    assert not profile.supply_known
    assert profile.supply_as_of is None


def test_shops_of_one_class_share_one_answer() -> None:
    policy = SupplyPolicy(snapshot_of({"this": {A: 1}, "supply": {A: "紧"}}), Month(2026, 11))
    assert policy.lines_for((None, None, None, 3)) is policy.lines_for((None, None, None, 3))
