"""R047."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts, Rule, Share, reaches
from guidebook.advice.rules.range.offered import gap_facts, gap_of
from guidebook.model import (
    LEAST_PEERS,
    STICKS_PER_CARTON,
    Box,
    Finding,
    Profile,
    Silent,
    cartons,
    round_half_up,
)


class PeerExperience(Rule):
    """What a product does for shops alike, told without saying whose.

    Why: the experience of others convinces more than advice (R047).
    Speaks: at least 40 % of the shops alike bought a product lately that this one didn't, and at least 5 of them: never
        a figure of fewer; the middle one of these buys at least a carton a month.
    Silent: too few of them buy it.  Off unless the company turns it on.
    """

    id: ClassVar[str] = "peer_experience"
    name: ClassVar[str] = "别家的账"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "range"
    priority: ClassVar[int] = 55
    cooldown: ClassVar[int] = 3
    enabled: bool = False
    least_share: Share = Fraction(2, 5)
    least_buyers: Count = 5
    usual_cartons: Count = 1

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding a product; the money is what the middle one earns with it in a month."""
        least = max(self.least_buyers, LEAST_PEERS)
        found = [
            Finding(
                "plain",
                sku_code=gap.offer.product.sku_code,
                yuan=gap.offer.margin * gap.usual // gap.offer.product.sticks_per_carton,
            )
            for gap in profile.gaps
            if gap.buyers >= least
            and reaches(gap.buyers, self.least_share, gap.shops)
            and gap.usual >= self.usual_cartons * STICKS_PER_CARTON
        ]
        return found or Silent("进货相近的店里，没有够多家进、本店没有的")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`near`, `shops`, `buyers` as in `gap_vs_peers`; `q1` cartons in their usual month, `m1` earned by one."""
        gap = gap_of(profile, finding)
        product = gap.offer.product
        return {
            **gap_facts(gap),
            "b1": facts.product(product),
            "q1": facts.whole(round_half_up(cartons(gap.usual)), "gap.usual", product.sku_code),
            "m1": facts.price(gap.offer.margin, "products.list_margin", product.sku_code),
        }
