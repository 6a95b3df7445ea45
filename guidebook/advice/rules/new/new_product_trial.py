"""S36, R062, R073."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts
from guidebook.advice.rules.range.adding import AddingRule
from guidebook.advice.rules.range.offered import first_order, first_order_facts
from guidebook.advice.rules.stock.dead_stock_clear import is_dead
from guidebook.advice.segments import Segment
from guidebook.measures.offers import pack_price
from guidebook.model import FEN_PER_YUAN, Box, Finding, MarketType, Offer, ProductLine, Profile, Silent


class NewProductTrial(AddingRule):
    """A new product that this shop may get and that fits what it sells.

    Why: new goods reach the shops that can sell them, in small numbers, beside what their buyers know (R073).
    Speaks: next month's policy offers a product launched lately to this shop, the shop never bought it, and it buys
        another product of about the same price.  Village shops only if they took new goods before (R062).
    Silent: no such product, three products lie unsold already, or too much lies in stock.
    """

    id: ClassVar[str] = "new_product_trial"
    name: ClassVar[str] = "新品试"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "new"
    priority: ClassVar[int] = 57
    authority: ClassVar[int] = 1
    cooldown: ClassVar[int] = 2
    bonus: ClassVar[Mapping[Segment, int]] = {Segment.URBAN: 15, Segment.STRONG: 5}
    trial_cartons: Count = 2
    price_difference_yuan: Count = 2
    most_dead: Count = 3
    dead_months: Count = 2
    rural_new_bought: Count = 2

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """The first offer that has a neighbour in the shop."""
        if not profile.new_products:
            return Silent("下月没有投到本店的新品，或都进过了")
        if sum(is_dead(line, self.dead_months) for line in profile.counted_lines) >= self.most_dead:
            return Silent("已有好几个商品没卖动，先不添新的")
        if refused := self.refusal(profile):
            return Silent(refused)
        rural = profile.retailer.market_type is MarketType.RURAL
        if rural and not profile.retailer.new_ok and profile.new_bought < self.rural_new_bought:
            return Silent("农网店近一年没怎么进过新品")
        for offer in profile.new_products:
            neighbour = self._neighbour(profile, offer)
            if neighbour is not None:
                return [first_order("plain", offer, self.trial_cartons, others=(neighbour.product.sku_code,))]
        return Silent("新品的价钱和店里卖的都不靠近")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`b1` the new product, `pb` its price a pack, `k` cartons, `b2` what it should stand beside."""
        offer = next(offer for offer in profile.new_products if offer.product.sku_code == finding.sku_code)
        neighbour = profile.line(finding.others[0])
        assert neighbour is not None
        return {
            **first_order_facts(offer, finding),
            "pb": facts.pack_yuan(offer.product, offer.pack_price),
            "b2": facts.product(neighbour.product),
        }

    def _neighbour(self, profile: Profile, offer: Offer) -> ProductLine | None:
        """The shop's best seller within `price_difference_yuan` a pack of the new product."""
        for line in profile.top(len(profile.lines)):
            price = pack_price(line.product)
            if (
                price is not None
                and abs(price - offer.pack_price) <= self.price_difference_yuan * FEN_PER_YUAN
            ):
                return line
        return None
