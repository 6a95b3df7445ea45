"""How a sheet looks for this owner: print size, how much of 牌子变化, whether the score is broken down (§3.3, R022).

What steers it is inner; what comes of it, large print or a shorter table, tells nothing of why.
"""

from __future__ import annotations

from dataclasses import dataclass

from guidebook.config import Config
from guidebook.model import Level, MarketType, Profile

LARGE_PRINT_ROWS = 5
"""Rows of 牌子变化 above 合计 that large print has room for."""
FEW_ROWS = 3
"""Those of an owner who reads little: what rose most, what fell most, 其他 (§3.1, 3)."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a sheet's make-up depends on.

    Attributes:
        large_print: 14 pt instead of 12 pt.
        brand_rows: Rows of 牌子变化 above 合计, 其他 included.
        every_term: Whether 档位 shows the points of each term (R071).
    """

    large_print: bool
    brand_rows: int
    every_term: bool

    @classmethod
    def of(cls, profile: Profile, config: Config) -> Look:
        """The look of one retailer's sheet."""
        retailer, education = profile.retailer, profile.retailer.inner.education
        reads_little = education is Level.LOW
        village = retailer.market_type is MarketType.RURAL and config.sheet.large_print_rural
        large = retailer.large_print or reads_little or village
        rows = config.sheet.brand_rows
        if large:
            rows = min(rows, LARGE_PRINT_ROWS)
        if reads_little:
            rows = min(rows, FEW_ROWS)
        return cls(large_print=large, brand_rows=rows, every_term=education is Level.HIGH)
