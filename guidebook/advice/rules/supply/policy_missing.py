"""S19b, R112."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Facts, Rule
from guidebook.model import Box, Finding, Profile, Silent


class PolicyMissing(Rule):
    """Next month's supply isn't known yet.

    Why: unknown is said as unknown, and the block isn't left empty (R112, R113).
    Speaks: the exports hold no supply row of next month.
    Silent: they do.
    """

    id: ClassVar[str] = "policy_missing"
    name: ClassVar[str] = "供货未定"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "supply"
    priority: ClassVar[int] = 65
    so_far: ClassVar[bool] = True

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding."""
        return Silent("下月供货政策已有") if profile.supply_known else [Finding("plain")]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`n` next month."""
        return {"n": facts.month(profile.next_month)}
