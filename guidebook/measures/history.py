"""Months of a retailer as accounts, summed from the cube (domain.md §2.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from guidebook.measures.cube import WINDOW, Cube, places_where
from guidebook.measures.orders import Cycles
from guidebook.measures.season import comparable_with_last_year
from guidebook.model import Account, Fen, Month, MonthAccount

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from guidebook.snapshot import Snapshot

LONG = 16
"""Months of amounts that the lifecycle looks at: three months, twelve before, and both a month earlier."""


class History:
    """Every shop's months, summed over its products."""

    def __init__(self, snapshot: Snapshot, cube: Cube, cycles: Cycles, month: Month) -> None:
        """Sum the cube, and the amounts of the months before it.

        Args:
            snapshot: For the months before the window.
            cube: All sales of the window.
            cycles: Order days.
            month: The sheet's month.
        """
        self._cycles = cycles
        self._licenses = cube.licenses
        self._months = [Month.of(number) for number in cube.months]
        self._numbers = cube.months
        self._window = cube.covered.tolist()
        begins = cube.starts[:-1]
        self._sticks, self._amount, self._profit = (
            np.add.reduceat(table, begins) if len(begins) else table
            for table in (cube.sticks, cube.amount, cube.profit)
        )
        self._listed = np.logical_and.reduceat(cube.listed, begins) if len(begins) else cube.listed
        before = [month.plus(-back).number for back in range(LONG - 1, WINDOW - 1, -1)]
        self._covered = [number in snapshot.months for number in before] + self._window
        self._long = np.hstack([_amounts(snapshot, cube.licenses, before), self._amount])

    def months(self, index: int | None) -> list[MonthAccount | None]:
        """The `WINDOW` months of a shop; None where the snapshot doesn't cover a month.

        Args:
            index: Its index in the cube; None if it never bought.
        """
        if index is None:
            return [
                MonthAccount(month, 0, 0, 0) if covered else None
                for month, covered in zip(self._months, self._window, strict=True)
            ]
        license_no, cycles = self._licenses[index], self._cycles
        tables = (self._sticks, self._amount, self._profit, self._listed)
        return [
            MonthAccount(
                month=month,
                sticks=sticks,
                amount=amount,
                profit=profit if listed else None,
                order_cycles=cycles.get((license_no, number)),
            )
            if covered
            else None
            for month, number, covered, sticks, amount, profit, listed in zip(
                self._months,
                self._numbers,
                self._window,
                *(table[index].tolist() for table in tables),
                strict=True,
            )
        ]

    def long_amounts(self, index: int | None) -> list[Fen | None]:
        """Net amounts of the last `LONG` months, oldest first; None where a month isn't covered."""
        amounts = [0] * LONG if index is None else self._long[index].tolist()
        return [amount if covered else None for covered, amount in zip(self._covered, amounts, strict=True)]


def _amounts(snapshot: Snapshot, licenses: list[str], months: list[int]) -> NDArray[np.int64]:
    """(licenses, months) net amounts."""
    sales = snapshot.sales.iloc[places_where(snapshot.sales["month"].isin(months))]
    shops, names = pd.factorize(sales["license_no"])
    row = pd.Index(licenses).get_indexer(pd.Index(names))[shops]
    column = pd.Index(months).get_indexer(pd.Index(sales["month"]))
    known = row >= 0
    amounts = np.zeros((len(licenses), len(months)), np.int64)
    np.add.at(amounts, (row[known], column[known]), sales["amount"].to_numpy(np.int64)[known])
    return amounts


def account_of(months: list[MonthAccount | None], comparable_from: Month | None = None) -> Account:
    """The month against the last one and the same month last year.

    Args:
        months: The window's months.
        comparable_from: First month that may be compared with others of another year; None: all may.
    """
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
        year_comparable=comparable_with_last_year(this.month)
        and (comparable_from is None or comparable_from <= this.month.plus(-12)),
    )
