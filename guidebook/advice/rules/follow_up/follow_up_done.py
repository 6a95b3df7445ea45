"""S42, R034, R068."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Facts
from guidebook.advice.rules.follow_up.result import (
    ResultRule,
    bought_before,
    followed_up,
    is_slow,
    outcome_case,
)
from guidebook.advice.segments import Segment
from guidebook.model import FEN_PER_YUAN, Direction, Finding, FollowUp, ProductLine, Profile, Result, Silent


class FollowUpDone(ResultRule):
    """Advice that was followed, and what it brought.

    Why: what came of the last advice says more than the next one (R068); yuan are what counts.  Of a product that the
        shop bought before, only what came on top of that can come of the advice.
    Speaks: all cartons advised last month came in, on top of what came in the month before, and a verified count shows
        that they don't go slowly (at least 30 % of what was there was sold), or nothing was counted.
    Silent: no advice to buy was followed, too little came on top, or it goes slowly.
    """

    id: ClassVar[str] = "follow_up_done"
    name: ClassVar[str] = "照办有效"
    priority: ClassVar[int] = 87
    authority: ClassVar[int] = 1
    bonus: ClassVar[Mapping[Segment, int]] = {Segment.SURFACE: 15}

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """A finding a product: `rise` where it was bought before, else `sold` or `bought`.

        The case goes on with `_gain` where the yuan are known, and with `_more` where more can be ordered.
        """
        found = [
            _finding(profile, follow_up)
            for follow_up in self._bought(profile, Result.DONE)
            if not is_slow(follow_up, self.stock) and _on_top(profile, follow_up)
        ]
        return found or Silent("上月没有照办了又走得动的")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """As for all of them; `dq1` cartons more than last month and `dgp1` what they earn more."""
        found = super().evidence(profile, finding)
        code = followed_up(profile, finding.sku_code).product.sku_code
        line = profile.line(code)
        if line is not None and bought_before(line) > 0:
            found["dq1"] = facts.quantity(line.sticks_change, "line.sticks_change", code)
            found["dgp1"] = facts.whole(_rise(profile, line), "line.profit_effect", code)
        return found


def _finding(profile: Profile, follow_up: FollowUp) -> Finding:
    code = follow_up.product.sku_code
    line = profile.line(code)
    case, fen = outcome_case(follow_up), max(follow_up.earned or 0, 0)
    if line is not None and bought_before(line) > 0:
        yuan = _rise(profile, line)
        case, fen = "rise_gain" if yuan > 0 else "rise", max(yuan, 0) * FEN_PER_YUAN
    cartons = _next_order(line, follow_up)
    return Finding(
        case if cartons is None else f"{case}_more",
        sku_code=code,
        yuan=fen,
        directions=((code, Direction.BUY),) if cartons else (),
        cartons=cartons,
    )


def _on_top(profile: Profile, follow_up: FollowUp) -> bool:
    """Whether what was advised came in on top of what had come in the month before, if anything had."""
    before = bought_before(profile.line(follow_up.product.sku_code))
    advised = (follow_up.advised.cartons or 0) * follow_up.product.sticks_per_carton
    return before == 0 or follow_up.bought - before >= advised


def _rise(profile: Profile, line: ProductLine) -> int:
    """Whole yuan by which a product's profit changed, as 牌子变化 prints it; 0 where it isn't known."""
    return profile.printed.profit_effects.get(line.product.sku_code, 0)


def _next_order(line: ProductLine | None, follow_up: FollowUp) -> int | None:
    """What to order each time next month; None where supply isn't known to be free, or enough is there."""
    if line is None or follow_up.supply is None or not follow_up.supply.status.is_free:
        return None
    return line.order_cartons or None
