"""The rule about moved profit that both directions share (G2–G5, R005)."""

from abc import ABC
from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice.comparing import Move, profit_move
from guidebook.advice.rule import Count, EvaluationRule, Facts
from guidebook.advice.rules.profit.earned import led, profit_facts
from guidebook.model import Finding, Profile, Silent, Slot


class BrandCause(EvaluationRule, ABC):
    """Profit moved, and a product moved it; `move` says which way, `word` how that is called.

    Attributes:
        outweighs: From so many times the whole change on, a product's own change needs the others' beside it.
    """

    move: ClassVar[Move]
    word: ClassVar[str]
    slots: ClassVar[tuple[Slot, ...]] = (Slot.PROFIT,)
    outweighs: Count = 3

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding; its case says which part led (see `led`)."""
        if profit_move(profile, self.bands) is not self.move:
            return Silent(f"能赚的没有明显{self.word}，或没有可比的数")
        return [led(profile, self.move, self.outweighs)]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`gp`, `dgp` profit and change; `b1`, `dq1`, `dgp1`, `dm` the product; `rest` what the others add."""
        return profit_facts(profile, finding)
