"""What an account's records work out from their own figures, both sides of each limit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from guidebook.model import (
    NOTHING,
    Account,
    Month,
    MonthAccount,
    PrintedFigures,
    Product,
    ProductLine,
    ProductMonth,
    StockCount,
)

OCTOBER = Month(2026, 10)
PRODUCT = Product("1", "某某（硬）")
LINE = ProductLine(PRODUCT, NOTHING, None)


@pytest.mark.parametrize(
    ("sticks", "amount", "price"),
    [
        (400, 30_000, Fraction(15_000)),
        (300, 100, Fraction(200, 3)),
        (1, 7, Fraction(1_400)),
        (200, -50, Fraction(-50)),
        (200, 0, Fraction(0)),
        (0, 30_000, None),
        (-1, 30_000, None),
        (-200, -30_000, None),
    ],
)
def test_the_price_per_carton_is_the_amount_over_standard_cartons(
    sticks: int, amount: int, price: Fraction | None
) -> None:
    assert MonthAccount(OCTOBER, sticks, amount, None).carton_price == price
    assert ProductMonth(sticks, amount).carton_price == price
    assert ProductMonth(sticks, 0, amount).carton_margin == price


def test_the_margin_of_a_product_without_a_listed_price_is_unknown() -> None:
    assert ProductMonth(200, 9_000, None).carton_margin is None
    assert ProductMonth(200, 9_000, None).carton_price == 9_000


def test_what_is_not_said_is_nothing_or_unknown() -> None:
    assert ProductMonth() == NOTHING == ProductMonth(sticks=0, amount=0, profit=0)
    assert MonthAccount(OCTOBER, 1, 2, 3).order_cycles is None
    assert (
        ProductLine(
            product=PRODUCT,
            this=NOTHING,
            last=None,
            year_ago=None,
            price_mix_effect=None,
            price_change_effect=None,
            profit_quantity_effect=None,
            profit_margin_effect=None,
            recent_sticks=0,
            forecast=None,
            wanted=None,
            stock=None,
            supply=None,
            supply_this=None,
            price_change=None,
            price_changed=None,
            retail_price=None,
            order_cartons=None,
            monthly=(),
            rank=0,
        )
        == LINE
    )
    this = MonthAccount(OCTOBER, 1, 2, 3)
    assert Account(this) == Account(
        this,
        last=None,
        year_ago=None,
        known_months=0,
        bought_before=0,
        last_bought=None,
        year_comparable=False,
    )
    assert PrintedFigures().profit_effects == {}


def test_the_change_of_cartons_is_all_of_them_where_last_month_is_not_known() -> None:
    line = replace(LINE, this=ProductMonth(500, 1))
    assert line.sticks_change == 500
    assert replace(line, last=ProductMonth(700, 1)).sticks_change == -200
    assert replace(line, last=ProductMonth(-1, 1)).sticks_change == 501
    assert replace(line, last=NOTHING).sticks_change == 500


@pytest.mark.parametrize(
    ("quantity", "margin", "effect"),
    [
        (300, -40, 260),
        (0, 0, 0),
        (-5, 0, -5),
        (0, 7, 7),
        (None, 7, None),
        (7, None, None),
        (None, None, None),
    ],
)
def test_what_a_product_adds_to_the_profit_is_both_parts_or_unknown(
    quantity: int | None, margin: int | None, effect: int | None
) -> None:
    line = replace(LINE, profit_quantity_effect=quantity, profit_margin_effect=margin)
    assert line.profit_effect == effect


@pytest.mark.parametrize(
    ("this", "last", "returned"),
    [
        (-1, None, True),
        (0, None, False),
        (1, None, False),
        (1, -1, True),
        (1, 0, False),
        (1, 1, False),
        (0, 0, False),
        (-1, 1, True),
    ],
)
def test_a_net_return_in_either_month_is_noticed(this: int, last: int | None, returned: bool) -> None:
    line = replace(LINE, this=ProductMonth(this), last=None if last is None else ProductMonth(last))
    assert line.has_return is returned


def counted(sold: int, sold_last: int | None = None, closing: int = 0) -> StockCount:
    return StockCount(0, closing, date(2026, 10, 31), sold, sold_last, 0, Fraction(0))


@pytest.mark.parametrize(
    ("this", "last", "stock", "same"),
    [
        (400, 600, counted(400, 600), True),
        (400, 600, counted(400, 601), False),
        (400, 600, counted(400, 599), False),
        (400, 600, counted(399, 600), False),
        (400, 600, counted(401, 600), False),
        (400, 600, counted(400, None), False),
        (400, None, counted(400, None), True),
        (400, None, counted(400, 77), True),
        (400, None, counted(401, None), False),
        (400, None, None, False),
        (400, 600, None, False),
    ],
)
def test_only_verified_counts_show_that_what_was_bought_was_sold(
    this: int, last: int | None, stock: StockCount | None, same: bool
) -> None:
    this, last = int(str(this)), None if last is None else int(str(last))  # equal numbers, not the same ones
    line = replace(
        LINE, this=ProductMonth(this), last=None if last is None else ProductMonth(last), stock=stock
    )
    assert line.sold_as_bought is same


@pytest.mark.parametrize(
    ("stock", "lies"),
    [
        (counted(0, closing=1), True),
        (counted(0, closing=200), True),
        (counted(0, closing=0), False),
        (counted(1, closing=200), False),
        (counted(-1, closing=200), False),
        (counted(1, closing=0), False),
        (counted(-1, closing=-1), False),
        (counted(0, closing=-1), False),
        (None, False),
    ],
)
def test_what_lies_stands_in_the_shop_and_did_not_move(stock: StockCount | None, lies: bool) -> None:
    assert replace(LINE, stock=stock).lies is lies


@pytest.mark.parametrize(
    ("this", "last", "belongs"),
    [
        (NOTHING, None, False),
        (NOTHING, NOTHING, False),
        (ProductMonth(), ProductMonth(), False),  # whoever made it
        (ProductMonth(1), None, True),
        (ProductMonth(-1), None, True),
        (ProductMonth(0, 1), None, True),
        (ProductMonth(0, 0, 1), NOTHING, True),
        (ProductMonth(0, 0, None), None, True),
        (NOTHING, ProductMonth(1), True),
        (NOTHING, ProductMonth(-1), True),
        (NOTHING, ProductMonth(0, -5), True),
        (ProductMonth(1), ProductMonth(1), True),
    ],
)
def test_a_product_belongs_to_the_account_if_anything_was_entered(
    this: ProductMonth, last: ProductMonth | None, belongs: bool
) -> None:
    assert replace(LINE, this=this, last=last).in_account is belongs


@pytest.mark.parametrize(
    ("now", "before", "change"),
    [(12, 5, 7), (5, 12, -7), (0, 0, 0), (-3, 0, -3), (None, 5, None), (5, None, None), (None, None, None)],
)
def test_a_change_is_taken_between_printed_figures(
    now: int | None, before: int | None, change: int | None
) -> None:
    assert PrintedFigures(carton_price=now, carton_price_last=before).carton_price_change == change
    assert PrintedFigures(profit=now, profit_last=before).profit_change == change
