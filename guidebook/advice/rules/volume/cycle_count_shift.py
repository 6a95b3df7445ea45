"""V3, V4, F22."""

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from guidebook.advice.comparing import Move, both, per_cycle_move
from guidebook.advice.rule import EvaluationRule, Facts, Share
from guidebook.advice.rules.volume.cycles import cycle_facts, per_cycle, tenths_change
from guidebook.model import Finding, Profile, Silent, Slot


class CycleCountShift(EvaluationRule):
    """More or fewer order days, and each order about the same.

    Why: a fifth order day moves cartons by a quarter without any real change (F22).
    Speaks: order days of both months are known and differ; cartons per order day stay within the band.  Where the
        little that they moved is 15 % of last month's, it is told, and nothing is called even.
    Silent: order days are equal or unknown, or the orders themselves changed.
    """

    id: ClassVar[str] = "cycle_count_shift"
    name: ClassVar[str] = "订货次数不同"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.VOLUME,)
    priority: ClassVar[int] = 97
    few_share: Share = Fraction(15, 100)

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `more`, `fewer` or `few`."""
        months = both(profile)
        if months is None or per_cycle_move(profile, self.bands) is not Move.FLAT:
            return Silent("订货次数没变、不知道，或按每回算变得多")
        this, last = months
        change = abs(per_cycle(this) - per_cycle(last))
        if tenths_change(profile) and change >= self.few_share * per_cycle(last):
            return [Finding("few")]
        return [Finding("more" if (this.order_cycles or 0) > (last.order_cycles or 0) else "fewer")]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`dc` order days more or fewer, `cw` which; `qc` cartons per order day; `dqc` and `way` their change."""
        return cycle_facts(profile)
