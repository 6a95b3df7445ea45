"""R087, R121: care first."""

from collections.abc import Sequence
from typing import ClassVar

from guidebook import wording
from guidebook.advice import facts
from guidebook.advice.comparing import Move, Stage, quantity_move, stage
from guidebook.advice.rule import EvaluationRule, Facts
from guidebook.advice.segments import Segment, segments
from guidebook.model import Fact, Finding, Month, Profile, Silent, Slot, Sticks

MONTHS = 3
"""What is compared: so many months with as many before them, as the lifecycle does (§2.7)."""


class CareLine(EvaluationRule):
    """A shop that has bought less for months is asked how it is, before any account.

    Why: 与其锦上添花不如雪中送炭 (R121): who has less than before wants to be met with care, not with advice (R087).
    Speaks: the shop's stage is the falling one, and the cartons of the last months are at least 5 % and 3 cartons below
        those of as many months before.
    Silent: in other stages, where either span isn't known whole, or nothing was bought (`zero_month` asks then).
    """

    id: ClassVar[str] = "care_line"
    name: ClassVar[str] = "关心一句"
    slots: ClassVar[tuple[Slot, ...]] = (Slot.OPENING,)
    priority: ClassVar[int] = 60

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding."""
        if Segment.DECLINING not in segments(profile) or stage(profile) is Stage.ZERO:
            return Silent("不是越进越少的店，或这个月没进货")
        spans = _spans(profile)
        if spans is None or quantity_move(*spans, self.bands) is not Move.DOWN:
            return Silent("前后几个月的数不全，或没有明显少")
        return [Finding("fewer")]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`fm` and `m` the first and last month; `q` the cartons of them all, `dq` fewer than in the `k` before."""
        spans = _spans(profile)
        assert spans is not None
        this, before = spans
        return {
            "fm": facts.month(profile.month.plus(1 - MONTHS)),
            "m": facts.month(profile.month),
            "k": Fact(str(MONTHS), wording.count_text(MONTHS), "account.recent_months"),
            "q": facts.quantity(this, "account.recent_sticks"),
            "dq": facts.quantity(this - before, "account.recent_change"),
        }


def _spans(profile: Profile) -> tuple[Sticks, Sticks] | None:
    """Net purchases of the last months and of as many before; None where a month isn't covered."""
    bought = {account.month: account.sticks for account in profile.history}

    def total(last: Month) -> Sticks | None:
        months = [bought.get(last.plus(-back)) for back in range(MONTHS)]
        known = [sticks for sticks in months if sticks is not None]
        return sum(known) if len(known) == MONTHS else None

    this, before = total(profile.month), total(profile.month.plus(-MONTHS))
    return None if this is None or before is None else (this, before)
