"""Numbers, money and dates as the owner reads them, and rounding that adds up (R006, R097)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidebook import wording
from guidebook.model import Month, round_half_up

PARTS = st.lists(st.integers(-(10**6), 10**6), max_size=12)


@given(PARTS, st.integers(1, 1000), st.sampled_from([0, 1]))
def test_largest_remainder_adds_up_and_stays_within_one(parts: list[int], unit: int, up: int) -> None:
    whole = Fraction(sum(parts), unit)
    total = round_half_up(whole) if up else sum(parts) // unit
    shares = wording.largest_remainder(parts, unit, total) if parts else []
    assert sum(shares) == total or not parts
    assert all(abs(share - Fraction(part, unit)) < 1 for share, part in zip(shares, parts, strict=True))


@given(PARTS, st.integers(1, 1000))
def test_whole_parts_stay_as_they_are(numbers: list[int], unit: int) -> None:
    assert wording.largest_remainder([unit * number for number in numbers], unit, sum(numbers)) == numbers


def test_the_largest_fractions_are_rounded_up_and_of_equal_ones_the_first() -> None:
    assert wording.largest_remainder([12, 17, 11], 10, 4) == [1, 2, 1]
    assert wording.largest_remainder([5] * 3, 10, 2) == [1, 1, 0]
    assert wording.largest_remainder([-5, 5], 10, 0) == [0, 0]
    assert wording.largest_remainder([1004] * 3, 10, 301) == [101, 100, 100]


@pytest.mark.parametrize(
    ("value", "least", "most", "text"),
    [
        ("145", 0, 6, "145"),
        ("142.40", 0, 6, "142.4"),
        ("1/3", 0, 6, "0.333333"),
        ("2/3", 0, 1, "0.7"),
        ("0.25", 0, 1, "0.3"),
        ("-0.25", 0, 1, "-0.2"),
        ("-0.04", 0, 1, "0"),
        ("7", 2, 2, "7.00"),
        ("7.5", 0, 0, "8"),
        ("-1.5", 2, 6, "-1.50"),
    ],
)
def test_decimal_text(value: str, least: int, most: int, text: str) -> None:
    assert wording.decimal_text(Fraction(value), least=least, most=most) == text


@given(st.integers(-(10**9), 10**9))
def test_cartons_are_never_rounded(sticks: int) -> None:
    assert Fraction(wording.cartons_text(sticks)) * 200 == sticks


@given(st.integers(-(10**12), 10**12))
def test_money_for_programs_is_exact(fen: int) -> None:
    text = wording.money_value(fen)
    assert Fraction(text) * 100 == fen
    assert text[-3] == "."


@pytest.mark.parametrize(("fen", "yuan"), [(149, 1), (150, 2), (-149, -1), (-150, -1), (-151, -2), (0, 0)])
def test_whole_yuan(fen: int, yuan: int) -> None:
    assert wording.whole_yuan(fen) == yuan


@pytest.mark.parametrize(
    ("fen", "text"), [(14_500, "145"), (14_244, "142.4"), (14_245, "142.5"), (-5, "0"), (-6, "-0.1")]
)
def test_tenths(fen: int, text: str) -> None:
    assert wording.tenths_text(wording.tenths_of_yuan(fen)) == text


@pytest.mark.parametrize(("fen", "text"), [(8800, "88"), (6678, "66.78"), (6670, "66.7")])
def test_prices_keep_their_fen(fen: int, text: str) -> None:
    assert wording.price_text(fen) == text


@pytest.mark.parametrize(("number", "text"), [(295, "+295"), (-77, "−77"), (0, "0")])
def test_signs(number: int, text: str) -> None:
    assert wording.signed_text(number) == text


@pytest.mark.parametrize(("number", "text"), [(1, "一"), (2, "两"), (10, "十"), (11, "11")])
def test_counts(number: int, text: str) -> None:
    assert wording.count_text(number) == text


def test_days_and_months() -> None:
    assert wording.day_text(date(2026, 10, 3)) == "10月3日"
    assert wording.month_text(Month(2026, 9)) == "2026年9月"
    now = Month(2026, 2)
    assert wording.month_seen_from(Month(2026, 1), now) == "1月"
    assert wording.month_seen_from(Month(2025, 12), now) == "去年12月"
    assert wording.month_seen_from(Month(2024, 5), now) == "2024年5月"


def test_an_order_is_spoken_of_by_its_cycle() -> None:
    assert [wording.order_period(days) for days in (6, 7, 8)] == ["每回", "每周", "每回"]


@given(st.fractions(-1000, 1000, max_denominator=100))
def test_halves_go_up(value: Fraction) -> None:
    rounded = round_half_up(value)
    assert Fraction(-1, 2) < rounded - value <= Fraction(1, 2)
