"""domain.md §4, 49; R036."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Facts, Rule
from guidebook.model import STICKS_PER_CARTON, Box, Finding, Profile, Silent


class AgreedQtyLeft(Rule):
    """Of the cartons agreed on for the month some were left, and next month will probably need more.

    Why: what was agreed is the shop's to use; it asks in time only if it knows where it stands (R036).  It is no quota:
        nothing is lost by leaving some.
    Speaks: an amount is agreed, less of it came in, and next month's forecast is above what came in.
    Silent: nothing is agreed, all of it came in, or next month won't need more.
    """

    id: ClassVar[str] = "agreed_qty_left"
    name: ClassVar[str] = "商定量"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "money"
    priority: ClassVar[int] = 54
    cooldown: ClassVar[int] = 1

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding."""
        agreed, bought = profile.retailer.agreed_cartons, profile.account.this.sticks
        if agreed is None:
            return Silent("没有商定量")
        if bought >= agreed * STICKS_PER_CARTON:
            return Silent("商定量已经用完")
        if sum(line.forecast or 0 for line in profile.lines) <= bought:
            return Silent("估计下月不会要得更多")
        return [Finding("plain")]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`m`, `n` this and next month, `ag` cartons agreed, `q` bought, `left` the rest."""
        agreed, bought = profile.retailer.agreed_cartons, profile.account.this.sticks
        assert agreed is not None
        return {
            "m": facts.month(profile.month),
            "n": facts.month(profile.next_month),
            "ag": facts.whole(agreed, "account.agreed_cartons"),
            "q": facts.quantity(bought, "account.this.sticks"),
            "left": facts.quantity(agreed * STICKS_PER_CARTON - bought, "account.agreed_left"),
        }
