"""Thirteen months as arrays: what is covered, bought, listed, sold."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from guidebook.measures.cube import WINDOW, Cube, build_cube
from tests.advice.profiles import LICENSE, Given, code_of, month_of, profile_of, snapshot_of

A = "甲牌（硬）"


def cube_of(given: Given) -> Cube:
    return build_cube(snapshot_of(given), month_of(given))


def row_of(cube: Cube, name: str = A) -> int:
    code = cube.skus.index(code_of(name))
    rows = cube.slice_of(cube.licenses.index(LICENSE))
    return next(row for row in rows if cube.sku[row] == code)


def test_months_and_what_is_covered() -> None:
    cube = cube_of({"months": {"2025-12": {}, "2025-09": {A: 1}}, "this": {A: 3}})
    assert cube.months[0] == 202510 and cube.months[-1] == 202610 and len(cube.months) == WINDOW
    assert [number for number, known in zip(cube.months, cube.covered, strict=True) if known] == [
        202512,
        202610,
    ]


def test_rows_belong_to_their_shop() -> None:
    cube = cube_of({"last": {A: 1}, "this": {A: 3, "丙牌（细支）": 2}})
    assert cube.licenses == sorted(cube.licenses)
    own = cube.slice_of(cube.licenses.index(LICENSE))
    assert [cube.skus[cube.sku[row]] for row in own] == [code_of(A), code_of("丙牌（细支）")]
    assert sum(len(cube.slice_of(i)) for i in range(len(cube.licenses))) == len(cube.sku)


def test_quantity_amount_and_profit() -> None:
    cube = cube_of({"last": {A: [2, 199]}, "this": {A: 3}})
    row = row_of(cube)
    assert cube.sticks[row, -3:].tolist() == [0, 400, 600]
    assert cube.amount[row, -3:].tolist() == [0, 19_900, 30_000]
    assert cube.profit[row, -3:].tolist() == [0, 2 * 11_200 - 19_900, 3_600]
    assert cube.listed[row].all()


@pytest.mark.parametrize(
    ("begins", "profit"),
    [(date(2026, 10, 1), 2_000), (date(2026, 10, 31), 2_000), (date(2026, 11, 1), 1_200)],
)
def test_profit_goes_by_the_price_on_the_months_last_day(begins: date, profit: int) -> None:
    cube = cube_of({"last": {A: 1}, "this": {A: 1}, "repriced": {A: {"from": begins, "list": 120}}})
    assert cube.profit[row_of(cube), -2:].tolist() == [1_200, profit]


@pytest.mark.parametrize(("sticks", "value"), [(1, 56), (3, 168), (-3, -168)])
def test_the_listed_value_is_rounded_to_the_fen(sticks: int, value: int) -> None:
    cube = cube_of({"this": {A: [sticks / 200, 0]}})
    assert cube.profit[row_of(cube), -1] == value


def test_a_half_fen_is_rounded_up() -> None:
    given = {"products": {A: {"list": 111}}, "this": {A: [0.005, 0], "乙牌（软）": [-0.005, 0]}}
    given["products"]["乙牌（软）"] = {"list": 111}
    cube = cube_of(given)
    assert cube.profit[row_of(cube), -1] == 56  # 55.5
    assert cube.profit[row_of(cube, "乙牌（软）"), -1] == -55  # −55.5


def test_no_listed_price_no_profit() -> None:
    cube = cube_of({"last": {"癸牌（外）": 1}, "this": {"癸牌（外）": 0}})
    row = row_of(cube, "癸牌（外）")
    assert cube.listed[row, -2:].tolist() == [False, True]
    assert (cube.profit[row] == 0).all()


def test_other_cartons_hold_other_numbers_of_sticks() -> None:
    given = {"products": {A: {"sticks": 100, "list": 60}}, "this": {A: [1, 100]}}
    cube = cube_of(given)
    assert cube.sticks[row_of(cube), -1] == 200
    assert cube.profit[row_of(cube), -1] == 2 * 6_000 - 10_000


def test_sold_needs_a_verified_count_that_can_be() -> None:
    def sold(**row: Any) -> int:
        cube = cube_of({"this": {A: {"cartons": 4, **row}}})
        return int(cube.sold[row_of(cube), -1])

    assert sold(open=3, close=2) == 1000
    assert sold(open=0, close=4) == 0
    assert sold(open=0, close=5) == -1
    assert sold(open=3, close=2, verified=False) == -1
    assert sold() == -1


def test_wanted_is_this_months() -> None:
    cube = cube_of({"last": {A: {"cartons": 1, "wanted": 9}}, "this": {A: {"cartons": 1, "wanted": 5}}})
    assert cube.wanted[row_of(cube)] == 1000
    cube = cube_of({"last": {A: {"cartons": 1, "wanted": 9}}, "this": {A: 1}})
    assert cube.wanted[row_of(cube)] == -1


def test_figures_are_whole_numbers() -> None:
    cube = cube_of({"this": {A: 3}})
    assert all(
        array.dtype == np.int64 for array in (cube.sticks, cube.amount, cube.profit, cube.wanted, cube.sold)
    )


def test_a_shop_without_sales_has_no_rows() -> None:
    given = {"this": {}}
    assert LICENSE not in cube_of(given).licenses
    assert profile_of(given).lines == ()
