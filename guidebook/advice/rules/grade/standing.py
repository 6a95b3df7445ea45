"""How a score by the local 评档办法 is told: to one decimal, as the back of the sheet shows it."""

from __future__ import annotations

from fractions import Fraction

from guidebook import wording
from guidebook.model import Fact, round_quotient

SCALE = 10


def tenths(points: Fraction) -> int:
    """Tenths of a point as printed; differences are taken between printed ones (R006)."""
    return round_quotient(SCALE * points.numerator, points.denominator)


def points(tenths: int, measure: str) -> Fact:
    """A score, or a difference of scores as printed."""
    text = wording.tenths_text(tenths)
    return Fact(text, text, measure)
