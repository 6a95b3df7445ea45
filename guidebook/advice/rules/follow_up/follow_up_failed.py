"""S42b."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice.rules.follow_up.result import ResultRule, is_slow
from guidebook.model import Direction, Finding, Profile, Result, Silent


class FollowUpFailed(ResultRule):
    """Advice that was followed and didn't work out.

    Why: who advised it says so first, and doesn't ask for more; that is how advice stays worth hearing (R034).
    Speaks: what was advised last month came in, all or some of it, and a verified count shows that less than 30 % of
        what was there was sold.
    Silent: no advice to buy was followed, its goods move, or nothing was counted.
    """

    id: ClassVar[str] = "follow_up_failed"
    name: ClassVar[str] = "照办没效"
    priority: ClassVar[int] = 86
    authority: ClassVar[int] = 4

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """A finding a product: case `unsold` where none of it was sold, `slow` else."""
        found = [
            Finding(
                "slow" if follow_up.sold else "unsold",
                sku_code=follow_up.product.sku_code,
                directions=((follow_up.product.sku_code, Direction.PAUSE),),
            )
            for follow_up in self._bought(profile, Result.DONE, Result.PARTLY)
            if is_slow(follow_up, self.stock)
        ]
        return found or Silent("上月照办的，没有核实走得慢的")
