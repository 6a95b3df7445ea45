"""S38."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Facts, Rule, Share
from guidebook.advice.rules.grade.standing import SCALE, points, tenths
from guidebook.advice.rules.money.capital_tied import is_tied
from guidebook.config import StockCover
from guidebook.model import Box, Finding, Profile, Silent


class GradeUpClose(Rule):
    """The next grade is near.

    Why: an owner who knows the score can plan; it is his own figure, told without a promise (R046).
    Speaks: the local 评档办法 is loaded, and what is missing to the next grade is at most 10 % of the points between
        this grade and that.
    Silent: no rule is loaded, the next grade is far or there is none, or too much money lies in stock.
    """

    id: ClassVar[str] = "grade_up_close"
    name: ClassVar[str] = "离升档多远"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "grade"
    priority: ClassVar[int] = 61
    authority: ClassVar[int] = 1
    cooldown: ClassVar[int] = 1
    stock: StockCover = StockCover()
    near_share: Share = Fraction(1, 10)

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding."""
        standing = profile.grade
        if standing is None:
            return Silent("没有评档办法，或算不出分")
        if standing.next_floor is None or standing.floor is None:
            return Silent("已是最高一档，或档位表里没写分数线")
        missing = tenths(standing.next_floor) - tenths(standing.score)
        if not 0 < missing <= SCALE * self.near_share * (standing.next_floor - standing.floor):
            return Silent("离上一档还远，或分数已经够了")
        if is_tied(profile, self.stock):
            return Silent("店里压的货比平时多，先不说升档")
        return [Finding("plain")]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`score` of month `m` in grade `g`; `gap` points to grade `up`."""
        standing = profile.grade
        assert standing is not None and standing.next_floor is not None and standing.next_grade is not None
        gap = tenths(standing.next_floor) - tenths(standing.score)
        return {
            "m": facts.month(profile.month),
            "score": points(tenths(standing.score), "grade.score"),
            "g": facts.word(standing.grade, "grade.label"),
            "up": facts.word(standing.next_grade, "grade.next_label"),
            "gap": points(gap, "grade.gap"),
        }
