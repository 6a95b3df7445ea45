"""Where profit went, worked out by hand and shop by shop as the sheets do; price bands by plain loops."""

from collections import defaultdict

import pytest

from guidebook.measures.company.price_bands import UNKNOWN, price_bands
from guidebook.measures.company.profit import profit_bridge
from guidebook.measures.cube import build_cube
from guidebook.measures.effects import profit_effects
from guidebook.model import ProductMonth
from guidebook.snapshot import Snapshot
from tests.measures.company.town import OCTOBER, bought, snapshot_of

SEPTEMBER = OCTOBER.plus(-1)
PRODUCTS = [
    {"sku_code": "A1", "sku_name": "甲（硬）", "brand": "甲牌"},
    {"sku_code": "A2", "sku_name": "甲（软）", "brand": "甲牌"},
    {"sku_code": "B1", "sku_name": "乙（硬）", "brand": "乙牌"},
    {"sku_code": "C1", "sku_name": "丙（硬）", "brand": "丙牌"},
]
PRICES = [
    {"sku_code": "A1", "wholesale_price": 100, "list_price": 112},
    {"sku_code": "A2", "wholesale_price": 90, "list_price": 100},
    {"sku_code": "B1", "wholesale_price": 220, "list_price": 245},
]
"""丙牌 has no listed price."""
SALES = [
    *bought(SEPTEMBER, "A1", {"1": 40, "2": 10}),
    *bought(OCTOBER, "A1", {"1": 30, "2": 10}),
    *bought(OCTOBER, "A2", {"1": 5}),
    *bought(SEPTEMBER, "B1", {"1": 10}),
    *bought(OCTOBER, "B1", {"1": 18}),
    *bought(SEPTEMBER, "C1", {"1": 7}),
]
PAID = {"A1": 100, "A2": 90, "B1": 220, "C1": 50}
BRANDS = {row["sku_code"]: row["brand"] for row in PRODUCTS}


def town() -> Snapshot:
    sales = [{**row, "amount": row["sticks"] * PAID[row["sku_code"]]} for row in SALES]
    return snapshot_of(
        retailers=[{"license_no": "1"}, {"license_no": "2"}], products=PRODUCTS, prices=PRICES, sales=sales
    )


def test_the_bridge_of_two_shops_is_what_one_works_out_by_hand() -> None:
    found = profit_bridge(build_cube(town(), OCTOBER), BRANDS).set_index("brand")
    assert found.loc["甲牌", "quantity"] == (-10 * 12 + 5 * 10) * 100
    assert found.loc["甲牌", "margin"] == 0
    assert found.loc["甲牌", "shops"] == 2
    assert found.loc["乙牌", "quantity"] == 8 * 25 * 100
    assert "丙牌" not in found.index  # without a listed price nothing is known


def test_the_bridge_is_the_sum_of_what_sheets_take_apart(small_county: Snapshot) -> None:
    cube = build_cube(small_county, OCTOBER)
    products = small_county.products
    brands = dict(zip(products["sku_code"], products["brand"], strict=True))
    by_hand: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in range(len(cube.sku)):
        last, this = (
            ProductMonth(
                int(cube.sticks[row, place]),
                int(cube.amount[row, place]),
                int(cube.profit[row, place]) if cube.listed[row, place] else None,
            )
            for place in (-2, -1)
        )
        effects = profit_effects(this, last)
        if effects is not None and any(effects):
            brand = brands[cube.skus[cube.sku[row]]]
            by_hand[brand][0] += effects[0]
            by_hand[brand][1] += effects[1]
    found = profit_bridge(cube, brands)
    moved = found[(found["quantity"] != 0) | (found["margin"] != 0)]
    told = {row.brand: [int(row.quantity), int(row.margin)] for row in moved.itertuples()}
    assert told == {brand: effects for brand, effects in by_hand.items() if any(effects)}
    assert (found["profit_last"] + found["quantity"] + found["margin"] == found["profit"]).all()
    assert len(told) > 5


def test_bands_are_those_of_the_price_of_a_pack() -> None:
    found = price_bands(town(), build_cube(town(), OCTOBER), (10, 15)).set_index(["month", "band"])
    assert found.loc[(OCTOBER.number, 0), "sticks"] == 5 * 200  # 100 a carton: 10 a pack, the bound itself
    assert found.loc[(OCTOBER.number, 1), "sticks"] == 40 * 200
    assert found.loc[(OCTOBER.number, 1), "shops"] == 2
    assert found.loc[(OCTOBER.number, 2), "sticks"] == 18 * 200
    assert found.loc[(SEPTEMBER.number, UNKNOWN), "sticks"] == 7 * 200


def test_shares_of_a_month_add_up(small_county: Snapshot) -> None:
    cube = build_cube(small_county, OCTOBER)
    found = price_bands(small_county, cube, (10, 15, 20))
    for _, rows in found.groupby("month"):
        assert float(rows["share"].sum()) == pytest.approx(1)
    october = found[found["month"] == OCTOBER.number]
    assert int(october["sticks"].sum()) == int(cube.sticks[:, -1].sum())
