"""S25, R008."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts, Rule
from guidebook.config import StockCover
from guidebook.model import STICKS_PER_CARTON, Box, Direction, Finding, ProductLine, Profile, Silent


class OverstockPause(Rule):
    """More of a product than a month can sell.

    Why: money that lies on the shelf can't buy what sells (R008, R065).
    Speaks: a verified count of at least 5 cartons lasts longer than `max_days` at the month's pace.
    Silent: no verified count, stock is in order, or nothing was sold at all (`dead_stock_clear`).
    """

    id: ClassVar[str] = "overstock_pause"
    name: ClassVar[str] = "压货"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "stock"
    priority: ClassVar[int] = 80
    authority: ClassVar[int] = 4
    cooldown: ClassVar[int] = 1
    stock: StockCover = StockCover()
    least_cartons: Count = 5

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `swap` where a product is known that the money does more for, else `plain`; most money first."""
        found = [
            self._finding(profile, line)
            for line in profile.lines
            if is_overstocked(line, self.stock, self.least_cartons)
        ]
        return found or Silent("没有核实过的库存，或都没有压货")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`b1` the product, `stk` its stock, `days` it lasts, `b2` what the money is better for."""
        line = profile.line(finding.sku_code or "")
        assert line is not None and line.stock is not None and line.stock.cover_days is not None
        code = line.product.sku_code
        found: Facts = {
            "b1": facts.product(line.product),
            "stk": facts.quantity(line.stock.closing, "stock.closing", code),
            "days": facts.whole(line.stock.cover_days, "stock.cover_days", code),
        }
        if finding.others:
            better = profile.line(finding.others[0])
            assert better is not None
            found["b2"] = facts.product(better.product)
        return found

    def _finding(self, profile: Profile, line: ProductLine) -> Finding:
        assert line.stock is not None
        code = line.product.sku_code
        better = self._better(profile, line)
        pause = ((code, Direction.PAUSE),)
        tied = line.stock.closing * (line.product.wholesale_price or 0) // line.product.sticks_per_carton
        if better is None:
            return Finding("plain", sku_code=code, yuan=tied, directions=pause)
        other = better.product.sku_code
        return Finding(
            "swap", sku_code=code, others=(other,), yuan=tied, directions=(*pause, (other, Direction.BUY))
        )

    def _better(self, profile: Profile, line: ProductLine) -> ProductLine | None:
        """The shop's best seller that is in full supply, isn't overstocked itself and sold what came in."""
        for other in profile.top(10):
            if other is line or other.supply is None or not other.supply.status.is_free:
                continue
            if other.stock is None or other.stock.cover_days is None:
                continue
            if other.stock.cover_days <= self.stock.max_days:
                return other
        return None


def is_overstocked(line: ProductLine, cover: StockCover, least_cartons: int) -> bool:
    """Whether a verified count lasts too long, and is worth speaking of."""
    stock = line.stock
    return (
        stock is not None
        and stock.cover_days is not None
        and stock.cover_days > cover.max_days
        and stock.closing >= least_cartons * STICKS_PER_CARTON
    )
