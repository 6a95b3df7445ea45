"""Sales, counts and prices as odd as they come, and what each row says by itself: measures are recounted from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd

from guidebook.measures.cube import Cube, build_cube
from guidebook.model import Month
from guidebook.reading.schema import conform, empty_tables
from guidebook.snapshot import Snapshot, freeze, load

Row = dict[str, Any]

OCTOBER = Month(2026, 10)
MONTHS = [OCTOBER.plus(-back) for back in range(12, -1, -1)]
SKIPPED = MONTHS[4]
"""A month that the exports don't cover."""
BEFORE = [OCTOBER.plus(-back) for back in (16, 14, 13)]
"""Months before the window; the exports don't cover the one between."""
SHOPS = [f"37170210001{number}" for number in range(5)]
LEFT: Mapping[str, list[int | None]] = {SHOPS[0]: [1, 300], SHOPS[1]: [0], SHOPS[2]: [None]}
"""What these ever count: one always has something left, one nothing, one never counts."""
FORMER = ["371702100001", "371702100099"]
"""They bought before the window only."""
NEVER_PRICED, WITHOUT_A_LIST_PRICE, FREE, STAPLE, RARE = "690103", "690104", "690106", "690107", "690108"
CARTONS = {
    "690100": 200,  # comes first of all, and nobody bought it
    "690101": 200,
    "690102": 100,
    NEVER_PRICED: 200,
    WITHOUT_A_LIST_PRICE: 200,
    "690105": 300,
    FREE: 200,
    STAPLE: 200,  # bought so often that a next month can be foreseen
    RARE: 200,  # a single stick now and then, from which no whole one can be foreseen
    "690199": 200,  # comes last of all, likewise
}
"""Sticks of a carton by product."""
BOUGHT = sorted(CARTONS)[1:-1]


@dataclass(frozen=True)
class World:
    """Rows of `products`, `prices` and `sales`.

    Attributes:
        snapshots: Where their snapshot is frozen and loaded from; None takes the rows as they are.
    """

    rows: Mapping[str, list[Row]]
    snapshots: Path | None = None

    @cached_property
    def snapshot(self) -> Snapshot:
        if self.snapshots is None:
            return snapshot_of(self.rows)
        return load(self.snapshots, freeze(tables_of(self.rows), self.snapshots).id, lean=True)

    @cached_property
    def cube(self) -> Cube:
        return build_cube(self.snapshot, OCTOBER)

    @cached_property
    def sold(self) -> Mapping[tuple[str, str, int], Row]:
        """Rows of sales by shop, product and month."""
        return {(row["license_no"], row["sku_code"], row["month"]): row for row in self.rows["sales"]}

    @cached_property
    def assortment(self) -> list[tuple[str, str]]:
        """Shops, and what each bought in the window, sorted."""
        inside = {month.number for month in MONTHS}
        return sorted({key[:2] for key in self.sold if key[2] in inside})

    def sale(self, shop: str, code: str, month: Month) -> Row:
        """A row of sales, or one that says that nothing was bought."""
        return self.sold.get((shop, code, month.number), {"month": month.number, "sticks": 0, "amount": 0})

    def price(self, code: str, day: date, name: str) -> int | None:
        """The price of a day."""
        for row in self.rows["prices"]:
            begins, ends = row["valid_from"] or date.min, row["valid_to"] or date.max
            if row["sku_code"] == code and begins <= day <= ends:
                return None if row[name] is None else int(row[name])
        return None


def snapshot_of(rows: Mapping[str, list[Row]]) -> Snapshot:
    """A snapshot with these tables."""
    return Snapshot(id="s", **empty_tables() | tables_of(rows))


def tables_of(rows: Mapping[str, list[Row]]) -> dict[str, pd.DataFrame]:
    """Rows as tables of a snapshot."""
    return {name: conform(name, pd.DataFrame(found)) for name, found in rows.items()}


def random_world(seed: int) -> World:
    """A world whose rows come in no order."""
    random = Random(seed)
    products = [
        {
            "sku_code": code,
            "sku_name": f"某牌（{code}）",
            "sticks_per_carton": sticks,
            "sticks_per_pack": sticks // 10,
        }
        for code, sticks in CARTONS.items()
    ]
    rows = {"products": products, "prices": list(_prices(random)), "sales": list(_sales(random))}
    return World({name: random.sample(found, len(found)) for name, found in rows.items()})


def _prices(random: Random) -> Iterable[Row]:
    """For every product but one, prices that change in the middle, at the beginning and at the end of a month."""
    days = [date(2025, 12, 31), date(2026, 5, 15), date(2026, 9, 1), date(2026, 10, 15), date(2026, 11, 1)]
    for code in CARTONS:
        begins = [None, *sorted(random.sample(days, 3))]
        ends = [begin - timedelta(days=1) for begin in begins if begin]
        for begin, end in zip(begins, [*ends, random.choice([None, date(2026, 12, 31)])], strict=True):
            row: Row = {"sku_code": code, "valid_from": begin, "valid_to": end}
            row |= {"wholesale_price": random.randint(1, 99_999), "list_price": random.randint(1, 99_999)}
            if code in (WITHOUT_A_LIST_PRICE, FREE):
                row["list_price"] = None if code == WITHOUT_A_LIST_PRICE else 0
            if (
                code != NEVER_PRICED and random.random() < 0.8
            ):  # else there is a gap, in which no price is known
                yield row


def _sales(random: Random) -> Iterable[Row]:
    """Rows in the window, before and after it; most say no more than they must."""
    for month in [*BEFORE, *MONTHS, OCTOBER.plus(1)]:
        for shop in [*SHOPS, *FORMER]:
            for code in BOUGHT:
                likely = 0.9 if month == OCTOBER or code in (STAPLE, RARE) else 0.4
                if month != SKIPPED and (shop in SHOPS or month in BEFORE) and random.random() < likely:
                    yield _sale(random, month, shop, code)


def _sale(random: Random, month: Month, shop: str, code: str) -> Row:
    row: Row = {"month": month.number, "license_no": shop, "sku_code": code}
    usual = [0, 1] if code == RARE else [0, 0, 1, -3, 200, 999, -200]
    row["sticks"] = random.choice(range(1, 30_000) if code == STAPLE else usual)
    row["amount"] = random.choice([0, 1] if code == RARE else [0, 0, 5, -70, 12_345])
    if random.random() < 0.5:
        row |= {name: random.randint(0, 9) for name in ("wanted", "out_events", "retail_price")}
    if random.random() < 0.7:
        far = [month.last_day + timedelta(days=days) for days in (-11, -10, -9, 9, 10, 11)]
        row["count_date"] = random.choice([*far, month.first_day, month.last_day, None])
        row["stock_open"] = random.choice([0, 1, 300, None])
        row["stock_close"] = random.choice(LEFT.get(shop, [0, 1, 300, None]))
        row["stock_verified"] = random.random() < 0.9
    return row


def sold_of(row: Row) -> int | None:
    """What was sold, as far as the count tells."""
    opening, closing = row.get("stock_open"), row.get("stock_close")
    if not row.get("stock_verified") or opening is None or closing is None:
        return None
    gone = int(opening + row["sticks"] - closing)
    return gone if gone >= 0 else None


def closing_of(row: Row) -> int | None:
    """What was left, as far as the count tells and was taken near the month's end."""
    if sold_of(row) is None:
        return None
    last = Month.of(row["month"]).last_day
    return int(row["stock_close"]) if abs((row["count_date"] or last) - last) <= timedelta(days=10) else None


def coded(value: int | None) -> int:
    """As arrays have it, in which −1 is unknown."""
    return -1 if value is None else value
