"""Figures are rounded once, and what is printed adds up (R006)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidebook.measures.effects import profit_effects
from guidebook.measures.printed import print_figures
from guidebook.model import NOTHING, Account, Month, MonthAccount, Product, ProductLine, ProductMonth

OCTOBER = Month(2026, 10)
MONTHS = st.one_of(
    st.just(NOTHING),
    st.builds(
        ProductMonth, st.integers(-500, 5000), st.integers(-50_000, 900_000), st.integers(-90_000, 90_000)
    ),
)
PAIRS = st.lists(st.tuples(MONTHS, MONTHS), max_size=9)


def lines_of(pairs: list[tuple[ProductMonth, ProductMonth]]) -> list[ProductLine]:
    lines = []
    for place, (this, last) in enumerate(pairs):
        effects = profit_effects(this, last)
        assert effects is not None
        product = Product(f"{place}", f"第{place}种")
        lines.append(
            ProductLine(
                product, this, last, profit_quantity_effect=effects[0], profit_margin_effect=effects[1]
            )
        )
    return lines


def total(month: Month, parts: list[ProductMonth]) -> MonthAccount:
    profits = [part.profit for part in parts]
    known = sum(profit for profit in profits if profit is not None) if None not in profits else None
    return MonthAccount(month, sum(part.sticks for part in parts), sum(part.amount for part in parts), known)


def account_of(lines: list[ProductLine]) -> Account:
    return Account(
        total(OCTOBER, [line.this for line in lines]),
        total(OCTOBER.plus(-1), [line.last for line in lines if line.last]),
    )


@given(PAIRS)
def test_what_products_add_is_the_change_as_printed(pairs: list[tuple[ProductMonth, ProductMonth]]) -> None:
    lines = lines_of(pairs)
    printed = print_figures(account_of(lines), lines)
    assert sum(printed.profit_effects.values()) == printed.profit_change
    assert set(printed.profit_effects) == {line.product.sku_code for line in lines if line.in_account}
    for line in lines:
        if line.in_account:
            assert abs(printed.profit_effects[line.product.sku_code] * 100 - (line.profit_effect or 0)) < 100


@given(PAIRS)
def test_without_last_month_products_add_up_to_the_profit(
    pairs: list[tuple[ProductMonth, ProductMonth]],
) -> None:
    lines = [replace(line, last=None) for line in lines_of(pairs)]
    account = replace(account_of(lines), last=None)
    printed = print_figures(account, lines)
    assert sum(printed.profit_effects.values()) == printed.profit
    assert printed.profit_change is None


def test_differences_are_taken_between_printed_figures() -> None:
    account = Account(
        MonthAccount(OCTOBER, 200, 10_004, 149), MonthAccount(OCTOBER.plus(-1), 200, 10_005, 151)
    )
    printed = print_figures(account, [])
    assert (printed.carton_price, printed.carton_price_last, printed.carton_price_change) == (1000, 1001, -1)
    assert (printed.profit, printed.profit_last, printed.profit_change) == (1, 2, -1)


@pytest.mark.parametrize(
    ("profits", "expected"),
    [
        (
            ([0, 50], [0, 49]),
            [0, 1],
        ),  # one fen of change, printed as a yuan: it isn't that of what stayed as it was
        (([149, 0], [50, 0]), [0, 0]),  # 99 fen of change, printed as none
    ],
)
def test_a_product_that_changed_nothing_is_given_none_of_the_rounding(
    profits: tuple[list[int], list[int]], expected: list[int]
) -> None:
    this, last = ([ProductMonth(200, 1, profit) for profit in month] for month in profits)
    lines = lines_of(list(zip(this, last, strict=True)))
    assert list(print_figures(account_of(lines), lines).profit_effects.values()) == expected


def test_unknown_stays_unknown() -> None:
    account = Account(
        MonthAccount(OCTOBER, 0, 0, None),
        MonthAccount(OCTOBER.plus(-1), 200, 10_000, 1_200),
        MonthAccount(OCTOBER.plus(-12), 200, 9_000, 1_000),
    )
    printed = print_figures(account, [])
    assert (printed.carton_price, printed.profit) == (None, None)
    assert (printed.carton_price_change, printed.profit_change) == (None, None)
    assert (printed.carton_price_year_ago, printed.profit_year_ago) == (900, 10)
    assert printed.profit_effects == {}
