"""Cartons per order day, as printed."""

from fractions import Fraction

from guidebook import wording
from guidebook.advice.comparing import both
from guidebook.model import STICKS_PER_CARTON, Fact, Profile, round_half_up


def cycle_facts(profile: Profile) -> tuple[Fact, Fact]:
    """Cartons per order day of this month, and the difference to last month's, both rounded to tenths first (R006)."""
    months = both(profile)
    assert months is not None
    tenths = [
        round_half_up(Fraction(10 * month.sticks, STICKS_PER_CARTON * (month.order_cycles or 1)))
        for month in months
    ]
    this, change = wording.tenths_text(tenths[0]), wording.tenths_text(abs(tenths[0] - tenths[1]))
    return Fact(this, this, "account.cartons_per_cycle"), Fact(change, change, "account.cartons_per_cycle")
