"""V9, V10, R004."""

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.causes import movers
from guidebook.advice.comparing import Move, volume_move
from guidebook.advice.rule import EvaluationRule, Facts, Share
from guidebook.advice.rules.volume.moved import change_of, led, moved_facts
from guidebook.model import Finding, Profile, Silent, Slot


class VolumeDownDemand(EvaluationRule):
    """Fewer cartons than last month, and the product that fell.

    Why: the owner should see which product fell before thinking about why (R004).
    Speaks: cartons fell by at least 5 % and 3 cartons.  Names no reason: where supply was it, `volume_down_supply`
        takes the place.
    Silent: cartons fell less, or months can't be compared.
    """

    id: ClassVar[str] = "volume_down_demand"
    name: ClassVar[str] = "条数少了"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.VOLUME,)
    priority: ClassVar[int] = 92
    concentrated_share: Share = Fraction(1, 2)

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `one`, `two`, `spread` or `plain`."""
        if volume_move(profile, self.bands) is not Move.DOWN:
            return Silent("条数没有明显少")
        return [led(profile, Move.DOWN, self.concentrated_share)]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`q`, `dq` cartons and change; `n` products that fell; `b1`, `dq1` (and `b2`, `dq2`) the leaders."""
        found = moved_facts(profile, finding)
        found["n"] = facts.whole(len(movers(profile, change_of, Move.DOWN)), "account.products_down")
        return found
