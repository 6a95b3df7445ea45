"""V8, F24: a fall that the shop couldn't help."""

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from guidebook.advice.causes import largest_mover, leading
from guidebook.advice.comparing import Move, volume_move
from guidebook.advice.rule import Count, EvaluationRule, Facts, Share
from guidebook.advice.rules.volume.moved import change_of, moved_facts, outweighs
from guidebook.model import Finding, ProductLine, Profile, Silent, Slot


def limited_by_supply(profile: Profile, line: ProductLine, filled: Fraction) -> bool:
    """Whether a product fell because the shop couldn't get more (domain.md §0.3).

    Either the shop wanted more than it got, or it used up what its limit allowed while that limit was below last
    month's purchases.  A limit that didn't bind explains nothing.

    Args:
        profile: Whose account.
        line: The product.
        filled: Below this share of what was wanted, or from this share of the limit on, supply made the difference.
    """
    if line.wanted is not None and line.wanted > 0:
        return line.this.sticks < filled * line.wanted
    allowed = _allowed(profile, line)
    return (
        allowed is not None
        and line.last is not None
        and allowed < line.last.sticks
        and line.this.sticks >= filled * allowed
    )


def _allowed(profile: Profile, line: ProductLine) -> Fraction | None:
    """Sticks that this month's limit let the shop have; None without a limit or without known order days."""
    supply, cycles = line.supply_this, profile.account.this.order_cycles
    if supply is None or not supply.status.is_short:
        return None
    if supply.limit_month is not None:
        return Fraction(supply.limit_month * line.product.sticks_per_carton)
    if supply.limit_per_cycle is None or cycles is None:
        return None
    return Fraction(supply.limit_per_cycle * cycles * line.product.sticks_per_carton)


class VolumeDownSupply(EvaluationRule):
    """Fewer cartons, because the product that fell most was short.

    Why: a fall caused by supply isn't the shop's fault, and it must hear so (domain.md §0.3).
    Speaks: cartons fell by at least 5 % and 3 cartons, and the product that fell most got less than 0.8 of what was
        wanted, or its limit was below last month's purchases and used to 0.8.  Where it fell by three times the whole,
        what the others gained is told, too.
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
        """Names the product that fell most; case `main` if it makes half of all falls, `partly` if not, or `over`."""
        if volume_move(profile, self.bands) is not Move.DOWN:
            return Silent("条数没有明显少")
        line = largest_mover(profile, change_of, Move.DOWN)
        if line is None or not limited_by_supply(profile, line, self.filled_share):
            return Silent("少得最多的商品没有受供货限制的依据")
        code = line.product.sku_code
        if outweighs(profile, line, self.outweighs):
            return [Finding("over", sku_code=code)]
        main = leading(profile, change_of, Move.DOWN, self.main_share, most=1)
        return [Finding("main" if main else "partly", sku_code=code)]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`dq` cartons fewer in all, `b1`, `dq1` the product, `rest` what the others gained."""
        return moved_facts(profile, finding)
