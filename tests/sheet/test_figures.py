"""Figures with their units and words, as printed."""

import pytest

from guidebook.config import Config
from guidebook.model import Change, Figure
from guidebook.sheet.figures import Words

WORDS = Words.of(Config())


@pytest.mark.parametrize(
    ("sticks", "number"), [(9600, "48"), (100, "0.5"), (1, "0.005"), (0, "0"), (-600, "−3"), (-20, "−0.1")]
)
def test_cartons_are_exact(sticks: int, number: str) -> None:
    assert WORDS.cartons(sticks) == Figure(number, "条")


def test_money() -> None:
    assert WORDS.price(1424) == Figure("142.4", "元")
    assert WORDS.price(1450) == Figure("145", "元")
    assert WORDS.price(-5) == Figure("−0.5", "元")
    assert (WORDS.margin(250), WORDS.margin(-77)) == (Figure("25.0", "元"), Figure("−7.7", "元"))
    assert WORDS.yuan(2042) == Figure("2042", "元")
    assert WORDS.yuan(-3) == Figure("−3", "元")
    assert (WORDS.price(None), WORDS.yuan(None)) == (None, None)


@pytest.mark.parametrize(("amount", "number"), [(295, "+295"), (-77, "−77"), (0, "0")])
def test_changes_of_money_have_a_sign(amount: int, number: str) -> None:
    assert WORDS.signed_yuan(amount) == Figure(number, "元")


def test_changes_have_a_mark_and_a_word() -> None:
    """Nobody has to tell red from green, or + from − (design.md)."""
    assert WORDS.more_cartons(1600) == Change("▲", "多", Figure("8", "条"))
    assert WORDS.more_cartons(-2000) == Change("▼", "少", Figure("10", "条"))
    assert WORDS.more_cartons(0) == Change("", "一样")
    assert WORDS.higher_price(18) == Change("▲", "高", Figure("1.8", "元"))
    assert WORDS.higher_price(-30) == Change("▼", "低", Figure("3", "元"))
    assert WORDS.more_yuan(66) == Change("▲", "多", Figure("66", "元"))
    assert WORDS.more_yuan(-30) == Change("▼", "少", Figure("30", "元"))
    assert WORDS.more_yuan(0) == WORDS.higher_price(0) == Change("", "一样")
    assert (WORDS.higher_price(None), WORDS.more_yuan(None)) == (None, None)


def test_the_companys_words() -> None:
    words = Words.of(Config.model_validate({"wares": {"unit": "瓶", "currency": "美元"}}))
    assert words.more_cartons(200) == Change("▲", "多", Figure("1", "瓶"))
    assert words.yuan(3) == Figure("3", "美元")
