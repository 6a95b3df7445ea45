"""R034: advice that was followed in part."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice.rules.follow_up.result import ResultRule, is_slow, outcome_case
from guidebook.model import Finding, Profile, Result, Silent


class FollowUpPartly(ResultRule):
    """Advice that was followed in part, and what that brought.

    Why: a careful owner tries less than was advised; that is a start, and its result is worth telling (R034).
    Speaks: some of the cartons advised last month came in, not all, and a verified count doesn't show that they go
        slowly (less than 30 % of what was there was sold).
    Silent: no advice to buy was followed in part, or what was bought goes slowly.
    """

    id: ClassVar[str] = "follow_up_partly"
    name: ClassVar[str] = "照办一半"
    priority: ClassVar[int] = 76

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """A finding a product; the case says what is known."""
        found = [
            Finding(
                outcome_case(follow_up),
                sku_code=follow_up.product.sku_code,
                yuan=max(follow_up.earned or 0, 0),
            )
            for follow_up in self._bought(profile, Result.PARTLY)
            if not is_slow(follow_up, self.stock)
        ]
        return found or Silent("上月没有照办了一半的")
