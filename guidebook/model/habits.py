"""How a shop orders, what lies in it, where it stands: what rules need beyond the account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from guidebook.model.calendar import Month
from guidebook.model.record import record
from guidebook.model.units import Fen


class Lifecycle(StrEnum):
    """生命周期 (R087, §2.7): inner, never printed."""

    INTRODUCED = "引入"
    GROWING = "成长"
    MATURE = "成熟"
    DECLINING = "衰退"
    ENDED = "终止"


@dataclass(frozen=True, slots=True)
class FailedPayment:
    """An order whose payment failed: the day, and what it would have cost, fen (R120)."""

    day: date
    amount: Fen


@dataclass(frozen=True, slots=True)
class OrderWays:
    """The orders of the sheet's month (R070, R120).

    Attributes:
        orders: How many there were.
        by_phone: How many of them by telephone (电话); the others were online (网上, 手机), or nobody told.
        all_paid: Whether the payment of each is known and went through.
        failed: Those whose payment failed, by day.
    """

    orders: int
    by_phone: int
    all_paid: bool
    failed: tuple[FailedPayment, ...] = ()


@dataclass(frozen=True, slots=True)
class StockValue:
    """What lies in the shop at wholesale prices, fen, from verified counts of every product of the account.

    Attributes:
        now: At the end of the sheet's month.
        usual: The middle one of the six months before; at least three of them must be known.
    """

    now: Fen
    usual: Fen


@record(frozen=True, slots=True)
class GradeTerm:
    """One term of 评档办法: its name (量), the points it gives at most, and the shop's own, exact."""

    name: str
    most: Fraction
    points: Fraction


@dataclass(frozen=True, slots=True)
class GradeStanding:
    """The shop's score by the local 评档办法 (R046); only where the rule is loaded.

    Attributes:
        score: Points of the sheet's month (or quarter), exact.
        grade: Its grade now, as labelled.
        floor: The least points of that grade; None where the scale doesn't say.
        next_grade: The next higher grade and its least points; None at the top.
    """

    score: Fraction
    grade: str
    floor: Fraction | None
    next_grade: str | None
    next_floor: Fraction | None
    terms: tuple[GradeTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class Idle:
    """Months in a row without a purchase, up to the sheet's month, and the last one with any (R088)."""

    months: int
    last_bought: Month | None
