"""本月账: three rows, and only what is known."""

from __future__ import annotations

from typing import Any

from guidebook.config import Config
from guidebook.model import AccountTable, Change, Figure
from guidebook.sheet.account import account_table
from guidebook.sheet.figures import Words
from tests.advice.profiles import profile_of

A, B, UNLISTED = "甲牌（硬）", "丙牌（细支）", "癸牌（外）"


def table(**given: Any) -> AccountTable:
    return account_table(profile_of(given), Words.of(Config()))


def labels(found: AccountTable) -> list[str]:
    return [row.label for row in found.rows]


def test_golden() -> None:
    found = table(last={A: 40, B: 10}, this={A: 30, B: 18})
    assert (found.this_label, found.last_label, found.year_ago_label) == ("10月", "9月", None)
    cartons, price, profit = found.rows
    assert (cartons.label, cartons.this, cartons.last, cartons.change, cartons.year_ago) == (
        "进了多少",
        Figure("48", "条"),
        Figure("50", "条"),
        Change("▼", "少", Figure("2", "条")),
        None,
    )
    assert (price.label, price.this, price.last, price.change) == (
        "平均每条",
        Figure("145", "元"),
        Figure("124", "元"),
        Change("▲", "高", Figure("21", "元")),
    )
    assert (profit.label, profit.this, profit.last, profit.change) == (
        "能赚多少",
        Figure("810", "元"),
        Figure("730", "元"),
        Change("▲", "多", Figure("80", "元")),
    )
    assert found.subtitle == "按进货和标价算，数据截至10月31日"


def test_sold_only_where_every_product_was_counted() -> None:
    assert labels(table(sold=True, last={A: 4}, this={A: 4}))[0] == "卖了多少"
    counted = {"cartons": 4, "open": 2, "close": 2}
    assert labels(table(this={A: counted, B: 1}))[0] == "进了多少"
    assert labels(table(this={}))[0] == "进了多少"


def test_without_last_month() -> None:
    found = table(this={A: 30})
    assert found.last_label is None
    assert all((row.last, row.change) == (None, None) for row in found.rows)


def test_a_product_without_listed_price_takes_the_profit_away() -> None:
    found = table(last={A: 30}, this={A: 30, UNLISTED: 1})
    assert labels(found) == ["进了多少", "平均每条"]
    assert found.subtitle == "按进货算，数据截至10月31日"


def test_profit_that_only_last_month_lacks() -> None:
    profit = table(last={A: 30, UNLISTED: 1}, this={A: 30}).rows[2]
    assert (profit.this, profit.last, profit.change) == (Figure("360", "元"), None, None)


def test_last_year_only_where_it_can_be_compared() -> None:
    found = table(month="2026-11", year_ago={A: 40}, this={A: 30})
    assert found.year_ago_label == "去年11月"
    assert [row.year_ago for row in found.rows] == [
        Figure("40", "条"),
        Figure("100", "元"),
        Figure("480", "元"),
    ]
    assert table(month="2026-10", year_ago={A: 40}, this={A: 30}).year_ago_label is None
    assert table(month="2026-11", year_ago={}, this={A: 30}).year_ago_label is None


def test_a_month_without_purchases() -> None:
    cartons, price, _ = table(last={A: 30}, this={}).rows
    assert (cartons.this, cartons.change) == (Figure("0", "条"), Change("▼", "少", Figure("30", "条")))
    assert (price.this, price.last, price.change) == (None, Figure("100", "元"), None)


def test_other_cartons_are_said_to_be_counted_as_standard_ones() -> None:
    found = table(products={A: {"sticks": 100}}, this={A: [1, 50]})
    assert found.subtitle == "按进货和标价算，数据截至10月31日，不是200支一条的已折算"
