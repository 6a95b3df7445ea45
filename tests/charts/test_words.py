from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from guidebook.charts import trend
from guidebook.wording import decimal_text


@given(st.integers(-(10**10), 10**10))
def test_cartons_are_exact(sticks: int) -> None:
    expected = decimal_text(Fraction(sticks, 200), most=3).replace("-", "−")
    assert trend._cartons_text(sticks / 200) == expected


@given(st.floats(0, 1e5))
def test_other_cartons_are_the_nearest_thousandth(cartons: float) -> None:
    expected = decimal_text(Fraction(cartons).limit_denominator(1000), most=3)
    assert trend._cartons_text(cartons) == expected


@given(st.integers(1, 10**9), st.integers(1, 10**6))
def test_prices_are_rounded_as_their_fractions_are(fen: int, cartons: int) -> None:
    price = Fraction(fen, cartons)
    assert trend._price_text(float(price)) == decimal_text(price, most=1)


@given(st.integers(0, 10**6), st.integers(-1000, 1000))
def test_prices_close_to_a_half_are_too(tenths: int, away: int) -> None:
    price = Fraction(2 * tenths + 1, 20) + Fraction(away, 10**6)
    assert trend._price_text(float(price)) == decimal_text(price, most=1)
