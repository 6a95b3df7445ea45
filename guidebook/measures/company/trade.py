"""Sales of all shops as rows of arrays, one month at a time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from guidebook.measures.company.population import shops_of
from guidebook.measures.counted import closing_by_count, sold_by_count

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from guidebook.model import Month
    from guidebook.snapshot import Snapshot

KEPT = 16
"""Months kept in memory: the one looked at, those before it that tell what a shop carries, and a year ago."""


class Goods(StrEnum):
    """What a figure is about: everything, a brand (牌子, all its products) or a product (a code of the catalogue)."""

    ALL = "全部"
    BRAND = "牌子"
    PRODUCT = "商品"


@dataclass(frozen=True)
class MonthTrade:
    """A month's rows, one a (shop, product).

    Attributes:
        shops: How many shops there are.
        shop, product: Places in `Trade.shops` and `Trade.codes`.
        sticks, amount: Net purchases, sticks and fen.
        sold, held: By verified counts: what was sold, and 期初存 + 本期进, out of which it was; −1 unknown.
        closing: The usable closing stock, −1 unknown.
    """

    shops: int
    shop: NDArray[np.intp]
    product: NDArray[np.intp]
    sticks: NDArray[np.int64]
    amount: NDArray[np.int64]
    sold: NDArray[np.int64]
    held: NDArray[np.int64]
    closing: NDArray[np.int64]

    @cached_property
    def active(self) -> NDArray[np.bool_]:
        """(shops,) who has a net purchase of anything (`N_act`)."""
        return np.asarray(np.bincount(self.shop, self.sticks, minlength=self.shops) > 0)

    @cached_property
    def counted(self) -> NDArray[np.bool_]:
        """(shops,) who has a usable count of anything (`N_s`)."""
        return np.asarray(np.bincount(self.shop[self.closing >= 0], minlength=self.shops) > 0)


class Trade:
    """All sales of a snapshot, by month.

    Attributes:
        shops: As `shops_of` gives them.
        codes: Products that were ever sold, sorted.
        months: Numbers of the months that the snapshot covers.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.shops = shops_of(snapshot)
        self.months = snapshot.months
        sales = snapshot.sales
        product, codes = pd.factorize(sales["sku_code"], sort=True)
        shop = pd.Index(self.shops["license_no"]).get_indexer(pd.Index(sales["license_no"]))
        self.codes = [str(code) for code in codes]
        month = sales["month"].to_numpy()
        known = shop >= 0
        self._rows = {number: np.flatnonzero((month == number) & known) for number in self.months}
        self._sales, self._shop, self._product = sales, shop, product
        self._products = snapshot.products.set_index("sku_code")
        self.month = lru_cache(KEPT)(self._month)

    def _month(self, month: Month) -> MonthTrade | None:
        """A month's rows; None where the snapshot doesn't cover it."""
        rows = self._rows.get(month.number)
        if rows is None:
            return None
        sales = self._sales[
            ["month", "sticks", "amount", "stock_open", "stock_close", "stock_verified", "count_date"]
        ].iloc[rows]
        sticks, sold = sales["sticks"].to_numpy(np.int64), sold_by_count(sales)
        held = sales["stock_open"].fillna(0).to_numpy(np.int64) + sticks
        return MonthTrade(
            shops=len(self.shops),
            shop=self._shop[rows],
            product=self._product[rows],
            sticks=sticks,
            amount=sales["amount"].to_numpy(np.int64),
            sold=sold,
            held=np.where(sold >= 0, held, -1),
            closing=closing_by_count(sales, sold),
        )

    def grouped(self, goods: Goods) -> Grouping:
        """The products put together to what figures are about."""
        if goods is Goods.PRODUCT:
            return Grouping(self.codes, np.arange(len(self.codes)))
        if goods is Goods.ALL:
            return Grouping([""], np.zeros(len(self.codes), np.intp))
        found = self._products.reindex(self.codes)
        brands = found["brand"].where(found["brand"].notna(), found["sku_name"]).fillna("")
        place, names = pd.factorize(brands, sort=True)
        return Grouping([str(name) for name in names], place)


@dataclass(frozen=True)
class Grouping:
    """Products put together: the groups' names, and the group of each product."""

    names: list[str]
    group: NDArray[np.intp]
