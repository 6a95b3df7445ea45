"""Profiles for tests: a small readable mapping becomes a snapshot, and the real `measure` does the rest.

What a mapping may hold (all optional but `this`; money in yuan, quantities in cartons, products by name):

    month: 2026-10            the sheet's month
    as_of: 2026-11-01         the day it is made for; else the first day after the month
    shop: {market: 城网, grade: 12, capital: 500, …}      see `SHOP`
    manager: {name: 王芳, phone: 13800000000, since: 2026-10-20}
    products: {甲牌（硬）: {list: null, class: 三类}}      changes to, and additions to goods.yaml
    this, last, year_ago: {甲牌（硬）: 30, …}             what was bought; a month that isn't named isn't covered
    months: {2026-08: {…}}    the same for any other month
    covered: [2026-07]        further months that the exports cover, without purchases of the shop
    sold: true                every row was counted, and shows that exactly what was bought was sold
    cycles: {this: 5, last: 4}                           order days
    orders: {2026-09-24: 12}  orders by day, with the cartons delivered, or a mapping:
                              {cartons: 12, ordered: 14, channel: 电话, paid: false, yuan: 1500}
    supply, supply_this: {丁牌（金）: 足}                 policy of the next and of the sheet's month, or a mapping:
                              {status: 限, cycle: 1, month: 4, grade: [10, 20], from: 2026-11-15}
    substitutes: {丁牌（金）: [己牌（蓝）]}               the company's own list
    repriced: {甲牌（硬）: {from: 2026-11-01, wholesale: 104}}    what isn't named stays
    notes: [{kind: promise, written: 2026-10-12, sku: 甲牌（硬）, text: …, due: 2026-10-30}]       see `NOTE`
    neighbours: {己牌（蓝）: 3}                           so many other shops bought it
    peers: [{shops: 6, this: {己牌（蓝）: 2}, town: 某镇}]  so many other shops, alike in all; market, format and
                              grade are the shop's own unless given; see `PEER`
    seasons: [{tag: 农忙, start: 2026-11-05, end: 2026-11-20, market: 农网}]
    grade_rule: [{term: 量, weight: 35, base: 最高, period: 月}]
    grade_scale: [{label: 12档, rank: 12, floor: 60}]
    advised: [{month: 2026-09, rule: substitute_same_price, sku: 丁牌（金）, buy: 己牌（蓝）, cartons: 2}]
                              what earlier sheets said; see `tests.advice.rows.ADVISED`
    config: {rules: {…}}      settings, as config.yaml would hold them

A quantity is a number of cartons, a pair of cartons and yuan, or a row of the sales table (see `ROW`):
`{cartons: 4, open: 9, close: 9, counted: 2026-10-30}`.  Whoever writes `open` and `close` counted and verified.
A month in which peers bought is covered.  A peer is a neighbour only if it shares a product with the shop.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import yaml

from guidebook.config import Config
from guidebook.measures import measure
from guidebook.model import (
    STICKS_PER_CARTON,
    Account,
    Month,
    MonthAccount,
    Product,
    ProductLine,
    ProductMonth,
    Profile,
    Retailer,
)
from guidebook.reading.schema import COLUMNS, conform, empty_table
from guidebook.snapshot import Snapshot
from tests.advice import rows
from tests.advice.rows import Given, Row, check, fen, month_from, sticks_of

__all__ = [
    "GOODS",
    "LICENSE",
    "WITNESS",
    "Given",
    "code_of",
    "config_of",
    "month_of",
    "profile_of",
    "shop",
    "snapshot_of",
]

GOODS: Mapping[str, Given] = yaml.safe_load(
    Path(__file__).with_name("goods.yaml").read_text(encoding="utf-8")
)
LICENSE = "371702100012"
WITNESS = "371702100099"
"""Another shop, closed by now, which bought something in every month covered."""

SHOP = {
    "name": "shop_name",
    "owner": "owner_name",
    "status": "status",
    "market": "market_type",
    "county": "county",
    "town": "town",
    "format": "format",
    "scale": "scale",
    "grade": "grade_rank",
    "consumer_group": "consumer_group",
    "first_month": "first_month",
    "weekday": "order_weekday",
    "cycle_days": "order_cycle_days",
    "lead_days": "lead_days",
    "capital": "capital_limit",
    "agreed": "agreed_cartons",
    "cash_day": "cash_day",
    "market_day": "market_day",
    "license_expiry": "license_expiry",
    "new_ok": "new_ok",
    "ability": "ability",
    "personality": "personality",
    "education": "education",
    "is_key": "is_key",
    "profile_date": "profile_date",
    "avoid": "avoid_topics",
    "large_print": "large_print",
}
"""What `shop` may hold, and the column it fills."""

ROW = {"cartons", "yuan", "wanted", "open", "close", "verified", "counted", "out", "retail"}
PRODUCT = {"wholesale", "list", "brand", "short", "sticks", "packs", "launched", "class"}
PEER = {"shops", "this", "last", "year_ago", "months", "market", "county", "town", "format", "grade"}
GIVEN = {
    *(
        "month",
        "as_of",
        "shop",
        "manager",
        "products",
        "this",
        "last",
        "year_ago",
        "months",
        "covered",
        "sold",
    ),
    *("cycles", "orders", "supply", "supply_this", "substitutes", "repriced", "notes", "neighbours", "peers"),
    *("seasons", "grade_rule", "grade_scale", "advised", "config"),
}


def profile_of(given: Given) -> Profile:
    """Measure what a mapping says."""
    month = month_of(given)
    as_of = given.get("as_of", month.day_after)
    return next(measure(snapshot_of(given), month, as_of, config_of(given), [LICENSE]))


def config_of(given: Given) -> Config:
    """The settings of a mapping."""
    return Config.model_validate(given.get("config", {}))


def month_of(given: Given) -> Month:
    """The sheet's month of a mapping."""
    return month_from(given.get("month", "2026-10"))


