"""Causes of a change, exact: which product moved cartons, average price and profit (R004, R005; domain.md §2.4).

Everything is integer or `Fraction`.  The effects of all products add up to the change itself, to the last fen
for profit and without any remainder for the average price: new and dropped products, returns and odd amounts
included.  A month whose net quantity isn't positive has no average price, hence no price effects.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from guidebook.model import STICKS_PER_CARTON, Fen, ProductMonth, Sticks, round_half_up


@dataclass(frozen=True, slots=True)
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
    if total.sticks <= 0 or total_last.sticks <= 0:
        return None
    average_last = Fraction(total_last.amount, total_last.sticks)
    if last.sticks:
        price_last = Fraction(last.amount, last.sticks)
    elif this.sticks:
        price_last = Fraction(this.amount, this.sticks)
    else:
        price_last = average_last
    share_gain = Fraction(this.sticks, total.sticks) - Fraction(last.sticks, total_last.sticks)
    paid_gain = Fraction(this.amount, total.sticks) - Fraction(last.amount, total_last.sticks)
    mix = share_gain * (price_last - average_last)
    change = paid_gain - share_gain * price_last
    return mix * STICKS_PER_CARTON, change * STICKS_PER_CARTON


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
    quantity = round_half_up(Fraction((this.sticks - last.sticks) * last.profit, last.sticks))
    return quantity, change - quantity
