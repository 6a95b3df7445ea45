"""What the rules of 上月说的事 share: which advice they speak of, whether it went slowly, its facts."""

from abc import ABC
from fractions import Fraction
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Facts, Rule
from guidebook.config import StockCover
from guidebook.model import Box, Finding, FollowUp, ProductLine, Profile, Result


class ResultRule(Rule, ABC):
    """A rule about what became of last month's advice to buy."""

    box: ClassVar[Box] = Box.FOLLOW_UP
    family: ClassVar[str] = "follow_up"
    stock: StockCover = StockCover()

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`m` and `n` the months, `b1` the product; `a` cartons advised, `q` bought, `s` sold, `stk` left, `gp` earned.

        `k` is the order that it asks for.
        """
        follow_up = followed_up(profile, finding.sku_code)
        product, code = follow_up.product, follow_up.product.sku_code
        advised = (follow_up.advised.cartons or 0) * product.sticks_per_carton
        found: Facts = {
            "m": facts.month(profile.month),
            "n": facts.month(profile.next_month),
            "b1": facts.product(product),
            "a": facts.quantity(advised, "follow_up.advised", code),
            "q": facts.quantity(follow_up.bought, "follow_up.bought", code),
        }
        if follow_up.sold is not None and follow_up.left is not None:
            found["s"] = facts.quantity(follow_up.sold, "follow_up.sold", code)
            found["stk"] = facts.quantity(follow_up.left, "stock.closing", code)
        if follow_up.earned is not None:
            found["gp"] = facts.money(follow_up.earned, "follow_up.earned", code)
        if finding.cartons is not None:
            found["k"] = facts.whole(finding.cartons, "line.order_cartons", code)
        return found

    def _bought(self, profile: Profile, *results: Result) -> list[FollowUp]:
        """Those with one of these results of which something came in."""
        return [found for found in profile.follow_ups if found.result in results and found.bought > 0]


def is_slow(follow_up: FollowUp, cover: StockCover) -> bool:
    """Whether a verified count shows that little was sold of what was there."""
    if follow_up.sold is None or follow_up.left is None:
        return False
    there = follow_up.sold + follow_up.left
    return there > 0 and follow_up.sold < Fraction(cover.slow_share) * there


def bought_before(line: ProductLine | None) -> int:
    """Net purchases of the month before, sticks: what came in then can't have come of the advice."""
    return max(line.last.sticks, 0) if line is not None and line.last is not None else 0


def followed_up(profile: Profile, sku_code: str | None) -> FollowUp:
    """The follow-up of a product."""
    return next(found for found in profile.follow_ups if found.product.sku_code == sku_code)


def outcome_case(follow_up: FollowUp) -> str:
    """What can be told: `sold` or else `bought`, with `_gain` where the yuan are known."""
    sold = "sold" if follow_up.sold else "bought"
    return f"{sold}_gain" if (follow_up.earned or 0) > 0 else sold
