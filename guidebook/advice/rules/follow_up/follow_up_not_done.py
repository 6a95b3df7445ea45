"""S43, S43b."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice.comparing import Stage, stage
from guidebook.advice.rules.follow_up.result import ResultRule
from guidebook.advice.segments import Segment, segments
from guidebook.model import Finding, FollowUp, Profile, Result, Silent, SupplyStatus


class FollowUpNotDone(ResultRule):
    """Advice that wasn't followed, or couldn't be.

    Why: the reason is worth more than saying it again, and an owner who couldn't buy it isn't reproached (R034).
    Speaks: nothing of what was advised last month came in; of several products it speaks of one, sooner of one that
        couldn't be had.  It asks for the reason once a quarter, whatever the product.
    Silent: all of it did, the owner has said no or was asked lately, or the shop ordered nothing at all; a stubborn
        owner is asked in person, not on paper, unless there was no supply.
    """

    id: ClassVar[str] = "follow_up_not_done"
    name: ClassVar[str] = "没照办"
    priority: ClassVar[int] = 69
    cooldown: ClassVar[int] = 2

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """The first product: case `supplied_again` or `no_supply` where there was none; else `not_done`."""
        if stage(profile) is Stage.ZERO:
            return Silent("这个月没订货，只问一声")
        results = (Result.NO_SUPPLY, Result.NOT_DONE)
        left = [found for result in results for found in profile.follow_ups if found.result is result]
        if not left:
            return Silent("上月没有该进没进的")
        if left[0].result is Result.NOT_DONE:
            if Segment.STUBBORN in segments(profile):
                return Silent("这位老板当面问，不写在纸上")
            since = profile.month.plus(-self.cooldown)
            if any(past.rule == self.id and past.month >= since for past in profile.advised):
                return Silent("前几个月问过没进的缘故")
        return [Finding(_case(left[0]), sku_code=left[0].product.sku_code)]


def _case(follow_up: FollowUp) -> str:
    if follow_up.result is Result.NOT_DONE:
        return "not_done"
    supply = follow_up.supply
    return "supplied_again" if supply is not None and supply.status is SupplyStatus.FULL else "no_supply"
