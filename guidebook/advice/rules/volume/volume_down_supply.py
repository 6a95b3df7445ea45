"""V8, F24: a fall that the shop couldn't help."""

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from guidebook.advice.causes import movers
from guidebook.advice.comparing import Move, volume_move
from guidebook.advice.rule import Count, EvaluationRule, Facts, Share
from guidebook.advice.rules.volume.moved import change_of, moved_facts, outweighs
from guidebook.advice.rules.volume.shortage import limited_by_supply, wanted_as_before
from guidebook.model import Finding, Profile, Silent, Slot


class VolumeDownSupply(EvaluationRule):
    """Fewer cartons, because the product that fell most was short.

    Why: a fall caused by supply isn't the shop's fault, and it must hear so (domain.md §0.3).
    Speaks: cartons fell by at least 5 % and 3 cartons, and the product that fell most got less than 0.8 of what was
        wanted and so missed at least half of what it fell by, or its limit was below last month's purchases and used to
        0.8.  不是您订少了 is said only where the shop wanted no less than it bought last month.  Where the product fell
        by three times the whole, what the others gained is told, too.
    Silent: supply didn't bind, isn't known, or cartons didn't fall.
    """

    id: ClassVar[str] = "volume_down_supply"
    name: ClassVar[str] = "少是因供货"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.VOLUME,)
    priority: ClassVar[int] = 95
    filled_share: Share = Fraction(8, 10)
    main_share: Share = Fraction(1, 2)
    outweighs: Count = 3

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Names the product that fell most; case `main`, `partly` or `over`.

        `main` if it makes half of all falls and the shop wanted no less than last month, else `partly`.
        """
        if volume_move(profile, self.bands) is not Move.DOWN:
            return Silent("条数没有明显少")
        fallen = movers(profile, change_of, Move.DOWN)
        line = fallen.largest
        before = line.last.sticks if line and line.last else 0
        if line is None or not limited_by_supply(profile, line, self.filled_share, before, self.main_share):
            return Silent("少得最多的商品没有受供货限制的依据")
        code = line.product.sku_code
        if outweighs(profile, line, self.outweighs):
            return [Finding("over", sku_code=code)]
        main = fallen.leading(self.main_share, most=1)
        return [Finding("main" if main and wanted_as_before(line, before) else "partly", sku_code=code)]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`dq` cartons fewer in all, `b1`, `dq1` the product, `rest` what the others gained."""
        return moved_facts(profile, finding)
