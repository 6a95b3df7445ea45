"""A finding with its rule and its score for one shop (domain.md §4, "Engine")."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from guidebook.advice.rule import Rule
from guidebook.advice.segments import Segment
from guidebook.model import FEN_PER_YUAN, Finding, Verdict

MOST_FROM_YUAN = 20
YUAN_A_POINT = 20
POINT = YUAN_A_POINT * FEN_PER_YUAN
"""Scores are kept in parts of a point, so that money adds whole fen."""


@dataclass(frozen=True)
class Candidate:
    """A finding with its rule, scored for the shop's segments."""

    rule: Rule
    finding: Finding
    segments: tuple[Segment, ...] = ()

    @cached_property
    def score(self) -> int:
        """Priority, up to 20 points for the money at stake, and the segments' bonus; in parts of a point."""
        bonus = sum(self.rule.bonus.get(segment, 0) for segment in self.segments)
        return (self.rule.priority + bonus) * POINT + min(MOST_FROM_YUAN * POINT, self.finding.yuan)

    @cached_property
    def order(self) -> tuple[int, int, str, str]:
        """Best first; ties by money, then by rule and product."""
        return (-self.score, -self.finding.yuan, self.rule.id, self.finding.sku_code or "")

    @property
    def fits_market(self) -> bool:
        """Whether the shop's being in town, or in a village, speaks for this rule."""
        return any(
            self.rule.bonus.get(market, 0) > 0 and market in self.segments
            for market in (Segment.URBAN, Segment.RURAL)
        )

    def verdict(self, reason: str, *, spoke: bool) -> Verdict:
        """What became of it."""
        return Verdict(self.rule.id, spoke, reason, self.score / POINT, self.finding.sku_code)
