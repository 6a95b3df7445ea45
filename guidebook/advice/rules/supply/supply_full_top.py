"""S15, R112."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts, Rule, Share, reaches
from guidebook.advice.rules.stock.cover import stands
from guidebook.advice.rules.supply.limits import allowed_cartons, is_felt, limit_facts
from guidebook.advice.segments import Segment
from guidebook.config import StockCover
from guidebook.model import (
    STICKS_PER_CARTON,
    Box,
    Direction,
    Finding,
    ProductLine,
    Profile,
    Silent,
    SupplyStatus,
    round_quotient,
)


class SupplyFullTop(Rule):
    """A product the shop lives on can be had again, or as much of it as the shop will need.

    Why: good news of supply is worth as much as bad news, if it is known before the first order (R010, R112).
    Speaks: one of the shop's first ten products is 足 next month, and was 紧 or 限 this month, or will probably be
        bought at least 10 % and 2 cartons more than this month; one finding for each.
    Silent: no such product, it stands in the shop for too long already, or next month's supply isn't known.
    """

    id: ClassVar[str] = "supply_full_top"
    name: ClassVar[str] = "货足"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "supply"
    priority: ClassVar[int] = 72
    bonus: ClassVar[Mapping[Segment, int]] = MappingProxyType({Segment.URBAN: 10})
    authority: ClassVar[int] = 3
    cooldown: ClassVar[int] = 1
    stock: StockCover = StockCover()
    top: Count = 10
    rise_share: Share = Fraction(1, 10)
    rise_cartons: Count = 2

    @property
    def speaks_of_supply(self) -> bool:
        """No: of a product that isn't short nobody has to be told (R010)."""
        return False

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `eased` or `rising`; `_free` where no limit is stated, or it is far away."""
        if not profile.supply_known:
            return Silent("下月供货政策还没有")
        found = [
            self._finding(line, why)
            for line in profile.top(self.top)
            if (why := self._why(profile, line)) is not None and not stands(profile, line, self.stock)
        ]
        return found or Silent(f"前{self.top}个商品里没有由紧转足、或要多备又货足的")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`m`, `n` this and next month, `b1` the product, `lim` and `per` its limit, `fq` cartons expected."""
        line = profile.line(finding.sku_code or "")
        assert line is not None and line.supply is not None
        code = line.product.sku_code
        found: Facts = {
            "m": facts.month(profile.month),
            "n": facts.month(profile.next_month),
            "b1": facts.product(line.product),
            **limit_facts(profile, line.supply, code),
        }
        if finding.case.startswith("rising"):
            found["fq"] = facts.whole(_expected(line), "line.forecast", code)
        return found

    def _why(self, profile: Profile, line: ProductLine) -> str | None:
        if line.supply is None or line.supply.status is not SupplyStatus.FULL or line.supply.most == 0:
            return None
        if line.supply_this is not None and line.supply_this.status.is_short:
            return "eased"
        rise = (line.forecast or 0) - line.this.sticks
        if rise < self.rise_cartons * STICKS_PER_CARTON or not reaches(
            rise, self.rise_share, line.this.sticks
        ):
            return None
        allowed = allowed_cartons(profile, line.supply)
        return "rising" if allowed is None or _expected(line) <= allowed else None

    def _finding(self, line: ProductLine, why: str) -> Finding:
        code = line.product.sku_code
        return Finding(
            why if line.supply is not None and is_felt(line, line.supply) else f"{why}_free",
            sku_code=code,
            yuan=max(line.this.profit or 0, 0),
            directions=((code, Direction.BUY),),
        )


def _expected(line: ProductLine) -> int:
    """Whole real cartons that the shop will probably buy next month."""
    return round_quotient(line.forecast or 0, line.product.sticks_per_carton)