def snapshot_of(given: Given) -> Snapshot:
    """Lay a mapping out as tables."""
    check(given, GIVEN)
    goods = _goods(given)
    tables = {
        "retailers": _retailers(given),
        "products": _products(goods),
        "prices": _prices(given, goods),
        "sales": _sales(given, goods),
        "supply": rows.supply(given, goods, month_of(given)),
        "substitutes": rows.substitutes(given, goods),
        "routes": rows.routes(given, LICENSE),
        "managers": rows.managers(given),
        "notes": rows.notes(given, LICENSE, goods),
        "orders": rows.orders(given, LICENSE, month_of(given)),
        "seasons": rows.seasons(given),
        "grade_scale": rows.grade_scale(given),
        "grade_rule": rows.grade_rule(given),
        "advice_log": rows.advice_log(given, LICENSE, goods),
    }
    return Snapshot(
        id="7f3a-91c2-04de",
        **{name: _table(name, tables.get(name, ())) for name in COLUMNS},
    )


def shop(*changes: tuple[int, int]) -> Profile:
    """A bare shop, not measured, whose products went from a first to a second number of sticks."""
    month = Month(2026, 10)
    lines = tuple(
        ProductLine(
            Product(f"{place:03d}", f"第{place}种"),
            ProductMonth(this, this * 50),
            ProductMonth(last, last * 50),
        )
        for place, (last, this) in enumerate(changes)
    )
    this = MonthAccount(month, sum(line.this.sticks for line in lines), 0, None)
    last = MonthAccount(month.plus(-1), sum(line.last.sticks for line in lines if line.last), 0, None)
    return Profile(
        retailer=Retailer(LICENSE, "某某便利店"),
        month=month,
        as_of=month.day_after,
        snapshot="7f3a-91c2-04de",
        account=Account(this, last, known_months=1, bought_before=1),
        history=(last, this),
        lines=lines,
    )


def code_of(name: str, given: Given | None = None) -> str:
    """The code that a product gets."""
    return str(_goods(given or {})[name]["code"])


_TABLES: dict[tuple[str, str], pd.DataFrame] = {}
"""Tables by their rows: most shops share products and prices, and nobody changes a snapshot's tables."""


def _table(name: str, rows: Iterable[Row]) -> pd.DataFrame:
    found = list(rows)
    key = (name, repr(found))
    if key not in _TABLES:
        _TABLES[key] = conform(name, pd.DataFrame(found)) if found else empty_table(name)
    return _TABLES[key]


def _goods(given: Given) -> dict[str, Row]:
    goods = {name: dict(entry) for name, entry in GOODS.items()}
    for name, changes in given.get("products", {}).items():
        goods.setdefault(name, {}).update(changes)
    for place, (name, entry) in enumerate(goods.items(), start=1):
        check(entry, PRODUCT)
        entry["code"] = f"69010{place:02d}"
        entry.setdefault("brand", name.split("（")[0])
    return goods


def _retailers(given: Given) -> list[Row]:
    common = {"status": "正常", "order_cycle_days": 7, "lead_days": 2}
    own: Row = {**common, "license_no": LICENSE, "shop_name": "某某便利店", "owner_name": "李建祥"}
    shop = given.get("shop", {})
    check(shop, SHOP)
    for name, value in shop.items():
        own[SHOP[name]] = (
            fen(value) if name == "capital" else month_from(value).number if name == "first_month" else value
        )
    kind = {name: shop.get(name) for name in ("market", "format", "grade")}
    others = [
        {**common, "license_no": number, "shop_name": "别家", "market_type": own.get("market_type")}
        for number in [WITNESS, *_neighbours(given)]
    ]
    others[0]["status"] = "停业"
    for entry in given.get("peers", ()):
        check(entry, PEER)
    others += [
        {
            **common,
            "license_no": number,
            "shop_name": "别家",
            **{SHOP[name]: value for name, value in {**kind, **peer}.items() if name in SHOP},
        }
        for number, peer in _peers(given)
    ]
    return [_graded(row) for row in (own, *others)]


def _graded(row: Row) -> Row:
    rank = row.get("grade_rank")
    return row if rank is None else {**row, "grade": f"{rank}档"}


