"""Numbers, money, quantities and dates as the owner reads them.

Printed figures are rounded once, and differences are taken between rounded figures (R006), so that whatever stands
side by side on a sheet adds up as printed.  Yuan are printed whole, yuan per carton to one decimal, cartons exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache

from guidebook.model import FEN_PER_YUAN, STICKS_PER_CARTON, Box, Fen, Month, Sticks, round_quotient

UP = "▲"
DOWN = "▼"
MINUS = "−"

BOX_TITLES: Mapping[Box, str] = {
    Box.EVALUATION: "本月评价",
    Box.NEXT_MONTH: "下月提升方向",
    Box.FOLLOW_UP: "上月说的事",
    Box.FOOTER: "提醒",
    Box.INTERNAL: "只告诉客户经理",
}
"""What the boxes are called, in the order of the sheet; what the last one holds is never printed."""

_WEEK = 7
_WEEKDAYS = "一二三四五六日"
_COUNTS = "零一两三四五六七八九十"
_THOUSANDTHS = 1000 // STICKS_PER_CARTON
"""Thousandths of a carton in a stick."""


def decimal_text(value: Fraction, *, least: int = 0, most: int = 6) -> str:
    """A decimal with `least` to `most` places: rounded half up at the last one, then bare of trailing zeros."""
    return quotient_text(value.numerator, value.denominator, least=least, most=most)


def quotient_text(numerator: int, denominator: int, *, least: int = 0, most: int = 6) -> str:
    """The same of a quotient of whole numbers, of which the lower one is positive."""
    return _shifted(round_quotient(numerator * 10**most, denominator), most, least)


@lru_cache(maxsize=4096)
def cartons_text(sticks: Sticks) -> str:
    """Cartons, exact and never rounded (R097): 48, 0.5."""
    return _shifted(sticks * _THOUSANDTHS, places=3)


@lru_cache(maxsize=16384)  # a few cartons of a product cost and earn the same everywhere
def money_value(fen: Fen) -> str:
    """Exact yuan with two decimals, for programs: 6960.00."""
    whole, part = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}.{part:02d}"


def whole_yuan(fen: Fen | Fraction) -> int:
    """Money rounded to whole yuan, as profits are printed."""
    return round_quotient(fen.numerator, fen.denominator * FEN_PER_YUAN)


def tenths_of_yuan(fen: Fen | Fraction) -> int:
    """Money rounded to tenths of a yuan, as prices per carton are printed."""
    return round_quotient(10 * fen.numerator, fen.denominator * FEN_PER_YUAN)


def tenths_text(tenths: int) -> str:
    """Tenths of a yuan as printed: 145, 142.4."""
    return _shifted(tenths, places=1)


def price_text(fen: Fen) -> str:
    """A price to the fen, bare of trailing zeros: 88, 66.78."""
    return _shifted(fen, places=2)


def _shifted(number: int, places: int, least: int = 0) -> str:
    """A whole number of tenths, hundredths, … as a decimal, bare of trailing zeros but for `least` places."""
    sign = "-" if number < 0 else ""
    whole, part = divmod(abs(number), 10**places)
    digits = (str(part).zfill(places).rstrip("0") if part else "").ljust(least, "0")
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"


def signed_text(number: int) -> str:
    """A signed whole number with a true minus sign: +295, −77, 0."""
    return f"+{number}" if number > 0 else f"{MINUS}{-number}" if number < 0 else "0"


def count_text(number: int) -> str:
    """A small count in words, as one says it before a measure word: 两个月, 三个月."""
    return _COUNTS[number] if 0 <= number < len(_COUNTS) else str(number)


def order_period(cycle_days: int) -> str:
    """How one speaks of a single order: 每周 where goods are ordered weekly, 每回 else."""
    return "每周" if cycle_days == _WEEK else "每回"


def weekday_text(weekday: int) -> str:
    """A day of the week, 1 for Monday: 星期一."""
    return f"星期{_WEEKDAYS[weekday - 1]}"


def day_text(day: date) -> str:
    """A day: 10月30日."""
    return f"{day.month}月{day.day}日"


def month_text(month: Month) -> str:
    """A month with its year: 2026年10月."""
    return f"{month.year}年{month.month}月"


def month_seen_from(month: Month, now: Month) -> str:
    """A past month as one says it in `now`: 9月, 去年12月, 2024年5月."""
    if month.year == now.year:
        return month.label
    return f"去年{month.label}" if month.year == now.year - 1 else month_text(month)


def largest_remainder(parts: Sequence[int], unit: int, total: int) -> list[int]:
    """Whole numbers that add up to `total`, each within one of its part (design.md, "Printed figures").

    Args:
        parts: Exact shares, of which `unit` make one; their sum differs from `total` by less than one.
        unit: As in fen and yuan: 100.
        total: What the printed shares must add up to.

    Returns:
        Each part rounded down or up; those with the largest fractions are rounded up, earlier ones first.
    """
    floors = [part // unit for part in parts]
    rest = [part % unit for part in parts]
    by_fraction = sorted(range(len(parts)), key=rest.__getitem__, reverse=True)  # stable: earlier ones first
    for i in by_fraction[: total - sum(floors)]:
        floors[i] += 1
    return floors
