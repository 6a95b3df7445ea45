"""Small towns for tests: rows in words become a snapshot; money in yuan, quantities in cartons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from guidebook.config import Config
from guidebook.demo import write_exports
from guidebook.model import Month
from guidebook.reading import read
from guidebook.reading.schema import COLUMNS, conform, empty_table
from guidebook.snapshot import Snapshot, freeze

OCTOBER = Month(2026, 10)
Row = dict[str, Any]

_QUANTITIES = {"sticks", "stock_open", "stock_close", "wanted", "ordered", "delivered"}
_MONEY = {"amount", "wholesale_price", "list_price", "capital_limit"}
_DEFAULTS: Mapping[str, Row] = {
    "retailers": {"status": "正常", "order_cycle_days": 7, "lead_days": 2, "shop_name": "店"},
    "products": {"sticks_per_carton": 200, "sticks_per_pack": 20, "state": "在销"},
    "sales": {"amount": 0},
    "supply": {"as_of": "2026-09-28"},
}


def snapshot_of(**tables: Iterable[Row]) -> Snapshot:
    """Rows of tables by name; products that are sold and weren't given are made up, each its own brand."""
    given = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    named = {row["sku_code"] for row in given.get("products", ())}
    given.setdefault("products", []).extend(
        {"sku_code": code, "sku_name": code, "brand": code}
        for code in sorted({row["sku_code"] for row in given.get("sales", ())} - named)
    )
    return Snapshot(
        id="7f3a-91c2-04de",
        **{name: _table(name, given.get(name, [])) for name in COLUMNS},
    )


def _table(name: str, rows: list[Row]) -> pd.DataFrame:
    if not rows:
        return empty_table(name)
    frame = pd.DataFrame([{**_DEFAULTS.get(name, {}), **row} for row in rows])
    for column in frame:
        if column in _QUANTITIES or column in _MONEY:
            factor = 200 if column in _QUANTITIES else 100
            frame[column] = (frame[column].astype("Float64") * factor).round().astype("Int64")
        elif str(COLUMNS[name].get(str(column))).startswith("datetime"):
            frame[column] = pd.to_datetime(frame[column])
    return conform(name, frame)


def bought(month: Month, code: str, cartons: Mapping[str, float], **more: Any) -> list[Row]:
    """Rows of sales: cartons of one product by licence."""
    return [
        {"month": month.number, "license_no": shop, "sku_code": code, "sticks": count, **more}
        for shop, count in cartons.items()
    ]


def generated(folder: Path, retailers: int, seed: int) -> Snapshot:
    """A generated county, as read."""
    write_exports(folder / "exports", retailers=retailers, seed=seed)
    tables = read(Config(), folder / "exports", OCTOBER).tables
    return freeze(tables, folder / "snapshots")


def with_advice(snapshot: Snapshot) -> Snapshot:
    """The same after September's sheets advised every shop to buy some of what it, or another, bought in October."""
    october = snapshot.sales[snapshot.sales["month"] == OCTOBER.number]
    part = october.iloc[::7].drop_duplicates("license_no")
    shops = part["license_no"].tolist()
    log = [
        {
            "advice_id": f"{place}-{shop}",
            "month": OCTOBER.plus(-1).number,
            "license_no": shop,
            "rule_id": ("gap_vs_peers", "substitute_same_price")[place % 2],
            "bought_code": code,
            "box": "next_month",
            "qty_suggested": 1 + place % 4,
            "status": (None, None, "不同意", "没货", "未做")[place % 5],
        }
        for codes in (part["sku_code"].tolist(), part["sku_code"].tolist()[::-1])
        for place, (shop, code) in enumerate(zip(shops, codes, strict=True))
    ]
    return replace(snapshot, advice_log=conform("advice_log", pd.DataFrame(log)))
