"""S20, R011."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts, Rule
from guidebook.advice.rules.substitute.offers import best_offer, offer_facts, offer_finding
from guidebook.advice.rules.supply.limits import limit_case, limit_facts, supply_words
from guidebook.config import StockCover
from guidebook.model import Box, Finding, ProductLine, Profile, Silent, SupplyStatus


class SubstituteSamePrice(Rule):
    """What can be sold in place of a product that will be short, at the same price.

    Why: "卖完了" loses the customer; a product of the same price in full supply keeps him (R011).
    Speaks: one of the shop's first five products is 紧, 限 or 停 next month, and a product of the same price is 足,
        goes where the shop has it, and earns no less a carton (or the best there is); of several, the one that
        most shops alike buy.
    Silent: nothing is short, or nothing of the same price is in full supply.
    """

    id: ClassVar[str] = "substitute_same_price"
    name: ClassVar[str] = "同价可换"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "substitute"
    priority: ClassVar[int] = 92
    authority: ClassVar[int] = 1
    cooldown: ClassVar[int] = 1
    stock: StockCover = StockCover()
    top: Count = 5
    trial_cartons: Count = 2
    near_offers: Count = 5

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding a product short; the case is the kind of limit, phrases tell the price."""
        short = [
            line
            for line in profile.top(self.top)
            if line.supply is not None
            and (line.supply.status.is_short or line.supply.status is SupplyStatus.STOPPED)
        ]
        if not short:
            return Silent(f"前{self.top}个商品里没有供货紧的，或下月供货政策还没有")
        found = [
            offer_finding(_case(line), line, offer, self.trial_cartons)
            for line in short
            if (offer := best_offer(profile, line, self.stock, self.near_offers)) is not None
        ]
        return found or Silent("没有同价又货足的可换")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`n` next month, `b1` short, `lim`, `per` its limit; what stands in for it as in `offer_facts`."""
        line = profile.line(finding.sku_code or "")
        assert line is not None and line.supply is not None and finding.cartons is not None
        offer = next(
            offer
            for offer in profile.offers_for(line.product.sku_code)
            if offer.product.sku_code == finding.others[0]
        )
        before = line.supply_this
        return {
            "n": facts.month(profile.next_month),
            "b1": facts.product(line.product),
            **offer_facts(profile, line, offer, finding.cartons),
            **limit_facts(profile, line.supply, line.product.sku_code),
            **supply_words(profile, line.supply, still=before is not None and before.status.is_short),
        }


def _case(line: ProductLine) -> str:
    assert line.supply is not None
    return "stopped" if line.supply.status is SupplyStatus.STOPPED else limit_case(line.supply)
