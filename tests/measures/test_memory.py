"""What earlier sheets advised, and what became of it (R021, R034; domain.md §4, K)."""

from __future__ import annotations

from typing import Any

import pytest

from guidebook.model import Advised, FollowUp, Month, Result
from tests.advice.profiles import Profile, code_of, profile_of

A, B, C = "甲牌（硬）", "己牌（蓝）", "丁牌（金）"
SUBSTITUTE = {"month": "2026-09", "rule": "substitute_same_price", "sku": C, "buy": B, "cartons": 4}


def profile(*advised: dict[str, Any], **given: Any) -> Profile:
    return profile_of({"this": {A: 10}, **given, "advised": list(advised)})


def follow_up(entry: dict[str, Any] | None = None, **given: Any) -> FollowUp:
    (found,) = profile({**SUBSTITUTE, **(entry or {})}, **given).follow_ups
    return found


def test_what_was_advised() -> None:
    text = "丁牌（金）11月供得少，……先进4条试试。"
    assert profile({**SUBSTITUTE, "text": text}).advised == (
        Advised(Month(2026, 9), "substitute_same_price", code_of(C), code_of(B), 4, text),
    )


def test_six_months_before_the_sheets_oldest_first() -> None:
    months = ["2026-11", "2026-10", "2026-09", "2026-04", "2026-03"]
    rows = [{**SUBSTITUTE, "month": month} for month in months]
    assert [row.month.text for row in profile(*rows).advised] == ["2026-04", "2026-09"]


@pytest.mark.parametrize(
    ("box", "kept"),
    [(None, True), ("next_month", True), ("follow_up", True), ("evaluation", True), ("footer", False)],
)
def test_only_what_advises(box: str | None, kept: bool) -> None:
    assert bool(profile({**SUBSTITUTE, "box": box}).advised) is kept


def test_a_file_that_does_not_say_what_to_buy_means_what_it_is_about() -> None:
    row = {"month": "2026-09", "rule": "restock_before_runout", "sku": A, "cartons": 6}
    (advised,) = profile(row).advised
    assert (advised.sku_code, advised.bought_code, advised.cartons) == (code_of(A), code_of(A), 6)


@pytest.mark.parametrize("cartons", [None, 0])
def test_advice_without_a_number_asks_to_buy_nothing(cartons: int | None) -> None:
    found = profile({"month": "2026-09", "rule": "overstock_pause", "sku": A, "cartons": cartons})
    assert [(row.bought_code, row.cartons) for row in found.advised] == [(None, None)]
    assert found.follow_ups == ()


def test_only_last_months_is_followed_up_once_a_product() -> None:
    later = {**SUBSTITUTE, "rule": "gap_vs_peers", "cartons": 9}
    found = profile({**SUBSTITUTE, "month": "2026-08"}, SUBSTITUTE, later).follow_ups
    assert [(row.advised.rule, row.advised.cartons) for row in found] == [("substitute_same_price", 4)]


@pytest.mark.parametrize(
    ("bought", "result"),
    [
        (5, Result.DONE),
        (4, Result.DONE),
        (3.9, Result.PARTLY),
        (0.1, Result.PARTLY),
        (0, Result.NOT_DONE),
        (-1, Result.NOT_DONE),
    ],
)
def test_the_result_by_what_came_in(bought: float, result: Result) -> None:
    found = follow_up(this={A: 10, B: bought})
    assert (found.result, found.bought) == (result, int(bought * 200))


def test_cartons_are_the_products_own() -> None:
    """Cartons of ten packs of ten hold a hundred sticks."""
    slim = {B: {"sticks": 100, "packs": 10}}
    assert follow_up(products=slim, this={A: 10, B: 2}).result is Result.DONE
    assert follow_up(products=slim, this={A: 10, B: 1.5}).result is Result.PARTLY


def test_a_product_never_bought_is_not_done() -> None:
    found = follow_up()
    assert (found.result, found.product.sku_name, found.bought, found.sold) == (Result.NOT_DONE, B, 0, None)
    assert found.supply is None


@pytest.mark.parametrize(
    ("given", "result"),
    [
        ({"supply_this": {B: "停"}}, Result.NO_SUPPLY),
        ({"supply_this": {B: {"status": "限", "cycle": 0}}}, Result.NO_SUPPLY),
        ({"supply_this": {B: {"status": "限", "month": 0}}}, Result.NO_SUPPLY),
        ({"supply_this": {B: {"status": "限", "cycle": 1}}}, Result.NOT_DONE),
        ({"supply_this": {B: "足"}, "supply": {B: "停"}}, Result.NOT_DONE),
        ({"this": {A: 10, B: {"cartons": 0, "wanted": 3}}}, Result.NO_SUPPLY),
        ({"this": {A: 10, B: {"cartons": 0, "wanted": 0}}}, Result.NOT_DONE),
        ({"this": {A: 10, B: {"cartons": 1, "wanted": 3}}, "supply_this": {B: "停"}}, Result.PARTLY),
    ],
)
def test_nothing_came_because_nothing_was_given(given: dict[str, Any], result: Result) -> None:
    assert follow_up(**given).result is result


@pytest.mark.parametrize("status", ["做了", "部分", "没货", "不同意"])
def test_what_people_entered_holds(status: str) -> None:
    assert follow_up({"status": status}).result is Result(status)


def test_but_not_done_may_only_not_have_been_looked_after() -> None:
    assert follow_up({"status": "未做"}, this={A: 10, B: 4}).result is Result.DONE
    assert follow_up({"status": "未做"}).result is Result.NOT_DONE


def test_next_months_supply_of_it() -> None:
    found = follow_up(supply={B: {"status": "足", "cycle": 6}})
    assert found.supply is not None and found.supply.most == 6


def test_what_it_earned() -> None:
    """A carton of B costs 174 yuan and sells at 200."""
    assert follow_up(this={A: 10, B: 4}).earned == 4 * 2_600
    counted = {"cartons": 4, "open": 0, "close": 1}
    found = follow_up(this={A: 10, B: counted})
    assert (found.sold, found.left, found.earned) == (600, 200, 3 * 2_600)
    dear = {"cartons": 4, "yuan": 720, "open": 1, "close": 0}  # bought at 180
    assert follow_up(this={A: 10, B: dear}).earned == 5 * 2_000
    none_bought = {"cartons": 0, "open": 3, "close": 1}
    assert follow_up(this={A: 10, B: none_bought}).earned == 2 * 2_600


def test_without_a_listed_price_nobody_knows_what_it_earned() -> None:
    unlisted = {"products": {B: {"list": None}}}
    assert follow_up(**unlisted, this={A: 10, B: 4}).earned is None
    assert follow_up(**unlisted, this={A: 10, B: {"cartons": 0, "open": 3, "close": 1}}).earned is None
    assert follow_up(**unlisted).earned == 0
