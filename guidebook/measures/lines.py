"""The lines of a shop: one a product, with all that is known of it (`ProductLine`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from guidebook.measures.cube import WINDOW, Cube
from guidebook.measures.effects import Totals, price_effects, profit_effects
from guidebook.measures.forecast import forecast_sticks
from guidebook.measures.ordering import order_per_cycle
from guidebook.measures.registry import at_prices_of, price_changes
from guidebook.measures.stock import stock_count
from guidebook.model import (
    NOTHING,
    Account,
    Fen,
    Month,
    Product,
    ProductLine,
    ProductMonth,
    Retailer,
    Sticks,
    SupplyLine,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from guidebook.config import StockCover
    from guidebook.snapshot import Snapshot

RECENT = 3
_COMPARED = [0, WINDOW - 2, WINDOW - 1]
"""The columns of the same month last year, the last month and the sheet's."""


class Lines:
    """Lines by shop.  The cube's rows are sorted once as the lines will stand, and read shop by shop."""

    def __init__(
        self, snapshot: Snapshot, cube: Cube, catalogue: dict[str, Product], month: Month, cover: StockCover
    ) -> None:
        """Sort the rows by falling amount of the last three months, then by product.

        Args:
            snapshot: For changes of prices.
            cube: All sales of the window.
            catalogue: All products by code.
            month: The sheet's month.
            cover: How long stock should last.
        """
        self._month = month
        self._cover = cover
        self._least_days: dict[tuple[int, int], Fraction] = {}
        self._products = [catalogue[code] for code in cube.skus]
        changes = price_changes(snapshot, catalogue, month.plus(1))
        changed = price_changes(snapshot, at_prices_of(catalogue, snapshot, month.plus(-1)), month)
        self._repriced = [(changes.get(code), changed.get(code)) for code in cube.skus]
        self._starts = cube.starts.tolist()
        recent = cube.amount[:, -RECENT:].sum(axis=1)
        order = np.lexsort((cube.sku, -recent, cube.owner))
        self._columns: list[NDArray[Any]] = [
            column[order]
            for column in (
                cube.sku,
                recent,
                cube.sticks,
                cube.amount[:, _COMPARED],
                cube.profit[:, _COMPARED],
                cube.listed[:, _COMPARED],
                forecast_sticks(cube),
                cube.wanted,
                cube.surveyed,
                cube.closing[:, -1],
            )
        ]
        known, begins = cube.closing[:, -1] >= 0, cube.starts[:-1]
        self._is_counted = np.logical_or.reduceat(known, begins).tolist() if len(begins) else []
        self._counts = (cube.sold[order], cube.counted_on[order], cube.out_events[order])

    def of(
        self,
        retailer: Retailer,
        index: int | None,
        account: Account,
        policy_this: Mapping[str, SupplyLine],
        policy: Mapping[str, SupplyLine],
    ) -> tuple[ProductLine, ...]:
        """A shop's products of the last twelve months and the same month last year, by rank.

        Args:
            retailer: For its order cycle.
            index: Its index in the cube; None if it never bought.
            account: Its month against the last one.
            policy_this: The sheet's month's policy for it, by product.
            policy: The next month's, likewise.
        """
        return () if index is None else tuple(self._made(retailer, index, account, policy_this, policy))

    def _made(
        self,
        retailer: Retailer,
        index: int,
        account: Account,
        policy_this: Mapping[str, SupplyLine],
        policy: Mapping[str, SupplyLine],
    ) -> Iterator[ProductLine]:
        part = slice(self._starts[index], self._starts[index + 1])
        total = Totals(account.this.sticks, account.this.amount)
        total_last = Totals(account.last.sticks, account.last.amount) if account.last else None
        next_month, least_days = self._month.plus(1), self._least_days_of(retailer)
        counts = self._counts_of(index, part)
        rows = zip(*(column[part].tolist() for column in self._columns), strict=True)
        for rank, row in enumerate(rows, start=1):
            sku, recent, sticks, amount, profit, listed, expected, wanted, surveyed, closing = row
            product = self._products[sku]
            code = product.sku_code
            this = _product_month(sticks[-1], amount[2], profit[2], listed[2])
            last = mix = change = quantity = margin = None
            if total_last is not None:
                last = _product_month(sticks[-2], amount[1], profit[1], listed[1])
                mix, change = price_effects(this, last, total, total_last) or (None, None)
                quantity, margin = profit_effects(this, last) or (None, None)
            year_ago = None
            if account.year_ago is not None:
                year_ago = _product_month(sticks[0], amount[0], profit[0], listed[0])
            stock = None
            if closing >= 0:
                sold, counted_on, out_events = counts[rank - 1]
                stock = stock_count(self._month, sticks[-1], sold, closing, counted_on, out_events)
            price_change, price_changed = self._repriced[sku]
            supply = policy.get(code)
            forecast = None if expected < 0 else expected
            yield ProductLine(
                product=product,
                this=this,
                last=last,
                year_ago=year_ago,
                price_mix_effect=mix,
                price_change_effect=change,
                profit_quantity_effect=quantity,
                profit_margin_effect=margin,
                recent_sticks=sum(sticks[-RECENT:]),
                forecast=forecast,
                wanted=None if wanted < 0 else wanted,
                stock=stock,
                supply=supply,
                supply_this=policy_this.get(code),
                price_change=price_change,
                price_changed=price_changed,
                retail_price=None if surveyed < 0 else surveyed,
                order_cartons=order_per_cycle(
                    retailer,
                    product,
                    next_month,
                    forecast,
                    stock,
                    supply,
                    min_cover_days=least_days,
                    max_cover_days=self._cover.max_days,
                ),
                monthly=tuple(sticks),
                rank=rank if recent > 0 else 0,
            )

    def _counts_of(self, index: int, part: slice) -> list[tuple[Any, ...]]:
        """What was counted of each row: sold in each month, the day, 断货次数; empty for a shop without counts."""
        if not self._is_counted[index]:
            return []
        return list(zip(*(column[part].tolist() for column in self._counts), strict=True))

    def _least_days_of(self, retailer: Retailer) -> Fraction:
        days = (retailer.order_cycle_days, retailer.lead_days)
        if days not in self._least_days:
            self._least_days[days] = self._cover.least_days(*days)
        return self._least_days[days]


def _product_month(sticks: Sticks, amount: Fen, profit: Fen, listed: bool) -> ProductMonth:
    if not sticks and not amount:
        return NOTHING
    return ProductMonth(sticks, amount, profit if listed else None)
