"""S42, R034, R068."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from guidebook.advice.rules.follow_up.result import ResultRule, outcome_case
from guidebook.advice.segments import Segment
from guidebook.model import Direction, Finding, FollowUp, Profile, Result, Silent


class FollowUpDone(ResultRule):
    """Advice that was followed, and what it brought.

    Why: what came of the last advice says more than the next one (R068); yuan are what counts.
    Speaks: all cartons advised last month came in, and a verified count shows that they don't go slowly (at least
        30 % of what was there was sold), or nothing was counted.
    Silent: no advice to buy was followed, or what was bought goes slowly.
    """

    id: ClassVar[str] = "follow_up_done"
    name: ClassVar[str] = "照办有效"
    priority: ClassVar[int] = 87
    authority: ClassVar[int] = 1
    bonus: ClassVar[Mapping[Segment, int]] = {Segment.SURFACE: 15}

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """A finding a product; the case says what is known, `_more` where more can be ordered."""
        done = self._bought(profile, Result.DONE)
        found = [_finding(profile, follow_up) for follow_up in done if not self._slow(follow_up)]
        return found or Silent("上月没有照办了又走得动的")


def _finding(profile: Profile, follow_up: FollowUp) -> Finding:
    case, code = outcome_case(follow_up), follow_up.product.sku_code
    cartons = _next_order(profile, follow_up)
    return Finding(
        case if cartons is None else f"{case}_more",
        sku_code=code,
        yuan=max(follow_up.earned or 0, 0),
        directions=((code, Direction.BUY),) if cartons else (),
        cartons=cartons,
    )


def _next_order(profile: Profile, follow_up: FollowUp) -> int | None:
    """What to order each time next month; None where supply isn't known to be free, or enough is there."""
    line = profile.line(follow_up.product.sku_code)
    if line is None or follow_up.supply is None or not follow_up.supply.status.is_free:
        return None
    return line.order_cartons or None
