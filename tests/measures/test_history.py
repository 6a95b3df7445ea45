"""Months as accounts, and what is known of those before (domain.md §2.4)."""

from __future__ import annotations

from guidebook.model import Account, Month
from tests.advice.profiles import Given, profile_of

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
