"""P0."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.comparing import Stage, price_move, stage
from guidebook.advice.rule import EvaluationRule, Facts
from guidebook.model import Finding, Profile, Silent, Slot


class PriceOnly(EvaluationRule):
    """The average price per carton of a month that can't be compared.

    Why: the owner should know the figure even where there is nothing to set it against (R003).
    Speaks: the month has an average price, last month has none.
    Silent: both months have one, or this month has none.
    """

    id: ClassVar[str] = "price_only"
    name: ClassVar[str] = "只有本月均价"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.PRICE,)
    priority: ClassVar[int] = 58
    so_far: ClassVar[bool] = True

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding."""
        if stage(profile) is Stage.ZERO:
            return Silent("这个月没有进货")
        if price_move(profile, self.bands) is not None:
            return Silent("有上月可比")
        return [Finding("plain")]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`p` yuan per carton."""
        assert profile.printed.carton_price is not None
        return {"p": facts.tenths(profile.printed.carton_price, "account.this.carton_price")}
