"""V11, V12."""

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.causes import all_sold_as_bought, movers
from guidebook.advice.comparing import Move, both, volume_move
from guidebook.advice.rule import Count, EvaluationRule, Facts, Share, reaches
from guidebook.advice.rules.volume.moved import change_of, moved_facts
from guidebook.model import STICKS_PER_CARTON, Finding, Profile, Silent, Slot


class VolumeFlat(EvaluationRule):
    """About as many cartons as last month, and what moved inside.

    Why: an even total can hide that one product replaced another (R004).
    Speaks: cartons changed by less than 5 % or less than 3 cartons.  Names the product that rose most and the one
        that fell most if each moved by at least 3 cartons, or the only one that did.  In a shop so small that a few
        cartons are 15 % of last month's, these are told, and nothing is called even.
    Silent: cartons changed more, or months can't be compared.
    """

    id: ClassVar[str] = "volume_flat"
    name: ClassVar[str] = "条数平"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.VOLUME,)
    priority: ClassVar[int] = 60
    moved_cartons: Count = 3
    few_share: Share = Fraction(15, 100)

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `swap`, `one_up`, `one_down`, `still` or `few`; `plain` where a product with a net return moved, too."""
        if volume_move(profile, self.bands) is not Move.FLAT:
            return Silent("条数变得多，或没有可比的上月")
        sold = all_sold_as_bought(profile)
        if self._is_much(profile):
            return [Finding("few", sold=sold)]
        least = self.moved_cartons * STICKS_PER_CARTON
        if any(line.has_return and abs(line.sticks_change) >= least for line in profile.account_lines):
            return [Finding("plain", sold=sold)]
        risen = movers(profile, change_of, Move.UP).lines[:1]
        up = [line for line in risen if line.sticks_change >= least]
        fallen = movers(profile, change_of, Move.DOWN).lines[:1]
        down = [line for line in fallen if -line.sticks_change >= least]
        codes = tuple(line.product.sku_code for line in (*up, *down))
        case = "swap" if up and down else "one_up" if up else "one_down" if down else "still"
        return [
            Finding(
                case,
                sku_code=codes[0] if codes else None,
                others=codes[1:],
                sold=sold,
            )
        ]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`q` cartons; `b1`, `dq1` and `b2`, `dq2` the products that moved; `way` and `dq` the change of the total."""
        months = both(profile)
        assert months is not None
        more = months[0].sticks > months[1].sticks
        way = facts.word("多" if more else "少", "account.sticks_change")
        return moved_facts(profile, finding) | {"way": way}

    def _is_much(self, profile: Profile) -> bool:
        """Whether the few cartons are much for this shop."""
        months = both(profile)
        assert months is not None
        this, last = months
        change = abs(this.sticks - last.sticks)
        return change > 0 and reaches(change, self.few_share, last.sticks)
