"""Profiles for tests: a small readable mapping becomes a snapshot, and the real `measure` does the rest.

What a mapping may hold (all optional but `this`; money in yuan, quantities in cartons, products by name):

    month: 2026-10            the sheet's month
    as_of: 2026-11-01         the day it is made for; else the first day after the month
    shop: {market: 城网, grade: 12, capital: 500, …}      see `SHOP`
    products: {甲牌（硬）: {list: null}}                  changes to, and additions to goods.yaml
    this, last, year_ago: {甲牌（硬）: 30, …}             what was bought; a month that isn't named isn't covered
    months: {2026-08: {…}}    the same for any other month
    covered: [2026-07]        further months that the exports cover, without purchases of the shop
    sold: true                every row was counted, and shows that exactly what was bought was sold
    cycles: {this: 5, last: 4}                           order days
    orders: {2026-09-24: 12}  orders by day, with the cartons delivered
    supply, supply_this: {丁牌（金）: 足}                 policy of the next and of the sheet's month, or a mapping:
                              {status: 限, cycle: 1, month: 4, grade: [10, 20], from: 2026-11-15}
    substitutes: {丁牌（金）: [己牌（蓝）]}               the company's own list
    repriced: {甲牌（硬）: {from: 2026-11-01, wholesale: 104}}    what isn't named stays
    notes: [{kind: minor_sale, written: 2026-10-12}]
    neighbours: {己牌（蓝）: 3}                           so many other shops bought it
    config: {rules: {…}}      settings, as config.yaml would hold them

A quantity is a number of cartons, a pair of cartons and yuan, or a row of the sales table (see `ROW`):
`{cartons: 4, open: 9, close: 9, counted: 2026-10-30}`.  Whoever writes `open` and `close` counted and verified.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from guidebook.config import Config
from guidebook.measures import measure
from guidebook.model import (
    FEN_PER_YUAN,
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

Given = Mapping[str, Any]
Row = dict[str, Any]

GOODS: Mapping[str, Given] = yaml.safe_load(
    Path(__file__).with_name("goods.yaml").read_text(encoding="utf-8")
)
LICENSE = "371702100012"
WITNESS = "371702100099"
"""Another shop, which bought something in every month covered."""

SHOP = {
    "name": "shop_name",
    "owner": "owner_name",
    "market": "market_type",
    "county": "county",
    "format": "format",
    "grade": "grade_rank",
    "first_month": "first_month",
    "cycle_days": "order_cycle_days",
    "lead_days": "lead_days",
    "capital": "capital_limit",
    "new_ok": "new_ok",
    "ability": "ability",
    "avoid": "avoid_topics",
    "large_print": "large_print",
}
"""What `shop` may hold, and the column it fills."""

ROW = {"cartons", "yuan", "wanted", "open", "close", "verified", "counted", "out", "retail"}
PRODUCT = {"wholesale", "list", "brand", "short", "sticks", "packs", "launched"}
SUPPLY = {"status", "cycle", "month", "grade", "market", "county", "format", "from", "as_of"}
NOTE = {"kind", "written", "done", "text", "printable"}
GIVEN = {
    *(
        "month",
        "as_of",
        "shop",
        "products",
        "this",
        "last",
        "year_ago",
        "months",
        "covered",
        "sold",
        "cycles",
    ),
    *("orders", "supply", "supply_this", "substitutes", "repriced", "notes", "neighbours", "config"),
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
    return _month(given.get("month", "2026-10"))


def snapshot_of(given: Given) -> Snapshot:
    """Lay a mapping out as tables."""
    _check(given, GIVEN)
    goods = _goods(given)
    tables = {
        "retailers": _retailers(given),
        "products": _products(goods),
        "prices": _prices(given, goods),
        "sales": _sales(given, goods),
        "supply": _supply(given, goods),
        "substitutes": _substitutes(given, goods),
        "notes": _notes(given),
        "orders": _orders(given),
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


def _check(found: Iterable[str], known: Iterable[str]) -> None:
    unknown = set(found) - set(known)
    if unknown:
        raise KeyError(f"a case knows no {sorted(unknown)}")


def _goods(given: Given) -> dict[str, Row]:
    goods = {name: dict(entry) for name, entry in GOODS.items()}
    for name, changes in given.get("products", {}).items():
        goods.setdefault(name, {}).update(changes)
    for place, (name, entry) in enumerate(goods.items(), start=1):
        _check(entry, PRODUCT)
        entry["code"] = f"69010{place:02d}"
        entry.setdefault("brand", name.split("（")[0])
    return goods


def _month(text: object) -> Month:
    year, month = str(text).split("-")
    return Month(int(year), int(month))


def _fen(yuan: object) -> int | None:
    return None if yuan is None else _exact(yuan, FEN_PER_YUAN)


def _sticks(cartons: object) -> int | None:
    return None if cartons is None else _exact(cartons, STICKS_PER_CARTON)


def _exact(value: object, scale: int) -> int:
    scaled = Fraction(str(value)) * scale
    if scaled.denominator != 1:
        raise ValueError(f"{value} isn't whole in the smallest unit")
    return int(scaled)


def _retailers(given: Given) -> list[Row]:
    common = {"status": "正常", "order_cycle_days": 7, "lead_days": 2}
    own: Row = {**common, "license_no": LICENSE, "shop_name": "某某便利店", "owner_name": "李建祥"}
    shop = given.get("shop", {})
    _check(shop, SHOP)
    for name, value in shop.items():
        own[SHOP[name]] = (
            _fen(value) if name == "capital" else _month(value).number if name == "first_month" else value
        )
    others = [
        {**common, "license_no": number, "shop_name": "别家", "market_type": own.get("market_type")}
        for number in [WITNESS, *_neighbours(given)]
    ]
    return [own, *others]


def _neighbours(given: Given) -> list[str]:
    most = max(given.get("neighbours", {}).values(), default=0)
    return [f"3717022{number:05d}" for number in range(most)]


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
            _check(changes[name], {"from", "wholesale", "list"})
            rows.append(_price(entry["code"], {**before, **changes[name]}, begins, None))
    return rows


def _price(code: str, prices: Given, begins: date | None, ends: date | None) -> Row:
    return {
        "sku_code": code,
        "valid_from": begins,
        "valid_to": ends,
        "wholesale_price": _fen(prices["wholesale"]),
        "list_price": _fen(prices["list"]),
    }


def _bought(given: Given) -> dict[Month, Given]:
    """What was bought, by every month that is covered."""
    now = month_of(given)
    places = {"this": now, "last": now.plus(-1), "year_ago": now.plus(-12)}
    bought = {_month(text): {} for text in given.get("covered", ())}
    bought |= {_month(text): entries for text, entries in given.get("months", {}).items()}
    bought |= {month: given[name] for name, month in places.items() if name in given}
    return bought


def _sales(given: Given, goods: Mapping[str, Row]) -> list[Row]:
    rows = []
    for month, entries in _bought(given).items():
        rows.append(_witness_row(month, goods))
        for name, entry in entries.items():
            row = _sales_row(entry, _wholesale(given, goods, name, month), sold=given.get("sold", False))
            rows.append(
                {**row, "month": month.number, "license_no": LICENSE, "sku_code": goods[name]["code"]}
            )
    for name, count in given.get("neighbours", {}).items():
        for license_no in _neighbours(given)[:count]:
            rows.append({**_witness_row(month_of(given), goods, name), "license_no": license_no})
    return rows


def _witness_row(month: Month, goods: Mapping[str, Row], name: str = "癸牌（外）") -> Row:
    return {
        "month": month.number,
        "license_no": WITNESS,
        "sku_code": goods[name]["code"],
        "sticks": STICKS_PER_CARTON,
        "amount": _fen(goods[name]["wholesale"]),
    }


def _wholesale(given: Given, goods: Mapping[str, Row], name: str, month: Month) -> int:
    change = given.get("repriced", {}).get(name, {})
    changed = "wholesale" in change and change["from"] <= month.last_day
    price = change["wholesale"] if changed else goods[name]["wholesale"]
    return _exact(price, FEN_PER_YUAN)


def _sales_row(entry: object, wholesale: int, *, sold: bool) -> Row:
    """One row of the sales table; without `yuan`, the amount is what the month's price makes it."""
    if isinstance(entry, list):
        entry = dict(zip(("cartons", "yuan"), entry, strict=True))
    found: Row = entry if isinstance(entry, dict) else {"cartons": entry}
    _check(found, ROW)
    sticks = _sticks(found.get("cartons", 0)) or 0
    counted = "open" in found or sold
    half = sticks // 2
    return {
        "sticks": sticks,
        "amount": _fen(found["yuan"]) if "yuan" in found else sticks * wholesale // STICKS_PER_CARTON,
        "wanted": _sticks(found.get("wanted")),
        "stock_open": _sticks(found["open"]) if "open" in found else half if sold else None,
        "stock_close": _sticks(found["close"]) if "close" in found else half if sold else None,
        "stock_verified": found.get("verified", counted),
        "count_date": found.get("counted"),
        "out_events": found.get("out"),
        "retail_price": _fen(found.get("retail")),
    }


