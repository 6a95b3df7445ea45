"""R045; domain.md §4, row 58."""

from collections.abc import Sequence
from statistics import median_low
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts, Rule
from guidebook.model import STICKS_PER_CARTON, Box, Finding, ProductLine, Profile, Silent, Sticks


class IrregularPattern(Rule):
    """Purchases far beyond what the shop ever took: for the manager's eyes, never on a sheet.

    Why: such a jump wants a look before anybody advises anything; it may be a wedding, a slip of the pen, or worse
        (R045).
    Speaks: after at least 3 months with purchases, the month's reach 1000 cartons and 4 times the shop's usual month
        (the middle one of the twelve before); or a single product's reach 100 cartons and 4 times its largest month.
    Silent: neither, or too little is known of the shop.
    """

    id: ClassVar[str] = "irregular_pattern"
    name: ClassVar[str] = "进货异常"
    box: ClassVar[Box] = Box.INTERNAL
    family: ClassVar[str] = "internal"
    priority: ClassVar[int] = 0
    least_months: Count = 3
    cartons: Count = 1000
    product_cartons: Count = 100
    times: Count = 4

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `volume`; else `product`, or `product_new` for one never bought before, for each such product."""
        before, this = _months_before(profile), profile.account.this
        if len(before) < self.least_months:
            return Silent(f"有进货的月份不到{self.least_months}个，看不出")
        if this.sticks >= self.cartons * STICKS_PER_CARTON and this.sticks >= self.times * median_low(before):
            return [Finding("volume", yuan=this.amount)]
        least = self.product_cartons * STICKS_PER_CARTON
        found = [
            Finding(
                "product" if _most_before(line) > 0 else "product_new",
                sku_code=line.product.sku_code,
                yuan=line.this.amount,
            )
            for line in profile.account_lines
            if line.this.sticks >= least and line.this.sticks >= self.times * _most_before(line)
        ]
        return found or Silent("进货量没有异常")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`m`; `q` bought, `u` in a usual month; for a product `b1`, its `q1` and `u1`, its largest month before."""
        found: Facts = {"m": facts.month(profile.month)}
        line = profile.line(finding.sku_code) if finding.sku_code else None
        if line is None:
            found["q"] = facts.quantity(profile.account.this.sticks, "account.this.sticks")
            found["u"] = facts.quantity(median_low(_months_before(profile)), "account.usual_sticks")
            return found
        code = line.product.sku_code
        found["b1"] = facts.product(line.product)
        found["q1"] = facts.quantity(line.this.sticks, "line.this.sticks", code)
        found["u1"] = facts.quantity(_most_before(line), "line.most_before", code)
        return found


def _months_before(profile: Profile) -> list[Sticks]:
    """What the earlier months brought, those with purchases."""
    return [month.sticks for month in profile.history if month.month < profile.month and month.sticks > 0]


def _most_before(line: ProductLine) -> Sticks:
    return max(max(line.monthly[:-1], default=0), 0)
