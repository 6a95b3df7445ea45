"""G1."""

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.comparing import Move, both, profit_move
from guidebook.advice.rule import EvaluationRule, Facts, Share
from guidebook.advice.rules.profit.earned import profit_facts
from guidebook.model import Finding, Profile, Silent, Slot


class ProfitFlat(EvaluationRule):
    """About as much to earn as last month.

    Why: that nothing changed is an answer too; the figure itself counts (domain.md §0.2).
    Speaks: profit by listed price changed by less than 3 % or less than 30 yuan.  Where these few yuan are 15 % of
        last month's, they are told, and nothing is called even.
    Silent: it changed more, or isn't known for both months.
    """

    id: ClassVar[str] = "profit_flat"
    name: ClassVar[str] = "能赚的差不多"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.PROFIT,)
    priority: ClassVar[int] = 57
    few_share: Share = Fraction(15, 100)

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """Case `plain` or `few`."""
        if profit_move(profile, self.bands) is not Move.FLAT:
            return Silent("能赚的变得多，或没有可比的数")
        return [Finding("few" if self._is_much(profile) else "plain")]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`gp` profit; `way` and `dgp` its change."""
        more = (profile.printed.profit_change or 0) > 0
        way = facts.word("多" if more else "少", "account.profit_change")
        return profit_facts(profile, finding) | {"way": way}

    def _is_much(self, profile: Profile) -> bool:
        """Whether the few yuan are much for this shop; what prints as nothing isn't."""
        months = both(profile)
        assert months is not None
        this, last = months[0].profit, months[1].profit
        assert this is not None and last is not None
        return profile.printed.profit_change != 0 and abs(this - last) >= self.few_share * abs(last)
