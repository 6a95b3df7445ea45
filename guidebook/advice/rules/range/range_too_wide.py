"""Domain.md §4, row 33."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts, Rule, Share
from guidebook.advice.rules.range.adding import counted, is_wide, unsold
from guidebook.advice.rules.stock.cover import money_tied
from guidebook.advice.segments import Segment
from guidebook.model import Box, Direction, Finding, Profile, Silent


class RangeTooWide(Rule):
    """Many products stand in the shop without selling.

    Why: every one of them holds money and a place on the shelf that what sells could have.
    Speaks: at least 5 products were counted and verified, and at least 30 % of them, two or more, sold nothing.
    Silent: too few were counted, or most of them sold.
    """

    id: ClassVar[str] = "range_too_wide"
    name: ClassVar[str] = "牌子多没动"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "range"
    priority: ClassVar[int] = 62
    authority: ClassVar[int] = 1
    cooldown: ClassVar[int] = 3
    bonus: ClassVar[Mapping[Segment, int]] = {Segment.RURAL: 10}
    unsold_share: Share = Fraction(3, 10)
    least_counted: Count = 5
    least_unsold: Count = 2

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding, about the two that hold most money."""
        still = unsold(profile)
        wide = is_wide(profile, self.unsold_share, self.least_counted)
        if not wide or len(still) < max(self.least_unsold, 2):
            return Silent("核实过库存的不够多，或大多卖动了")
        codes = tuple(line.product.sku_code for line in still[:2])
        return [
            Finding(
                "plain",
                sku_code=codes[0],
                others=codes[1:],
                yuan=sum(money_tied(line) for line in still),
                directions=tuple((code, Direction.PAUSE) for code in codes),
            )
        ]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`counted` products, `unsold` of them without a sale; `b1` and `b2` the two that hold most money."""
        first, second, *_ = unsold(profile)
        return {
            "m": facts.month(profile.month),
            "counted": facts.whole(len(counted(profile)), "stock.products_counted"),
            "unsold": facts.whole(len(unsold(profile)), "stock.products_unsold"),
            "b1": facts.product(first.product),
            "b2": facts.product(second.product),
        }
