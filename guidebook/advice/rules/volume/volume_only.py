"""R003, R113: the volume of a month whose predecessor isn't known."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.comparing import Stage, stage
from guidebook.advice.rule import EvaluationRule, Facts
from guidebook.advice.rules.volume.largest import largest, largest_named
from guidebook.model import Finding, Profile, Silent, Slot


class VolumeOnly(EvaluationRule):
    """A month that can't be compared, because last month's figures aren't there, or it isn't over itself.

    Why: unknown stays unknown, and is said (R003, R113); it must not look like a first month.  A
        month that isn't over would seem less than any (F19).
    Speaks: the exports don't cover last month, and the shop isn't new; or the month isn't over.
    Silent: last month is covered, or it is the shop's first.
    """

    id: ClassVar[str] = "volume_only"
    name: ClassVar[str] = "没有上月数"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.VOLUME,)
    priority: ClassVar[int] = 94
    so_far: ClassVar[bool] = True

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Names the product most bought; `single` if it is all there is; `so_far` if the month isn't over."""
        if stage(profile) is not Stage.NO_LAST:
            return Silent("有上月的数，或是头一个月")
        if profile.until is None:
            return [largest_named(profile, "plain")]
        named = largest_named(profile, "so_far")
        return [replace(named, case="so_far_single") if named.case == "single" else named]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`q` cartons in all, `b1` and `q1` the product most bought; `l` the month missing, `d` the last day told."""
        line = largest(profile)
        told: Facts = (
            {"l": facts.named_month(profile.month.plus(-1), profile.month)}
            if profile.until is None
            else {"d": facts.day(profile.until, "account.this.until")}
        )
        return told | {
            "m": facts.month(profile.month),
            "q": facts.quantity(profile.account.this.sticks, "account.this.sticks"),
            "b1": facts.product(line.product),
            "q1": facts.quantity(line.this.sticks, "line.this.sticks", line.product.sku_code),
        }
