"""R060, R064."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar

from guidebook import wording
from guidebook.advice import facts
from guidebook.advice.more import RECENT, orders_within
from guidebook.advice.rule import Count, Facts, Rule
from guidebook.advice.rules.stock.cover import stands
from guidebook.advice.rules.substitute.trials import slow_codes
from guidebook.advice.segments import Segment
from guidebook.config import StockCover
from guidebook.measures.offers import pack_price, same_price_band
from guidebook.model import (
    FEN_PER_YUAN,
    Box,
    Fact,
    Fen,
    Finding,
    MarketType,
    ProductLine,
    Profile,
    Silent,
    SupplyStatus,
)
from guidebook.model.record import record


@record(frozen=True, slots=True)
class _Good:
    """A product of the shop with its listed price a pack and its margin a carton, fen."""

    line: ProductLine
    pack: Fen
    margin: Fen


@record(frozen=True, slots=True)
class _Pair:
    """A product, one of its price that earns less, and what that costs the shop in one order, fen."""

    better: _Good
    other: _Good
    yuan: Fen


class MarginStep(Rule):
    """Of two products that cost about the same, one earns more a carton.

    Why: in town many buyers name a price, not a brand; what the owner reaches for then is his own choice, and needs
        no new money (R060, R064).
    Speaks: a town shop bought both in the last three months; their packs are of one price band and at most 2 yuan
        apart, one earns at least 5 yuan a carton more by listed prices, is 足 next month, and wasn't bought more than
        the other.
    Silent: village shops; next month's supply isn't known; either product stands in the shop for too long, changes its
        price or isn't supplied; the better one went slowly when it was tried.
    """

    id: ClassVar[str] = "margin_step"
    name: ClassVar[str] = "一条多赚的"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "margin"
    priority: ClassVar[int] = 55
    authority: ClassVar[int] = 1
    cooldown: ClassVar[int] = 3
    bonus: ClassVar[Mapping[Segment, int]] = MappingProxyType({Segment.URBAN: 15, Segment.STRONG: 5})
    stock: StockCover = StockCover()
    pack_difference_yuan: Count = 2
    least_margin_yuan: Count = 5
    choices: Count = 3

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `same` where the packs cost the same, else `near`; one finding a product, most yuan first."""
        if profile.retailer.market_type is not MarketType.URBAN:
            return Silent("不是城网店")
        if not profile.supply_known:
            return Silent("下月供货政策还没有")
        pairs = sorted(self._pairs(profile), key=lambda pair: (-pair.yuan, pair.better.line.product.sku_code))
        return [_finding(pair) for pair in pairs[: self.choices]] or Silent(
            "价钱差不多的里头，没有一条多赚、货又足的"
        )

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`b1` earns `dm` more a carton than `b2`; `pb` their price a pack, or `d` by how much it differs."""
        better, other = (_good(profile.line(code)) for code in (finding.sku_code or "", *finding.others))
        assert better is not None and other is not None
        code = other.line.product.sku_code
        found: Facts = {
            "n": facts.month(profile.next_month),
            "b1": facts.product(better.line.product),
            "b2": facts.product(other.line.product),
            "dm": _more(better.margin - other.margin, code),
        }
        if finding.case == "same":
            found["pb"] = facts.pack_yuan(better.line.product, better.pack)
        else:
            found["d"] = facts.price(other.pack - better.pack, "products.list_price", code)
        return found

    def _pairs(self, profile: Profile) -> list[_Pair]:
        """The best pair of each product that earns more than another."""
        goods = sorted(
            (
                good
                for line in profile.lines
                if self._is_usual(profile, line) and (good := _good(line)) is not None
            ),
            key=lambda good: (good.pack, good.line.product.sku_code),
        )
        packs = [good.pack for good in goods]
        slow = slow_codes(profile, self.stock)
        most = self.pack_difference_yuan * FEN_PER_YUAN
        least = max(self.least_margin_yuan * FEN_PER_YUAN, 1)
        orders = RECENT * orders_within(profile, profile.next_month.days)
        found = []
        for good in goods:
            if not _is_full(good.line) or good.line.product.sku_code in slow:
                continue
            near = goods[bisect_left(packs, good.pack - most) : bisect_right(packs, good.pack + most)]
            pairs = [
                _Pair(good, other, _forgone(good, other, orders))
                for other in near
                if good.margin - other.margin >= least and _can_replace(good, other)
            ]
            if pairs:
                found.append(max(pairs, key=lambda pair: pair.yuan))
        return found

    def _is_usual(self, profile: Profile, line: ProductLine) -> bool:
        """Whether the shop buys it, can go on doing so at today's price, and hasn't too much of it."""
        if line.recent_sticks <= 0 or line.price_change is not None:
            return False
        supply = line.supply
        goes_on = supply is None or (supply.status is not SupplyStatus.STOPPED and supply.most != 0)
        return goes_on and not stands(profile, line, self.stock)


def _can_replace(better: _Good, other: _Good) -> bool:
    """Whether they are alike in price and carton, and the better one isn't bought more already."""
    one, two = better.line, other.line
    alike = one.product.sticks_per_carton == two.product.sticks_per_carton
    return one.recent_sticks <= two.recent_sticks and alike and same_price_band(other.pack, better.pack)


def _forgone(better: _Good, other: _Good, orders: int) -> Fen:
    """What the shop would earn more in one of so many orders of three months, had it bought the better one."""
    line = other.line
    return (better.margin - other.margin) * line.recent_sticks // (orders * line.product.sticks_per_carton)


def _is_full(line: ProductLine) -> bool:
    return line.supply is not None and line.supply.status is SupplyStatus.FULL


def _good(line: ProductLine | None) -> _Good | None:
    """A product whose prices are known."""
    if line is None:
        return None
    listed, wholesale, pack = line.product.list_price, line.product.wholesale_price, pack_price(line.product)
    if listed is None or wholesale is None or pack is None:
        return None
    return _Good(line, pack, listed - wholesale)


def _more(margin: Fen, code: str) -> Fact:
    """Exact to the fen, printed to a tenth of a yuan."""
    text = wording.tenths_text(wording.tenths_of_yuan(margin))
    return Fact(wording.money_value(margin), text, "products.list_margin_difference", code)


def _finding(pair: _Pair) -> Finding:
    return Finding(
        "same" if pair.better.pack == pair.other.pack else "near",
        sku_code=pair.better.line.product.sku_code,
        others=(pair.other.line.product.sku_code,),
        yuan=pair.yuan,
    )
