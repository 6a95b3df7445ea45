"""A cube is what its rows of sales say, counted again one by one without arrays."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import floor

import numpy as np
import pandas as pd
import pytest

from guidebook.measures.cube import WINDOW, build_cube, prices_by_month, prices_on
from tests.measures.world import (
    CARTONS,
    MONTHS,
    OCTOBER,
    SKIPPED,
    Row,
    World,
    closing_of,
    coded,
    snapshot_of,
    sold_of,
)


def test_every_row_is_a_shops_product_of_the_window(world: World) -> None:
    cube, bought = world.cube, world.assortment
    assert cube.months == tuple(month.number for month in MONTHS)
    assert cube.covered.tolist() == [month != SKIPPED for month in MONTHS]
    found = [(cube.licenses[shop], cube.skus[sku]) for shop, sku in zip(cube.owner, cube.sku, strict=True)]
    assert found == bought
    for index, shop in enumerate(cube.licenses):
        assert [bought[row][0] for row in cube.slice_of(index)] == [shop] * len(cube.slice_of(index))
    assert sum(len(cube.slice_of(index)) for index in range(len(cube.licenses))) == len(bought)


def test_every_figure_is_that_of_its_row_of_sales(world: World) -> None:
    cube = world.cube
    for at, (shop, code) in enumerate(world.assortment):
        for column, month in enumerate(MONTHS):
            row = world.sale(shop, code, month)
            price = world.price(code, month.last_day, "list_price")
            known = price is not None or row["sticks"] == row["amount"] == 0
            value = Fraction((price or 0) * row["sticks"], CARTONS[code])
            profit = floor(value + Fraction(1, 2)) - row["amount"]
            assert cube.sticks[at, column] == row["sticks"]
            assert cube.amount[at, column] == row["amount"]
            assert cube.listed[at, column] == known
            assert cube.profit[at, column] == (profit if known else 0)
            assert cube.sold[at, column] == coded(sold_of(row))
            assert cube.closing[at, column] == coded(closing_of(row))
        now = world.sale(shop, code, OCTOBER)
        assert cube.wanted[at] == coded(now.get("wanted"))
        assert cube.out_events[at] == coded(now.get("out_events"))
        assert cube.surveyed[at] == coded(now.get("retail_price"))
        assert cube.counted_on[at].astype(object) == now.get("count_date")


@pytest.mark.parametrize("name", ["wholesale_price", "list_price"])
def test_every_price_is_that_of_the_day(world: World, name: str) -> None:
    codes = world.cube.skus
    expected = [[coded(world.price(code, month.last_day, name)) for month in MONTHS] for code in codes]
    assert prices_by_month(world.snapshot, world.cube.months, codes, name).tolist() == expected
    for day in (
        date(2025, 12, 30),
        date(2025, 12, 31),
        OCTOBER.last_day,
        date(2026, 11, 1),
        date(2027, 1, 1),
    ):
        found = prices_on(world.snapshot, pd.Timestamp(day))[name].dropna()
        priced = {code: world.price(code, day, name) for code in CARTONS}
        assert found.index.is_unique
        assert found.to_dict() == {code: price for code, price in priced.items() if price is not None}


def test_of_two_prices_of_one_day_the_later_row_holds() -> None:
    row: Row = {"sku_code": "1", "valid_from": None, "valid_to": None, "list_price": 1, "wholesale_price": 1}
    snapshot = snapshot_of({"prices": [row, {**row, "valid_from": date(2026, 1, 1), "list_price": 2}]})
    assert prices_on(snapshot, pd.Timestamp(OCTOBER.last_day))["list_price"].tolist() == [2]
    assert prices_by_month(snapshot, (202512, 202610), ["1"], "list_price").tolist() == [[1, 2]]


def test_without_sales_there_is_nothing() -> None:
    cube = build_cube(snapshot_of({}), OCTOBER)
    assert (cube.licenses, cube.skus, cube.starts.tolist(), cube.owner.tolist()) == ([], [], [0], [])
    assert cube.sticks.shape == cube.listed.shape == (0, WINDOW)
    assert not np.any(cube.covered)
