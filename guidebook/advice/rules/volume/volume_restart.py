"""V2."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.comparing import Stage, stage
from guidebook.advice.rule import EvaluationRule, Facts
from guidebook.advice.rules.volume.largest import largest, largest_named
from guidebook.model import Finding, Profile, Silent, Slot


class VolumeRestart(EvaluationRule):
    """The shop orders again after a month without.

    Why: to compare with zero would be empty; what came back is worth saying.
    Speaks: nothing was bought last month, something this month, and something earlier.
    Silent: last month had purchases, isn't covered, or there is no earlier history.
    """

    id: ClassVar[str] = "volume_restart"
    name: ClassVar[str] = "又开始订"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.VOLUME,)
    priority: ClassVar[int] = 98

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Names the product most bought; case `single` where it is all there is."""
        if stage(profile) is not Stage.RESTART:
            return Silent("上月有进货，或没有更早的记录")
        return [largest_named(profile, "restart")]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`q` cartons in all, `b1` and `q1` the product most bought."""
        line = largest(profile)
        return {
            "m": facts.month(profile.month),
            "q": facts.quantity(profile.account.this.sticks, "account.this.sticks"),
            "b1": facts.product(line.product),
            "q1": facts.quantity(line.this.sticks, "line.this.sticks", line.product.sku_code),
        }
