"""Festivals that move between months (R078, F23; domain.md §2.8)."""

from __future__ import annotations

from datetime import date

from guidebook.model import Month

MID_AUTUMN = {
    2024: date(2024, 9, 17),
    2025: date(2025, 10, 6),
    2026: date(2026, 9, 25),
    2027: date(2027, 9, 15),
    2028: date(2028, 10, 3),
}
"""中秋, by year."""

LARGEST_SHIFT = 10
"""Days a festival may move before its months can't be compared with last year's."""


def comparable_with_last_year(month: Month) -> bool:
    """Whether festivals allow to set a month beside the same month of last year.

    January and February can only be compared together; September and October only while 中秋 moved by fewer than
    `LARGEST_SHIFT` days.  A year without a known date counts as not comparable.
    """
    if month.month in (1, 2):
        return False
    if month.month in (9, 10):
        this, last = MID_AUTUMN.get(month.year), MID_AUTUMN.get(month.year - 1)
        return this is not None and last is not None and _shift(this, last) < LARGEST_SHIFT
    return True


def _shift(this: date, last: date) -> int:
    return abs((this - date(this.year, 1, 1)).days - (last - date(last.year, 1, 1)).days)
