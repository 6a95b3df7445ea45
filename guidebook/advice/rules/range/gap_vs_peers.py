"""S27; domain.md §2.6b."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import ClassVar

from guidebook.advice.once import once
from guidebook.advice.rule import Count, Facts, Share, reaches
from guidebook.advice.rules.range.adding import AddingRule
from guidebook.advice.rules.range.offered import first_order, first_order_facts, fresh_gaps, gap_facts, gap_of
from guidebook.advice.segments import Segment
from guidebook.measures.offers import pack_price
from guidebook.model import (
    FEN_PER_YUAN,
    STICKS_PER_CARTON,
    Box,
    Fen,
    Finding,
    Gap,
    MarketType,
    Profile,
    Silent,
)


class GapVsPeers(AddingRule):
    """A product that shops alike in what they sell buy, and this one doesn't.

    Why: what sells where the buyers want the same will be asked for here too; it is worth a small try (§2.6b).
    Speaks: at least 60 % of the shops alike bought it in the last three months, the middle one of these at least 2
        cartons a month, and it is in full supply; else, in town, the best one if at least 40 % did.  In a village no
        dearer than the shop's dearest pack by more than 3 yuan (R061): new names are taken up slowly there.
    Silent: too few shops are alike, none has anything this shop lacks, it was suggested lately, or too much lies in
        stock already.
    """

    id: ClassVar[str] = "gap_vs_peers"
    name: ClassVar[str] = "附近有您没有"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "range"
    priority: ClassVar[int] = 66
    authority: ClassVar[int] = 1
    cooldown: ClassVar[int] = 3
    bonus: ClassVar[Mapping[Segment, int]] = {Segment.URBAN: 15, Segment.RURAL: -10}
    common_share: Share = Fraction(3, 5)
    least_share: Share = Fraction(2, 5)
    usual_cartons: Count = 2
    trial_cartons: Count = 2
    rural_step_yuan: Count = 3

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding for each product that most buy; else one for the best."""
        if not profile.gaps:
            return Silent("进货相近的店不够多，或它们近三个月进的本店都进过")
        if refused := self.refusal(profile):
            return Silent(refused)
        fitting = [gap for gap in fresh_gaps(profile, self.cooldown) if self._fits(profile, gap)]
        common = [gap for gap in fitting if reaches(gap.buyers, self.common_share, gap.shops)]
        rural = profile.retailer.market_type is MarketType.RURAL
        best = [gap for gap in fitting[:1] if not rural and reaches(gap.buyers, self.least_share, gap.shops)]
        found = [first_order("plain", gap.offer, self.trial_cartons) for gap in common or best]
        return found or Silent("本店没有的，进货相近的店里进的也不多，或前几个月说过")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`near`, `shops`, `buyers` of the shops alike; `b1` the product, `k` cartons."""
        gap = gap_of(profile, finding)
        return {**gap_facts(gap), **first_order_facts(gap.offer, finding)}

    def _fits(self, profile: Profile, gap: Gap) -> bool:
        """Whether it sells well enough elsewhere, and a village shop isn't asked to climb several steps at once."""
        if gap.usual < self.usual_cartons * STICKS_PER_CARTON:
            return False
        if profile.retailer.market_type is not MarketType.RURAL:
            return True
        return gap.offer.pack_price <= _dearest(profile) + self.rural_step_yuan * FEN_PER_YUAN


@once
def _dearest(profile: Profile) -> Fen:
    """The price of the dearest pack that the shop bought in the last three months; 0 where none is known."""
    prices = (pack_price(line.product) for line in profile.lines if line.recent_sticks > 0)
    return max((price for price in prices if price is not None), default=0)
