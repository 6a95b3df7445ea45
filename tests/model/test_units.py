"""Units are exact, and halves always go up."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from guidebook.model import FEN_PER_YUAN, STICKS_PER_CARTON, cartons, round_half_up, round_quotient


def test_a_standard_carton_has_two_hundred_sticks_and_a_yuan_a_hundred_fen() -> None:
    assert (STICKS_PER_CARTON, FEN_PER_YUAN) == (200, 100)
    assert [cartons(sticks) for sticks in (0, 1, 500, -200)] == [0, Fraction(1, 200), Fraction(5, 2), -1]


def test_the_nearest_whole_number_of_two_the_greater() -> None:
    assert [round_quotient(number, 2) for number in (-3, -1, 0, 1, 3)] == [-1, 0, 0, 1, 2]
    for numerator in range(-60, 61):
        for denominator in range(1, 12):
            value = Fraction(numerator, denominator)
            nearest = floor(value + Fraction(1, 2))
            assert round_quotient(numerator, denominator) == round_half_up(value) == nearest
