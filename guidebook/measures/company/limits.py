"""Purchases that supply cut short: lower bounds of what a shop would have bought (F24)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from guidebook.measures.company.population import shops_of
from guidebook.measures.orders import order_cycles
from guidebook.measures.registry import some
from guidebook.measures.supply import SupplyPolicy
from guidebook.model import Month

if TYPE_CHECKING:
    from guidebook.snapshot import Snapshot

_CLASS = ["market_type", "county", "format", "grade_rank"]


def at_limit(snapshot: Snapshot, months: Iterable[Month]) -> pd.Series:
    """Of each row of sales of these months, whether the shop got all that it could.

    It did where less came than it wanted (需求量), or where a month's limit, or a cycle's limit times the orders of the
    month, was reached.  Where neither wish nor limit is known, nothing tells that it did.
    """
    sales = snapshot.sales
    limited = (sales["wanted"] > sales["sticks"]).fillna(False).to_numpy(bool, copy=True)
    cycles, shops = order_cycles(snapshot), shops_of(snapshot)
    size = snapshot.products.set_index("sku_code")["sticks_per_carton"].to_dict()
    number = shops.groupby(_CLASS, dropna=False).ngroup()
    kinds = dict(zip(shops["license_no"], number, strict=True))
    firsts = shops.assign(number=number).drop_duplicates("number").set_index("number")
    for month in months:
        policy = SupplyPolicy(snapshot, month)
        if not policy.known:
            continue
        lines = {}
        for kind, row in firsts.iterrows():
            market, county, format_, rank = (some(row[name]) for name in _CLASS)
            lines[kind] = policy.lines_for((market, county, format_, None if rank is None else int(rank)))
        short = {code for found in lines.values() for code, line in found.items() if line.most is not None}
        rows = np.flatnonzero((sales["month"] == month.number) & sales["sku_code"].isin(short))
        part = sales.iloc[rows]
        for place, license_no, code, sticks in zip(
            rows.tolist(),
            part["license_no"].tolist(),
            part["sku_code"].tolist(),
            part["sticks"].tolist(),
            strict=True,
        ):
            line = lines.get(kinds.get(license_no), {}).get(code)
            if line is None or line.most is None:
                continue
            orders = cycles.get((license_no, month.number))
            most = [] if line.limit_month is None else [line.limit_month]
            if line.limit_per_cycle is not None and orders:
                most.append(line.limit_per_cycle * orders)
            if most and sticks >= min(most) * size.get(code, 200):
                limited[place] = True
    return pd.Series(limited, sales.index)
