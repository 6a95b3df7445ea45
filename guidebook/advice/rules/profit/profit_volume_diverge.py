"""G6, G7."""

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from guidebook import wording
from guidebook.advice import facts
from guidebook.advice.causes import movers
from guidebook.advice.comparing import Move, both, profit_move, volume_move
from guidebook.advice.rule import EvaluationRule, Facts
from guidebook.advice.rules.profit.earned import effect_of, profit_facts
from guidebook.advice.rules.volume.moved import change_of, moved_facts
from guidebook.model import STICKS_PER_CARTON, Finding, ProductLine, Profile, Silent, Slot


class ProfitVolumeDiverge(EvaluationRule):
    """More cartons and less to earn, or fewer cartons and more to earn.

    Why: it is the finding an owner would never get from cartons alone (R005).
    Speaks: cartons and profit both moved beyond their bands, in opposite directions, and the product that came more
        earns less (or more) per carton than last month's average carton did.
    Silent: they moved the same way, either stayed, or no such product can be named.
    """

    id: ClassVar[str] = "profit_volume_diverge"
    name: ClassVar[str] = "量利反向"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.VOLUME, Slot.PROFIT)
    priority: ClassVar[int] = 96

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `more_for_less` or `less_for_more`."""
        volume, profit = volume_move(profile, self.bands), profit_move(profile, self.bands)
        if (volume, profit) not in ((Move.UP, Move.DOWN), (Move.DOWN, Move.UP)):
            return Silent("条数和能赚的没有一多一少")
        line = _named(profile, volume is Move.UP)
        if line is None:
            return Silent("多进的商品里没有能说明原因的")
        case = "more_for_less" if volume is Move.UP else "less_for_more"
        stake = abs((profile.printed.profit_change or 0) * 100)
        return [Finding(case, sku_code=line.product.sku_code, yuan=stake)]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`dq`, `dgp` both changes; `b1`, `dq1`, `m1` the product: cartons more, yuan per carton."""
        line = profile.line(finding.sku_code or "")
        assert line is not None and line.this.carton_margin is not None
        margin = wording.tenths_of_yuan(line.this.carton_margin)
        return {
            **moved_facts(profile, finding),
            **profit_facts(profile, finding),
            "m1": facts.tenths(margin, "line.this.carton_margin", line.product.sku_code),
        }


def _named(profile: Profile, cheap: bool) -> ProductLine | None:
    """The product that came more and earns less (`cheap`) or more a carton than last month's average.

    Of those that earn less the one that rose most in cartons, of those that earn more the one that brought most yuan.
    """
    months = both(profile)
    assert months is not None
    average = Fraction((months[1].profit or 0) * STICKS_PER_CARTON, months[1].sticks)
    for line in movers(profile, change_of if cheap else effect_of, Move.UP).lines:
        margin = line.this.carton_margin
        if (
            margin is not None
            and line.sticks_change > 0
            and (margin < average if cheap else margin > average)
        ):
            return line
    return None
