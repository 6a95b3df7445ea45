"""Months of sales as dense tables of shops × products, filled one month at a time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from guidebook.measures.company.population import shops_of
from guidebook.measures.counted import closing_by_count, sold_by_count

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from guidebook.model import Month
    from guidebook.snapshot import Snapshot

Whole = "NDArray[np.int64]"
Flags = "NDArray[np.bool_]"

KEPT = 4
"""Months kept in memory: the one looked at, and those before it that tell what a shop carries."""


class Goods(StrEnum):
    """What a figure is about: everything, a brand (牌子, all its products) or a product (a code of the catalogue)."""

    ALL = "全部"
    BRAND = "牌子"
    PRODUCT = "商品"


@dataclass(frozen=True)
class MonthTrade:
    """A month of all shops: tables of (shops, products).

    Attributes:
        sticks, amount: Net purchases, sticks and fen.
        sold, opening: By verified counts: what was sold, and 期初存 + 本期进, out of which it was; −1 unknown.
        closing: The usable closing stock, −1 unknown.
    """

    sticks: NDArray[np.int64]
    amount: NDArray[np.int64]
    sold: NDArray[np.int64]
    opening: NDArray[np.int64]
    closing: NDArray[np.int64]

    @cached_property
    def active(self) -> NDArray[np.bool_]:
        """(shops,) who has a net purchase of anything (`N_act`)."""
        return np.asarray(self.sticks.sum(axis=1) > 0)

    @cached_property
    def counted(self) -> NDArray[np.bool_]:
        """(shops,) who has a usable count of anything (`N_s`)."""
        return np.asarray((self.closing >= 0).any(axis=1))


class Trade:
    """All sales of a snapshot, by month.

    Attributes:
        shops: As `shops_of` gives them; rows of the tables are their places.
        codes: Products that were ever sold, sorted; columns of the tables are their places.
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
        """A month's tables; None where the snapshot doesn't cover it."""
        rows = self._rows.get(month.number)
        if rows is None:
            return None
        sales = self._sales.iloc[rows]
        at = (self._shop[rows], self._product[rows])
        sold = sold_by_count(sales)
        opening = sales["stock_open"].fillna(0).to_numpy(np.int64) + sales["sticks"].to_numpy(np.int64)
        return MonthTrade(
            sticks=self._laid_out(at, sales["sticks"], 0),
            amount=self._laid_out(at, sales["amount"], 0),
            sold=self._laid_out(at, sold, -1),
            opening=self._laid_out(at, np.where(sold >= 0, opening, -1), -1),
            closing=self._laid_out(at, closing_by_count(sales, sold), -1),
        )

    def _laid_out(self, at: tuple[Any, Any], values: Any, absent: int) -> NDArray[np.int64]:
        table = np.full((len(self.shops), len(self.codes)), absent, np.int64)
        table[at] = np.asarray(values, np.int64)
        return table

    def grouped(self, goods: Goods) -> Grouping:
        """The products put together to what figures are about."""
        if goods is Goods.PRODUCT:
            return Grouping(self.codes, np.arange(len(self.codes)))
        if goods is Goods.ALL:
            return Grouping([""], np.zeros(len(self.codes), np.int64))
        found = self._products.reindex(self.codes)
        brands = found["brand"].where(found["brand"].notna(), found["sku_name"]).fillna("")
        place, names = pd.factorize(brands, sort=True)
        return Grouping([str(name) for name in names], place)


class Grouping:
    """Columns of tables put together.

    Attributes:
        names: Of the groups, in the order of the columns that come out.
    """

    def __init__(self, names: list[str], group: NDArray[np.int64]) -> None:
        self.names = names
        self._order = np.argsort(group, kind="stable")
        self._starts = np.searchsorted(group[self._order], np.arange(len(names)))
        self._alone = len(names) == len(group)

    def sums(self, table: NDArray[Any]) -> NDArray[np.int64]:
        """(shops, groups) sums over each group's products; flags are counted."""
        if self._alone:
            return np.asarray(table, np.int64)
        if not table.shape[1]:
            return np.zeros((len(table), len(self.names)), np.int64)
        return np.asarray(np.add.reduceat(table[:, self._order], self._starts, axis=1, dtype=np.int64))
