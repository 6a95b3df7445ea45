"""Exact units: money in fen, quantities in sticks (design.md, "Exact money"; domain.md §2.1).

A *standard carton* (标准条) is 200 sticks.  Quantities of all goods are held in sticks, so that cartons, packs
and goods whose cartons differ add up as integers.  Goods that are not cigarettes (bottles, say) count
200 "sticks" a piece.  A float never carries money or quantity.
"""

from __future__ import annotations

from fractions import Fraction

Fen = int
"""Money: an integer number of 分 (1/100 yuan)."""

Sticks = int
"""Quantity: an integer number of 支; `STICKS_PER_CARTON` of them are one standard carton."""

STICKS_PER_CARTON = 200
"""支 in a 标准条, the basis of all totals and averages (domain.md §2.1)."""

FEN_PER_YUAN = 100


def cartons(sticks: Sticks) -> Fraction:
    """Standard cartons of a quantity, exact."""
    return Fraction(sticks, STICKS_PER_CARTON)


def round_half_up(value: Fraction) -> int:
    """The nearest integer; halves go up (towards +∞), so equal fractions always round the same way."""
    return round_quotient(value.numerator, value.denominator)


def round_quotient(numerator: int, denominator: int) -> int:
    """The same for a quotient whose denominator is positive; much faster than by way of a `Fraction`."""
    return (2 * numerator + denominator) // (2 * denominator)
