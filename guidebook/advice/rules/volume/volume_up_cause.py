"""V6, V7, R004."""

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.causes import movers
from guidebook.advice.comparing import Move, volume_move
from guidebook.advice.rule import EvaluationRule, Facts, Share
from guidebook.advice.rules.volume.moved import change_of, led, moved_facts
from guidebook.model import Finding, Profile, Silent, Slot


class VolumeUpCause(EvaluationRule):
    """More cartons than last month, and the product that brought them.

    Why: the owner wants to know what sold more, not that "business was good" (R004, N02).
    Speaks: cartons rose by at least 5 % and 3 cartons.  One or two products that make half of the rise are named,
        else how many rose and which one most.
    Silent: cartons rose less, or months can't be compared.
    """

    id: ClassVar[str] = "volume_up_cause"
    name: ClassVar[str] = "条数涨了"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.VOLUME,)
    priority: ClassVar[int] = 90
    concentrated_share: Share = Fraction(1, 2)

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `one`, `two`, `spread` or `plain`."""
        if volume_move(profile, self.bands) is not Move.UP:
            return Silent("条数没有明显涨")
        return [led(profile, Move.UP, self.concentrated_share)]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`q`, `dq` cartons and change; `n` products that rose; `b1`, `dq1` (and `b2`, `dq2`) the leaders."""
        found = moved_facts(profile, finding)
        found["n"] = facts.whole(len(movers(profile, change_of, Move.UP)), "account.products_up")
        return found
