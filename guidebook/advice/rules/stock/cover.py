"""How long stock may and should last, and what it cost (§2.6, R008)."""

from __future__ import annotations

from fractions import Fraction

from guidebook.config import StockCover
from guidebook.model import Feast, Fen, Festival, ProductLine, Profile


def coming_spring(profile: Profile, cover: StockCover) -> Festival | None:
    """春节, if it is so near that shops buy for it."""
    for festival in profile.festivals:
        if festival.feast is Feast.SPRING and 0 < festival.days_to <= cover.spring_days:
            return festival
    return None


def most_days(profile: Profile, cover: StockCover) -> int:
    """How many days stock may last at most."""
    return cover.spring_max_days if coming_spring(profile, cover) else cover.max_days


def lasts_too_long(profile: Profile, line: ProductLine, cover: StockCover) -> bool:
    """Whether a verified count lasts longer than stock should."""
    days = None if line.stock is None else line.stock.cover_days
    return days is not None and days > most_days(profile, cover)


def stands(profile: Profile, line: ProductLine, cover: StockCover) -> bool:
    """Whether a verified count shows that a product didn't move this month, or lasts longer than stock should."""
    return line.stock is not None and (line.lies or lasts_too_long(profile, line, cover))


def least_days(profile: Profile, cover: StockCover) -> Fraction:
    """How many days stock should always last."""
    return cover.least_days(profile.retailer.order_cycle_days, profile.retailer.lead_days)


def money_tied(line: ProductLine) -> Fen:
    """What the counted stock cost at today's wholesale price, fen; 0 without a count or a price."""
    if line.stock is None:
        return 0
    return line.stock.closing * (line.product.wholesale_price or 0) // line.product.sticks_per_carton
