"""V1."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook import wording
from guidebook.advice import facts
from guidebook.advice.comparing import Stage, stage
from guidebook.advice.rule import EvaluationRule, Facts
from guidebook.model import Fact, Finding, Profile, Silent, Slot


class FirstMonth(EvaluationRule):
    """The first month a shop orders.

    Why: nothing can be compared yet; the figures are noted for later (F16).
    Speaks: the registry says so, or the exports show no earlier purchase (which is then what is said).
    Silent: earlier purchases exist, or the registry knows an earlier first month.
    """

    id: ClassVar[str] = "first_month"
    name: ClassVar[str] = "头一个月"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.VOLUME,)
    priority: ClassVar[int] = 99

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `registered` if the registry names this month, else `unseen`."""
        if stage(profile) is not Stage.FIRST:
            return Silent("以前进过货、没有上月的数，或这个月没进货")
        registered = profile.retailer.first_month == profile.month
        return [Finding("registered" if registered else "unseen")]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`q` cartons, `n` products, `k` months without purchases before."""
        bought = sum(1 for line in profile.account_lines if line.this.sticks > 0)
        found: Facts = {
            "m": facts.month(profile.month),
            "q": facts.quantity(profile.account.this.sticks, "account.this.sticks"),
            "n": facts.whole(bought, "account.this.products"),
        }
        if finding.case == "unseen":
            months = profile.account.known_months
            found["k"] = Fact(str(months), wording.count_text(months), "account.known_months")
        return found
