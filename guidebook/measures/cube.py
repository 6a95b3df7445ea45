"""Thirteen months of sales as dense arrays: one row a (retailer, product), one column a month.

Rows are sorted by retailer, then product, so that a retailer is a slice.  Money is fen, quantity sticks; profit by
listed price is fen, with `listed` telling where a price is known.  Everything is computed for all retailers at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from guidebook.model import Month

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from guidebook.snapshot import Snapshot

WINDOW = 13
"""Months a sheet looks at: this one, twelve before."""

Ints = "NDArray[np.int64]"


@dataclass(frozen=True)
class Cube:
    """The window of sales up to a month.

    Attributes:
        months: Numbers of the `WINDOW` months, oldest first; the sheet's month is the last.
        covered: (WINDOW,) whether the snapshot has sales of that month at all.
        licenses: Sorted licences that have a row; `starts` (len + 1) are their slices.
        sku: (rows,) product of each row, an index into `skus`.
        sticks, amount, profit: (rows, WINDOW) net quantity, net amount, profit by listed price.
        listed: (rows, WINDOW) whether that profit is known.
        wanted: (rows,) 需求量 of the last month, −1 unknown.
        sold: (rows, WINDOW) sold sticks by verified counts, −1 unknown.
    """

    months: tuple[int, ...]
    covered: NDArray[np.bool_]
    licenses: list[str]
    starts: NDArray[np.int64]
    skus: list[str]
    sku: NDArray[np.int64]
    sticks: NDArray[np.int64]
    amount: NDArray[np.int64]
    profit: NDArray[np.int64]
    listed: NDArray[np.bool_]
    wanted: NDArray[np.int64]
    sold: NDArray[np.int64]

    def slice_of(self, index: int) -> range:
        """The rows of a retailer, by its index in `licenses`."""
        return range(int(self.starts[index]), int(self.starts[index + 1]))


def build_cube(snapshot: Snapshot, month: Month) -> Cube:
    """Lay the snapshot's sales of the window out as arrays."""
    months = tuple(month.plus(i - WINDOW + 1).number for i in range(WINDOW))
    sales = snapshot.sales
    column = pd.Index(months).get_indexer(pd.Index(sales["month"]))
    inside = column >= 0
    sales, column = sales[inside], column[inside]

    license_codes, licenses = pd.factorize(sales["license_no"], sort=True)
    sku_codes, skus = pd.factorize(sales["sku_code"], sort=True)
    keys, row = np.unique(license_codes.astype(np.int64) * len(skus) + sku_codes, return_inverse=True)
    owner, sku = np.divmod(keys, max(len(skus), 1))

    shape = (len(keys), WINDOW)
    at = (row, column)
    sticks = np.zeros(shape, np.int64)
    sticks[at] = sales["sticks"].to_numpy(np.int64)
    amount = np.zeros(shape, np.int64)
    amount[at] = sales["amount"].to_numpy(np.int64)
    profit, listed = _listed_profit(snapshot, months, list(skus), sku, sticks, amount)

    wanted = np.full(len(keys), -1, np.int64)
    current = column == WINDOW - 1
    wanted[row[current]] = sales["wanted"][current].fillna(-1).to_numpy(np.int64)
    return Cube(
        months=months,
        covered=np.isin(months, snapshot.months),
        licenses=[str(license_no) for license_no in licenses],
        starts=np.searchsorted(owner, np.arange(len(licenses) + 1)),
        skus=[str(code) for code in skus],
        sku=sku,
        sticks=sticks,
        amount=amount,
        profit=profit,
        listed=listed,
        wanted=wanted,
        sold=_sold(sales, at, shape, sticks),
    )


def prices_on(snapshot: Snapshot, day: pd.Timestamp) -> pd.DataFrame:
    """The price rows in force on a day, indexed by product: wholesale_price, list_price (fen, nullable)."""
    prices = snapshot.prices
    begun = prices["valid_from"].isna() | (prices["valid_from"] <= day)
    open_ = prices["valid_to"].isna() | (prices["valid_to"] >= day)
    current = prices[begun & open_].drop_duplicates("sku_code", keep="last")
    return current.set_index("sku_code")[["wholesale_price", "list_price"]]


def _listed_profit(
    snapshot: Snapshot,
    months: tuple[int, ...],
    skus: list[str],
    sku: NDArray[np.int64],
    sticks: NDArray[np.int64],
    amount: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Listed price × cartons − amount, the listed value rounded half up to the fen (design.md, "Exact money").

    The listed price is the one in force on the month's last day: what is left to sell is sold at it (F09).
    """
    products = snapshot.products.set_index("sku_code")
    per_carton = products["sticks_per_carton"].reindex(skus).fillna(1).to_numpy(np.int64)[sku]
    profit = np.zeros_like(sticks)
    listed = np.ones(sticks.shape, bool)
    for column, prices in enumerate(_list_prices(snapshot, months, skus)):
        price, quantity = prices[sku], sticks[:, column]
        value = (2 * price * quantity + per_carton) // (2 * per_carton)
        known = (price >= 0) | ((quantity == 0) & (amount[:, column] == 0))
        profit[:, column] = np.where(known, np.where(price >= 0, value, 0) - amount[:, column], 0)
        listed[:, column] = known
    return profit, listed


def _list_prices(snapshot: Snapshot, months: tuple[int, ...], skus: list[str]) -> Iterator[NDArray[np.int64]]:
    """(skus,) listed prices in force on each month's last day, fen per real carton; −1 where there is none."""
    prices = snapshot.prices
    place = pd.Index(skus).get_indexer(pd.Index(prices["sku_code"]))
    begins, ends = prices["valid_from"].to_numpy(), prices["valid_to"].to_numpy()
    value = prices["list_price"].fillna(-1).to_numpy(np.int64)
    for number in months:
        day = np.datetime64(Month.of(number).last_day, "s")
        begun = np.isnat(begins) | (begins <= day)
        in_force = begun & (np.isnat(ends) | (ends >= day)) & (place >= 0)
        found = np.full(len(skus), -1, np.int64)
        found[place[in_force]] = value[in_force]
        yield found


def _sold(
    sales: pd.DataFrame,
    at: tuple[NDArray[np.int64], NDArray[np.int64]],
    shape: tuple[int, int],
    sticks: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Opening + net purchases − closing where the count is verified and the result isn't negative (§2.6)."""
    opening = sales["stock_open"].fillna(-1).to_numpy(np.int64)
    closing = sales["stock_close"].fillna(-1).to_numpy(np.int64)
    usable = sales["stock_verified"].to_numpy(bool) & (opening >= 0) & (closing >= 0)
    counted = opening + sticks[at] - closing
    sold = np.full(shape, -1, np.int64)
    sold[at] = np.where(usable & (counted >= 0), counted, -1)
    return sold
