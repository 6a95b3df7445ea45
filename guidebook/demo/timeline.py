"""The months of the export, their order days, and how the season moves what people buy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from guidebook.demo.arrays import Floats
from guidebook.errors import UsageError

HISTORY = 16
"""Months of sales: the three whose sheets can be made, and for the first of them thirteen before it, so that the
same month last year has its own month before."""

CURRENT = HISTORY - 1
"""Index of the month the export is made for; the next month's is `CURRENT + 1`."""

LAST_MONTHS = range(CURRENT - 2, CURRENT + 1)
"""The months whose sheets can be made from one export, one after the other: in each of them all special cases occur."""

WEEKS = 5
"""No weekday comes more often in a month."""

WEEKS_PER_MONTH = 365.25 / 12 / 7

SPRING_FESTIVALS = (
    date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26),
)  # fmt: skip
MID_AUTUMNS = (
    date(2024, 9, 17), date(2025, 10, 6), date(2026, 9, 25), date(2027, 9, 15), date(2028, 10, 3),
)  # fmt: skip

FIRST_MONTH, LAST_MONTH = "2025-02", "2028-12"
"""The months that can be asked for: the months before them lie in the years whose festivals are known."""

# How strongly a festival pulls, before it and after: (days, pull) on a logarithmic scale.
SPRING_BEFORE, SPRING_AFTER = (40, 1.0), (25, -0.6)
AUTUMN_BEFORE, AUTUMN_AFTER = (18, 0.16), (10, -0.05)

MONTH_PULL = {6: -0.1, 7: -0.1, 8: -0.1, 10: 0.15}
"""A mild summer; the national holiday and weddings in October."""

MARKET_STRENGTH = (0.75, 0.60)
"""Village and town: people come home to the village for 春节."""

TIER_STRENGTH = (0.7, 1.0, 1.6)
"""Cheap, middling and dear products: presents are dear."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """`HISTORY` months and the month after them, oldest first."""

    months: tuple[date, ...]

    @classmethod
    def until(cls, month: str) -> Timeline:
        """Return the timeline whose current month is `month`, as in 2026-10.

        Raises:
            UsageError: It is no month, or one whose festivals the generator doesn't know.
        """
        try:
            current = date.fromisoformat(f"{month}-01")
        except ValueError:
            raise UsageError(f"“{month}”不是月份", "请写成 2026-10 这样") from None
        if not FIRST_MONTH <= month <= LAST_MONTH:
            raise UsageError(f"示例数据做不了 {month}", f"请用 {FIRST_MONTH} 到 {LAST_MONTH} 之间的月份")
        return cls(tuple(_months_after(current, n - CURRENT) for n in range(HISTORY + 1)))

    def text(self, month: int) -> str:
        """The month as files and tables name it: 2026-10."""
        return f"{self.months[month]:%Y-%m}"

    def last_day(self, month: int) -> date:
        """The month's last day."""
        return _months_after(self.months[month], 1) - timedelta(days=1)

    def day_after(self) -> date:
        """The day the exports are taken: the first after the current month."""
        return self.months[CURRENT + 1]

    def order_dates(self, month: int, weekday: int) -> list[date]:
        """The four or five days of a month on which shops of a weekday (1–5) order."""
        first, last = self.months[month], self.last_day(month)
        day = first + timedelta(days=(weekday - first.isoweekday()) % 7)
        return [day + timedelta(weeks=n) for n in range(WEEKS) if day + timedelta(weeks=n) <= last]

    def order_weights(self) -> Floats:
        """How much is ordered on each order day, 1 being an ordinary week's order.

        Returns:
            Shape (2 markets, 3 price tiers, 5 weekdays, `HISTORY`, `WEEKS`); 0 where there is no fifth week.
        """
        pulls = np.full((5, HISTORY, WEEKS), -np.inf)
        for weekday in range(5):
            for month in range(HISTORY):
                for week, day in enumerate(self.order_dates(month, weekday + 1)):
                    pulls[weekday, month, week] = _pull(day)
        strength = np.multiply.outer(np.array(MARKET_STRENGTH), np.array(TIER_STRENGTH))
        return np.asarray(np.exp(strength[:, :, None, None, None] * pulls), dtype=np.float64)


def _months_after(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _pull(day: date) -> float:
    pull = MONTH_PULL.get(day.month, 0.0)
    for festivals, before, after in (
        (SPRING_FESTIVALS, SPRING_BEFORE, SPRING_AFTER),
        (MID_AUTUMNS, AUTUMN_BEFORE, AUTUMN_AFTER),
    ):
        for festival in festivals:
            distance = (festival - day).days
            if 0 < distance <= before[0]:
                pull += before[1]
            elif -after[0] <= distance <= 0:
                pull += after[1]
    return pull
