"""Order days on which the company had stopped supply: the company's side of 断货 (domain.md §2.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from guidebook.measures.registry import some
from guidebook.measures.supply import SupplyPolicy
from guidebook.model import SupplyLine, SupplyStatus

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from guidebook.model import Month
    from guidebook.snapshot import Snapshot

_CLASS = ("market_type", "county", "format", "grade_rank")


class StopDays:
    """Of each shop and product, on how many of the shop's order days of a month the product was 停.

    Attributes:
        known: Whether the month has both orders by day and a supply policy.
        order_days: (shops,) days with an order.
        by_product: Product → (shops,) those of them on which the policy's row for the shop said 停.
    """

    def __init__(self, snapshot: Snapshot, shops: pd.DataFrame, month: Month) -> None:
        policy = SupplyPolicy(snapshot, month)
        by_day = _ordered(snapshot, shops, month)
        self.known = policy.known and bool(by_day.any())
        self.order_days: NDArray[np.int64] = by_day.sum(axis=1)
        self.by_product: dict[str, NDArray[np.int64]] = {}
        since = np.flip(np.cumsum(np.flip(by_day, axis=1), axis=1), axis=1)
        for members, lines in _policies(policy, shops):
            for code, line in lines.items():
                begins = max(line.valid_from or month.first_day, month.first_day)
                if line.status is SupplyStatus.STOPPED and begins <= month.last_day:
                    days = self.by_product.setdefault(code, np.zeros(len(shops), np.int64))
                    days[members] = since[members, begins.day - 1]


def _policies(
    policy: SupplyPolicy, shops: pd.DataFrame
) -> Iterator[tuple[NDArray[np.intp], Mapping[str, SupplyLine]]]:
    """Shops of one class, as far as supply goes, with their lines."""
    if not policy.known:
        return
    for group in shops.groupby(list(_CLASS), dropna=False).indices.values():
        members = np.asarray(group, np.intp)
        market, county, format_, rank = (some(shops.at[members[0], column]) for column in _CLASS)
        yield members, policy.lines_for((market, county, format_, None if rank is None else int(rank)))


def _ordered(snapshot: Snapshot, shops: pd.DataFrame, month: Month) -> NDArray[np.int64]:
    """(shops, days of the month) 1 where a shop ordered."""
    orders = snapshot.orders
    day = orders["ordered_on"]
    inside = (day >= pd.Timestamp(month.first_day)) & (day < pd.Timestamp(month.day_after))
    shop = pd.Index(shops["license_no"]).get_indexer(pd.Index(orders["license_no"][inside]))
    table = np.zeros((len(shops), month.days), np.int64)
    table[shop[shop >= 0], day[inside].dt.day.to_numpy()[shop >= 0] - 1] = 1
    return table
