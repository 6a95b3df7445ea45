"""Festivals and local seasons (R078; domain.md §2.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from guidebook.model.calendar import Month


class Feast(StrEnum):
    """The festivals that move between months and move what shops sell."""

    SPRING = "春节"
    MID_AUTUMN = "中秋"


@dataclass(frozen=True, slots=True)
class Festival:
    """A festival, and the month of last year in which shops bought for it.

    Attributes:
        day: Its day.
        days_to: Days from `as_of` to it; negative once it is over.
        bought_in: The month in which last year's purchases for it fell: the one of the day `LEAD` days before it.
    """

    feast: Feast
    day: date
    days_to: int
    bought_in: Month


class SeasonTag(StrEnum):
    """The tags of the table 时令 (`seasons`)."""

    FARMING = "农忙"
    RETURN = "返乡"
    WEDDING = "婚宴"
    SCHOOL = "开学"
    MARKET = "赶集"


@dataclass(frozen=True, slots=True)
class LocalSeason:
    """A season of the shop's region that touches next month.

    Attributes:
        last_month: The same month of last year as the one in which the season begins (or next month, if it began
            before): what was bought in it tells how much more the season asks for.
    """

    tag: SeasonTag
    start: date
    end: date
    last_month: Month
