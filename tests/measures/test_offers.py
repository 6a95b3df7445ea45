"""What could be suggested: substitutes of the same price, and new goods (R011, R073; domain.md §2.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from guidebook.measures.offers import pack_price, same_price_band
from guidebook.model import Offer, Product
from tests.advice.profiles import Given, code_of, profile_of

SHORT = "丁牌（金）"


@pytest.mark.parametrize(
    ("price", "other", "same"),
    [
        (1000, 1100, True),
        (1000, 1101, False),
        (1000, 900, True),
        (1000, 899, False),
        (2000, 2100, True),
        (2000, 2101, False),
        (2001, 2201, True),
        (2001, 2202, False),
        (4000, 4200, True),
        (4000, 4201, False),
        (4001, 4401, True),
        (4001, 4402, False),
        (5000, 4500, True),
        (5000, 4499, False),
    ],
)
def test_the_band_of_one_price(price: int, other: int, same: bool) -> None:
    """±1 yuan up to 20 yuan a pack, ±2 up to 40, ±10 % above."""
    assert same_price_band(price, other) is same


@pytest.mark.parametrize(
    ("list_price", "packs", "expected"),
    [(20_000, 10, 2_000), (20_005, 10, None), (None, 10, None), (12_000, 5, 2_400)],
)
def test_the_price_of_a_pack(list_price: int | None, packs: int, expected: int | None) -> None:
    assert pack_price(Product("1", "甲牌", packs_per_carton=packs, list_price=list_price)) == expected


def substitutes(given: Given) -> list[str]:
    profile = profile_of({"this": {SHORT: 10}, **given})
    return [offer.product.sku_name for offer in profile.offers_for(code_of(SHORT))]


def test_the_nearest_price_first_then_the_most_bought() -> None:
    given = {
        "products": {"子牌（紫）": {"wholesale": 170, "list": 200}},
        "supply": dict.fromkeys([SHORT], "紧")
        | dict.fromkeys(["己牌（蓝）", "庚牌（白）", "壬牌（银）", "子牌（紫）"], "足"),
    }
    assert substitutes(given) == ["己牌（蓝）", "子牌（紫）", "壬牌（银）", "庚牌（白）"]
    assert substitutes({**given, "neighbours": {"子牌（紫）": 1}})[:2] == ["子牌（紫）", "己牌（蓝）"]


@pytest.mark.parametrize("status", ["紧", "限", "停", "新", "未知"])
def test_only_what_is_in_full_supply(status: str) -> None:
    assert substitutes({"supply": {SHORT: "紧", "己牌（蓝）": status}}) == []


@pytest.mark.parametrize("limit", [{"cycle": 0}, {"month": 0}])
def test_nothing_that_this_shop_gets_none_of(limit: dict[str, int]) -> None:
    assert substitutes({"supply": {SHORT: "紧", "己牌（蓝）": {"status": "足", **limit}}}) == []


def test_the_company_may_name_them_in_its_order_and_at_any_price() -> None:
    given = {
        "supply": {SHORT: "停", "己牌（蓝）": "足", "庚牌（白）": "足", "丙牌（细支）": "足"},
        "substitutes": {SHORT: ["丙牌（细支）", "庚牌（白）"]},
    }
    assert substitutes(given) == ["丙牌（细支）", "庚牌（白）"]


def test_only_short_products_have_substitutes() -> None:
    assert substitutes({"supply": {SHORT: "足", "己牌（蓝）": "足"}}) == []


@pytest.mark.parametrize("product", [{"list": None}, {"wholesale": None}])
def test_a_product_without_a_price_is_no_offer(product: dict[str, Any]) -> None:
    given = {"products": {"己牌（蓝）": product}, "supply": {SHORT: "紧", "己牌（蓝）": "足"}}
    assert substitutes(given) == []


NEW = "新牌（中支）"


def new_products(launched: str, **given: Any) -> list[Offer]:
    product = {"wholesale": 180, "list": 210, "launched": date.fromisoformat(launched)}
    shop = {"this": {SHORT: 1}, "products": {NEW: product}, "supply": {NEW: "新"}, **given}
    return list(profile_of(shop).new_products)


@pytest.mark.parametrize(
    ("launched", "new"),
    [("2026-07-31", False), ("2026-08-01", True), ("2026-11-01", True), ("2026-11-02", False)],
)
def test_new_for_92_days_before_next_month(launched: str, new: bool) -> None:
    assert bool(new_products(launched)) is new


def test_an_offer_knows_price_margin_and_buyers() -> None:
    (offer,) = new_products("2026-10-01", neighbours={NEW: 2})
    assert (offer.pack_price, offer.margin, offer.buyers) == (2_100, 3_000, 2)


def test_buyers_are_shops_of_the_same_market() -> None:
    (offer,) = new_products("2026-10-01", neighbours={NEW: 2}, shop={"market": "农网"})
    assert offer.buyers == 2


def test_what_was_bought_is_not_new_to_the_shop() -> None:
    assert new_products("2026-10-01", last={NEW: 1}) == []
