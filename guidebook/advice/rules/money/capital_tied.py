"""domain.md §4, 30; R065."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import ClassVar

from guidebook import wording
from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts, Rule
from guidebook.advice.rules.stock.cover import coming_spring, least_days
from guidebook.advice.segments import Segment
from guidebook.config import StockCover
from guidebook.model import FEN_PER_YUAN, Box, Direction, Finding, ProductLine, Profile, Silent


def is_tied(profile: Profile, cover: StockCover) -> bool:
    """Whether so much money lies in the shop that nothing new should be asked of it; False where that isn't known."""
    value = profile.stock_value
    return value is not None and value.now > cover.tied_factor * value.usual


class CapitalTied(Rule):
    """Much more money lies in the shop than usual.

    Why: a shop whose money is tied can't order what sells (R065).
    Speaks: everything was counted, and the stock cost more than 1.5 times what it usually does, and at least 500 yuan
        more; names the product whose stock, beyond what should always be there, cost most.
    Silent: stock isn't fully known or is as usual, every product is just at its least, or 春节 is 56 days away or less:
        then shops stock up.
    """

    id: ClassVar[str] = "capital_tied"
    name: ClassVar[str] = "压钱"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "money"
    priority: ClassVar[int] = 74
    authority: ClassVar[int] = 1
    cooldown: ClassVar[int] = 2
    bonus: ClassVar[Mapping[Segment, int]] = MappingProxyType({Segment.WEAK: 10})
    stock: StockCover = StockCover()
    least_more_yuan: Count = 500

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding."""
        value = profile.stock_value
        if value is None:
            return Silent("没有全部盘点过，或前几个月的库存不清楚")
        few = value.now - value.usual < self.least_more_yuan * FEN_PER_YUAN
        if few or not is_tied(profile, self.stock):
            return Silent("存货和平时差不多")
        if coming_spring(profile, self.stock):
            return Silent("年前备货，多些是平常的")
        line = self._heaviest(profile)
        if line is None:
            return Silent("每样都只够周转，没有可先卖的")
        code = line.product.sku_code
        return [
            Finding(
                "plain",
                sku_code=code,
                yuan=value.now - value.usual,
                directions=((code, Direction.PAUSE),),
            )
        ]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`amt` what the stock cost, `damt` how much more than usual, `b1` what to sell first."""
        line, value = profile.line(finding.sku_code or ""), profile.stock_value
        assert line is not None and value is not None
        more = wording.whole_yuan(value.now) - wording.whole_yuan(value.usual)
        return {
            "b1": facts.product(line.product),
            "amt": facts.money(value.now, "account.stock_value"),
            "damt": facts.whole(more, "account.stock_value_change"),
        }

    def _heaviest(self, profile: Profile) -> ProductLine | None:
        """The product with most money beyond its least stock; None where there is none (§4, conflict 8)."""
        least = least_days(profile, self.stock)
        best: tuple[Fraction, ProductLine] | None = None
        for line in profile.counted_lines:
            if line.stock is None or line.product.wholesale_price is None:
                continue
            beyond = line.stock.closing - line.stock.daily * least
            money = beyond * line.product.wholesale_price / line.product.sticks_per_carton
            if money > 0 and (best is None or money > best[0]):
                best = (money, line)
        return best[1] if best else None
