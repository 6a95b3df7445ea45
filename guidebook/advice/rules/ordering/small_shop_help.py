"""R119."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from guidebook import wording
from guidebook.advice import facts
from guidebook.advice.comparing import both
from guidebook.advice.rule import Facts, Rule
from guidebook.advice.segments import Segment, segments
from guidebook.model import Box, Finding, Profile, Silent


class SmallShopHelp(Rule):
    """Help with ordering for a small shop, without pressure.

    Why: owners of small shops think that a few cartons aren't worth an order; they are told that they count (R119).
    Speaks: a shop of scale 小 ordered on fewer days than last month, or by telephone alone.  Off unless the company
        turns it on.
    Silent: the shop isn't small, or orders as ever.
    """

    id: ClassVar[str] = "small_shop_help"
    name: ClassVar[str] = "小店订货"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "ordering"
    priority: ClassVar[int] = 46
    cooldown: ClassVar[int] = 2
    bonus: ClassVar[Mapping[Segment, int]] = {Segment.SMALL: 10}
    enabled: bool = False

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `fewer` or, where its order day is known, `fewer_day`; else `phone`."""
        if Segment.SMALL not in segments(profile):
            return Silent("不是小店")
        if _fewer(profile) > 0:
            return [Finding("fewer_day" if profile.retailer.order_weekday else "fewer")]
        ways = profile.order_ways
        if ways is not None and ways.orders > 0 and ways.by_phone == ways.orders:
            return [Finding("phone")]
        return Silent("订货跟往常一样")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`m`; `t` orders, `dc` fewer than last month; `wd` the order day."""
        found: Facts = {"m": facts.month(profile.month)}
        if finding.case == "phone":
            assert profile.order_ways is not None
            found["t"] = facts.whole(profile.order_ways.orders, "orders.count")
            return found
        found["t"] = facts.whole(profile.account.this.order_cycles or 0, "account.this.order_cycles")
        found["dc"] = facts.whole(_fewer(profile), "account.order_cycles")
        if profile.retailer.order_weekday is not None:
            day = wording.weekday_text(profile.retailer.order_weekday)
            found["wd"] = facts.word(day, "retailers.order_weekday")
        return found


def _fewer(profile: Profile) -> int:
    """By how many the order days fell; 0 or less where they didn't, or aren't known."""
    months = both(profile)
    if months is None:
        return 0
    this, last = months[0].order_cycles, months[1].order_cycles
    return 0 if this is None or last is None else last - this
