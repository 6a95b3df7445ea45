"""A cube is what its rows of sales say, counted again one by one without arrays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest

from guidebook.measures.cube import WINDOW, Cube, build_cube, prices_by_month, prices_on
from guidebook.model import Month
from guidebook.reading.schema import conform, empty_tables
from guidebook.snapshot import Snapshot

Row = dict[str, Any]

OCTOBER = Month(2026, 10)
MONTHS = [OCTOBER.plus(-back) for back in range(12, -1, -1)]
SKIPPED = MONTHS[4]
"""A month that the exports don't cover."""
SHOPS = [f"37170210001{number}" for number in range(5)]
NEVER_PRICED, WITHOUT_A_LIST_PRICE, FREE = "690103", "690104", "690106"
CARTONS = {
    "690100": 200,  # comes first of all, and nobody bought it
    "690101": 200,
    "690102": 100,
    NEVER_PRICED: 200,
    WITHOUT_A_LIST_PRICE: 200,
    "690105": 300,
    FREE: 200,
    "690107": 200,
    "690199": 200,  # comes last of all, likewise
}
"""Sticks of a carton by product."""


def prices(random: Random) -> list[Row]:
    """For every product but one, prices that change in the middle, at the beginning and at the end of a month."""
    days = [date(2025, 12, 31), date(2026, 3, 1), date(2026, 5, 15), date(2026, 8, 30), date(2026, 11, 1)]
    found: list[Row] = []
    for code in CARTONS.keys() - {NEVER_PRICED}:
        begins = [None, *sorted(random.sample(days, 3))]
        ends = [begin and begin - timedelta(days=1) for begin in begins[1:]]
        for begin, end in zip(begins, [*ends, random.choice([None, date(2026, 12, 31)])], strict=True):
            if random.random() < 0.8:  # else there is a gap, in which no price is known
                list_price = (
                    None if code == WITHOUT_A_LIST_PRICE else 0 if code == FREE else random.randint(1, 99_999)
                )
                found.append(
                    {
                        "sku_code": code,
                        "valid_from": begin,
                        "valid_to": end,
                        "wholesale_price": random.randint(1, 99_999),
                        "list_price": list_price,
                    }
                )
    return found


def sales(random: Random) -> list[Row]:
    """Rows in and around the window, in no order; most say no more than they must."""
    codes = sorted(CARTONS)[1:-1]
    found = [
        sale(random, month, shop, code)
        for month in [OCTOBER.plus(-14), OCTOBER.plus(-13), *MONTHS, OCTOBER.plus(1)]
        for shop in SHOPS
        for code in codes
        if month != SKIPPED and random.random() < (0.9 if month == OCTOBER else 0.4)
    ]
    return random.sample(found, len(found))


def sale(random: Random, month: Month, shop: str, code: str) -> Row:
    row: Row = {"month": month.number, "license_no": shop, "sku_code": code}
    row |= {
        "sticks": random.choice([0, 0, 1, -3, 200, 999, -200]),
        "amount": random.choice([0, 0, 5, -70, 12_345]),
    }
    if random.random() < 0.5:
        row |= {
            "wanted": random.randint(0, 900),
            "out_events": random.randint(0, 3),
            "retail_price": random.randint(0, 9),
        }
    if random.random() < 0.7:
        near = [date(month.year, month.month, 1), None, month.last_day]
        near += [month.last_day + timedelta(days=days) for days in (-11, -10, -9, 9, 10, 11)]
        row |= {
            "stock_open": random.choice([0, 1, 300, None]),
            "stock_close": random.choice([0, 1, 300, None]),
            "stock_verified": random.random() < 0.9,
            "count_date": random.choice(near),
        }
    return row


def snapshot_of(rows: Mapping[str, list[Row]]) -> Snapshot:
    given = {name: conform(name, pd.DataFrame(found)) for name, found in rows.items() if found}
    return Snapshot(id="s", **empty_tables() | given)


@pytest.fixture(scope="module", params=range(2))
def world(request: pytest.FixtureRequest) -> tuple[dict[str, list[Row]], Cube]:
    random = Random(request.param)
    products = [{"sku_code": code, "sticks_per_carton": sticks} for code, sticks in CARTONS.items()]
    rows = {
        "products": random.sample(products, len(products)),
        "prices": prices(random),
        "sales": sales(random),
    }
    return rows, build_cube(snapshot_of(rows), OCTOBER)


def price_of(rows: Mapping[str, list[Row]], code: str, day: date, name: str) -> int | None:
    """The price of a day."""
    for row in rows["prices"]:
        begins, ends = row["valid_from"] or date.min, row["valid_to"] or date.max
        if row["sku_code"] == code and begins <= day <= ends:
            return row[name]
    return None


