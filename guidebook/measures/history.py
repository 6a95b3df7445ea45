"""Months of one retailer as accounts, from the cube (domain.md §2.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from guidebook.measures.cube import WINDOW, Cube
from guidebook.measures.orders import Cycles
from guidebook.measures.season import comparable_with_last_year
from guidebook.model import Account, Month, MonthAccount, ProductMonth

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from guidebook.snapshot import Snapshot

LONG = 16
"""Months of amounts that the lifecycle looks at: three months, twelve before, and both a month earlier."""


def long_amounts(
    snapshot: Snapshot, licenses: list[str], month: Month
) -> tuple[list[bool], NDArray[np.int64]]:
    """Net amounts of the last `LONG` months, by shop, fen.

    Returns:
        Which of the months are covered, and (licenses, LONG) amounts, oldest first.
    """
    months = [month.plus(i - LONG + 1).number for i in range(LONG)]
    sales = snapshot.sales
    column = pd.Index(months).get_indexer(pd.Index(sales["month"]))
    row = pd.Index(licenses).get_indexer(pd.Index(sales["license_no"]))
    inside = (column >= 0) & (row >= 0)
    amounts = np.zeros((len(licenses), LONG), np.int64)
    np.add.at(amounts, (row[inside], column[inside]), sales["amount"].to_numpy(np.int64)[inside])
    return [number in snapshot.months for number in months], amounts


def month_accounts(cube: Cube, index: int | None, cycles: Cycles) -> list[MonthAccount | None]:
    """The `WINDOW` months of a retailer; None where the snapshot doesn't cover a month.

    Args:
        cube: All sales of the window.
        index: The retailer's index in `cube.licenses`; None if it never bought.
        cycles: Order days.
    """
    if index is None:
        license_no, totals = "", np.zeros((3, WINDOW), np.int64)
        listed = np.ones(WINDOW, bool)
    else:
        rows = cube.slice_of(index)
        part = slice(rows.start, rows.stop)
        license_no = cube.licenses[index]
        totals = np.stack([table[part].sum(axis=0) for table in (cube.sticks, cube.amount, cube.profit)])
        listed = np.asarray(cube.listed[part].all(axis=0), bool)
    return [
        MonthAccount(
            month=Month.of(number),
            sticks=int(totals[0, i]),
            amount=int(totals[1, i]),
            profit=int(totals[2, i]) if listed[i] else None,
            order_cycles=cycles.get((license_no, number)),
        )
        if cube.covered[i]
        else None
        for i, number in enumerate(cube.months)
    ]


def account_of(months: list[MonthAccount | None]) -> Account:
    """The month against the last one and the same month last year."""
    this, last, year_ago = months[-1], months[-2], months[0]
    if this is None:
        raise ValueError("the sheet's month has no sales at all; reading refuses such a month (F19)")
    before = months[:-1]
    gap = next((place for place, month in enumerate(reversed(before)) if month is None), len(before))
    bought = [month for month in before if month is not None and month.sticks > 0]
    return Account(
        this=this,
        last=last,
        year_ago=year_ago,
        known_months=gap,
        bought_before=len(bought),
        last_bought=bought[-1] if bought else None,
        year_comparable=comparable_with_last_year(this.month),
    )


def product_month(cube: Cube, row: int, column: int) -> ProductMonth:
    """One product of one retailer in one month of the cube."""
    return ProductMonth(
        sticks=int(cube.sticks[row, column]),
        amount=int(cube.amount[row, column]),
        profit=int(cube.profit[row, column]) if cube.listed[row, column] else None,
    )
