"""Effects add up to the change itself: nothing is lost, nothing invented (R005; domain.md §2.4)."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidebook.measures.effects import Totals, price_effects, profit_effects
from guidebook.model import NOTHING, STICKS_PER_CARTON, ProductMonth

CARTON = STICKS_PER_CARTON
Pair = tuple[ProductMonth, ProductMonth]


def bought(cartons: int, yuan: int, margin: int = 0) -> ProductMonth:
    return ProductMonth(cartons * CARTON, yuan * 100, margin * 100)


def yuan(effects: tuple[Fraction | int, Fraction | int] | None) -> tuple[Fraction, Fraction]:
    assert effects is not None
    return Fraction(effects[0]) / 100, Fraction(effects[1]) / 100


def test_golden() -> None:
    this, last = Totals(48 * CARTON, 696_000), Totals(50 * CARTON, 620_000)
    assert yuan(price_effects(bought(30, 3000), bought(40, 4000), this, last)) == (Fraction("4.2"), 0)
    assert yuan(price_effects(bought(18, 3960), bought(10, 2200), this, last)) == (Fraction("16.8"), 0)
    assert yuan(profit_effects(bought(30, 3000, 360), bought(40, 4000, 480))) == (-120, 0)
    assert yuan(profit_effects(bought(18, 3960, 450), bought(10, 2200, 250))) == (200, 0)


def test_a_new_product_changes_no_price() -> None:
    mix, change = yuan(
        price_effects(bought(10, 2200), NOTHING, Totals(50 * CARTON, 620_000), Totals(40 * CARTON, 400_000))
    )
    assert (mix, change) == (Fraction(1, 5) * (220 - 100), 0)


def test_a_dropped_product_changes_no_price() -> None:
    mix, change = yuan(
        price_effects(NOTHING, bought(10, 2200), Totals(40 * CARTON, 400_000), Totals(50 * CARTON, 620_000))
    )
    assert (mix, change) == (-Fraction(1, 5) * (220 - 124), 0)


def test_an_amount_without_cartons_counts_as_a_price() -> None:
    odd = ProductMonth(0, 5_000)
    assert yuan(price_effects(odd, NOTHING, Totals(10 * CARTON, 105_000), Totals(10 * CARTON, 100_000))) == (
        0,
        5,
    )


def test_the_profit_of_a_new_product_is_all_quantity() -> None:
    assert profit_effects(bought(10, 2200, 250), NOTHING) == (25_000, 0)
    assert profit_effects(NOTHING, bought(10, 2200, 250)) == (-25_000, 0)


def test_the_quantity_part_is_rounded_and_the_margin_takes_the_rest() -> None:
    last, this = ProductMonth(3, 0, 100), ProductMonth(4, 0, 150)
    assert profit_effects(this, last) == (33, 17)
    assert profit_effects(ProductMonth(5, 0, 150), ProductMonth(4, 0, 2)) == (1, 147)


@pytest.mark.parametrize(("this", "last"), [(None, 5), (5, None), (None, None)])
def test_unknown_profit_stays_unknown(this: int | None, last: int | None) -> None:
    assert profit_effects(ProductMonth(200, 100, this), ProductMonth(200, 100, last)) is None


def test_a_single_stick_has_an_average() -> None:
    one, more = Totals(1, 40), Totals(400, 8_000)
    assert price_effects(ProductMonth(1, 40), ProductMonth(400, 8_000), one, more) == (0, 4_000)
    assert price_effects(ProductMonth(400, 8_000), ProductMonth(1, 40), more, one) == (0, -4_000)


@pytest.mark.parametrize("sticks", [0, -1])
def test_a_month_without_net_quantity_has_no_average(sticks: int) -> None:
    month = bought(1, 100)
    assert price_effects(month, month, Totals(sticks, 100), Totals(200, 100)) is None
    assert price_effects(month, month, Totals(200, 100), Totals(sticks, 100)) is None


QUANTITIES = st.one_of(st.just(0), st.integers(-2_000, 20_000))
AMOUNTS = st.one_of(st.just(0), st.integers(-500_000, 5_000_000))
MONTHS = st.one_of(st.just(NOTHING), st.builds(ProductMonth, QUANTITIES, AMOUNTS, AMOUNTS))
BASKETS = st.lists(st.tuples(MONTHS, MONTHS), min_size=1, max_size=12)
MUCH = st.builds(ProductMonth, st.integers(24_001, 40_000), AMOUNTS, AMOUNTS)
"""More than all products of a basket can bring back."""
TRADING = st.builds(lambda basket, *much: [*basket, much], BASKETS, MUCH, MUCH)


def totals(basket: list[Pair]) -> tuple[Totals, Totals]:
    this, last = ([pair[place] for pair in basket] for place in (0, 1))
    return (
        Totals(sum(month.sticks for month in this), sum(month.amount for month in this)),
        Totals(sum(month.sticks for month in last), sum(month.amount for month in last)),
    )


@given(BASKETS)
def test_price_effects_add_up_to_the_change_of_the_average(basket: list[Pair]) -> None:
    this, last = totals(basket)
    effects = [price_effects(*pair, this, last) for pair in basket]
    if this.sticks <= 0 or last.sticks <= 0:
        assert effects == [None] * len(basket)
        return
    change = Fraction(this.amount, this.sticks) - Fraction(last.amount, last.sticks)
    assert sum(mix + price for mix, price in filter(None, effects)) == change * CARTON


@given(BASKETS)
def test_profit_effects_add_up_to_the_change_of_profit_to_the_fen(basket: list[Pair]) -> None:
    effects = [profit_effects(*pair) for pair in basket]
    assert all(isinstance(part, int) for effect in filter(None, effects) for part in effect)
    change = sum((this.profit or 0) - (last.profit or 0) for this, last in basket)
    assert sum(quantity + margin for quantity, margin in filter(None, effects)) == change


@given(BASKETS)
def test_cartons_add_up(basket: list[Pair]) -> None:
    this, last = totals(basket)
    assert sum(pair[0].sticks - pair[1].sticks for pair in basket) == this.sticks - last.sticks


@given(BASKETS, st.randoms())
def test_a_products_effect_does_not_depend_on_the_order_of_the_others(
    basket: list[Pair], random: Random
) -> None:
    shuffled = list(enumerate(basket))
    random.shuffle(shuffled)
    this, last = totals(basket)
    again = totals([pair for _, pair in shuffled])
    assert again == (this, last)
    for place, pair in shuffled:
        assert price_effects(*pair, *again) == price_effects(*basket[place], this, last)


@given(TRADING)
def test_price_effects_are_those_of_the_formula(basket: list[Pair]) -> None:
    """(s₁ − s₀)(p₀ − P₀) and s₁p₁ − s₀p₀ − (s₁ − s₀)p₀, worked out step by step in fractions."""
    this, last = totals(basket)
    for now, before in basket:
        gain = Fraction(now.sticks, this.sticks) - Fraction(before.sticks, last.sticks)
        priced = before if before.sticks else now if now.sticks else None
        price = Fraction(priced.amount, priced.sticks) if priced else Fraction(last.amount, last.sticks)
        mix = gain * (price - Fraction(last.amount, last.sticks))
        paid = Fraction(now.amount, this.sticks) - Fraction(before.amount, last.sticks)
        expected = (mix * CARTON, (paid - gain * price) * CARTON)
        assert price_effects(now, before, this, last) == expected
