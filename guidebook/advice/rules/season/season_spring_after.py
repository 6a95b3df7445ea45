"""S31."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts, Rule
from guidebook.advice.rules.season.uplift import festival
from guidebook.advice.rules.stock.cover import lasts_too_long, money_tied
from guidebook.config import StockCover
from guidebook.model import STICKS_PER_CARTON, Box, Direction, Feast, Finding, Profile, Silent


class SeasonSpringAfter(Rule):
    """What is left after 春节.

    Why: trade is slow after the festival, and what was laid in before it comes first.
    Speaks: within 30 days after 春节, a verified count of at least 5 cartons lasts longer than 30 days.
    Silent: another time of the year, no verified count, or stock is in order.
    """

    id: ClassVar[str] = "season_spring_after"
    name: ClassVar[str] = "年后消化"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "season"
    priority: ClassVar[int] = 83
    authority: ClassVar[int] = 2
    stock: StockCover = StockCover()
    most_days: Count = 30
    least_cartons: Count = 5

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding a product; most money first by score."""
        spring = festival(profile, Feast.SPRING)
        if spring is None or not 0 <= -spring.days_to <= self.most_days:
            return Silent("不在年后")
        found = [
            Finding(
                "plain",
                sku_code=line.product.sku_code,
                yuan=money_tied(line),
                directions=((line.product.sku_code, Direction.PAUSE),),
            )
            for line in profile.counted_lines
            if line.stock is not None
            and line.stock.closing >= self.least_cartons * STICKS_PER_CARTON
            and lasts_too_long(profile, line, self.stock)
        ]
        return found or Silent("没有核实过的库存，或都没有压货")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`b1` the product, `stk` its stock."""
        line = profile.line(finding.sku_code or "")
        assert line is not None and line.stock is not None
        return {
            "b1": facts.product(line.product),
            "stk": facts.quantity(line.stock.closing, "stock.closing", line.product.sku_code),
        }
