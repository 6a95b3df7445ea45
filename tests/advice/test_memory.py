"""What earlier sheets said: cooldowns, notices that may stand again, fewer routine reminders (R021, R082; G2)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.advice.test_adviser import advice_for, reason, rules

GOLD, BLUE = "丁牌（金）", "己牌（蓝）"
SHORT: dict[str, Any] = {
    "this": {GOLD: 30, BLUE: 3},
    "last": {GOLD: 30, BLUE: 3},
    "supply": {GOLD: {"status": "紧", "cycle": 1}, BLUE: "足"},
}


def told(month: str, rule: str, sku: str = GOLD) -> list[dict[str, Any]]:
    return [{"month": month, "rule": rule, "sku": sku, "buy": BLUE, "cartons": 2, "text": "…"}]


def test_advice_is_not_repeated_within_its_cooldown() -> None:
    assert "substitute_same_price" in rules(advice_for(SHORT).next_month)
    advice = advice_for({**SHORT, "advised": told("2026-09", "substitute_same_price")})
    assert "substitute_same_price" not in rules(advice.next_month)
    assert reason(advice, "substitute_same_price") == "1个月前刚说过，隔1个月再说"


@pytest.mark.parametrize(
    "advised",
    [
        told("2026-08", "substitute_same_price"),
        told("2026-09", "substitute_same_price", sku="戊牌（红）"),
        told("2026-09", "overstock_pause"),
    ],
    ids=["two months ago", "another product", "another rule"],
)
def test_what_was_said_long_ago_or_of_something_else_may_be_said(advised: list[dict[str, Any]]) -> None:
    assert "substitute_same_price" in rules(advice_for({**SHORT, "advised": advised}).next_month)


def test_a_notice_may_stand_again() -> None:
    """Supply is told every month: only the advice beside it rests."""
    advised = [*told("2026-09", "supply_tight_top"), *told("2026-09", "substitute_same_price")]
    assert "supply_tight_top" in rules(advice_for({**SHORT, "advised": advised}).next_month)
