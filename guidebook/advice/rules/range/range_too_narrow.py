"""S28."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts, Share, reaches
from guidebook.advice.rules.range.adding import AddingRule
from guidebook.advice.rules.range.offered import NEARBY, first_order, first_order_facts, fresh_gaps, gap_of
from guidebook.advice.segments import Segment
from guidebook.model import Box, Finding, MarketType, Profile, Silent


class RangeTooNarrow(AddingRule):
    """A town shop has clearly fewer products than shops of its kind.

    Why: who doesn't find his brand goes next door (R060).
    Speaks: a town shop bought fewer than 80 % of the products that the middle one of its peers bought, and a product
        is known that shops alike buy and this one doesn't.
    Silent: village shops, too few peers, range in order, nothing to suggest, said lately, or too much lies in stock.
    """

    id: ClassVar[str] = "range_too_narrow"
    name: ClassVar[str] = "牌子少"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "range"
    priority: ClassVar[int] = 60
    authority: ClassVar[int] = 1
    cooldown: ClassVar[int] = 3
    bonus: ClassVar[Mapping[Segment, int]] = {Segment.URBAN: 15}
    least_share: Share = Fraction(4, 5)
    trial_cartons: Count = 2

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding, for the first product that is missing; at stake is as much for each that peers have more."""
        if profile.retailer.market_type is not MarketType.URBAN:
            return Silent("只对城网的店说")
        if profile.peers is None:
            return Silent("同类的店不够多，没有可比的")
        if reaches(products(profile), self.least_share, profile.peers.products):
            return Silent("牌子不比同类的店少多少")
        if refused := self.refusal(profile):
            return Silent(refused)
        since = profile.month.plus(-self.cooldown)
        if any(past.rule == self.id and past.month >= since for past in profile.advised):
            return Silent("前几个月说过牌子少")
        gaps = fresh_gaps(profile, self.cooldown)
        if not gaps:
            return Silent("没有合适添的")
        finding = first_order("plain", gaps[0].offer, self.trial_cartons)
        return [replace(finding, yuan=finding.yuan * (profile.peers.products - products(profile)))]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`own` products and those of the middle peer (`usual`); `b1` to add, `pb` a pack of it, `k` cartons."""
        peers, offer = profile.peers, gap_of(profile, finding).offer
        assert peers is not None
        return {
            "m": facts.month(profile.month),
            "near": facts.word(NEARBY if peers.nearby else "", "peers.nearby"),
            "own": facts.whole(products(profile), "account.this.products"),
            "usual": facts.whole(peers.products, "peers.products"),
            "pb": facts.pack_yuan(offer.product, offer.pack_price),
            **first_order_facts(offer, finding),
        }


def products(profile: Profile) -> int:
    """How many products came in this month."""
    return sum(line.this.sticks > 0 for line in profile.lines)
