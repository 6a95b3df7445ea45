"""Domain.md §4, row 56."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts, Rule
from guidebook.model import Box, Finding, Profile, Silent


class LicenseExpiry(Rule):
    """The licence runs out soon.

    Why: without a licence no tobacco can be sold; renewing takes time.
    Speaks: the licence runs out within 60 days after the day the sheet is made for, or on that day.
    Silent: it runs longer, has run out already, or the day isn't known.
    """

    id: ClassVar[str] = "license_expiry"
    name: ClassVar[str] = "证到期"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "licence"
    priority: ClassVar[int] = 93
    cooldown: ClassVar[int] = 1
    after_zero_month: ClassVar[bool] = True
    so_far: ClassVar[bool] = True
    must_say: ClassVar[bool] = True
    days_before: Count = 60

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding."""
        expiry = profile.retailer.license_expiry
        if expiry is None:
            return Silent("不知道许可证哪天到期")
        left = (expiry - profile.as_of).days
        if left < 0:
            return Silent("许可证已过期，当面说")
        if left > self.days_before:
            return Silent(f"许可证{self.days_before}天内不到期")
        return [Finding("plain")]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`d` the day it runs out."""
        expiry = profile.retailer.license_expiry
        assert expiry is not None
        return {"d": facts.day(expiry, "retailers.license_expiry")}
