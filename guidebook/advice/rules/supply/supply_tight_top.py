"""S16, R009, R010."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts, Rule
from guidebook.advice.rules.supply.limits import limit_case, limit_facts, supply_words
from guidebook.advice.segments import Segment
from guidebook.model import Box, Finding, Profile, Silent


class SupplyTightTop(Rule):
    """A product the shop lives on will be short next month.

    Why: supply has to be known before the first order, or the limit is found out at the counter (R010, R013).
    Speaks: one of the shop's first ten products is 紧 or 限 next month; one finding for each.
    Silent: none of them is, or next month's supply isn't known.
    """

    id: ClassVar[str] = "supply_tight_top"
    name: ClassVar[str] = "紧"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "supply"
    priority: ClassVar[int] = 90
    bonus: ClassVar[Mapping[Segment, int]] = MappingProxyType({Segment.RURAL: 5})
    authority: ClassVar[int] = 3
    so_far: ClassVar[bool] = True
    top: Count = 10

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding a product; the case tells whether there is a limit."""
        if not profile.supply_known:
            return Silent("下月供货政策还没有")
        found = [
            Finding(
                limit_case(line.supply),
                sku_code=line.product.sku_code,
                yuan=max(line.this.profit or 0, 0),
            )
            for line in profile.top(self.top)
            if line.supply is not None and line.supply.status.is_short
        ]
        return found or Silent(f"前{self.top}个商品里没有供货紧的")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`n` next month, `b1` the product, `lim` and `per` its limit, `still` and `by` the words before."""
        line = profile.line(finding.sku_code or "")
        assert line is not None and line.supply is not None
        before = line.supply_this
        return {
            "n": facts.month(profile.next_month),
            "b1": facts.product(line.product),
            **limit_facts(profile, line.supply, line.product.sku_code),
            **supply_words(profile, line.supply, still=before is not None and before.status.is_short),
        }
