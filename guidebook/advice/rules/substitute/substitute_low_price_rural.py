"""S21, R061."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts, Rule, Share
from guidebook.advice.rules.substitute.offers import (
    dearer_by,
    liked_nearby,
    offer_facts,
    offer_finding,
    suitable,
)
from guidebook.advice.rules.substitute.price_bands import highest_of_lowest, price_band
from guidebook.advice.rules.supply.limits import allowed_cartons, is_felt, limit_facts, usual_sticks
from guidebook.advice.segments import Segment
from guidebook.config import StockCover
from guidebook.measures.offers import pack_price
from guidebook.model import (
    FEN_PER_YUAN,
    STICKS_PER_CARTON,
    Box,
    Finding,
    MarketType,
    Offer,
    ProductLine,
    Profile,
    Silent,
    SupplyLine,
    SupplyStatus,
)


class SubstituteLowPriceRural(Rule):
    """A village shop's cheap product is cut: what can carry on at nearly its price.

    Why: village shops live on cheap goods; where these go, the shop needs something its buyers can still pay (R061).
    Speaks: a village shop, and one of its first ten products, in the three lowest price bands it sells, is stopped or
        not given out next month; or its limit falls by at least 20 %, or is new and at least 20 % below what the shop
        takes; or it is short and came in at least 20 % and 3 cartons below last year though the shop wanted 20 % more
        than it got.
        A product at most 3 yuan a pack dearer is 足.
    Silent: no village shop, no such product, or nothing that could carry on.
    """

    id: ClassVar[str] = "substitute_low_price_rural"
    name: ClassVar[str] = "低价换代"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "substitute"
    priority: ClassVar[int] = 90
    authority: ClassVar[int] = 1
    cooldown: ClassVar[int] = 1
    bonus: ClassVar[Mapping[Segment, int]] = MappingProxyType({Segment.RURAL: 20})
    stock: StockCover = StockCover()
    top: Count = 10
    lowest_bands: Count = 3
    cut_share: Share = Fraction(1, 5)
    least_cartons: Count = 3
    dearer_yuan: Count = 3
    cheaper_yuan: Count = 1
    trial_cartons: Count = 2

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding a product; case `stopped`, `none`, `cut`, `capped` or `year`, phrases tell the price."""
        if profile.retailer.market_type is not MarketType.RURAL:
            return Silent("不是农网店")
        if not profile.supply_known:
            return Silent("下月供货政策还没有")
        highest = highest_of_lowest(profile, self.lowest_bands)
        cut = [
            (line, case)
            for line in profile.top(self.top)
            if (band := price_band(line)) is not None
            and band <= highest
            and (case := self._case(profile, line)) is not None
        ]
        if not cut:
            return Silent("价钱低的几样下月没有明显少供")
        found = [
            offer_finding(case, line, offer, self.trial_cartons)
            for line, case in cut
            if (offer := self._choose(profile, line)) is not None
        ]
        return found or Silent("没有价钱相近又货足的可接")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`b1` the product; `lim`, `per` its limit, `dl` by how much it falls; `q` bought, `dq` less than last year.

        What carries on is told as in `offer_facts`.
        """
        line = profile.line(finding.sku_code or "")
        assert line is not None and finding.cartons is not None
        code = line.product.sku_code
        offer = next(o for o in _offers(profile, line) if o.product.sku_code == finding.others[0])
        found: Facts = {
            "m": facts.month(profile.month),
            "n": facts.month(profile.next_month),
            "b1": facts.product(line.product),
            **offer_facts(profile, line, offer, finding.cartons),
        }
        if finding.case in ("cut", "capped"):
            assert line.supply is not None
            found |= limit_facts(profile, line.supply, code)
        if finding.case == "cut":
            assert line.supply is not None and line.supply_this is not None
            found["dl"] = facts.whole(_fall(line.supply_this, line.supply)[0], "supply.limit_change", code)
        if finding.case == "year":
            assert line.year_ago is not None
            found["q"] = facts.quantity(line.this.sticks, "line.this.sticks", code)
            change = line.this.sticks - line.year_ago.sticks
            found["dq"] = facts.quantity(change, "line.sticks_change_year", code)
        return found

    def _case(self, profile: Profile, line: ProductLine) -> str | None:
        if line.supply is None:
            return None
        if line.supply.status is SupplyStatus.STOPPED:
            return "stopped"
        if line.supply.most == 0:
            return "none"
        if (less := self._limited(profile, line, line.supply)) is not None:
            return less
        return "year" if self._fell_for_supply(profile, line, line.supply) else None

    def _limited(self, profile: Profile, line: ProductLine, supply: SupplyLine) -> str | None:
        """`cut` where a limit that was felt falls and binds, `capped` where a new one keeps much from the shop."""
        allowed, usual = allowed_cartons(profile, supply), usual_sticks(line)
        if allowed is None or allowed * line.product.sticks_per_carton >= usual:
            return None
        if line.supply_this is not None and is_felt(line, line.supply_this):
            fall, before = _fall(line.supply_this, supply)
            if before:
                return "cut" if fall > 0 and fall >= self.cut_share * before else None
        short = allowed * line.product.sticks_per_carton <= (1 - self.cut_share) * usual
        return "capped" if short else None

    def _fell_for_supply(self, profile: Profile, line: ProductLine, supply: SupplyLine) -> bool:
        """Whether less came in than a year ago, because the shop couldn't get what it wanted, and it stays short."""
        if not (supply.status.is_short and profile.account.year_comparable) or line.year_ago is None:
            return False
        got, share = line.this.sticks, 1 - self.cut_share
        wanted_more = line.wanted is not None and got <= share * line.wanted
        fewer = line.year_ago.sticks - got >= self.least_cartons * STICKS_PER_CARTON
        return wanted_more and fewer and 0 < got <= share * line.year_ago.sticks

    def _choose(self, profile: Profile, line: ProductLine) -> Offer | None:
        """Of what suits the shop and its price, the one liked most nearby."""
        lowest, highest = -self.cheaper_yuan * FEN_PER_YUAN, self.dearer_yuan * FEN_PER_YUAN
        near = [offer for offer in _offers(profile, line) if lowest <= dearer_by(line, offer) <= highest]
        return liked_nearby(profile, suitable(profile, near, self.stock))


