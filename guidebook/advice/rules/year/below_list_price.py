"""Y2."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, EvaluationRule, Facts
from guidebook.model import FEN_PER_YUAN, Fen, Finding, ProductLine, Profile, Silent, Slot


class BelowListPrice(EvaluationRule):
    """The shop was seen to sell a product below its listed price.

    Why: it is money the shop gives away, and it may not know the sum (R005).  It says more than that profit stayed, and
        goes to 下月提升方向 where profit moved.
    Speaks: a price surveyed this month is below the list by at least 1 yuan a carton, and cost at least 20 yuan.
    Silent: no price was surveyed, or the difference is small.
    """

    id: ClassVar[str] = "below_list_price"
    name: ClassVar[str] = "卖低了"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.PROFIT,)
    priority: ClassVar[int] = 70
    cooldown: ClassVar[int] = 2
    moves: ClassVar[bool] = True
    least_difference_yuan: Count = 1
    least_loss_yuan: Count = 20

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Names the product that lost most."""
        losses = [
            (loss, line.product.sku_code)
            for line in profile.account_lines
            if (loss := self._loss(line)) >= self.least_loss_yuan * FEN_PER_YUAN
        ]
        if not losses:
            return Silent("没有看到卖价低于标价的，或差得不多")
        loss, code = min(losses, key=lambda pair: (-pair[0], pair[1]))
        return [Finding("plain", sku_code=code, yuan=loss)]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`b1` the product, `rp` its price, `dr` the difference, `loss` the sum; sold by count."""
        line = profile.line(finding.sku_code or "")
        assert line is not None and line.retail_price is not None and line.product.list_price is not None
        code = line.product.sku_code
        difference = line.product.list_price - line.retail_price
        return {
            "m": facts.month(profile.month),
            "b1": facts.product(line.product),
            "rp": facts.price(line.retail_price, "line.retail_price", code),
            "dr": facts.price(difference, "line.below_list", code),
            "loss": facts.money(self._loss(line), "line.below_list_loss", code),
        }

    def _loss(self, line: ProductLine) -> Fen:
        """Yuan below the list in fen; 0 where no difference worth the name was seen, or sales aren't known."""
        listed, seen = line.product.list_price, line.retail_price
        if listed is None or seen is None or listed - seen < self.least_difference_yuan * FEN_PER_YUAN:
            return 0
        sold = line.stock.sold if line.stock else 0
        return (listed - seen) * max(sold, 0) // line.product.sticks_per_carton
