"""S24, R008, R009."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from typing import ClassVar

from guidebook import wording
from guidebook.advice import facts
from guidebook.advice.more import more_of, orders_within
from guidebook.advice.rule import Count, Facts, Rule
from guidebook.advice.rules.stock.cover import most_days
from guidebook.config import StockCover
from guidebook.model import (
    Box,
    Direction,
    Finding,
    ProductLine,
    Profile,
    Silent,
    cartons,
    round_half_up,
)


class StockoutRepeat(Rule):
    """A product ran out again and again, though it can be had.

    Why: a shop that keeps a little more stops losing the buyers of its best goods (R009).
    Speaks: a verified count tells at least 2 stock-outs of a product in the month, and next month's policy leaves
        room for more; how many more to keep is what was lost, spread over the month's orders.
    Silent: no verified count, fewer stock-outs, more can't be had, or more would last too long.
    """

    id: ClassVar[str] = "stockout_repeat"
    name: ClassVar[str] = "老断货"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "stock"
    priority: ClassVar[int] = 93
    authority: ClassVar[int] = 4
    cooldown: ClassVar[int] = 1
    stock: StockCover = StockCover()
    least_events: Count = 2

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `lost` where whole cartons were lost, else `plain`."""
        if not profile.counted_lines:
            return Silent("没有核实过的库存")
        often = [line for line in profile.counted_lines if _events(line) >= self.least_events]
        if not often:
            return Silent(f"没有一个月断货{self.least_events}回以上的")
        found = [
            self._finding(profile, line)
            for line in often
            if _can_be_had(profile, line) and self._has_room(profile, line)
        ]
        return found or Silent("断过货的供货紧、钱不宽裕，或再多留就压货了")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`b1` the product, `out` times it ran out in month `m`, `lost` cartons about, `k` to keep more `per` order."""
        line = profile.line(finding.sku_code or "")
        assert line is not None and line.stock is not None
        code = line.product.sku_code
        found: Facts = {
            "m": facts.month(profile.month),
            "b1": facts.product(line.product),
            "out": facts.whole(_events(line), "stock.out_events", code),
            "per": facts.word(
                wording.order_period(profile.retailer.order_cycle_days), "retailers.order_cycle_days"
            ),
            "k": facts.whole(_reserve(profile, line), "stock.reserve_cartons", code),
        }
        if finding.case == "lost":
            found["lost"] = facts.whole(round_half_up(cartons(_lost(line))), "stock.lost_cartons", code)
        return found

    def _has_room(self, profile: Profile, line: ProductLine) -> bool:
        """Whether the stock and what is kept more don't last too long (§4, conflict 8)."""
        assert line.stock is not None
        more = _reserve(profile, line) * line.product.sticks_per_carton
        return line.stock.closing + more <= line.stock.daily * most_days(profile, self.stock)

    def _finding(self, profile: Profile, line: ProductLine) -> Finding:
        code = line.product.sku_code
        orders = orders_within(profile, profile.next_month.days)
        return Finding(
            "lost" if round_half_up(cartons(_lost(line))) > 0 else "plain",
            sku_code=code,
            yuan=max(line.this.profit or 0, 0),
            directions=((code, Direction.BUY),),
            new_money=orders * _reserve(profile, line) * (line.product.wholesale_price or 0),
        )


def _events(line: ProductLine) -> int:
    return 0 if line.stock is None else line.stock.out_events or 0


def _can_be_had(profile: Profile, line: ProductLine) -> bool:
    """Whether next month's policy and the shop's money let each order hold so much more; true without a policy row."""
    if line.supply is None:
        return True
    reserve, orders = _reserve(profile, line), orders_within(profile, profile.next_month.days)
    more = more_of(profile, line, reserve * orders, orders)
    return more is not None and more.each_order and more.cartons >= reserve


def _lost(line: ProductLine) -> int:
    """Sticks not sold while it was out, at the least: one day's sales for each time (§2.6)."""
    assert line.stock is not None
    return round_half_up(line.stock.daily * _events(line))


def _reserve(profile: Profile, line: ProductLine) -> int:
    """Real cartons to keep more each order: what was lost, spread over the month's orders, at least one."""
    orders = Fraction(profile.month.days, profile.retailer.order_cycle_days)
    return max(ceil(_lost(line) / orders / line.product.sticks_per_carton), 1)
