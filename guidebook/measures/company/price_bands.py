"""What part of the cartons lies in which 价位段, month by month (domain.md §2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from guidebook.measures.cube import Cube, prices_by_month
from guidebook.model import FEN_PER_YUAN

if TYPE_CHECKING:
    from guidebook.snapshot import Snapshot

UNKNOWN = -1
"""The band of products without a listed price."""


def price_bands(snapshot: Snapshot, cube: Cube, bounds: Sequence[int]) -> pd.DataFrame:
    """Net purchases by listed price of a pack.

    Args:
        snapshot: For prices, and packs of a carton.
        cube: The window of months.
        bounds: Upper bounds of the bands but the last one, yuan a pack, inclusive.

    Returns:
        One row a (month, band) of the covered months: month, band (place among the bands; `UNKNOWN` without a listed
        price), shops (with a net purchase in it), sticks, share (of the month's sticks; null where they aren't
        positive).
    """
    products = snapshot.products.set_index("sku_code").reindex(cube.skus)
    packs = (products["sticks_per_carton"] // products["sticks_per_pack"]).fillna(1).clip(lower=1)
    listed = prices_by_month(snapshot, cube.months, cube.skus, "list_price")
    edges = np.array(bounds, np.int64) * FEN_PER_YUAN
    per_pack = packs.to_numpy(np.int64)[:, None]
    band = (listed[:, :, None] > edges * per_pack[:, :, None]).sum(axis=2)
    band = np.where(listed < 0, UNKNOWN, band)
    rows = []
    for place, month in enumerate(cube.months):
        if not cube.covered[place]:
            continue
        own, sticks = band[cube.sku, place], cube.sticks[:, place]
        total = int(sticks.sum())
        for each in range(UNKNOWN, len(bounds) + 1):
            inside = own == each
            bought = int(sticks[inside].sum())
            shops = len(np.unique(cube.owner[inside & (sticks > 0)]))
            if bought or shops:
                rows.append((month, each, shops, bought, bought / total if total > 0 else None))
    return pd.DataFrame(rows, columns=["month", "band", "shops", "sticks", "share"]).astype({"share": float})
