"""V3, V4, F22."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.comparing import Move, both, per_cycle_move
from guidebook.advice.rule import EvaluationRule, Facts
from guidebook.advice.rules.volume.cycles import cycle_facts
from guidebook.model import Finding, Profile, Silent, Slot


class CycleCountShift(EvaluationRule):
    """More or fewer order days, and each order about the same.

    Why: a fifth order day moves cartons by a quarter without any real change (F22).
    Speaks: order days of both months are known and differ; cartons per order day stay within the band.
    Silent: order days are equal or unknown, or the orders themselves changed.
    """

    id: ClassVar[str] = "cycle_count_shift"
    name: ClassVar[str] = "订货次数不同"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.VOLUME,)
    priority: ClassVar[int] = 97

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `more` or `fewer`."""
        months = both(profile)
        if months is None or per_cycle_move(profile, self.bands) is not Move.FLAT:
            return Silent("订货次数没变、不知道，或按每回算变得多")
        this, last = months
        return [Finding("more" if (this.order_cycles or 0) > (last.order_cycles or 0) else "fewer")]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`dc` order days more or fewer, `qc` cartons per order day."""
        months = both(profile)
        assert months is not None
        difference = (months[0].order_cycles or 0) - (months[1].order_cycles or 0)
        return {
            "m": facts.month(profile.month),
            "dc": facts.whole(difference, "account.order_cycles"),
            "qc": cycle_facts(profile)[0],
        }
