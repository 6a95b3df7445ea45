"""V5, F22."""

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.causes import Measure, movers
from guidebook.advice.comparing import Move, both, per_cycle_move
from guidebook.advice.rule import EvaluationRule, Facts, Share
from guidebook.advice.rules.volume.cycles import cycle_facts
from guidebook.advice.rules.volume.shortage import limited_by_supply
from guidebook.model import Finding, ProductLine, Profile, Silent, Slot


class VolumePerCycle(EvaluationRule):
    """Order days differ, and each order changed as well.

    Why: months of four and five order days can only be compared by the order (F22); the missing day is told first, or
        the sentence seems to contradict the totals beside it.
    Speaks: order days of both months are known and differ; cartons per order day moved beyond the band.
        Supply is told as the cause where the product that fell most got less than 0.8 of what was wanted and so
        missed at least half of what it fell by, or its limit was below what the last orders held and used to 0.8.
        A product whose whole month went the other way isn't named: the profit beside it would say the opposite.
    Silent: order days are equal or unknown, or cartons per order day stayed.
    """

    id: ClassVar[str] = "volume_per_cycle"
    name: ClassVar[str] = "按每回算"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.VOLUME,)
    priority: ClassVar[int] = 93
    main_share: Share = Fraction(1, 2)
    filled_share: Share = Fraction(8, 10)

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `more` or `less`; `_mainly`, `_most` or `_plain` tells how much of it the product named makes.

        `less_short` where supply was too short.
        """
        move = per_cycle_move(profile, self.bands)
        if move in (None, Move.FLAT):
            return Silent("订货次数没变、不知道，或按每回算差不多")
        assert move is not None
        way = "more" if move is Move.UP else "less"
        moved = movers(profile, _per_cycle_change(profile), move)
        largest = moved.largest
        if largest is None or move.value * largest.sticks_change <= 0:
            return [Finding(f"{way}_plain")]
        if move is Move.DOWN and self._was_short(profile, largest):
            return [Finding("less_short", sku_code=largest.product.sku_code)]
        mainly = moved.leading(self.main_share, most=1)
        return [Finding(f"{way}_mainly" if mainly else f"{way}_most", sku_code=largest.product.sku_code)]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`dc` order days more or fewer, `cw` which; `qc` cartons an order, `dqc` their change; `b1` the product."""
        found = cycle_facts(profile)
        line = profile.line(finding.sku_code) if finding.sku_code else None
        if line is not None:
            found["b1"] = facts.product(line.product)
        return found

    def _was_short(self, profile: Profile, line: ProductLine) -> bool:
        """Whether supply made it fall: its last month's purchases are taken for as many orders as this month's."""
        months = both(profile)
        assert months is not None and line.last is not None
        this, last = months
        before = Fraction(line.last.sticks * (this.order_cycles or 1), last.order_cycles or 1)
        return limited_by_supply(profile, line, self.filled_share, before, self.main_share)


def _per_cycle_change(profile: Profile) -> Measure:
    """What each product adds to the change per order day, over the order days of both months together."""
    months = both(profile)
    assert months is not None
    cycles, cycles_last = (month.order_cycles or 1 for month in months)
    return lambda line: line.this.sticks * cycles_last - (line.last.sticks if line.last else 0) * cycles
