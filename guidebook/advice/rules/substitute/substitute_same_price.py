"""S20, R011."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts, Rule
from guidebook.advice.rules.supply.limits import limit_case, limit_facts, supply_words
from guidebook.measures.offers import same_price_band
from guidebook.model import (
    Box,
    Direction,
    Fen,
    Finding,
    Offer,
    ProductLine,
    Profile,
    Silent,
    SupplyStatus,
)


class SubstituteSamePrice(Rule):
    """What can be sold in place of a product that will be short, at the same price.

    Why: "卖完了" loses the customer; a product of the same price in full supply keeps him (R011).
    Speaks: one of the shop's first five products is 紧, 限 or 停 next month, and a product of the same price is 足,
        doesn't lie dead in the shop, and earns no less a carton (or the best there is).
    Silent: nothing is short, or nothing of the same price is in full supply.
    """

    id: ClassVar[str] = "substitute_same_price"
    name: ClassVar[str] = "同价可换"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "substitute"
    priority: ClassVar[int] = 92
    authority: ClassVar[int] = 1
    cooldown: ClassVar[int] = 1
    top: Count = 5
    trial_cartons: Count = 2
    near_offers: Count = 5

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding a product short; the case tells limit and price, as in `cycle_same` or `stopped_cheaper`."""
        short = [
            line
            for line in profile.top(self.top)
            if line.supply is not None
            and (line.supply.status.is_short or line.supply.status is SupplyStatus.STOPPED)
        ]
        if not short:
            return Silent(f"前{self.top}个商品里没有供货紧的，或下月供货政策还没有")
        found = [
            self._finding(line, offer) for line in short if (offer := self._choose(profile, line)) is not None
        ]
        return found or Silent("没有同价又货足的可换")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`b1` short, `lim`, `per` its limit; `b2` in its place, `pb` a pack of it, `d` the difference, `k` cartons.

        `only` says 只 where the difference is small; `how` and `end` tell a trial (先进…试试) from more of what the
        shop sells already (多进…顶上).
        """
        line = profile.line(finding.sku_code or "")
        assert line is not None and line.supply is not None and finding.cartons is not None
        offer = next(
            offer
            for offer in profile.offers_for(line.product.sku_code)
            if offer.product.sku_code == finding.others[0]
        )
        before = line.supply_this
        found: Facts = {
            "n": facts.month(profile.next_month),
            "b1": facts.product(line.product),
            "b2": facts.product(offer.product),
            "pb": facts.pack_yuan(offer.product, offer.pack_price),
            "k": facts.whole(finding.cartons, "advice.trial_cartons", offer.product.sku_code),
            **limit_facts(profile, line.supply, line.product.sku_code),
            **supply_words(profile, line.supply, still=before is not None and before.status.is_short),
        }
        known = profile.line(offer.product.sku_code)
        how, end = ("多进", "顶上") if known is not None and known.recent_sticks > 0 else ("先进", "试试")
        found["how"] = facts.word(how, "line.recent_sticks")
        found["end"] = facts.word(end, "line.recent_sticks")
        difference = _dearer(line, offer)
        if difference:
            near = same_price_band(offer.pack_price - difference, offer.pack_price)
            found["only"] = facts.word("只" if near else "", "products.list_price")
            found["d"] = facts.price(difference, "products.list_price", offer.product.sku_code)
        return found

    def _choose(self, profile: Profile, line: ProductLine) -> Offer | None:
        """Of the nearest offers, the first that isn't lying in the shop and earns no less; else the best earning."""
        offers = [
            offer
            for offer in profile.offers_for(line.product.sku_code)[: self.near_offers]
            if not profile.lies(offer.product.sku_code)
        ]
        product = line.product
        if not offers or product.list_price is None or product.wholesale_price is None:
            return None
        margin = product.list_price - product.wholesale_price
        return next(
            (offer for offer in offers if offer.margin >= margin), max(offers, key=lambda o: o.margin)
        )

    def _finding(self, line: ProductLine, offer: Offer) -> Finding:
        assert line.supply is not None
        stopped = line.supply.status is SupplyStatus.STOPPED
        limit = "stopped" if stopped else limit_case(line.supply)
        difference = _dearer(line, offer)
        price = "same" if difference == 0 else "dearer" if difference > 0 else "cheaper"
        cartons = min(self.trial_cartons, offer.supply.most or self.trial_cartons)
        return Finding(
            f"{limit}_{price}",
            sku_code=line.product.sku_code,
            others=(offer.product.sku_code,),
            yuan=max(line.this.profit or 0, 0),
            directions=((offer.product.sku_code, Direction.BUY),),
            new_money=cartons * (offer.product.wholesale_price or 0),
            cartons=cartons,
        )


def _dearer(line: ProductLine, offer: Offer) -> Fen:
    """By how much a pack of the substitute is dearer, fen; printed prices differ by just this."""
    listed = line.product.list_price
    assert listed is not None
    return offer.pack_price - listed // line.product.packs_per_carton
