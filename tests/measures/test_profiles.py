"""A profile: the lines of a shop, their order, and what they add up to."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from guidebook.model import ProductLine, Profile
from tests.advice.profiles import GOODS, Given, code_of, profile_of

A, B = "甲牌（硬）", "丙牌（细支）"


def line_of(profile: Profile, name: str) -> ProductLine:
    line = profile.line(code_of(name))
    assert line is not None
    return line


def test_lines_stand_by_the_amount_of_three_months() -> None:
    given: Given = {
        "months": {"2026-07": {"乙牌（软）": 900}, "2026-08": {"戊牌（红）": 20}},
        "last": {A: 10},
        "this": {A: 5, B: 8, "丁牌（金）": -1},
    }
    profile = profile_of(given)
    assert [(line.product.sku_name, line.rank) for line in profile.lines] == [
        (B, 1),
        (A, 2),
        ("戊牌（红）", 3),
        ("乙牌（软）", 0),
        ("丁牌（金）", 0),
    ]
    assert [line.product.sku_name for line in profile.top(2)] == [B, A]
    assert [line.product.sku_name for line in profile.account_lines] == [B, A, "丁牌（金）"]
    assert line_of(profile, A).recent_sticks == 3000


def test_without_last_month_there_are_no_effects() -> None:
    line = line_of(profile_of({"this": {A: 5}}), A)
    assert (line.last, line.price_mix_effect, line.profit_effect) == (None, None, None)
    assert line.sticks_change == 1000


def test_a_product_that_was_only_bought_last_month() -> None:
    line = line_of(profile_of({"last": {A: 5, B: 1}, "this": {B: 1}}), A)
    assert (line.this.sticks, line.sticks_change, line.profit_effect) == (0, -1000, -6000)


def test_the_latest_order() -> None:
    orders = {date(2026, 9, 24): 12, date(2026, 10, 8): 5, date(2026, 11, 1): 7}
    profile = profile_of({"last": {A: 12}, "this": {A: 5}, "orders": orders})
    assert profile.last_order == (date(2026, 10, 8), 1000)
    assert profile_of({"this": {A: 5}}).last_order is None


def test_new_goods_that_the_shop_took() -> None:
    def taken(launched: date, bought: str) -> int:
        given = {"products": {A: {"launched": launched}}, "months": {bought: {A: 1}}, "this": {B: 1}}
        return profile_of(given).new_bought

    assert taken(date(2026, 3, 1), "2026-03") == 1
    assert taken(date(2026, 3, 1), "2026-05") == 1
    assert taken(date(2026, 3, 1), "2026-06") == 0
    assert taken(date(2025, 10, 1), "2025-10") == 0  # longer than a year ago


def test_notes_by_day() -> None:
    notes = [
        {"kind": "display", "written": date(2026, 10, 9)},
        {"kind": "other", "written": date(2026, 10, 2)},
    ]
    profile = profile_of({"this": {A: 1}, "notes": notes})
    assert [note.kind for note in profile.notes] == ["other", "display"]


def test_a_shop_that_never_bought() -> None:
    profile = profile_of({"this": {}})
    assert profile.lines == () and profile.account.this.sticks == 0
    assert profile.printed.carton_price is None and profile.printed.profit == 0


def test_a_suggested_order_keeps_to_the_settings() -> None:
    given: dict[str, Any] = {"this": {A: {"cartons": 20, "open": 16, "close": 5}}}
    assert line_of(profile_of(given), A).order_cartons == 14
    given["config"] = {"stock": {"max_days": 10}}
    assert line_of(profile_of(given), A).order_cartons == 5


CARTONS = st.integers(-30, 300).map(lambda tenths: tenths / 10)
ODD = st.tuples(CARTONS, st.integers(-90_000, 90_000).map(lambda fen: fen / 100)).map(list)
MONTH = st.dictionaries(st.sampled_from(sorted(GOODS)), st.one_of(CARTONS, ODD), max_size=5)


@given(MONTH, MONTH)
@settings(max_examples=30, deadline=None)
def test_effects_of_a_measured_shop_add_up(last: dict[str, Any], this: dict[str, Any]) -> None:
    profile = profile_of({"last": last, "this": this})
    account, lines = profile.account, profile.account_lines
    assert account.last is not None
    assert sum(line.sticks_change for line in lines) == account.this.sticks - account.last.sticks
    if account.this.carton_price is not None and account.last.carton_price is not None:
        change = account.this.carton_price - account.last.carton_price
        effects = ((line.price_mix_effect or 0) + (line.price_change_effect or 0) for line in lines)
        assert sum(effects, Fraction(0)) == change
    else:
        assert all(line.price_mix_effect is None and line.price_change_effect is None for line in lines)
    if account.this.profit is not None and account.last.profit is not None:
        assert sum(line.profit_effect or 0 for line in lines) == account.this.profit - account.last.profit
