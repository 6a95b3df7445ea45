"""S39."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Facts, Rule
from guidebook.advice.rules.grade.standing import points, tenths
from guidebook.model import Box, Finding, Lifecycle, Profile, Silent


class GradeDownRisk(Rule):
    """The score lies under the points of the shop's own grade.

    Why: a grade that falls unannounced is taken for a punishment; told early, with the figures, it is a fact (R046).
    Speaks: the local 评档办法 is loaded, and the score as printed is lower than the grade's least points.
    Silent: no rule is loaded, the score suffices, or the shop is falling anyway and needs care instead.
    """

    id: ClassVar[str] = "grade_down_risk"
    name: ClassVar[str] = "怕掉档"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "grade"
    priority: ClassVar[int] = 71
    authority: ClassVar[int] = 1
    cooldown: ClassVar[int] = 1

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding."""
        standing = profile.grade
        if standing is None:
            return Silent("没有评档办法，或算不出分")
        if standing.floor is None or tenths(standing.score) >= tenths(standing.floor):
            return Silent("分数够现在这一档，或档位表里没写分数线")
        if profile.lifecycle is Lifecycle.DECLINING:
            return Silent("生意正往下走，先不谈档位")
        return [Finding("plain")]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`score` of month `m`; `floor`, the least points of grade `g`."""
        standing = profile.grade
        assert standing is not None and standing.floor is not None
        return {
            "m": facts.month(profile.month),
            "score": points(tenths(standing.score), "grade.score"),
            "g": facts.word(standing.grade, "grade.label"),
            "floor": points(tenths(standing.floor), "grade.floor"),
        }
