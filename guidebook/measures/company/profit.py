"""Where all shops' profit went from one month to the next, by brand: quantity and margin, exact (R005, R033)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from guidebook.measures.cube import Cube

if TYPE_CHECKING:
    from collections.abc import Mapping


def profit_bridge(cube: Cube, brands: Mapping[str, str]) -> pd.DataFrame:
    """Profit by listed price of the last two months of a cube, and its change shop by shop as sheets take it apart.

    Args:
        cube: The window; its last month is the one looked at.
        brands: 牌子 of each product; one without is a brand of its own.

    Returns:
        One row a brand, as far as listed prices are known in both months: brand, shops (with any of it in either
        month), sticks_last, sticks, profit_last, profit, quantity, margin (fen; quantity + margin = profit −
        profit_last, as `measures.effects.profit_effects` shares each shop's and product's change out).
    """
    known = cube.listed[:, -1] & cube.listed[:, -2]
    sticks, before = cube.sticks[:, -1], cube.sticks[:, -2]
    profit, earned = cube.profit[:, -1], cube.profit[:, -2]
    change = profit - earned
    base = np.where(before == 0, 1, before)
    quantity = np.where(before == 0, change, (2 * (sticks - before) * earned + base) // (2 * base))
    traded = known & ((sticks != 0) | (before != 0) | (profit != 0) | (earned != 0))
    names = np.array([brands.get(code) or code for code in cube.skus], dtype=object)
    frame = pd.DataFrame(
        {
            "brand": names[cube.sku],
            "owner": cube.owner,
            "sticks_last": before,
            "sticks": sticks,
            "profit_last": earned,
            "profit": profit,
            "quantity": quantity,
            "margin": change - quantity,
        }
    )[traded]
    groups = frame.groupby("brand")
    sums: pd.DataFrame = groups[
        ["sticks_last", "sticks", "profit_last", "profit", "quantity", "margin"]
    ].sum()
    sums.insert(0, "shops", groups["owner"].nunique())
    return sums.reset_index()
