"""S17."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts, Rule
from guidebook.advice.rules.substitute.offers import best_offer
from guidebook.config import StockCover
from guidebook.model import Box, Direction, Finding, ProductLine, Profile, Silent, SupplyStatus


class SkuStopped(Rule):
    """A product won't be supplied any more.

    Why: regulars will ask for it; the shop should hear it first (R010).
    Speaks: next month's status is 停, and the product is among the first ten or verified stock is left.
    Silent: no such product, or next month's supply isn't known.
    """

    id: ClassVar[str] = "sku_stopped"
    name: ClassVar[str] = "停供"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "supply"
    priority: ClassVar[int] = 91
    authority: ClassVar[int] = 5
    cooldown: ClassVar[int] = 1
    so_far: ClassVar[bool] = True
    stock: StockCover = StockCover()
    top: Count = 10
    near_offers: Count = 5

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `stock` where verified stock is left, `substitute` or `plain` else."""
        if not profile.supply_known:
            return Silent("下月供货政策还没有")
        found = [
            self._finding(profile, line)
            for line in profile.lines
            if line.supply is not None
            and line.supply.status is SupplyStatus.STOPPED
            and (0 < line.rank <= self.top or _left(line) > 0)
        ]
        return found or Silent("常进的商品没有停供的")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`b1` the product, `d` from when, `stk` what is left, `b2` and `pb` what can stand in."""
        line = profile.line(finding.sku_code or "")
        assert line is not None and line.supply is not None
        begins = max(line.supply.valid_from or profile.next_month.first_day, profile.as_of)
        found: Facts = {
            "b1": facts.product(line.product),
            "d": facts.day(begins, "supply.valid_from", line.product.sku_code),
        }
        if finding.case == "stock":
            found["stk"] = facts.quantity(_left(line), "stock.closing", line.product.sku_code)
        if finding.case == "substitute":
            offer = next(
                offer
                for offer in profile.offers_for(line.product.sku_code)
                if offer.product.sku_code == finding.others[0]
            )
            found["b2"] = facts.product(offer.product)
            found["pb"] = facts.pack_yuan(offer.product, offer.pack_price)
        return found

    def _finding(self, profile: Profile, line: ProductLine) -> Finding:
        code = line.product.sku_code
        offer = None if _left(line) > 0 else best_offer(profile, line, self.stock, self.near_offers)
        case = "stock" if _left(line) > 0 else "plain" if offer is None else "substitute"
        return Finding(
            case,
            sku_code=code,
            others=() if offer is None else (offer.product.sku_code,),
            yuan=max(line.this.profit or 0, 0),
            directions=((code, Direction.PAUSE),),
        )


def _left(line: ProductLine) -> int:
    return line.stock.closing if line.stock else 0
