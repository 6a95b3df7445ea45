"""How a score by the local 评档办法 is told: to one decimal, as the back of the sheet shows it."""

from __future__ import annotations

from fractions import Fraction

from guidebook import wording
from guidebook.model import Fact, round_half_up

SCALE = 10


def tenth(points: Fraction) -> Fraction:
    """Points as printed; differences are taken between printed ones (R006)."""
    return Fraction(round_half_up(points * SCALE), SCALE)


def points(value: Fraction, measure: str) -> Fact:
    """A score, or a difference of scores as printed."""
    text = wording.decimal_text(value, most=1)
    return Fact(text, text, measure)
