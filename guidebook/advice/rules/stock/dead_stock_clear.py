"""S26, R118."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar

from guidebook import wording
from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts, Rule
from guidebook.advice.rules.stock.cover import money_tied
from guidebook.advice.segments import Segment
from guidebook.model import Box, Direction, Fact, Finding, ProductLine, Profile, Silent


class DeadStockClear(Rule):
    """A product that hasn't sold for months still lies in the shop.

    Why: the owner should see what it costs, and where to put it (R118).
    Speaks: verified counts show no sale for at least two months, and stock is left.
    Silent: no verified counts, or everything moved.
    """

    id: ClassVar[str] = "dead_stock_clear"
    name: ClassVar[str] = "没动"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "stock"
    priority: ClassVar[int] = 82
    bonus: ClassVar[Mapping[Segment, int]] = MappingProxyType({Segment.RURAL: 10})
    authority: ClassVar[int] = 4
    cooldown: ClassVar[int] = 2
    least_months: Count = 2

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding a product; most money first by score."""
        found = [
            Finding(
                "plain",
                sku_code=line.product.sku_code,
                yuan=money_tied(line),
                directions=((line.product.sku_code, Direction.PAUSE),),
            )
            for line in profile.counted_lines
            if is_dead(line, self.least_months) and line.product.wholesale_price is not None
        ]
        return found or Silent("没有核实过的库存，或盘点的货都有卖动")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`b1` the product, `mon` months without a sale, `stk` its stock, `amt` what it cost."""
        line = profile.line(finding.sku_code or "")
        assert line is not None and line.stock is not None
        code, months = line.product.sku_code, line.stock.months_unsold
        return {
            "b1": facts.product(line.product),
            "mon": Fact(str(months), wording.count_text(months), "stock.months_unsold", code),
            "stk": facts.quantity(line.stock.closing, "stock.closing", code),
            "amt": facts.money(money_tied(line), "stock.money_tied", code),
        }


def is_dead(line: ProductLine, least_months: int) -> bool:
    """Whether verified counts show stock that hasn't sold for so many months."""
    return line.stock is not None and line.stock.closing > 0 and line.stock.months_unsold >= least_months
