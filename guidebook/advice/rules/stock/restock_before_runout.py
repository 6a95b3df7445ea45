"""S23, R102."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Facts, Rule
from guidebook.advice.rules.stock.cover import least_days
from guidebook.advice.segments import Segment
from guidebook.config import StockCover
from guidebook.model import Box, Direction, Finding, ProductLine, Profile, Silent, SupplyStatus


class RestockBeforeRunout(Rule):
    """A product will run out before it can be ordered again.

    Why: a shop that knows the day orders in time (R009, R102).
    Speaks: a verified count lasts fewer days than order cycle and delivery need (× 1.3), supply isn't stopped, and a
        quantity can be given.
    Silent: no verified count, stock lasts, or nothing can be ordered.
    """

    id: ClassVar[str] = "restock_before_runout"
    name: ClassVar[str] = "快断货"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "stock"
    priority: ClassVar[int] = 94
    authority: ClassVar[int] = 4
    bonus: ClassVar[Mapping[Segment, int]] = MappingProxyType({Segment.WEAK: 20})
    stock: StockCover = StockCover()

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `out` (nothing left), `now` (gone before the sheet is read) or `soon`; most profit first."""
        if not profile.counted_lines:
            return Silent("没有核实过的库存")
        least = least_days(profile, self.stock)
        found = [
            Finding(
                _case(profile, line),
                sku_code=line.product.sku_code,
                yuan=max(line.this.profit or 0, 0),
                directions=((line.product.sku_code, Direction.BUY),),
                cartons=line.order_cartons,
            )
            for line in profile.counted_lines
            if _is_short(line, least)
        ]
        return found or Silent("盘点的货都够卖到下回订货")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`b1` the product, `cd` the day of the count, `stk` what was left, `d` when it is gone, `k` the order."""
        line = profile.line(finding.sku_code or "")
        assert line is not None and line.stock is not None and finding.cartons is not None
        code = line.product.sku_code
        found: Facts = {
            "b1": facts.product(line.product),
            "cd": facts.day(line.stock.counted_on, "stock.counted_on", code),
            "k": facts.whole(finding.cartons, "line.order_cartons", code),
        }
        if finding.case != "out":
            found["stk"] = facts.quantity(line.stock.closing, "stock.closing", code)
        if finding.case == "soon":
            found["d"] = facts.day(_run_out(line), "stock.run_out", code)
        return found


def _is_short(line: ProductLine, least: Fraction) -> bool:
    """Whether a count doesn't last so long, and something can be ordered."""
    if line.stock is None or not line.order_cartons:
        return False
    if line.supply is not None and line.supply.status is SupplyStatus.STOPPED:
        return False
    days = line.stock.cover_days
    return days is not None and days < least


def _run_out(line: ProductLine) -> date:
    assert line.stock is not None
    return line.stock.counted_on + timedelta(days=line.stock.cover_days or 0)


def _case(profile: Profile, line: ProductLine) -> str:
    assert line.stock is not None
    if line.stock.closing == 0:
        return "out"
    return "now" if _run_out(line) < profile.as_of else "soon"
