"""P7–P10, R004."""

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from guidebook.advice.comparing import Move, price_move
from guidebook.advice.rule import EvaluationRule, Facts, Share
from guidebook.advice.rules.price.described import mix_findings, price_facts, price_part_leads
from guidebook.model import Finding, Profile, Silent, Slot


class PriceDownCause(EvaluationRule):
    """The average carton was lower in price, because other goods were bought.

    Why: the owner wants to know which product moved the average, and what it did (R004).
    Speaks: the average price went down by at least 2 %, and prices paid make no more than half of it.  The
        product is said to be the main cause only if it makes half of what moved the average that way.
    Silent: it moved less, the other way, can't be compared, or a price was changed (`price_change_effect`).
    """

    id: ClassVar[str] = "price_down_cause"
    name: ClassVar[str] = "均价降"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.PRICE,)
    priority: ClassVar[int] = 86
    leading_share: Share = Fraction(1, 2)
    main_share: Share = Fraction(1, 2)

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding; its case says what the product did (see `mix_findings`)."""
        if price_move(profile, self.bands) is not Move.DOWN:
            return Silent("均价没有明显降，或没有可比的上月")
        if price_part_leads(profile, Move.DOWN, self.leading_share):
            return Silent("主要是进价调整，另有一条说明")
        return mix_findings(profile, Move.DOWN)

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`p`, `dp` yuan per carton and change; `b1`, `dq1` the product named."""
        return price_facts(profile, finding, self.main_share)
