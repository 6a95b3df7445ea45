"""What may be compared at all, and that between flat, up and down is no gap."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidebook.advice.comparing import Move, Stage, price_move, profit_move, stage, volume_move
from guidebook.config import Bands
from guidebook.model import Account, Month, MonthAccount, Profile
from tests.advice.profiles import Given, profile_of, shop

NAME = "甲牌（硬）"
BANDS = Bands()
OCTOBER = Month(2026, 10)


@pytest.mark.parametrize(
    ("given_shop", "expected"),
    [
        ({"this": {}}, Stage.ZERO),
        ({"this": {NAME: -1}}, Stage.ZERO),
        ({"last": {NAME: 1}, "this": {NAME: 1}}, Stage.COMPARED),
        ({"last": {}, "this": {NAME: 1}}, Stage.FIRST),
        ({"last": {NAME: -1}, "this": {NAME: 1}}, Stage.RESTART),
        ({"this": {NAME: 1}, "shop": {"first_month": "2026-10"}}, Stage.FIRST),
        ({"this": {NAME: 1}}, Stage.NO_LAST),
        ({"this": {NAME: 1}, "shop": {"first_month": "2026-09"}}, Stage.NO_LAST),
        ({"this": {NAME: 1}, "months": {"2026-08": {NAME: 1}}}, Stage.NO_LAST),
        ({"last": {}, "this": {NAME: 1}, "months": {"2026-08": {NAME: 1}}}, Stage.RESTART),
        ({"last": {}, "this": {NAME: 1}, "shop": {"first_month": "2026-09"}}, Stage.RESTART),
        ({"last": {}, "this": {NAME: 1}, "year_ago": {NAME: 1}}, Stage.RESTART),
    ],
    ids=str,
)
def test_stage(given_shop: Given, expected: Stage) -> None:
    profile = profile_of(given_shop)
    assert stage(profile) is expected
    compared = expected is Stage.COMPARED
    assert (volume_move(profile, BANDS) is not None) is compared
    assert (price_move(profile, BANDS) is not None) is compared
    assert (profit_move(profile, BANDS) is not None) is compared


AMOUNTS = st.integers(1, 3_000_000)


@given(AMOUNTS, AMOUNTS)
def test_volume_moves_beyond_share_and_cartons(last: int, this: int) -> None:
    moved = abs(this - last) * 20 >= last and abs(this - last) >= 600
    assert volume_move(shop((last, this)), BANDS) is direction(this - last, moved)


@given(AMOUNTS, AMOUNTS, st.integers(1, 10_000), st.integers(1, 10_000))
def test_price_moves_beyond_its_share(amount_last: int, amount: int, last: int, this: int) -> None:
    profile = with_accounts(
        MonthAccount(OCTOBER, this, amount, None), MonthAccount(OCTOBER, last, amount_last, None)
    )
    change = Fraction(amount, this) - Fraction(amount_last, last)
    moved = 50 * abs(change) >= Fraction(amount_last, last)
    assert price_move(profile, BANDS) is direction(change, moved)


@given(st.integers(-500_000, 500_000), st.integers(-500_000, 500_000))
def test_profit_moves_beyond_share_and_yuan(last: int, this: int) -> None:
    profile = with_accounts(MonthAccount(OCTOBER, 200, 0, this), MonthAccount(OCTOBER, 200, 0, last))
    moved = 100 * abs(this - last) >= 3 * abs(last) and abs(this - last) >= 3000
    assert profit_move(profile, BANDS) is direction(this - last, moved)


def direction(change: Fraction | int, moved: bool) -> Move:
    if change == 0 or not moved:
        return Move.FLAT
    return Move.UP if change > 0 else Move.DOWN


def with_accounts(this: MonthAccount, last: MonthAccount) -> Profile:
    return replace(shop(), account=Account(this, last, known_months=1, bought_before=1))
