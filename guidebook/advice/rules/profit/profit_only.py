"""G0."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook import wording
from guidebook.advice import facts
from guidebook.advice.comparing import Stage, profit_move, stage
from guidebook.advice.rule import EvaluationRule, Facts
from guidebook.model import NOTHING, Finding, ProductLine, Profile, Silent, Slot


class ProfitOnly(EvaluationRule):
    """What can be earned in a month that can't be compared.

    Why: profit is what the owner cares for most (domain.md §0.2).
    Speaks: every product of the month has a listed price, last month's profit isn't known.
    Silent: profits of both months are known, or this month's isn't.
    """

    id: ClassVar[str] = "profit_only"
    name: ClassVar[str] = "只有本月能赚"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.PROFIT,)
    priority: ClassVar[int] = 57
    so_far: ClassVar[bool] = True

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Names the product that earns most."""
        if stage(profile) is Stage.ZERO:
            return Silent("这个月没有进货")
        if profile.printed.profit is None:
            return Silent("有商品没有零售指导价，不算能赚多少")
        if profit_move(profile, self.bands) is not None:
            return Silent("有上月可比")
        best = _best(profile)
        return [Finding("plain", sku_code=best.product.sku_code) if best else Finding("total")]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`gp` profit, `b1` and `gp1` the product that earns most."""
        assert profile.printed.profit is not None
        found: Facts = {"gp": facts.whole(profile.printed.profit, "account.this.profit")}
        best = _best(profile)
        if best is not None:
            found["b1"] = facts.product(best.product)
            code = best.product.sku_code
            found["gp1"] = facts.whole(_printed_profit(profile, best), "line.this.profit", code)
        return found


def _printed_profit(profile: Profile, line: ProductLine) -> int:
    """A product's profit in whole yuan: as in the sheet's table, where that shows profits and no changes."""
    shown = profile.printed.profit_effects.get(line.product.sku_code)
    if shown is not None and line.last in (None, NOTHING):
        return shown
    return wording.whole_yuan(line.this.profit or 0)


def _best(profile: Profile) -> ProductLine | None:
    """The product that earns most; None where a single product is all there is (the total says it)."""
    earning = [line for line in profile.account_lines if (line.this.profit or 0) > 0 and line.this.sticks > 0]
    if len(earning) < 2:
        return None
    return min(
        earning,
        key=lambda line: (
            -(line.this.profit or 0),
            -_printed_profit(profile, line),
            line.product.sku_code,
        ),
    )
