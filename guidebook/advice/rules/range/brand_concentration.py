"""S29."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from guidebook import wording
from guidebook.advice import facts
from guidebook.advice.more import More, more_of, orders_within
from guidebook.advice.rule import Count, Facts, Rule, Share, reaches
from guidebook.advice.rules.money.capital_tied import is_tied
from guidebook.advice.rules.stock.cover import stands
from guidebook.advice.rules.volume.largest import largest
from guidebook.config import StockCover
from guidebook.model import (
    STICKS_PER_CARTON,
    Box,
    Direction,
    Finding,
    ProductLine,
    Profile,
    Silent,
    SupplyStatus,
)

_SPOKEN_OF = (SupplyStatus.TIGHT, SupplyStatus.LIMITED, SupplyStatus.STOPPED)
"""What supply and substitute rules tell of already: here it would be a warning that comes late."""


class BrandConcentration(Rule):
    """Half of what the shop buys is one product.

    Why: if that one gets short, the shop has little else to sell.
    Speaks: one product makes at least half of the month's cartons, 20 in all at the least; the shop's next product in
        full supply can take up to 2 cartons more in each order.
    Silent: purchases are spread, the month is small, the product is short already, or nothing else can be added.
    """

    id: ClassVar[str] = "brand_concentration"
    name: ClassVar[str] = "太靠一个"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "range"
    priority: ClassVar[int] = 58
    authority: ClassVar[int] = 1
    cooldown: ClassVar[int] = 3
    stock: StockCover = StockCover()
    leading_share: Share = Fraction(1, 2)
    least_cartons: Count = 20
    more_cartons: Count = 2

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `cycle` where each order can take some more, `month` where only the month can."""
        if profile.account.this.sticks < self.least_cartons * STICKS_PER_CARTON:
            return Silent("进货不多，不谈分散")
        line = largest(profile)
        if not reaches(line.this.sticks, self.leading_share, profile.account.this.sticks):
            return Silent("没有哪一个占到一半")
        if line.supply is not None and line.supply.status in _SPOKEN_OF:
            return Silent("占得最多的下月供货紧或停供，由供货和替代的话来说")
        if is_tied(profile, self.stock):
            return Silent("店里压的货比平时多，先不添新的")
        for other in profile.top(len(profile.lines)):
            more = self._more(profile, other)
            if other is not line and more is not None:
                return [self._finding(line, other, more)]
        return Silent("没有别的货足、又添得进的")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`b1` with `q1` of the month's `q` cartons; `k` more of `b2`, in each order (`per`) or in month `n`."""
        other = profile.line(finding.others[0])
        assert other is not None and finding.cartons is not None
        line, period = largest(profile), wording.order_period(profile.retailer.order_cycle_days)
        return {
            "m": facts.month(profile.month),
            "n": facts.month(profile.next_month),
            "b1": facts.product(line.product),
            "b2": facts.product(other.product),
            "q": facts.quantity(profile.account.this.sticks, "account.this.sticks"),
            "q1": facts.quantity(line.this.sticks, "line.this.sticks", line.product.sku_code),
            "per": facts.word(period, "retailers.order_cycle_days"),
            "k": facts.whole(finding.cartons, "advice.more_cartons", other.product.sku_code),
        }

    def _more(self, profile: Profile, other: ProductLine) -> More | None:
        full = other.supply is not None and other.supply.status is SupplyStatus.FULL
        if not full or stands(profile, other, self.stock):
            return None
        orders = orders_within(profile, profile.next_month.days)
        return more_of(profile, other, self.more_cartons * orders, orders)

    def _finding(self, line: ProductLine, other: ProductLine, more: More) -> Finding:
        code = other.product.sku_code
        return Finding(
            "cycle" if more.each_order else "month",
            sku_code=line.product.sku_code,
            others=(code,),
            yuan=max(line.this.profit or 0, 0),
            directions=((code, Direction.BUY),),
            new_money=more.asked * (other.product.wholesale_price or 0),
            cartons=more.cartons,
        )
