"""G1."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice.comparing import Move, profit_move
from guidebook.advice.rule import EvaluationRule, Facts
from guidebook.advice.rules.profit.earned import profit_facts
from guidebook.model import Finding, Profile, Silent, Slot


class ProfitFlat(EvaluationRule):
    """About as much to earn as last month.

    Why: that nothing changed is an answer too; the figure itself counts (domain.md §0.2).
    Speaks: profit by listed price changed by less than 3 % or less than 30 yuan.
    Silent: it changed more, or isn't known for both months.
    """

    id: ClassVar[str] = "profit_flat"
    name: ClassVar[str] = "能赚的差不多"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.PROFIT,)
    priority: ClassVar[int] = 57

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding."""
        if profit_move(profile, self.bands) is not Move.FLAT:
            return Silent("能赚的变得多，或没有可比的数")
        return [Finding("plain")]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`gp` profit."""
        return profit_facts(profile, finding)
