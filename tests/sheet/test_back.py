"""The back: supply, substitutes, orders, the mix of prices."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from guidebook.advice import Adviser
from guidebook.model import Back, Figure
from guidebook.sheet.back import back
from guidebook.sheet.figures import Words
from guidebook.sheet.look import Look
from tests.advice.profiles import config_of, profile_of

A, B, GOLD = "甲牌（硬）", "丙牌（细支）", "丁牌（金）"


def page(**given: Any) -> Back:
    found = maybe(**given)
    assert found is not None
    return found


def maybe(**given: Any) -> Back | None:
    profile, config = profile_of(given), config_of(given)
    look = Look.of(profile, config)
    return back(profile, Adviser(config).advise(profile), config, Words.of(config), look)


def rows(found: Back) -> list[tuple[str, str, str, str]]:
    return [(row.name, row.status, row.limit, row.substitute) for row in found.supply]


def test_short_products_come_first_with_what_can_stand_in() -> None:
    found = page(
        this={A: 90, GOLD: 10, "辛牌（黄）": 5},
        supply={A: "足", GOLD: {"status": "限", "cycle": 1}, "己牌（蓝）": "足", "辛牌（黄）": "停"},
    )
    assert found.supply_title == "11月供货与替代"
    assert rows(found) == [
        (GOLD, "限量", "每周1条", "己牌（蓝）（20元）"),
        ("辛牌（黄）", "停供", "—", "没有同价货足的"),
        (A, "货足", "不限量", ""),
    ]
    assert found.supply_note is None


@pytest.mark.parametrize(
    ("row", "limit"),
    [
        ({"status": "紧", "cycle": 3}, "每周3条"),
        ({"status": "紧", "month": 8}, "每月8条"),
        ({"status": "紧", "cycle": 0}, "没有分到"),
        ({"status": "紧", "cycle": 3, "month": 0}, "没有分到"),
        ({"status": "紧"}, "以订货为准"),
        ({"status": "未知"}, "以订货为准"),
        ({"status": "足"}, "不限量"),
        ({"status": "新", "cycle": 5}, "每周5条"),
        ({"status": "停", "cycle": 5}, "—"),
    ],
    ids=str,
)
def test_limits(row: dict[str, Any], limit: str) -> None:
    assert page(this={GOLD: 10}, supply={GOLD: row}).supply[0].limit == limit


def test_limits_of_shops_that_do_not_order_by_the_week() -> None:
    found = page(shop={"cycle_days": 10}, this={GOLD: 10}, supply={GOLD: {"status": "紧", "cycle": 3}})
    assert found.supply[0].limit == "每回3条"
    assert found.order_title == "建议每回订货"


def test_what_lies_in_the_shop_is_no_substitute() -> None:
    """己牌 lies dead in the shop: neither front nor back names it."""
    given: dict[str, Any] = {
        "this": {GOLD: 100, "己牌（蓝）": {"cartons": 0, "open": 3, "close": 3}},
        "supply": {GOLD: "紧", "己牌（蓝）": "足", "壬牌（银）": "足"},
    }
    assert page(**given).supply[0].substitute == "壬牌（银）（19.5元）"
    assert page(**given, shop={"market": "城网"}).supply[0].substitute == "壬牌（银）（19.5元）"


def test_what_the_front_advises_stands_first() -> None:
    """己牌 is nearer in price but earns next to nothing: the front names 壬牌, and the back names it first."""
    given: dict[str, Any] = {
        "products": {"己牌（蓝）": {"wholesale": 199, "list": 200}},
        "this": {GOLD: 100},
        "supply": {GOLD: "紧", "己牌（蓝）": "足", "壬牌（银）": "足"},
    }
    town = page(**given, shop={"market": "城网"}).supply[0].substitute
    assert town == "壬牌（银）（19.5元）、己牌（蓝）（20元）"


def test_six_rows_of_the_first_ten() -> None:
    goods = [A, "乙牌（软）", B, GOLD, "己牌（蓝）", "庚牌（白）", "壬牌（银）"]
    found = page(this=dict.fromkeys(goods, 9), supply=dict.fromkeys(goods, "足"))
    assert len(found.supply) == 6


def test_supply_that_is_not_known_is_said() -> None:
    found = page(this={GOLD: 10})
    assert found.supply == ()
    assert found.supply_note == "11月供货还没定，以电话订货为准。"


def counted(closing: float) -> dict[str, Any]:
    return {"cartons": 20, "open": 11 + closing, "close": closing, "counted": date(2026, 10, 30)}


def test_orders_for_shops_that_want_them() -> None:
    given: dict[str, Any] = {"this": {A: counted(5), B: counted(19)}}
    found = page(**given)
    assert [(row.name, row.cartons, row.figure) for row in found.orders] == [(A, 14, Figure("14", "条"))]
    assert found.order_title == "建议每周订货" and found.order_note
    assert page(**given, config={"sheet": {"order_table": "off"}}).orders == ()
    weak = {"sheet": {"order_table": "weak"}}
    assert page(**given, config=weak).orders == ()
    assert page(**given, config=weak, shop={"ability": "低"}).orders == found.orders


def test_nothing_is_ordered_that_the_front_asks_to_wait_with() -> None:
    """A count that lasts too long says 先不补: the order table doesn't say otherwise."""
    given: dict[str, Any] = {"this": {A: {"cartons": 31, "open": 31, "close": 31}}}
    assert page(**given).orders == ()
    stopped = {A: {"status": "停", "from": date(2026, 11, 15)}}
    assert page(this={A: counted(5)}, supply=stopped).orders == ()


def test_the_mix_of_prices() -> None:
    found = page(this={A: 3, "戊牌（红）": 2, GOLD: 1, "庚牌（白）": 1.5})
    assert found.pack_mix is not None
    assert found.pack_mix.title == "10月进的货，一盒多少钱的各有几条"
    assert [(bar.name, bar.value, bar.text) for bar in found.pack_mix.bars] == [
        ("10元和以下", 2, "2条"),
        ("10–15元", 3, "3条"),
        ("15–20元", 1, "1条"),
        ("20–25元", 1.5, "1.5条"),
    ]


@pytest.mark.parametrize(
    ("list_price", "band"), [(100, "10元和以下"), (100.1, "10–15元"), (500, "35–50元"), (500.1, "50元以上")]
)
def test_bands_of_prices(list_price: float, band: str) -> None:
    found = page(products={A: {"wholesale": 90, "list": list_price}}, this={A: 3})
    assert found.pack_mix is not None
    assert [bar.name for bar in found.pack_mix.bars] == [band]


def test_no_mix_where_a_price_is_unknown_or_goods_were_returned() -> None:
    supplied: dict[str, Any] = {"supply": {A: "足"}}
    assert page(**supplied, this={A: 3, "癸牌（外）": 1}).pack_mix is None
    assert page(**supplied, this={A: 3, B: -1}).pack_mix is None
    assert page(**supplied, this={A: 3}, config={"sheet": {"pack_mix": False}}).pack_mix is None


def test_the_reply_slip_fills_a_back_but_makes_none() -> None:
    asked = {"sheet": {"tear_off": True}}
    assert len(page(this={A: 3}, config=asked).tear_off) == 3
    assert page(this={A: 3}).tear_off == ()
    assert maybe(last={A: 3}, this={}, config=asked) is None
