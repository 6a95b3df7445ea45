"""How much more of a product a season of last year took than other months: what may be said of 去年这时 (R078)."""

from __future__ import annotations

from abc import ABC
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import ClassVar

from guidebook import wording
from guidebook.advice import facts
from guidebook.advice.more import More, more_of
from guidebook.advice.rule import Count, Facts, Rule, Share, reaches
from guidebook.advice.rules.stock.cover import stands
from guidebook.config import StockCover
from guidebook.model import (
    STICKS_PER_CARTON,
    Box,
    Direction,
    Fact,
    Feast,
    Fen,
    Festival,
    Finding,
    Month,
    ProductLine,
    Profile,
    Sticks,
    round_half_up,
)
from guidebook.model.record import record


@record(frozen=True, slots=True)
class Uplift:
    """What a month of last year took more than others.

    Attributes:
        bought: Net purchases of that month.
        usual: The mean of all other known months, in whole standard cartons as it is spoken of.
    """

    line: ProductLine
    month: Month
    bought: Sticks
    usual: Sticks

    @property
    def more(self) -> Sticks:
        """By how much that month exceeds the others, as printed."""
        return self.bought - self.usual

    @property
    def more_cartons(self) -> int:
        """The same in whole real cartons."""
        return self.more // self.line.product.sticks_per_carton

    @property
    def profit(self) -> Fen:
        """What so many cartons earn by listed price, fen; 0 without one."""
        product = self.line.product
        if product.list_price is None or product.wholesale_price is None:
            return 0
        return self.more_cartons * max(product.list_price - product.wholesale_price, 0)


def uplift(profile: Profile, line: ProductLine, month: Month, least_months: int) -> Uplift | None:
    """Set a past month beside the other known ones; None unless it and enough others are known."""
    newest = len(line.monthly) - 1
    known = {newest - _months_back(profile, account.month) for account in profile.history}
    place = newest - _months_back(profile, month)
    others = [line.monthly[at] for at in known if at != place and at >= 0]
    if place < 0 or place not in known or len(others) < least_months:
        return None
    mean = Fraction(sum(others), len(others) * STICKS_PER_CARTON)
    return Uplift(line, month, line.monthly[place], round_half_up(mean) * STICKS_PER_CARTON)


def _months_back(profile: Profile, month: Month) -> int:
    return (profile.month.year - month.year) * 12 + profile.month.month - month.month


class SeasonRule(Rule, ABC):
    """A rule that asks for more of what a season of last year took more of."""

    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "season"
    authority: ClassVar[int] = 2
    top: Count = 10
    least_share: Share = Fraction(1, 5)
    least_cartons: Count = 2
    least_months: Count = 6
    stock: StockCover = StockCover()

    def asked(self, profile: Profile, month: Month, days: int) -> list[tuple[Uplift, More]]:
        """The shop's first products that took more in a month of last year, and how much more may be asked for.

        Args:
            profile: Whose purchases.
            month: The month of last year.
            days: Days left to order in.
        """
        orders = days // profile.retailer.order_cycle_days
        found: list[tuple[Uplift, More]] = []
        if orders < 1:
            return found
        for raised in self._raised(profile, month):
            more = more_of(profile, raised.line, raised.more_cartons, orders)
            if more is not None:
                found.append((raised, more))
        return found

    def _raised(self, profile: Profile, month: Month) -> Iterator[Uplift]:
        for line in profile.top(self.top):
            if stands(profile, line, self.stock):
                continue
            raised = uplift(profile, line, month, self.least_months)
            if raised is None or raised.more < self.least_cartons * STICKS_PER_CARTON:
                continue
            if reaches(raised.more, self.least_share, raised.usual):
                yield raised

    def facts_of(self, profile: Profile, finding: Finding, month: Month) -> Facts:
        """`b1`; `ym` the month of last year, `q1` bought in it, `dq1` more than usual; `k` more, each order (`per`)."""
        line = profile.line(finding.sku_code or "")
        assert line is not None and finding.cartons is not None
        raised = uplift(profile, line, month, self.least_months)
        assert raised is not None
        code, period = line.product.sku_code, wording.order_period(profile.retailer.order_cycle_days)
        seen_from = Month.containing(profile.as_of)
        return {
            "b1": facts.product(line.product),
            "ym": Fact(month.text, wording.month_seen_from(month, seen_from), "season.month"),
            "q1": facts.quantity(raised.bought, "season.bought", code),
            "dq1": facts.quantity(raised.more, "season.more", code),
            "per": facts.word(period, "retailers.order_cycle_days"),
            "k": facts.whole(finding.cartons, "advice.more_cartons", code),
        }


def finding_of(raised: Uplift, more: More) -> Finding:
    """Case `cycle` where each order takes some more, `whole` where it is less than one an order."""
    return asking(raised, "cycle" if more.each_order else "whole", more.cartons, more.asked)


def asking(raised: Uplift, case: str, cartons: int, asked: int) -> Finding:
    """The finding that names so many real cartons, and asks for so many in all."""
    product = raised.line.product
    return Finding(
        case,
        sku_code=product.sku_code,
        yuan=raised.profit,
        directions=((product.sku_code, Direction.BUY),),
        new_money=asked * (product.wholesale_price or 0),
        cartons=cartons,
    )


def festival(profile: Profile, feast: Feast) -> Festival | None:
    """The festival nearest to the day the sheet is made for."""
    return next((found for found in profile.festivals if found.feast is feast), None)


def days_to_order(profile: Profile, last: date) -> int:
    """Days in which next month's orders can still serve a season that lasts or waits until `last`."""
    return (min(last, profile.next_month.last_day) - profile.as_of).days
