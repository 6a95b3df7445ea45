"""What the company will supply, and what stands in the shop (domain.md §2.3, §2.6, §5.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from guidebook.model.record import record
from guidebook.model.units import Sticks


class SupplyStatus(StrEnum):
    """货源状态 of a product in a month."""

    FULL = "足"
    TIGHT = "紧"
    LIMITED = "限"
    STOPPED = "停"
    NEW = "新"
    UNKNOWN = "未知"

    @property
    def is_short(self) -> bool:
        """Whether a shop may get less than it wants."""
        return self in (SupplyStatus.TIGHT, SupplyStatus.LIMITED)

    @property
    def is_free(self) -> bool:
        """Whether a shop can be advised to buy it."""
        return self in (SupplyStatus.FULL, SupplyStatus.NEW)


@dataclass(frozen=True, slots=True)
class SupplyLine:
    """货源政策 of one product for one retailer and month.

    Limits are in real cartons of the product; None means no limit is stated.  `by_grade` tells that the row was
    chosen by the retailer's grade (您这档).
    """

    status: SupplyStatus
    limit_per_cycle: int | None
    limit_month: int | None
    by_grade: bool
    valid_from: date | None
    as_of: date
    reason: str | None = None

    @property
    def most(self) -> int | None:
        """The most cartons that one order may hold; None where no limit is stated."""
        if self.limit_per_cycle is None or self.limit_month is None:
            return self.limit_month if self.limit_per_cycle is None else self.limit_per_cycle
        return min(self.limit_per_cycle, self.limit_month)


@record(frozen=True, slots=True)
class StockCount:
    """A verified count (R032): opening, closing and hence what was really sold.

    Attributes:
        sold: opening + net purchases − closing of this month; never negative.
        sold_last: The same for last month where it was verified, else None.
        months_unsold: How many verified months in a row, up to this one, sold nothing.
        daily: Sticks sold a day, from `sold`; zero where nothing moved.
        out_events: Times it ran out this month; None where not recorded.
    """

    opening: Sticks
    closing: Sticks
    counted_on: date
    sold: Sticks
    sold_last: Sticks | None
    months_unsold: int
    daily: Fraction
    out_events: int | None = None

    @property
    def cover_days(self) -> int | None:
        """可销天数, whole days; None where nothing moved (it would last for ever)."""
        sold, days = self.daily.as_integer_ratio()
        return self.closing * days // sold if sold > 0 else None
