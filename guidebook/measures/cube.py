"""Thirteen months of sales as dense arrays: one row a (retailer, product), one column a month.

Rows are sorted by retailer, then product, so that a retailer is a slice.  Money is fen, quantity sticks; profit by
listed price is fen, with `listed` telling where a price is known.  Everything is computed for all retailers at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
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
    sales = snapshot.sales
    if licenses is not None:
        sales = sales[sales["license_no"].isin(licenses)]
    # Month by month, what is worked out of the rows of one stays in the cache.
    parts = [places_where(sales["month"] == number) for number in months]
    shops, skus, owner, sku, rows = _pairs(sales, parts)

    shape = (len(sku), WINDOW)
    sticks, amount = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    sold, closing = np.full(shape, -1, np.int64), np.full(shape, -1, np.int64)
    for place, (part, row) in enumerate(zip(parts, rows, strict=True)):
        lines = sales.iloc[part]
        sticks[row, place] = lines["sticks"].to_numpy(np.int64)
        amount[row, place] = lines["amount"].to_numpy(np.int64)
        sold[row, place] = sold_then = sold_by_count(lines)
        closing[row, place] = closing_by_count(lines, sold_then)
    profit, listed = _listed_profit(snapshot, months, skus, sku, sticks, amount)

    last = sales.iloc[parts[-1]]

    def of_last_month(name: str) -> NDArray[np.int64]:
        values = np.full(len(sku), -1, np.int64)
        values[rows[-1]] = last[name].fillna(-1).to_numpy(np.int64)
        return values

    counted_on = np.full(len(sku), np.datetime64("NaT"), "datetime64[D]")
    counted_on[rows[-1]] = last["count_date"].to_numpy("datetime64[D]")
    return Cube(
        months=months,
        covered=np.isin(months, snapshot.months),
        licenses=shops,
        starts=np.searchsorted(owner, np.arange(len(shops) + 1)),
        skus=skus,
        sku=sku,
        sticks=sticks,
        amount=amount,
        profit=profit,
        listed=listed,
        wanted=of_last_month("wanted"),
        sold=sold,
        closing=closing,
        counted_on=counted_on,
        out_events=of_last_month("out_events"),
        surveyed=of_last_month("retail_price"),
    )


def places_where(wanted: pd.Series[bool]) -> slice | NDArray[np.intp]:
    """Where rows of which something holds stand; no copies where that is together, as a month is in a snapshot."""
    places = np.flatnonzero(wanted)
    if len(places) and places[-1] - places[0] + 1 == len(places):
        return slice(int(places[0]), int(places[-1]) + 1)
    return places


def _pairs(
    sales: pd.DataFrame, parts: Sequence[slice | NDArray[np.intp]]
) -> tuple[list[str], list[str], NDArray[np.int64], NDArray[np.int64], list[NDArray[np.int64]]]:
    """The pairs of a retailer and a product that stand in some parts of sales, sorted.

    Returns:
        Licences and products, sorted; (pairs,) each pair's index in both; and (rows,) each row's pair, part by part.
    """
    shops, goods = (sales[name].astype("category").cat for name in ("license_no", "sku_code"))
    shop, product = shops.codes.to_numpy(np.int64), goods.codes.to_numpy()
    count = max(len(goods.categories), 1)
    pairs, rows = _ranked(
        [shop[part] * count + product[part] for part in parts], len(shops.categories) * count
    )
    shop, product = np.divmod(pairs, count)
    shops_there, (owner,) = _ranked([shop], len(shops.categories))
    goods_there, (sku,) = _ranked([product], count)
    return shops.categories[shops_there].tolist(), goods.categories[goods_there].tolist(), owner, sku, rows


def _ranked(
    parts: Sequence[NDArray[np.integer]], bound: int
) -> tuple[NDArray[np.int64], list[NDArray[np.int64]]]:
    """The distinct ones of some numbers below a bound, sorted, and the place of each number among them, part by part.

    Marking them in a table is many times faster than sorting millions.
    """
    there = np.zeros(bound, bool)
    for numbers in parts:
        there[numbers] = True
    distinct = np.flatnonzero(there)
    place = np.zeros(bound, np.int64)
    place[distinct] = np.arange(len(distinct))
    return distinct, [place[numbers] for numbers in parts]


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