def _offers(profile: Profile, line: ProductLine) -> list[Offer]:
    """What could carry on: offers of its price, what the shop or shops alike sell; nearest price first."""
    price = pack_price(line.product)
    if price is None:
        return []
    own = (offer for other in profile.lines if (offer := _own(other)) is not None and other is not line)
    gaps = (gap.offer for gap in profile.gaps)
    known = {
        offer.product.sku_code: offer for offer in (*gaps, *own, *profile.offers_for(line.product.sku_code))
    }
    return sorted(known.values(), key=lambda offer: (abs(offer.pack_price - price), offer.product.sku_code))


def _own(line: ProductLine) -> Offer | None:
    """A product that the shop bought lately, if it is in full supply."""
    product, price = line.product, pack_price(line.product)
    free = line.supply is not None and line.supply.status is SupplyStatus.FULL and line.supply.most != 0
    if not free or line.rank == 0 or price is None or product.wholesale_price is None:
        return None
    assert line.supply is not None and product.list_price is not None
    return Offer(product, price, product.list_price - product.wholesale_price, line.supply, buyers=0)


def _fall(before: SupplyLine, after: SupplyLine) -> tuple[int, int]:
    """By how many cartons the limit that is told falls, and from how many; zeros where they can't be compared."""
    pair = (
        (before.limit_per_cycle, after.limit_per_cycle)
        if after.limit_per_cycle is not None
        else (before.limit_month, after.limit_month)
    )
    if pair[0] is None or pair[1] is None:
        return 0, 0
    return pair[0] - pair[1], pair[0]
