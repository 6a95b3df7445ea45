"""Months without purchases, the first order, the stage of a shop's life (R087, R088; domain.md §2.7)."""

from __future__ import annotations

from typing import Any

import pytest

from guidebook.measures.lifecycle import first_order, idle_months
from guidebook.model import Idle, Lifecycle, Month, MonthAccount
from tests.advice.profiles import profile_of

A = "甲牌（硬）"
OCTOBER = Month(2026, 10)


def window(*cartons: int | None) -> list[MonthAccount | None]:
    """Months up to October, None for one that isn't covered."""
    begin = 1 - len(cartons)
    return [
        None if bought is None else MonthAccount(OCTOBER.plus(begin + place), 200 * bought, 0, 0)
        for place, bought in enumerate(cartons)
    ]


@pytest.mark.parametrize(
    ("months", "idle"),
    [
        ((3, 5), Idle(0, OCTOBER)),
        ((3, 0), Idle(1, Month(2026, 9))),
        ((3, 0, 0, 0), Idle(3, Month(2026, 7))),
        ((0, 0), Idle(2, None)),
        ((3, None, 0), Idle(1, Month(2026, 8))),
        ((3, 2, -1), Idle(1, Month(2026, 9))),  # a net return is no purchase
        ((0, 0, 4), Idle(0, OCTOBER)),
    ],
)
def test_months_in_a_row_without_a_purchase(months: tuple[int | None, ...], idle: Idle) -> None:
    assert idle_months(window(*months), None) == idle


def test_months_before_the_first_order_are_not_idle() -> None:
    assert idle_months(window(0, 0, 0, 0), Month(2026, 9)) == Idle(2, None)


@pytest.mark.parametrize(
    ("months", "registered", "first"),
    [
        ((0, 0, 2, 3), None, Month(2026, 9)),
        ((2, 3), None, None),  # it may have bought before the exports begin
        ((None, 2, 3), None, None),
        ((0, None, 3), None, OCTOBER),
        ((0, 0), None, None),
        ((2, 3), Month(2024, 1), Month(2024, 1)),
        ((2, 3), OCTOBER, Month(2026, 9)),  # bought before the registry says
        ((0, 3), Month(2026, 9), Month(2026, 9)),
        ((0, 0), Month(2026, 9), Month(2026, 9)),
    ],
)
def test_the_first_order(
    months: tuple[int | None, ...], registered: Month | None, first: Month | None
) -> None:
    assert first_order(window(*months), registered) == first


def stage(*cartons: int, first_month: str = "2020-01", **given: Any) -> Lifecycle | None:
    """The stage of a shop by what it bought in the months up to October."""
    months = {
        OCTOBER.plus(1 - len(cartons) + place).text: {A: bought} if bought else {}
        for place, bought in enumerate(cartons)
    }
    return profile_of({"shop": {"first_month": first_month}, "months": months, **given}).lifecycle


@pytest.mark.parametrize(
    ("first_month", "expected"), [("2026-07", Lifecycle.INTRODUCED), ("2026-06", Lifecycle.GROWING)]
)
def test_new_up_to_three_months_after_the_first_order(first_month: str, expected: Lifecycle) -> None:
    assert stage(0, 0, 0, 0, 10, 10, 10, 10, first_month=first_month) is expected


def test_a_shop_seen_to_begin_is_new_without_the_registry() -> None:
    months = {"2026-06": {}, "2026-07": {A: 10}, "2026-08": {A: 10}, "2026-09": {A: 10}, "2026-10": {A: 10}}
    assert profile_of({"months": months}).lifecycle is Lifecycle.INTRODUCED


@pytest.mark.parametrize(
    ("cartons", "expected"),
    [
        ((10, 10, 10, 10, 10, 0, 0, 0), Lifecycle.ENDED),
        ((10, 10, 10, 10, 10, 10, 0, 0), Lifecycle.DECLINING),
        ((10, 10, 10, 10, 10, 10, 10, 0), Lifecycle.DECLINING),
    ],
)
def test_months_without_a_purchase_decide_before_amounts(
    cartons: tuple[int, ...], expected: Lifecycle
) -> None:
    assert stage(*cartons) is expected


@pytest.mark.parametrize(
    ("cartons", "expected"),
    [
        # three months against the three before; the quarters that ended a month ago are 300 and 300 − d
        ((100, 100, 100, 100, 100, 55, 100), Lifecycle.DECLINING),  # 255 / 300, a month ago 255 / 300
        ((100, 100, 100, 100, 100, 55, 101), Lifecycle.MATURE),  # 256 / 300
        ((100, 100, 100, 100, 100, 56, 99), Lifecycle.MATURE),  # a month ago 256 / 300
        ((100, 100, 100, 100, 100, 130, 100), Lifecycle.GROWING),  # 330 / 300
        ((100, 100, 100, 100, 100, 129, 100), Lifecycle.MATURE),
    ],
)
def test_three_months_against_the_three_before(cartons: tuple[int, ...], expected: Lifecycle) -> None:
    assert stage(*cartons) is expected


def test_growing_needs_no_month_before() -> None:
    assert stage(100, 100, 100, 110, 110, 110) is Lifecycle.GROWING
    assert stage(100, 100, 100, 85, 85, 85) is Lifecycle.MATURE  # fell once: twice in a row isn't known


def test_too_few_months_to_compare() -> None:
    assert stage(100, 100, 100, 100, 100) is None


def test_last_year_is_compared_where_sixteen_months_are_covered() -> None:
    """Autumn always sells less than summer here; against last year nothing changed."""
    year = [100] * 9 + [50] * 3
    assert stage(*year[8:], *year) is Lifecycle.MATURE
    assert stage(*year[9:], *year) is Lifecycle.DECLINING  # fifteen months: only the quarters before
    grown = [*year[8:], *[100] * 9, 55, 55, 55]
    assert stage(*grown) is Lifecycle.GROWING


def test_inner_and_never_shown() -> None:
    assert "成熟" not in repr(profile_of({"shop": {"first_month": "2020-01"}, "this": {A: 1}}))
