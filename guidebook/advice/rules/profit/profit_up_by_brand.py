"""G2, G3, R005."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from guidebook.advice.comparing import Move
from guidebook.advice.rules.profit.brand_cause import BrandCause
from guidebook.advice.segments import Segment, segments
from guidebook.model import Finding, Profile, Result, Silent


class ProfitUpByBrand(BrandCause):
    """More to earn than last month, and which product made it so.

    Why: 是什么牌子的增加或减少带来的盈利的增加或减少 (R005).
    Speaks: profit by listed price went up by at least 3 % and 30 yuan.  A product that moved it by three times as
        much is told with what the others did.
    Silent: it moved less, the other way, or isn't known for both months.
    """

    id: ClassVar[str] = "profit_up_by_brand"
    name: ClassVar[str] = "多赚"
    priority: ClassVar[int] = 88
    move: ClassVar[Move] = Move.UP
    word: ClassVar[str] = "多"

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """As `led` says; case `advised` where last month's advice brought it, for an owner who wants to see results."""
        found = super().when(profile)
        if isinstance(found, Silent) or Segment.SURFACE not in segments(profile):
            return found
        followed = {
            follow_up.product.sku_code
            for follow_up in profile.follow_ups
            if follow_up.result in (Result.DONE, Result.PARTLY)
        }
        return [
            replace(finding, case="advised")
            if finding.case == "quantity" and finding.sku_code in followed
            else finding
            for finding in found
        ]