def _neighbours(given: Given) -> list[str]:
    most = max(given.get("neighbours", {}).values(), default=0)
    return [f"3717022{number:05d}" for number in range(most)]


def _peers(given: Given) -> list[tuple[str, Given]]:
    """Each other shop: its licence, and its entry under `peers`."""
    alike = [entry for entry in given.get("peers", ()) for _ in range(entry.get("shops", 1))]
    return [(f"3717023{number:05d}", entry) for number, entry in enumerate(alike)]


def _products(goods: Mapping[str, Row]) -> list[Row]:
    return [
        {
            "sku_code": entry["code"],
            "sku_name": name,
            "brand": entry["brand"],
            "short_name": entry.get("short"),
            "sticks_per_carton": entry.get("sticks", STICKS_PER_CARTON),
            "sticks_per_pack": entry.get("sticks", STICKS_PER_CARTON) // entry.get("packs", 10),
            "launch_date": entry.get("launched"),
            "state": "在销",
            "price_class": entry.get("class"),
        }
        for name, entry in goods.items()
    ]


def _prices(given: Given, goods: Mapping[str, Row]) -> list[Row]:
    changes = given.get("repriced", {})
    rows = []
    for name, entry in goods.items():
        before = {"wholesale": entry.get("wholesale"), "list": entry.get("list")}
        begins = changes[name]["from"] if name in changes else None
        ends = begins - timedelta(days=1) if begins else None
        rows.append(_price(entry["code"], before, None, ends))
        if begins:
            check(changes[name], {"from", "wholesale", "list"})
            rows.append(_price(entry["code"], {**before, **changes[name]}, begins, None))
    return rows


def _price(code: str, prices: Given, begins: date | None, ends: date | None) -> Row:
    return {
        "sku_code": code,
        "valid_from": begins,
        "valid_to": ends,
        "wholesale_price": fen(prices["wholesale"]),
        "list_price": fen(prices["list"]),
    }


def _bought(now: Month, entries: Given) -> dict[Month, Given]:
    """What was bought, by month, as told under `this`, `last`, `year_ago` and `months`."""
    places = {"this": now, "last": now.plus(-1), "year_ago": now.plus(-12)}
    bought = {month_from(text): found for text, found in entries.get("months", {}).items()}
    return bought | {month: entries[name] for name, month in places.items() if name in entries}


def _sales(given: Given, goods: Mapping[str, Row]) -> list[Row]:
    """What all shops bought; the witness bought in every month covered."""
    now, own = month_of(given), _bought(month_of(given), given)
    shops = {LICENSE: own, **{number: _bought(now, entry) for number, entry in _peers(given)}}
    covered = {month_from(text) for text in given.get("covered", ())}.union(*shops.values())
    found = [_witness_row(month, goods) for month in sorted(covered)]
    for license_no, months in shops.items():
        sold = license_no == LICENSE and given.get("sold", False)
        for month, entries in months.items():
            key = {"month": month.number, "license_no": license_no}
            for name, entry in entries.items():
                row = _sales_row(entry, _wholesale(given, goods, name, month), sold=sold)
                found.append({**row, **key, "sku_code": goods[name]["code"]})
    for name, count in given.get("neighbours", {}).items():
        for license_no in _neighbours(given)[:count]:
            found.append({**_witness_row(now, goods, name), "license_no": license_no})
    return found


def _witness_row(month: Month, goods: Mapping[str, Row], name: str = "癸牌（外）") -> Row:
    return {
        "month": month.number,
        "license_no": WITNESS,
        "sku_code": goods[name]["code"],
        "sticks": STICKS_PER_CARTON,
        "amount": fen(goods[name]["wholesale"]),
    }


def _wholesale(given: Given, goods: Mapping[str, Row], name: str, month: Month) -> int:
    change = given.get("repriced", {}).get(name, {})
    changed = "wholesale" in change and change["from"] <= month.last_day
    price = change["wholesale"] if changed else goods[name]["wholesale"]
    return fen(price) or 0


def _sales_row(entry: object, wholesale: int, *, sold: bool) -> Row:
    """One row of the sales table; without `yuan`, the amount is what the month's price makes it."""
    if isinstance(entry, list):
        entry = dict(zip(("cartons", "yuan"), entry, strict=True))
    found: Row = entry if isinstance(entry, dict) else {"cartons": entry}
    check(found, ROW)
    sticks = sticks_of(found.get("cartons", 0)) or 0
    counted = "open" in found or sold
    half = sticks // 2
    return {
        "sticks": sticks,
        "amount": fen(found["yuan"]) if "yuan" in found else sticks * wholesale // STICKS_PER_CARTON,
        "wanted": sticks_of(found.get("wanted")),
        "stock_open": sticks_of(found["open"]) if "open" in found else half if sold else None,
        "stock_close": sticks_of(found["close"]) if "close" in found else half if sold else None,
        "stock_verified": found.get("verified", counted),
        "count_date": found.get("counted"),
        "out_events": found.get("out"),
        "retail_price": fen(found.get("retail")),
    }
