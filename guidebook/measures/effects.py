"""Causes of a change, exact: which product moved cartons, average price and profit (R004, R005; domain.md §2.4).

Everything is integer or `Fraction`.  The effects of all products add up to the change itself, to the last fen
for profit and without any remainder for the average price: new and dropped products, returns and odd amounts
included.  A month whose net quantity isn't positive has no average price, hence no price effects.
"""

from __future__ import annotations

from fractions import Fraction

from guidebook.model import STICKS_PER_CARTON, Fen, ProductMonth, Sticks
from guidebook.model.record import record

ZERO = Fraction(0)


@record(frozen=True, slots=True)
class Totals:
    """Q (sticks) and A (fen) of a month."""

    sticks: Sticks
    amount: Fen


def price_effects(
    this: ProductMonth, last: ProductMonth, total: Totals, total_last: Totals
) -> tuple[Fraction, Fraction] | None:
    """Mix (搭配) and price change (调价) of one product, fen per standard carton.

    mix = (s₁ − s₀)(p₀ − P₀), change = s₁p₁ − s₀p₀ − (s₁ − s₀)p₀, with s = q/Q.  A new product takes this
    month's price for p₀, a dropped one last month's for p₁ (so neither changes a price); a product without
    quantity in both months takes P₀, so that a bare amount counts as a price change.

    Returns:
        Both effects, or None if either month's net quantity isn't positive.
    """
    whole, whole_last = total.sticks, total_last.sticks
    if whole <= 0 or whole_last <= 0:
        return None
    # The formulas above over one denominator each: a Fraction for every step would take ten times as long.
    if last.sticks:
        gain = this.sticks * whole_last - last.sticks * whole
        dearer = last.amount * whole_last - total_last.amount * last.sticks
        mix = _per_carton(gain * dearer, whole * whole_last * whole_last * last.sticks)
        change = _per_carton(this.amount * last.sticks - this.sticks * last.amount, whole * last.sticks)
    elif this.sticks:
        mix = _per_carton(this.amount * whole_last - total_last.amount * this.sticks, whole * whole_last)
        change = _per_carton(-last.amount, whole_last)
    else:
        mix = ZERO
        change = _per_carton(this.amount * whole_last - last.amount * whole, whole * whole_last)
    return mix, change


def _per_carton(numerator: int, denominator: int) -> Fraction:
    """An effect of fen per stick as one per standard carton."""
    return Fraction(numerator * STICKS_PER_CARTON, denominator) if numerator else ZERO


def profit_effects(this: ProductMonth, last: ProductMonth) -> tuple[Fen, Fen] | None:
    """Quantity (量) and margin (价) part of one product's change of profit, fen; they add up exactly.

    quantity = (q₁ − q₀)·m₀ rounded to the fen, margin = the remainder.  A product that was new has no margin of
    last month: its whole profit is quantity.

    Returns:
        Both parts, or None if either month's profit isn't known.
    """
    if this.profit is None or last.profit is None:
        return None
    change = this.profit - last.profit
    if not last.sticks:
        return change, 0
    quantity = (2 * (this.sticks - last.sticks) * last.profit + last.sticks) // (2 * last.sticks)
    return quantity, change - quantity
