"""S25, R008."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts, Rule, Share
from guidebook.advice.rules.season.uplift import uplift
from guidebook.advice.rules.stock.cover import coming_spring, lasts_too_long, money_tied
from guidebook.advice.segments import Segment
from guidebook.config import StockCover
from guidebook.model import STICKS_PER_CARTON, Box, Direction, Finding, ProductLine, Profile, Silent


class OverstockPause(Rule):
    """More of a product than a month can sell.

    Why: money that lies on the shelf can't buy what sells (R008, R065).
    Speaks: a verified count of at least 5 cartons lasts longer than 30 days at the month's pace; in the 56 days before
        春节 longer than 45.
    Silent: no verified count, stock is in order, nothing was sold at all (`dead_stock_clear`), or 春节 comes and the
        shop bought 20 % more of the product for the last one than in other months (6 of them known).
    """

    id: ClassVar[str] = "overstock_pause"
    name: ClassVar[str] = "压货"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "stock"
    priority: ClassVar[int] = 80
    bonus: ClassVar[Mapping[Segment, int]] = MappingProxyType({Segment.RURAL: 5})
    authority: ClassVar[int] = 4
    cooldown: ClassVar[int] = 1
    stock: StockCover = StockCover()
    least_cartons: Count = 5
    festival_share: Share = Fraction(1, 5)
    least_months: Count = 6
    top: Count = 10

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `swap` where a product is known that the money does more for, else `plain`; most money first."""
        long = [
            line
            for line in profile.counted_lines
            if self._is_worth_it(line) and lasts_too_long(profile, line, self.stock)
        ]
        found = [self._finding(profile, line) for line in long if not self._is_for_spring(profile, line)]
        if long and not found:
            return Silent("压着的都是过年的货，年前先不动")
        return found or Silent("没有核实过的库存，或都没有压货")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`b1` the product, `stk` its stock, `days` it lasts at the pace of month `m`, `b2` where money does more."""
        line = profile.line(finding.sku_code or "")
        assert line is not None and line.stock is not None and line.stock.cover_days is not None
        code = line.product.sku_code
        found: Facts = {
            "m": facts.month(profile.month),
            "b1": facts.product(line.product),
            "stk": facts.quantity(line.stock.closing, "stock.closing", code),
            "days": facts.whole(line.stock.cover_days, "stock.cover_days", code),
        }
        if finding.others:
            better = profile.line(finding.others[0])
            assert better is not None
            found["b2"] = facts.product(better.product)
        return found

    def _is_worth_it(self, line: ProductLine) -> bool:
        return line.stock is not None and line.stock.closing >= self.least_cartons * STICKS_PER_CARTON

    def _is_for_spring(self, profile: Profile, line: ProductLine) -> bool:
        spring = coming_spring(profile, self.stock)
        raised = uplift(profile, line, spring.bought_in, self.least_months) if spring is not None else None
        return raised is not None and raised.more > 0 and raised.more >= self.festival_share * raised.usual

    def _finding(self, profile: Profile, line: ProductLine) -> Finding:
        code, better = line.product.sku_code, self._better(profile, line)
        pause = ((code, Direction.PAUSE),)
        if better is None:
            return Finding("plain", sku_code=code, yuan=money_tied(line), directions=pause)
        other = better.product.sku_code
        return Finding(
            "swap",
            sku_code=code,
            others=(other,),
            yuan=money_tied(line),
            directions=(*pause, (other, Direction.BUY)),
        )

    def _better(self, profile: Profile, line: ProductLine) -> ProductLine | None:
        """The shop's best seller in full supply, of which a count leaves room for an order (§4, conflict 8)."""
        for other in profile.top(self.top):
            is_free = other.supply is not None and other.supply.status.is_free
            counted = other.stock is not None and other.stock.cover_days is not None
            if other is not line and is_free and counted and other.order_cartons:
                return other
        return None
