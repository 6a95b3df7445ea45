"""R009, R061."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar

from guidebook import wording
from guidebook.advice import facts
from guidebook.advice.more import RECENT
from guidebook.advice.rule import Count, Facts, Rule
from guidebook.advice.rules.stock.cover import stands
from guidebook.advice.rules.substitute.price_bands import highest_of_lowest, price_band
from guidebook.advice.segments import Segment
from guidebook.config import StockCover
from guidebook.model import (
    Box,
    Direction,
    Fact,
    Fen,
    Finding,
    MarketType,
    ProductLine,
    Profile,
    Silent,
    SupplyStatus,
)


class StapleInStock(Rule):
    """The cheap product that a village shop buys month after month: don't let it run out.

    Why: a village depends on its cheap goods; who doesn't find them goes elsewhere for everything (R009, R061).
    Speaks: to a village shop, of a product in the three lowest price bands it sells, among the first 5 by cartons of
        the last three months and bought in each of them, that is 足 next month.
    Silent: town shops; no such product; it stands in the shop for too long, or nothing has to be ordered.
    """

    id: ClassVar[str] = "staple_in_stock"
    name: ClassVar[str] = "常要的别断"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "staple"
    priority: ClassVar[int] = 56
    authority: ClassVar[int] = 1
    cooldown: ClassVar[int] = 2
    bonus: ClassVar[Mapping[Segment, int]] = MappingProxyType({Segment.RURAL: 15})
    stock: StockCover = StockCover()
    top: Count = 5
    lowest_bands: Count = 3
    choices: Count = 3

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `first` for the product of which most cartons came in, else `other`; most cartons first."""
        if profile.retailer.market_type is not MarketType.RURAL:
            return Silent("不是农网店")
        if not profile.supply_known:
            return Silent("下月供货政策还没有")
        ranked = sorted(profile.lines, key=lambda line: (-line.recent_sticks, line.product.sku_code))
        highest = highest_of_lowest(profile, self.lowest_bands)
        found = [
            self._finding(ranked, line)
            for line in ranked[: self.top]
            if (band := price_band(line)) is not None
            and band <= highest
            and self._is_to_be_ordered(profile, line)
        ]
        return found[: self.choices] or Silent("便宜的几样里，没有月月进、货又足的")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`q` cartons of `b1` in the last `mc` months, `k` for each order (`per`) of month `n`."""
        line = profile.line(finding.sku_code or "")
        assert line is not None and finding.cartons is not None
        code, period = line.product.sku_code, wording.order_period(profile.retailer.order_cycle_days)
        return {
            "n": facts.month(profile.next_month),
            "b1": facts.product(line.product),
            "mc": Fact(str(RECENT), wording.count_text(RECENT), "account.recent_months"),
            "q": facts.quantity(line.recent_sticks, "line.recent_sticks", code),
            "per": facts.word(period, "retailers.order_cycle_days"),
            "k": facts.whole(finding.cartons, "line.order_cartons", code),
        }

    def _is_to_be_ordered(self, profile: Profile, line: ProductLine) -> bool:
        full = line.supply is not None and line.supply.status is SupplyStatus.FULL
        monthly = all(sticks > 0 for sticks in line.monthly[-RECENT:])
        return full and monthly and bool(line.order_cartons) and not stands(profile, line, self.stock)

    def _finding(self, ranked: Sequence[ProductLine], line: ProductLine) -> Finding:
        code = line.product.sku_code
        alone = sum(other.recent_sticks >= line.recent_sticks for other in ranked) == 1
        cartons = line.order_cartons or 0
        return Finding(
            "first" if alone else "other",
            sku_code=code,
            yuan=cartons * _margin(line),
            directions=((code, Direction.BUY),),
            cartons=cartons,
        )


def _margin(line: ProductLine) -> Fen:
    """What a carton earns by its listed price: what is at stake is one order."""
    listed, wholesale = line.product.list_price, line.product.wholesale_price
    return 0 if listed is None or wholesale is None else max(listed - wholesale, 0)
