"""Order days of two months, and cartons per order day, as printed."""

from fractions import Fraction

from guidebook import wording
from guidebook.advice import facts
from guidebook.advice.comparing import both
from guidebook.advice.rule import Facts
from guidebook.model import STICKS_PER_CARTON, Fact, MonthAccount, Profile, round_quotient

PER_CYCLE = "account.cartons_per_cycle"


def cycle_facts(profile: Profile) -> Facts:
    """`m`; `dc` order days more or fewer, `cw` says which; `qc` cartons per order day, `dqc` their change, `way` which.

    Cartons per order day are rounded to tenths before they are compared (R006).
    """
    months = both(profile)
    assert months is not None
    this, last = months
    days, tenths = (this.order_cycles or 0) - (last.order_cycles or 0), tenths_change(profile)
    return {
        "m": facts.month(profile.month),
        "dc": facts.whole(days, "account.order_cycles"),
        "cw": facts.word("多" if days > 0 else "少", "account.order_cycles"),
        "qc": _tenths_fact(_tenths(this)),
        "dqc": _tenths_fact(tenths),
        "way": facts.word("多" if tenths > 0 else "少", PER_CYCLE),
    }


def tenths_change(profile: Profile) -> int:
    """Tenths of a carton per order day more (or fewer) than last month, as printed."""
    months = both(profile)
    assert months is not None
    return _tenths(months[0]) - _tenths(months[1])


def per_cycle(month: MonthAccount) -> Fraction:
    """Cartons per order day."""
    return Fraction(month.sticks, STICKS_PER_CARTON * (month.order_cycles or 1))


def _tenths(month: MonthAccount) -> int:
    return round_quotient(10 * month.sticks, STICKS_PER_CARTON * (month.order_cycles or 1))


def _tenths_fact(tenths: int) -> Fact:
    text = wording.tenths_text(abs(tenths))
    return Fact(text, text, PER_CYCLE)
