"""R089, V0."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.comparing import Stage, stage
from guidebook.advice.rule import EvaluationRule, Facts
from guidebook.model import Finding, Profile, Silent, Slot


class ZeroMonth(EvaluationRule):
    """The shop ordered nothing.

    Why: a shop that stays away wants to be asked, not advised (R089); the last order shows that it was noticed.
    Speaks: net purchases of the month are zero or less; of a month that isn't over it says up to which day.
    Silent: more was bought than returned.
    """

    id: ClassVar[str] = "zero_month"
    name: ClassVar[str] = "没订货"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.VOLUME, Slot.PRICE, Slot.PROFIT, Slot.EXTRA)
    priority: ClassVar[int] = 100
    so_far: ClassVar[bool] = True

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding; the case says what is known of the last order."""
        if stage(profile) is not Stage.ZERO:
            return Silent("这个月有进货")
        so_far = "" if profile.until is None else "_so_far"
        if profile.account.this.sticks < 0:
            return [Finding(f"returned{so_far}")]
        if any(line.this.sticks > 0 for line in profile.lines):
            return [Finding(f"even{so_far}")]
        if so_far:
            return [Finding("never_so_far")]
        if profile.last_order is not None and profile.last_order[0] < profile.month.first_day:
            return [Finding("last_order")]
        return [Finding("last_month" if profile.account.last_bought else "never")]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`m`; `q` returned or last bought; `d` the day or month of the last order, or the last day told."""
        found: Facts = {"m": facts.month(profile.month)}
        if profile.until is not None:
            found["d"] = facts.day(profile.until, "account.this.until")
        bought = profile.account.last_bought
        if finding.case in ("returned", "returned_so_far"):
            found["q"] = facts.quantity(profile.account.this.sticks, "account.this.sticks")
        elif finding.case == "last_order" and profile.last_order is not None:
            ordered_on, sticks = profile.last_order
            found["d"] = facts.past_day(ordered_on, profile.month, "orders.ordered_on")
            found["q"] = facts.quantity(sticks, "orders.delivered")
        elif finding.case == "last_month" and bought is not None:
            found["d"] = facts.named_month(bought.month, profile.month)
            found["q"] = facts.quantity(bought.sticks, "account.last_bought.sticks")
        return found
