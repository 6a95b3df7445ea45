"""S18."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Facts, Rule
from guidebook.model import Box, Finding, PriceChange, Profile, Silent


class PriceChangeNotice(Rule):
    """A price changes next month.

    Why: the price tag has to follow on the day.
    Speaks: a product bought in the last three months gets a new price within next month, not before the day the sheet
        is made for.
    Silent: no price of such a product changes.
    """

    id: ClassVar[str] = "price_change_notice"
    name: ClassVar[str] = "调价"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "price"
    priority: ClassVar[int] = 88
    so_far: ClassVar[bool] = True
    must_say: ClassVar[bool] = True

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `both`, `wholesale` or `listed`: which price changes; `unlisted` without a listed price."""
        found = [
            Finding(
                _case(line.price_change), sku_code=line.product.sku_code, yuan=max(line.this.profit or 0, 0)
            )
            for line in profile.lines
            if line.price_change is not None
            and line.price_change.effective >= profile.as_of
            and line.recent_sticks > 0
        ]
        return found or Silent("常进的商品下月不调价")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`b1` the product, `d` the day, `wp` and `rp` the new prices per carton."""
        line = profile.line(finding.sku_code or "")
        assert line is not None and line.price_change is not None
        change, code = line.price_change, line.product.sku_code
        found: Facts = {
            "b1": facts.product(line.product),
            "d": facts.day(change.effective, "prices.valid_from", code),
            "wp": facts.price(change.wholesale_after, "prices.wholesale_price", code),
        }
        if change.list_after is not None:
            found["rp"] = facts.price(change.list_after, "prices.list_price", code)
        return found


def _case(change: PriceChange) -> str:
    if change.list_after is None:
        return "unlisted"
    if change.list_after == change.list_before:
        return "wholesale"
    return "listed" if change.wholesale_after == change.wholesale_before else "both"
