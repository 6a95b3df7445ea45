"""Months as accounts, and what is known of those before (domain.md §2.4)."""

from __future__ import annotations

from random import Random

import pytest

from guidebook.measures import history
from guidebook.measures.cube import build_cube
from guidebook.measures.history import LONG, History
from guidebook.model import Account, Month, MonthAccount
from tests.advice.profiles import Given, profile_of
from tests.measures.world import MONTHS, OCTOBER, SHOPS, SKIPPED, World, snapshot_of

A, B, UNLISTED = "甲牌（硬）", "丙牌（细支）", "癸牌（外）"


def account_of(given: Given) -> Account:
    return profile_of(given).account


def test_this_month() -> None:
    this = account_of({"this": {A: 30, B: 18}}).this
    assert (this.month, this.sticks, this.amount, this.profit) == (Month(2026, 10), 9600, 696_000, 81_000)
    assert this.carton_price == 14_500


def test_a_month_that_is_not_covered_is_unknown_and_an_empty_one_is_zero() -> None:
    account = account_of({"this": {A: 30}})
    assert (account.last, account.year_ago, account.last_bought) == (None, None, None)
    last = account_of({"last": {}, "this": {A: 30}}).last
    assert last is not None
    assert (last.sticks, last.amount, last.profit, last.carton_price) == (0, 0, 0, None)


def test_one_product_without_listed_price_makes_the_months_profit_unknown() -> None:
    account = account_of({"last": {A: 30, UNLISTED: 1}, "this": {A: 30}})
    assert account.last is not None and account.last.profit is None
    assert account.this.profit == 36_000


def test_known_months_end_at_a_gap() -> None:
    covered = ["2026-06", "2026-07"]
    assert account_of({"covered": covered, "last": {}, "this": {A: 1}}).known_months == 1
    assert account_of({"covered": [*covered, "2026-08"], "last": {}, "this": {A: 1}}).known_months == 4
    assert account_of({"covered": covered, "this": {A: 1}}).known_months == 0


def test_months_bought_before() -> None:
    account = account_of({"months": {"2026-03": {A: 1}, "2026-05": {A: 2}}, "last": {A: -1}, "this": {A: 1}})
    assert account.bought_before == 2
    assert account.last_bought is not None
    assert (account.last_bought.month, account.last_bought.sticks) == (Month(2026, 5), 400)


def test_the_same_month_last_year() -> None:
    account = account_of({"month": "2026-11", "year_ago": {A: 40}, "this": {A: 1}})
    assert account.year_ago is not None and account.year_ago.sticks == 8000
    assert account.year_comparable
    assert account.bought_before == 1
    assert not account_of({"month": "2026-10", "year_ago": {A: 40}, "this": {A: 1}}).year_comparable


def test_order_days_are_counted_once_each() -> None:
    account = account_of({"cycles": {"this": 5}, "last": {A: 9}, "this": {A: 9}})
    assert account.last is not None
    assert (account.this.order_cycles, account.last.order_cycles) == (5, None)


def test_history_is_what_is_covered_oldest_first() -> None:
    history = profile_of({"covered": ["2026-07"], "last": {A: 2}, "this": {A: 1}}).history
    assert [(month.month.text, month.sticks) for month in history] == [
        ("2026-07", 0),
        ("2026-09", 400),
        ("2026-10", 200),
    ]


def test_every_month_is_the_sum_of_its_rows_of_sales(world: World) -> None:
    random = Random(1)
    cycles = {(shop, month.number): random.randint(1, 9) for shop in SHOPS for month in MONTHS[::2]}
    found = History(world.snapshot, world.cube, cycles, OCTOBER)
    for index, shop in enumerate(world.cube.licenses):
        codes = [code for owner, code in world.assortment if owner == shop]
        for month, account in zip(MONTHS, found.months(index), strict=True):
            rows = [world.sale(shop, code, month) for code in codes]
            if month == SKIPPED:
                assert account is None
                continue
            assert account is not None
            own = (account.month, account.sticks, account.amount, account.order_cycles)
            sums = [sum(row[name] for row in rows) for name in ("sticks", "amount")]
            assert own == (month, *sums, cycles.get((shop, month.number)))
            begin, end = world.cube.starts[index : index + 2]
            column = MONTHS.index(month)
            profit = (
                world.cube.profit[begin:end, column].sum()
                if world.cube.listed[begin:end, column].all()
                else None
            )
            assert account.profit == profit


def test_the_long_amounts_are_those_of_sixteen_months(world: World) -> None:
    found = History(world.snapshot, world.cube, {}, OCTOBER)
    months = [OCTOBER.plus(-back) for back in range(15, -1, -1)]
    covered = {row["month"] for row in world.rows["sales"]}
    assert [month.number in covered for month in months].count(
        False
    ) == 2  # the one skipped, and one before the window
    for index, shop in [*enumerate(world.cube.licenses), (None, "who never bought")]:
        amounts = [
            sum(
                row["amount"]
                for (owner, _, number), row in world.sold.items()
                if (owner, number) == (shop, month.number)
            )
            if month.number in covered
            else None
            for month in months
        ]
        assert found.long_amounts(index) == amounts


def test_who_never_bought_has_accounts_of_nothing(world: World) -> None:
    nothing = [None if month == SKIPPED else MonthAccount(month, 0, 0, 0) for month in MONTHS]
    assert History(world.snapshot, world.cube, {}, OCTOBER).months(None) == nothing


def test_where_nobody_bought_all_is_unknown() -> None:
    empty = snapshot_of({})
    found = History(empty, build_cube(empty, OCTOBER), {}, OCTOBER)
    assert found.months(None) == [None] * len(MONTHS)
    assert found.long_amounts(None) == [None] * LONG


def month_of(back: int, sticks: int = 200) -> MonthAccount:
    return MonthAccount(Month(2026, 11).plus(-back), sticks, 5, 1)


def test_a_single_stick_is_a_purchase_and_none_is_none() -> None:
    sticks = [7, 0, -3, 1, *[0] * 8, 200]
    months: list[MonthAccount | None] = [month_of(12 - place, number) for place, number in enumerate(sticks)]
    account = history.account_of(months)
    assert (account.this, account.last, account.year_ago) == (months[12], months[11], months[0])
    assert (account.known_months, account.bought_before, account.last_bought) == (12, 2, months[3])
    assert history.account_of([*[None] * 12, month_of(0)]) == Account(month_of(0), year_comparable=True)


def test_a_month_without_any_sales_has_no_account() -> None:
    with pytest.raises(ValueError, match="F19"):
        history.account_of([month_of(1), None])


@pytest.mark.parametrize(
    ("since", "comparable"),
    [
        (None, True),
        (Month(2025, 10), True),
        (Month(2025, 11), True),
        (Month(2025, 12), False),
        (Month(2026, 11), False),
    ],
)
def test_a_shop_is_compared_with_last_year_only_if_it_was_the_same_shop(
    since: Month | None, comparable: bool
) -> None:
    assert history.account_of([month_of(1), month_of(0)], since).year_comparable is comparable
