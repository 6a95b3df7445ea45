"""价位段: which of a shop's products are cheap (domain.md §2.2, R061)."""

from __future__ import annotations

from bisect import bisect

from guidebook.model import FEN_PER_YUAN, STICKS_PER_CARTON, ProductLine, Profile

PRICE_BANDS = (20, 25, 34, 43, 52, 78, 95, 170, 290, 525)
"""Lower bounds of 价位段 above the first, yuan a standard carton at the listed price."""


def highest_of_lowest(profile: Profile, lowest_bands: int) -> int:
    """The highest of so many lowest bands that the shop sells; −1 where no price is known."""
    bands = sorted(
        {band for line in profile.top(len(profile.lines)) if (band := price_band(line)) is not None}
    )
    return max(bands[:lowest_bands], default=-1)


def price_band(line: ProductLine) -> int | None:
    """The place of a product's price among the bands; None without a listed price."""
    listed, sticks = line.product.list_price, line.product.sticks_per_carton
    if listed is None:
        return None
    return bisect(PRICE_BANDS, listed * STICKS_PER_CARTON // (sticks * FEN_PER_YUAN))
