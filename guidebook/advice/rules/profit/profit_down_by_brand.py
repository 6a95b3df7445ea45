"""G4, G5, R005."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice.comparing import Move, profit_move
from guidebook.advice.rule import EvaluationRule, Facts
from guidebook.advice.rules.profit.earned import led, profit_facts
from guidebook.model import Finding, Profile, Silent, Slot


class ProfitDownByBrand(EvaluationRule):
    """Less to earn than last month, and which product made it so.

    Why: 是什么牌子的增加或减少带来的盈利的增加或减少 (R005).
    Speaks: profit by listed price went down by at least 3 % and 30 yuan.
    Silent: it moved less, the other way, or isn't known for both months.
    """

    id: ClassVar[str] = "profit_down_by_brand"
    name: ClassVar[str] = "少赚"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.PROFIT,)
    priority: ClassVar[int] = 89

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding; its case says which part led (see `led`)."""
        if profit_move(profile, self.bands) is not Move.DOWN:
            return Silent("能赚的没有明显少，或没有可比的数")
        return led(profile, Move.DOWN)

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`gp`, `dgp` profit and change; `b1`, `dq1`, `dgp1`, `dm` the product."""
        return profit_facts(profile, finding)
