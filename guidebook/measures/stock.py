"""Verified stock: what stands in the shop and how fast it goes (R008, R032; domain.md §2.6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from guidebook.measures.cube import WINDOW, Cube, blocks
from guidebook.model import Month, Sticks, StockCount, StockValue

if TYPE_CHECKING:
    from numpy.typing import NDArray

USUAL = 6
"""Months before the sheet's that tell what usually lies in a shop."""
LEAST_USUAL = 3
"""How many of them must be known."""
STAYS = 3
"""Months for which a product that came in or was counted, and not counted since, may still lie there."""


def stock_count(
    month: Month,
    sticks: Sticks,
    sold: Sequence[Sticks],
    closing: Sticks,
    counted_on: date | None,
    out_events: int,
) -> StockCount | None:
    """What the sheet's month's count of one product says; None where it isn't usable.

    A count is used only if it is verified, was taken near the month's end, and opening + purchases − closing isn't
    negative (a negative one is a data error: no stock rule may speak of it).

    Args:
        month: The sheet's month.
        sticks: Net purchases.
        sold: What was sold in each month of the window, −1 unknown.
        closing: The usable closing stock, −1 if there is none.
        counted_on: The day of the count; None counts as the month's last.
        out_events: 断货次数, −1 unknown.
    """
    if closing < 0:
        return None
    unsold = 0
    for quantity in reversed(sold):
        if quantity:
            break
        unsold += 1
    return StockCount(
        opening=closing + sold[-1] - sticks,
        closing=closing,
        counted_on=counted_on or month.last_day,
        sold=sold[-1],
        sold_last=None if sold[-2] < 0 else sold[-2],
        months_unsold=unsold,
        daily=Fraction(sold[-1], month.days),
        out_events=None if out_events < 0 else out_events,
    )


class StockValues:
    """What lies in each shop at the wholesale prices of each month's last day.

    A month is told only if a usable count tells it of every product that the shop may hold: what came in or went back
    in that month, and what came in or was counted in the three months before without a count since.
    """

    def __init__(
        self, cube: Cube, wholesale: NDArray[np.int64], sticks_per_carton: NDArray[np.int64]
    ) -> None:
        """Value every month of the window.

        Args:
            cube: All sales of the window.
            wholesale: (skus, WINDOW) prices, fen per real carton, −1 unknown.
            sticks_per_carton: (skus,) sizes of cartons.
        """
        self._values = np.zeros((len(cube.licenses), WINDOW), np.int64)
        if not cube.licenses:
            return
        known, priced, values = (
            cube.closing >= 0,
            np.empty(cube.closing.shape, bool),
            np.empty_like(cube.closing),
        )
        for rows in blocks(len(cube.sku)):
            sku, closing = cube.sku[rows], cube.closing[rows]
            price, size = wholesale[sku], sticks_per_carton[sku][:, None]
            priced[rows] = known[rows] & ((price >= 0) | (closing == 0))
            values[rows] = np.where(priced[rows], (2 * closing * price + size) // (2 * size), 0)
        begins = cube.starts[:-1]
        told = np.logical_and.reduceat(priced | ~_may_lie(cube), begins)
        told &= np.logical_or.reduceat(known, begins)
        self._values = np.where(told, np.add.reduceat(values, begins), -1)

    def of(self, index: int | None) -> StockValue | None:
        """A shop's, by its index in the cube; None if the month isn't told, or too few before it are."""
        if index is None:
            return None
        *before, now = self._values[index, -USUAL - 1 :].tolist()
        known = sorted(value for value in before if value >= 0)
        if now < 0 or len(known) < LEAST_USUAL:
            return None
        return StockValue(now, known[(len(known) - 1) // 2])


def _may_lie(cube: Cube) -> NDArray[np.bool_]:
    """(rows, WINDOW) whether a product may lie in the shop at a month's end."""
    gone = cube.closing == 0
    heard = (cube.sticks != 0) & ~gone | (cube.closing > 0)
    answer = np.zeros(cube.closing.shape, bool)
    for ago in range(STAYS, -1, -1):  # what was heard of it last decides
        then = slice(WINDOW - ago)
        answer[:, ago:] &= ~gone[:, then]
        answer[:, ago:] |= heard[:, then]
    return answer
