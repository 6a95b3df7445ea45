"""Verified stock: what stands in the shop and how fast it goes (R008, R032; domain.md §2.6)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from guidebook.measures.cube import Cube
from guidebook.measures.registry import day, some
from guidebook.model import Month, StockCount

if TYPE_CHECKING:
    from guidebook.snapshot import Snapshot

LATEST_COUNT = 10
"""Days between a usable count and the month's end (domain.md §4, conflict 4)."""


def stock_counts(snapshot: Snapshot, cube: Cube, month: Month) -> dict[tuple[str, str], StockCount]:
    """The usable counts of a month by (licence, product).

    A count is used only if it is verified, was taken near the month's end, and opening + purchases − closing isn't
    negative (a negative one is a data error: no stock rule may speak of it).
    """
    sales = snapshot.sales
    counted = sales[(sales["month"] == month.number) & sales["stock_verified"] & sales["stock_close"].notna()]
    rows = {}
    for index, license_no in enumerate(cube.licenses):
        for row in cube.slice_of(index):
            if cube.sold[row, -1] >= 0:
                rows[license_no, cube.skus[int(cube.sku[row])]] = row
    counts = {}
    for record in counted.itertuples(index=False):
        key = (str(record.license_no), str(record.sku_code))
        counted_on = day(record.count_date) or month.last_day
        if key in rows and abs((month.last_day - counted_on).days) <= LATEST_COUNT:
            counts[key] = _count(record, cube, rows[key], counted_on, month)
    return counts


def _count(record: object, cube: Cube, row: int, counted_on: date, month: Month) -> StockCount:
    sold = [int(quantity) for quantity in cube.sold[row]]
    unsold = 0
    for quantity in reversed(sold):
        if quantity != 0:
            break
        unsold += 1
    out_events = some(getattr(record, "out_events", None))
    return StockCount(
        opening=int(getattr(record, "stock_open", 0)),
        closing=int(getattr(record, "stock_close", 0)),
        counted_on=counted_on,
        sold=sold[-1],
        sold_last=None if sold[-2] < 0 else sold[-2],
        months_unsold=unsold,
        daily=Fraction(sold[-1], month.days),
        out_events=None if out_events is None else int(out_events),
    )