def sold(row: Row) -> int | None:
    """What was sold, as far as the count tells."""
    opening, closing = row.get("stock_open"), row.get("stock_close")
    if not row.get("stock_verified") or opening is None or closing is None:
        return None
    gone = opening + row["sticks"] - closing
    return gone if gone >= 0 else None


def closing(row: Row) -> int | None:
    """What was left, as far as the count tells and was taken near the month's end."""
    last = Month.of(row["month"]).last_day
    return (
        row["stock_close"]
        if sold(row) is not None and abs(((row["count_date"] or last) - last).days) <= 10
        else None
    )


def test_every_row_is_a_shops_product_of_the_window(world: tuple[dict[str, list[Row]], Cube]) -> None:
    rows, cube = world
    bought = sorted(
        {
            (row["license_no"], row["sku_code"])
            for row in rows["sales"]
            if row["month"] in {month.number for month in MONTHS}
        }
    )
    assert cube.months == tuple(month.number for month in MONTHS)
    assert cube.covered.tolist() == [month != SKIPPED for month in MONTHS]
    assert [
        (cube.licenses[shop], cube.skus[sku]) for shop, sku in zip(cube.owner, cube.sku, strict=True)
    ] == bought
    for index, shop in enumerate(cube.licenses):
        assert [bought[row][0] for row in cube.slice_of(index)] == [shop] * len(cube.slice_of(index))
    assert sum(len(cube.slice_of(index)) for index in range(len(cube.licenses))) == len(bought)


def test_every_figure_is_that_of_its_row_of_sales(world: tuple[dict[str, list[Row]], Cube]) -> None:
    rows, cube = world
    told = {(row["license_no"], row["sku_code"], row["month"]): row for row in rows["sales"]}
    for at, (shop, sku) in enumerate(zip(cube.owner, cube.sku, strict=True)):
        key = (cube.licenses[shop], cube.skus[sku])
        for column, month in enumerate(MONTHS):
            row = told.get((*key, month.number), {"sticks": 0, "amount": 0, "month": month.number})
            price = price_of(rows, key[1], month.last_day, "list_price")
            nothing = row["sticks"] == row["amount"] == 0
            value = Fraction((price or 0) * row["sticks"], CARTONS[key[1]])
            profit = floor(value + Fraction(1, 2)) - row["amount"]
            known = price is not None or nothing
            assert cube.sticks[at, column] == row["sticks"]
            assert cube.amount[at, column] == row["amount"]
            assert cube.listed[at, column] == known
            assert cube.profit[at, column] == (profit if known else 0)
            assert cube.sold[at, column] == unless_none(sold(row))
            assert cube.closing[at, column] == unless_none(closing(row))
        assert cube.wanted[at] == unless_none(row.get("wanted"))
        assert cube.out_events[at] == unless_none(row.get("out_events"))
        assert cube.surveyed[at] == unless_none(row.get("retail_price"))
        assert cube.counted_on[at].astype(object) == row.get("count_date")


def unless_none(value: int | None) -> int:
    return -1 if value is None else value


@pytest.mark.parametrize("name", ["wholesale_price", "list_price"])
def test_every_price_is_that_of_the_day(world: tuple[dict[str, list[Row]], Cube], name: str) -> None:
    rows, cube = world
    expected = [
        [unless_none(price_of(rows, code, month.last_day, name)) for month in MONTHS] for code in cube.skus
    ]
    assert prices_by_month(snapshot_of(rows), cube.months, cube.skus, name).tolist() == expected
    for day in (
        date(2025, 12, 30),
        date(2025, 12, 31),
        date(2026, 10, 31),
        date(2026, 11, 1),
        date(2027, 1, 1),
    ):
        found = prices_on(snapshot_of(rows), pd.Timestamp(day))
        assert found.index.is_unique
        for code in CARTONS:
            price = found[name].get(code)
            assert (None if price is None or pd.isna(price) else price) == price_of(rows, code, day, name)


def test_of_two_prices_of_one_day_the_later_row_holds() -> None:
    row: Row = {"sku_code": "1", "valid_from": None, "valid_to": None, "list_price": 1, "wholesale_price": 1}
    rows = [row, {**row, "valid_from": date(2026, 1, 1), "list_price": 2}]
    snapshot = snapshot_of({"prices": rows})
    assert prices_on(snapshot, pd.Timestamp(OCTOBER.last_day))["list_price"].tolist() == [2]
    assert prices_by_month(snapshot, (202512, 202610), ["1"], "list_price").tolist() == [[1, 2]]


def test_without_sales_there_is_nothing() -> None:
    cube = build_cube(snapshot_of({"products": [{"sku_code": "1", "sticks_per_carton": 200}]}), OCTOBER)
    assert (cube.licenses, cube.skus, cube.starts.tolist(), cube.owner.tolist()) == ([], [], [0], [])
    assert cube.sticks.shape == cube.listed.shape == (0, WINDOW)
    assert not np.any(cube.covered)
