"""S40, R070."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts, Rule, Share
from guidebook.advice.segments import Segment
from guidebook.model import Box, Finding, Profile, Silent


class OnlineOrderHelp(Rule):
    """Help with ordering by mobile phone.

    Why: an order made by oneself can be changed until the window closes; some learn it at once, others want to be
        shown (R070).
    Speaks: of at least 2 orders of the month no more than half came in online.  Its sentence promises help, so that it
        is off unless the company turns it on.
    Silent: most orders came in online, there were fewer of them, or it isn't known how they came in.
    """

    id: ClassVar[str] = "online_order_help"
    name: ClassVar[str] = "网上订"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "ordering"
    priority: ClassVar[int] = 50
    cooldown: ClassVar[int] = 3
    bonus: ClassVar[Mapping[Segment, int]] = {Segment.LOW_EDUCATION: 10}
    promise: ClassVar[bool] = True
    enabled: bool = False
    least_orders: Count = 2
    online_share: Share = Fraction(1, 2)

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `all` where every order came by telephone, `some` else."""
        ways = profile.order_ways
        if ways is None:
            return Silent("没有订货明细")
        if ways.orders < self.least_orders:
            return Silent(f"订货不到{self.least_orders}回")
        if ways.orders - ways.by_phone > self.online_share * ways.orders:
            return Silent("多半在网上订")
        return [Finding("all" if ways.by_phone == ways.orders else "some")]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`m`; `t` orders, `t1` of them by telephone."""
        ways = profile.order_ways
        assert ways is not None
        return {
            "m": facts.month(profile.month),
            "t": facts.whole(ways.orders, "orders.count"),
            "t1": facts.whole(ways.by_phone, "orders.by_phone"),
        }
