"""Festivals that move between months, the seasons of a region, and what a shop bought in those of last year (§2.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from tests.independent.exports import STANDARD, Row, first_day, last_day, moved
from tests.independent.recompute import WINDOW, Shop, half_up

SPRING = {
    2024: date(2024, 2, 10),
    2025: date(2025, 1, 29),
    2026: date(2026, 2, 17),
    2027: date(2027, 2, 6),
    2028: date(2028, 1, 26),
}
AUTUMN = {
    2024: date(2024, 9, 17),
    2025: date(2025, 10, 6),
    2026: date(2026, 9, 25),
    2027: date(2027, 9, 15),
    2028: date(2028, 10, 3),
}
LEAD = timedelta(days=15)
"""How long before a festival shops buy for it."""
SPRING_DAYS = 56
"""In so many days before 春节 stock may last longer."""

LEAST_MONTHS = 6
"""How many other months must be known to tell what one took more."""

FARMING, RETURN, WEDDING = "农忙", "返乡", "婚宴"


def comparable(month: int) -> bool:
    """Whether festivals let a month stand beside the same one of last year (F23)."""
    year, of_year = divmod(month, 100)
    if of_year in (1, 2):
        return False
    if of_year not in (9, 10):
        return True
    this, last = (AUTUMN[y] - first_day(100 * y + 1) for y in (year, year - 1))
    return abs(this - last).days < 10


def nearest(days: dict[int, date], when: date) -> date:
    """The day of a festival nearest to another day."""
    return min(days.values(), key=lambda festival: abs((festival - when).days))


def bought_in(days: dict[int, date], festival: date) -> int:
    """The month in which last year's purchases for a festival fell."""
    bought = days[festival.year - 1] - LEAD
    return 100 * bought.year + bought.month


def spring_is_near(as_of: date) -> bool:
    """Whether shops stock up for 春节."""
    return 0 < (nearest(SPRING, as_of) - as_of).days <= SPRING_DAYS


def season(shop: Shop, tag: str, as_of: date) -> Row | None:
    """The shop's first season of a kind that touches next month and isn't over."""
    begins, ends = first_day(shop.next_month), last_day(shop.next_month)
    for row in shop.exports.seasons:
        inside = date.fromisoformat(row["开始日"]) <= ends and date.fromisoformat(row["结束日"]) >= begins
        here = row["地区"] in ("", shop.row["区县"], shop.row["乡镇"])
        meant = row["时令"] == tag and row["市场类型"] in ("", shop.row["市场类型"])
        if inside and here and meant and date.fromisoformat(row["结束日"]) >= as_of:
            return row
    return None


@dataclass(frozen=True)
class Uplift:
    """What was bought in a month of last year, and more than in the others, whose mean is told in whole cartons."""

    bought: Fraction
    more: Fraction


def uplift(shop: Shop, code: str, month: int) -> Uplift | None:
    """None unless that month and enough others are known."""
    others = [m for back in range(WINDOW) if (m := moved(shop.month, -back)) != month and shop.is_covered(m)]
    if not shop.is_covered(month) or month < moved(shop.month, 1 - WINDOW) or len(others) < LEAST_MONTHS:
        return None
    usual = half_up(sum((standard(shop, code, other) for other in others), Fraction(0)) / len(others))
    bought = standard(shop, code, month)
    return Uplift(bought, bought - usual)


def standard(shop: Shop, code: str, month: int) -> Fraction:
    """Net purchases of a product in a month, standard cartons."""
    sale = shop.sales(month).get(code)
    return sale.cartons * shop.exports.sticks(code) / STANDARD if sale else Fraction(0)
