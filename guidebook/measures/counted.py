"""What verified counts tell of rows of sales (R032; domain.md §2.6): the same for a sheet and for the company."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from guidebook.model import Month

if TYPE_CHECKING:
    from numpy.typing import NDArray

LATEST_COUNT = 10
"""Days between a usable count and its month's end (domain.md §4, conflict 4)."""


def sold_by_count(sales: pd.DataFrame) -> NDArray[np.int64]:
    """(rows,) opening + net purchases − closing, sticks; −1 where unverified, incomplete or negative (§2.6)."""
    sold = np.full(len(sales), -1, np.int64)
    verified = np.flatnonzero(sales["stock_verified"])
    counts = sales[["sticks", "stock_open", "stock_close"]].iloc[verified]
    opening = counts["stock_open"].fillna(-1).to_numpy(np.int64)
    closing = counts["stock_close"].fillna(-1).to_numpy(np.int64)
    counted = opening + counts["sticks"].to_numpy(np.int64) - closing
    sold[verified] = np.where((opening >= 0) & (closing >= 0) & (counted >= 0), counted, -1)
    return sold


def closing_by_count(sales: pd.DataFrame, sold: NDArray[np.int64]) -> NDArray[np.int64]:
    """(rows,) closing stock, sticks; −1 unless `sold` is known and the count's day, if told, lies near month's end."""
    closing = np.full(len(sales), -1, np.int64)
    told = np.flatnonzero(sold >= 0)
    counts = sales[["month", "count_date", "stock_close"]].iloc[told]
    place, numbers = pd.factorize(counts["month"].to_numpy())
    ends = np.array([Month.of(int(number)).last_day for number in numbers], "datetime64[D]")
    days = counts["count_date"].to_numpy("datetime64[D]") - ends[place]
    near = np.isnat(days) | (np.abs(days) <= np.timedelta64(LATEST_COUNT, "D"))
    closing[told] = np.where(near, counts["stock_close"].to_numpy(np.int64), -1)
    return closing
