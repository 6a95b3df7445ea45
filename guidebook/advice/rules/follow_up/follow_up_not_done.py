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
    Speaks: nothing of what was advised last month came in; of several products it asks about one.
    Silent: all of it did, the owner has said no, or the shop ordered nothing at all; a stubborn owner is asked in
        person, not on paper, unless there was no supply.
    """

    id: ClassVar[str] = "follow_up_not_done"
    name: ClassVar[str] = "没照办"
    priority: ClassVar[int] = 69
    cooldown: ClassVar[int] = 2

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """The first product: case `not_done`; `supplied_again` or `no_supply` where there was none."""
        if stage(profile) is Stage.ZERO:
            return Silent("这个月没订货，只问一声")
        results = (Result.NOT_DONE, Result.NO_SUPPLY)
        left = [follow_up for follow_up in profile.follow_ups if follow_up.result in results]
        if not left:
            return Silent("上月没有该进没进的")
        if Segment.STUBBORN in segments(profile):
            left = [follow_up for follow_up in left if follow_up.result is Result.NO_SUPPLY]
        if not left:
            return Silent("这位老板当面问，不写在纸上")
        return [Finding(_case(left[0]), sku_code=left[0].product.sku_code)]


def _case(follow_up: FollowUp) -> str:
    if follow_up.result is Result.NOT_DONE:
        return "not_done"
    supply = follow_up.supply
    return "supplied_again" if supply is not None and supply.status is SupplyStatus.FULL else "no_supply"
