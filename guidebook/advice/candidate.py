"""A finding with its rule and its score for one shop (domain.md §4, "Engine")."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from guidebook.advice.rule import Rule
from guidebook.advice.segments import Segment
from guidebook.model import FEN_PER_YUAN, Finding, Verdict

MOST_FROM_YUAN = 20
YUAN_A_POINT = 20
POINT = YUAN_A_POINT * FEN_PER_YUAN
"""Scores are kept in parts of a point, so that money adds whole fen."""

MARKETS = (Segment.URBAN, Segment.RURAL)


@dataclass(slots=True, eq=False)
class Candidate:
    """A finding with its rule, scored for the shop's segments; it equals no other.

    Attributes:
        score: Priority, up to 20 points for the money at stake, and the segments' bonus; in parts of a point.
        order: Best first; ties by money, then by rule and product.
    """

    rule: Rule
    finding: Finding
    segments: tuple[Segment, ...] = ()
    score: int = field(init=False)
    order: tuple[int, int, str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Score it."""
        rule, finding = self.rule, self.finding
        points = _points(type(rule), self.segments)
        self.score = points * POINT + min(MOST_FROM_YUAN * POINT, finding.yuan)
        self.order = (-self.score, -finding.yuan, rule.id, finding.sku_code or "")

    @property
    def fits_market(self) -> bool:
        """Whether the shop's being in town, or in a village, speaks for this rule."""
        return not _favoured(type(self.rule)).isdisjoint(self.segments)

    def verdict(self, reason: str, *, spoke: bool) -> Verdict:
        """What became of it."""
        return Verdict(self.rule.id, spoke, reason, self.score / POINT, self.finding.sku_code)


@cache
def _points(rule: type[Rule], segments: tuple[Segment, ...]) -> int:
    """A rule's priority with the bonus of a shop's segments: there are few mixtures of them."""
    return rule.priority + sum(bonus for segment, bonus in rule.bonus.items() if segment in segments)


@cache
def _favoured(rule: type[Rule]) -> frozenset[Segment]:
    """The markets that speak for a rule."""
    return frozenset(market for market in MARKETS if rule.bonus.get(market, 0) > 0)
