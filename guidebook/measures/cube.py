"""Thirteen months of sales as dense arrays: one row a (retailer, product), one column a month.

Rows are sorted by retailer, then product, so that a retailer is a slice.  Money is fen, quantity sticks; profit by
listed price is fen, with `listed` telling where a price is known.  Everything is computed for all retailers at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from guidebook.measures.counted import closing_by_count, sold_by_count
from guidebook.model import Month

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from guidebook.snapshot import Snapshot

WINDOW = 13
"""Months a sheet looks at: this one, twelve before."""
BLOCK = 4096
"""Rows that are worked on at once."""


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
        closing: (rows, WINDOW) closing stock by counts that tell what was sold and were taken near the month's end,
            −1 unknown.
        counted_on: (rows,) day of the last month's count, NaT unknown.
        out_events: (rows,) 断货次数 of the last month, −1 unknown.
        surveyed: (rows,) retail price seen in the last month, fen per real carton, −1 unknown.
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
    closing: NDArray[np.int64]
    counted_on: NDArray[np.datetime64]
    out_events: NDArray[np.int64]
    surveyed: NDArray[np.int64]

    @cached_property
    def owner(self) -> NDArray[np.int64]:
        """(rows,) index in `licenses` of each row's retailer."""
        return np.repeat(np.arange(len(self.licenses)), np.diff(self.starts))

    def slice_of(self, index: int) -> range:
        """The rows of a retailer, by its index in `licenses`."""
        return range(int(self.starts[index]), int(self.starts[index + 1]))


def build_cube(snapshot: Snapshot, month: Month, licenses: Collection[str] | None = None) -> Cube:
    """Lay the snapshot's sales of the window out as arrays.

    Args:
        snapshot: Checked, immutable input.
        month: The window's last.
        licenses: Whose sales; None are everybody's.
    """
    months = tuple(month.plus(i - WINDOW + 1).number for i in range(WINDOW))
    inside = snapshot.sales["month"].isin(months)
    if licenses is not None:
        inside &= snapshot.sales["license_no"].isin(licenses)
    sales = rows_where(snapshot.sales, inside)
    column = pd.Index(months).get_indexer(pd.Index(sales["month"]))

    license_codes, licenses = pd.factorize(sales["license_no"], sort=True)
    sku_codes, skus = pd.factorize(sales["sku_code"], sort=True)
    number = license_codes * len(skus)
    number += sku_codes
    keys, row = _ranked(number, len(licenses) * len(skus))
    owner, sku = np.divmod(keys, max(len(skus), 1))

    shape = (len(keys), WINDOW)
    at = row * WINDOW  # into the flat table: with two indexes it would take twice as long
    at += column

    def laid_out(values: NDArray[np.int64], nothing: int) -> NDArray[np.int64]:
        table = np.full(shape, nothing, np.int64)
        table.reshape(-1)[at] = values
        return table

    sticks = laid_out(sales["sticks"].to_numpy(np.int64), 0)
    amount = laid_out(sales["amount"].to_numpy(np.int64), 0)
    profit, listed = _listed_profit(snapshot, months, list(skus), sku, sticks, amount)

    current = column == WINDOW - 1

    def of_last_month(name: str) -> NDArray[np.int64]:
        values = np.full(len(keys), -1, np.int64)
        values[row[current]] = sales[name][current].fillna(-1).to_numpy(np.int64)
        return values

    sold = sold_by_count(sales)
    counted_on = np.full(len(keys), np.datetime64("NaT"), "datetime64[D]")
    counted_on[row[current]] = sales["count_date"][current].to_numpy("datetime64[D]")
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
        wanted=of_last_month("wanted"),
        sold=laid_out(sold, -1),
        closing=laid_out(closing_by_count(sales, sold), -1),
        counted_on=counted_on,
        out_events=of_last_month("out_events"),
        surveyed=of_last_month("retail_price"),
    )


def rows_where(table: pd.DataFrame, wanted: pd.Series[bool]) -> pd.DataFrame:
    """Some rows of a table; no copies where they stand together, as those of successive months do in a snapshot."""
    places = np.flatnonzero(wanted)
    if len(places) and places[-1] - places[0] + 1 == len(places):
        return table.iloc[places[0] : places[-1] + 1]
    return table[wanted]


def _ranked(numbers: NDArray[np.int64], bound: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The distinct ones of some numbers below a bound, sorted, and the place of each number among them.

    Marking them in a table is many times faster than sorting millions.
    """
    there = np.zeros(bound, bool)
    there[numbers] = True
    distinct = np.flatnonzero(there)
    place = np.zeros(bound, np.int64)
    place[distinct] = np.arange(len(distinct))
    return distinct, place[numbers]


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
    per_carton = products["sticks_per_carton"].loc[skus].to_numpy(np.int64)[sku]
    prices = prices_by_month(snapshot, months, skus, "list_price")
    profit, listed = np.empty_like(sticks), np.empty(sticks.shape, bool)
    for rows in blocks(len(sku)):
        price, quantity, paid, size = prices[sku[rows]], sticks[rows], amount[rows], per_carton[rows, None]
        known = (price >= 0) | ((quantity == 0) & (paid == 0))
        value = (2 * price * quantity + size) // (2 * size)
        profit[rows], listed[rows] = np.where(known, value - paid, 0), known
    return profit, listed


def blocks(rows: int) -> Iterator[slice]:
    """The rows of a large table in parts: what is worked out of one takes no new memory, and stays in the cache."""
    return (slice(begin, begin + BLOCK) for begin in range(0, rows, BLOCK))


def prices_by_month(
    snapshot: Snapshot, months: tuple[int, ...], skus: list[str], column: str
) -> NDArray[np.int64]:
    """(skus, months) prices in force on each month's last day, fen per real carton; −1 where there is none.

    Args:
        snapshot: For the prices.
        months: Numbers of the months.
        skus: The products.
        column: `wholesale_price` or `list_price`.
    """
    prices = snapshot.prices
    place = pd.Index(skus).get_indexer(pd.Index(prices["sku_code"]))
    begins, ends = prices["valid_from"].to_numpy(), prices["valid_to"].to_numpy()
    value = prices[column].fillna(-1).to_numpy(np.int64)
    found = np.full((len(skus), len(months)), -1, np.int64)
    for at, number in enumerate(months):
        day = np.datetime64(Month.of(number).last_day, "s")
        begun = np.isnat(begins) | (begins <= day)
        in_force = begun & (np.isnat(ends) | (ends >= day)) & (place >= 0)
        found[place[in_force], at] = value[in_force]
    return found
