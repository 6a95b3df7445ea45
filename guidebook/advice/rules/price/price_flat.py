"""P1."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice.comparing import Move, price_move
from guidebook.advice.rule import EvaluationRule, Facts
from guidebook.advice.rules.price.described import price_facts
from guidebook.model import Finding, Profile, Silent, Slot


class PriceFlat(EvaluationRule):
    """The average price per carton stayed.

    Why: that nothing changed is an answer too (R003).
    Speaks: the average price changed by less than 2 %.
    Silent: it changed more, or can't be compared.
    """

    id: ClassVar[str] = "price_flat"
    name: ClassVar[str] = "均价平"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.PRICE,)
    priority: ClassVar[int] = 58

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding."""
        if price_move(profile, self.bands) is not Move.FLAT:
            return Silent("均价变得多，或没有可比的上月")
        return [Finding("plain")]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`p` yuan per carton."""
        return price_facts(profile, finding)
