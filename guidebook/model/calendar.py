"""Calendar months, as the trade counts them."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month.

    `number` (202610) is how tables hold it, `text` (2026-10) how files and commands name it, `label` (10月)
    how the owner reads it.
    """

    year: int
    month: int

    def __post_init__(self) -> None:
        """Refuse what is no month."""
        if not 1 <= self.month <= 12:
            raise ValueError(f"no such month: {self.year}-{self.month}")

    @classmethod
    def of(cls, number: int) -> Month:
        """The month of a table's number, as in 202610."""
        return cls(*divmod(number, 100))

    @classmethod
    def containing(cls, day: date) -> Month:
        """The month a day lies in."""
        return cls(day.year, day.month)

    @property
    def number(self) -> int:
        """As tables hold it: 202610."""
        return self.year * 100 + self.month

    @property
    def text(self) -> str:
        """As files and commands name it: 2026-10."""
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def label(self) -> str:
        """As the owner reads it: 10月."""
        return f"{self.month}月"

    @property
    def first_day(self) -> date:
        """The month's first day."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The month's last day."""
        return date(self.year, self.month, self.days)

    @property
    def days(self) -> int:
        """How many days the month has."""
        return _DAYS[self.month - 1] + (self.month == 2 and calendar.isleap(self.year))

    def plus(self, months: int) -> Month:
        """The month so many months later (earlier if negative)."""
        ordinal = self.year * 12 + self.month - 1 + months
        return Month(ordinal // 12, ordinal % 12 + 1)

    @property
    def day_after(self) -> date:
        """The first day after the month: when its sheets are made by default."""
        return self.last_day + timedelta(days=1)

    def __str__(self) -> str:
        """As files and commands name it."""
        return self.text
