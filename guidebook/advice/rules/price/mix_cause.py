"""The rule about a moved average price that both directions share (P3–P10, R004)."""

from abc import ABC
from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from guidebook.advice.comparing import Move, price_move
from guidebook.advice.rule import EvaluationRule, Facts, Share
from guidebook.advice.rules.price.described import mix_findings, price_facts, price_part_leads
from guidebook.model import Finding, Profile, Silent, Slot


class MixCause(EvaluationRule, ABC):
    """The average moved through the mix of goods; `move` says which way, `word` how that is called."""

    move: ClassVar[Move]
    word: ClassVar[str]
    slots: ClassVar[tuple[Slot, ...]] = (Slot.PRICE,)
    leading_share: Share = Fraction(1, 2)
    main_share: Share = Fraction(1, 2)

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding; its case says what the product did (see `mix_findings`)."""
        if price_move(profile, self.bands) is not self.move:
            return Silent(f"均价没有明显{self.word}，或没有可比的上月")
        if price_part_leads(profile, self.move, self.leading_share):
            return Silent("主要是进价调整，另有一条说明")
        return mix_findings(profile, self.move)

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`p`, `dp` yuan per carton and change; `b1`, `dq1` the product named."""
        return price_facts(profile, finding, self.main_share)