def _supply(given: Given, goods: Mapping[str, Row]) -> list[Row]:
    rows = []
    for key, month in (("supply_this", month_of(given)), ("supply", month_of(given).plus(1))):
        for name, entry in given.get(key, {}).items():
            found = entry if isinstance(entry, dict) else {"status": entry}
            _check(found, SUPPLY)
            grade_from, grade_to = found.get("grade", (None, None))
            rows.append(
                {
                    "month": month.number,
                    "sku_code": goods[name]["code"],
                    "market_type": found.get("market"),
                    "county": found.get("county"),
                    "format": found.get("format"),
                    "grade_from": grade_from,
                    "grade_to": grade_to,
                    "status": found["status"],
                    "limit_per_cycle": found.get("cycle"),
                    "limit_month": found.get("month"),
                    "valid_from": found.get("from"),
                    "as_of": found.get("as_of", month.first_day - timedelta(days=4)),
                }
            )
    return rows


def _substitutes(given: Given, goods: Mapping[str, Row]) -> list[Row]:
    return [
        {"sku_code": goods[name]["code"], "substitute": goods[other]["code"], "seq": place}
        for name, others in given.get("substitutes", {}).items()
        for place, other in enumerate(others, start=1)
    ]


def _notes(given: Given) -> list[Row]:
    for note in given.get("notes", ()):
        _check(note, NOTE)
    return [
        {
            "written_on": note["written"],
            "license_no": LICENSE,
            "kind": note["kind"],
            "text": note.get("text"),
            "printable": note.get("printable", False),
            "done": note.get("done"),
        }
        for note in given.get("notes", ())
    ]


def _orders(given: Given) -> list[Row]:
    now = month_of(given)
    days = {ordered_on: _sticks(cartons) for ordered_on, cartons in given.get("orders", {}).items()}
    for name, count in given.get("cycles", {}).items():
        first_day = {"this": now, "last": now.plus(-1)}[name].first_day
        days |= {first_day + timedelta(days=7 * week): STICKS_PER_CARTON for week in range(count)}
    return [
        {"ordered_on": ordered_on, "license_no": LICENSE, "ordered": sticks, "delivered": sticks}
        for ordered_on, sticks in days.items()
    ]
