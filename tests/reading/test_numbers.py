from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guidebook.reading.numbers import Number, is_missing, parse_number, scaled
from guidebook.reading.text import Unreadable

NUMBERS = {
    "12": "12",
    "-12": "-12",
    "+12": "12",
    "0": "0",
    "12.50": "12.50",
    ".5": "0.5",
    "5.": "5",
    " 12 ": "12",
    "１２．５": "12.5",
    "1,234": "1234",
    "1,234,567.89": "1234567.89",
    "１，２３４": "1234",
    "¥12.50": "12.50",
    "￥1,234.5": "1234.5",
    "-¥5": "-5",
    "(12)": "-12",
    "（12.5）": "-12.5",
    "−12": "-12",
    "－12": "-12",
    "123456789012345": "123456789012345",
    "0.30000000000000004": "0.3",
    "143.09999999999999": "143.1",
}


@pytest.mark.parametrize(("text", "value"), NUMBERS.items())
def test_numbers_as_people_write_them(text: str, value: str) -> None:
    number = parse_number(text)
    assert number is not None
    assert (number.value, number.unit) == (Decimal(value), None)


@pytest.mark.parametrize(
    ("text", "unit"),
    [("12条", "条"), ("12 条", "条"), ("12元", "元"), ("￥12元", "元"), ("12万元", "万元"), ("３盒", "盒")],
)
def test_the_unit_behind_a_number(text: str, unit: str) -> None:
    number = parse_number(text)
    assert number is not None
    assert number.unit == unit


@pytest.mark.parametrize(
    "text", ["", " ", "-", "--", "—", "——", "–", "－", "/", "无", "NULL", "null", "None", "NaN"]
)
def test_missing_is_not_zero(text: str) -> None:
    assert is_missing(text)
    assert parse_number(text) is None


@pytest.mark.parametrize(
    "text",
    ["abc", "1.2.3", "12,34", "1,2345", "(12", "12)", "--5", "-(5)", "1e5", "1.2E+3", "12%", "¥", "条", "12条3盒",
     "0x10", "1/2", "1 2 3条x", "12 34", "1 000", "1 .5", "②", "㉚", "30²", "½", "⒈", "1234567890123456", "12-",
     "１２．３．４"],
)  # fmt: skip
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        parse_number(text)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
@example(Decimal("-0.00"))
@example(Decimal("0.01"))
@settings(deadline=None)
def test_money_becomes_fen_exactly(amount: Decimal) -> None:
    for text in (str(amount), f"{amount:,}", f"¥{amount:,}" if amount >= 0 else f"({-amount})"):
        number = parse_number(text)
        assert number is not None
        fen = scaled(number.value, 2)
        assert fen == int(amount * 100)
        assert Decimal(fen) / 100 == amount


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=3))
@settings(deadline=None)
def test_a_fraction_of_a_fen_is_noticed(amount: Decimal) -> None:
    number = parse_number(str(amount))
    assert number is not None
    fen = scaled(number.value, 2)
    assert (fen is None) == (amount * 100 != int(amount * 100))


@given(st.text(max_size=12))
@settings(deadline=None)
def test_any_text_is_a_number_missing_or_refused(text: str) -> None:
    try:
        number = parse_number(text)
    except Unreadable as fault:
        assert fault.message
        assert fault.remedy
    else:
        assert number is None or isinstance(number, Number)
