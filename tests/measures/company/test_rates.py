"""The five rates: hand-worked towns, totals, what isn't shown, and an independent count of a generated county."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from guidebook.measures.company.calibres import DEFINITIONS, Calibre, Rate
from guidebook.measures.company.population import DIMENSIONS
from guidebook.measures.company.rates import AREAS, Rates, shown_only
from guidebook.measures.company.trade import Goods
from guidebook.snapshot import Snapshot
from tests.measures.company.by_hand import County, value_of
from tests.measures.company.town import OCTOBER, Row, bought, snapshot_of

SEPTEMBER, AUGUST, LAST_YEAR = OCTOBER.plus(-1), OCTOBER.plus(-2), OCTOBER.plus(-12)
TEN = [f"3717021000{number:02d}" for number in range(10)]
"""Ten shops: the first six in the town 东镇, the others in 西镇; the last one is closed."""


def shops(**changes: Row) -> list[Row]:
    return [
        {
            "license_no": license_no,
            "county": "某县",
            "town": "东镇" if place < 6 else "西镇",
            "market_type": "城网" if place % 2 else "农网",
            "format": "食杂店",
            "status": "停业" if place == 9 else "正常",
            **changes.get(f"shop{place}", {}),
        }
        for place, license_no in enumerate(TEN)
    ]


def cartons(*counts: float) -> dict[str, float]:
    return {TEN[place]: count for place, count in enumerate(counts) if count}


TOWN: list[Row] = [
    *bought(OCTOBER, "A", cartons(4, 2, 0, 6, 1, 3, 0, 2, 0, 0)),
    *bought(OCTOBER, "B", cartons(0, 1, 5, 0, 0, 0, 2, 0, 0, 0)),
    *bought(SEPTEMBER, "A", cartons(2, 2, 2, 2, 2, 2, 0, 0, 0, 4)),
    *bought(AUGUST, "A", cartons(1, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
    *bought(LAST_YEAR, "A", cartons(3, 3, 0, 3, 3, 0, 0, 0, 0, 3)),
]


def counted(snapshot: Snapshot, *by: str, goods: Goods = Goods.PRODUCT) -> pd.DataFrame:
    return Rates(snapshot).of([OCTOBER], [by], [goods])


def figure(frame: pd.DataFrame, calibre: Calibre, good: str = "A", **cell: str) -> tuple[Any, ...]:
    those = (frame["calibre"] == calibre.value) & (frame["good"] == good)
    for name, value in cell.items():
        those &= frame[name] == value
    (row,) = frame[those].itertuples()
    numerator, denominator = (
        None if pd.isna(each) else int(each) for each in (row.numerator, row.denominator)
    )
    return numerator, denominator, row.n, None if pd.isna(row.value) else round(row.value, 6)


@pytest.mark.parametrize(
    ("calibre", "expected"),
    [
        (Calibre.COVERAGE_COUNTY, (1, 1, 9, 1)),
        (Calibre.COVERAGE_TOWN, (2, 2, 9, 1)),
        (Calibre.ON_SHELF_ACTIVE, (6, 8, 8, 0.75)),
        (Calibre.ON_SHELF_LICENSED, (6, 9, 9, 0.666667)),
        (Calibre.GROWTH_MONTH, (400, 3200, 7, 0.125)),
        (Calibre.GROWTH_MONTH_SAME_SHOPS, (800, 2400, 6, 0.333333)),
        (Calibre.GROWTH_YEAR, (600, 3000, 5, 0.2)),
        (Calibre.GROWTH_YEAR_SAME_SHOPS, (200, 2400, 4, None)),  # four shops: not shown
        (Calibre.SELL_THROUGH_PER_SHOP, (3600 * 7, 3200 * 6, 6, 1.3125)),
        (Calibre.REPURCHASE_MONTHS, (5, 8, 8, 0.625)),
        (Calibre.PER_BUYING_SHOP, (3600, 6, 6, 3)),
    ],
)
def test_a_product_worked_out_by_hand(calibre: Calibre, expected: tuple[Any, ...]) -> None:
    assert figure(counted(snapshot_of(retailers=shops(), sales=TOWN)), calibre) == expected


def test_a_closed_shop_was_open_while_it_bought() -> None:
    frame = Rates(snapshot_of(retailers=shops(), sales=TOWN)).of([SEPTEMBER], goods=[Goods.PRODUCT])
    assert figure(frame, Calibre.ON_SHELF_LICENSED)[:2] == (7, 10)


def test_a_shop_is_not_licensed_before_its_first_order() -> None:
    new = shops(shop8={"first_month": 202611})
    assert figure(counted(snapshot_of(retailers=new, sales=TOWN)), Calibre.ON_SHELF_LICENSED)[:2] == (6, 8)


def test_regions_and_classes() -> None:
    frame = counted(snapshot_of(retailers=shops(), sales=TOWN), "town", "market_type")
    assert figure(frame, Calibre.ON_SHELF_ACTIVE, town="东镇", market_type="城网") == (3, 3, 3, None)
    assert figure(frame, Calibre.ON_SHELF_LICENSED, town="西镇", market_type="农网")[:3] == (0, 2, 2)


def test_a_brand_is_counted_by_shops_not_by_its_products() -> None:
    goods = [{"sku_code": code, "sku_name": code, "brand": "甲牌"} for code in "AB"]
    frame = counted(snapshot_of(retailers=shops(), sales=TOWN, products=goods), goods=Goods.BRAND)
    assert figure(frame, Calibre.ON_SHELF_ACTIVE, "甲牌") == (8, 8, 8, 1)


COUNTS = {"stock_verified": True, "count_date": "2026-10-31"}


def stocked(code: str, *rows: tuple[float, float, float]) -> list[Row]:
    """Opening, bought and closing cartons of one shop after the other."""
    return [
        {**bought(OCTOBER, code, {TEN[place]: came})[0], "stock_open": was, "stock_close": left, **COUNTS}
        for place, (was, came, left) in enumerate(rows)
    ]


def test_counts_worked_out_by_hand() -> None:
    """Six shops held A; two sold none, two sold out; one of these bought none for three months."""
    rows = stocked("A", (5, 5, 5), (2, 0, 0), (0, 4, 4), (3, 1, 4), (1, 3, 0), (6, 4, 5))
    frame = counted(snapshot_of(retailers=shops(), sales=rows))
    assert figure(frame, Calibre.SELL_THROUGH_QUANTITY) == (
        5 * 200 + 400 + 4 * 200 + 5 * 200,
        6800,
        6,
        0.470588,
    )
    assert figure(frame, Calibre.SELL_THROUGH_SHOPS) == (4, 6, 6, 0.666667)
    assert figure(frame, Calibre.SELL_THROUGH_ITEMS) == (4, 6, 6, 0.666667)
    assert figure(frame, Calibre.STOCKOUT_COUNTED) == (1, 5, 5, 0.2)
    assert figure(frame, Calibre.STOCKOUT_CARRIED) == (1, 5, 5, 0.2)
    assert figure(frame, Calibre.ON_SHELF_COUNTED) == (4, 6, 6, 0.666667)


def test_who_was_not_counted_is_neither_sold_out_nor_stocked() -> None:
    rows = [*stocked("A", *[(0, 2, 0)] * 5), *bought(OCTOBER, "A", cartons(0, 0, 0, 0, 0, 2, 2, 2))]
    frame = counted(snapshot_of(retailers=shops(), sales=rows))
    assert figure(frame, Calibre.STOCKOUT_COUNTED) == (5, 5, 5, 1)
    assert figure(frame, Calibre.STOCKOUT_CARRIED) == (5, 8, 8, 0.625)


@pytest.mark.parametrize(
    "changes",
    [{"stock_verified": False}, {"stock_close": 9}, {"stock_open": None}, {"count_date": "2026-10-20"}],
)
def test_a_count_that_cannot_be_used_tells_no_stock(changes: Row) -> None:
    rows = [{**row, **changes} for row in stocked("A", *[(0, 2, 0)] * 5)]
    frame = counted(snapshot_of(retailers=shops(), sales=rows))
    assert figure(frame, Calibre.STOCKOUT_COUNTED) == (0, 0, 0, None)


def test_a_brand_is_sold_out_only_when_all_of_it_is() -> None:
    goods = [{"sku_code": code, "sku_name": code, "brand": "甲牌"} for code in "AB"]
    rows = [*stocked("A", *[(0, 2, 0)] * 7), *stocked("B", *[(0, 2, 0)] * 3, *[(0, 2, 1)] * 3)]
    rows += bought(OCTOBER, "B", {TEN[6]: 2})  # not counted: nobody knows
    snapshot = snapshot_of(retailers=shops(), sales=rows, products=goods)
    frame = counted(snapshot, goods=Goods.BRAND)
    assert figure(frame, Calibre.STOCKOUT_COUNTED, "甲牌") == (3, 6, 6, 0.5)
    assert figure(frame, Calibre.STOCKOUT_ITEMS, "甲牌") == (10, 13, 7, 0.769231)
    assert figure(frame, Calibre.STOCKOUT_CARRIED, "甲牌") == (3, 7, 7, 0.428571)


def orders(*days: int) -> list[Row]:
    return [
        {"license_no": shop, "ordered_on": f"2026-10-{day:02d}", "delivered": 1}
        for shop in TEN[:8]
        for day in days
    ]


def test_order_days_without_supply() -> None:
    """Six shops carry A and ordered on four days; it was stopped from the 15th, on two of them."""
    stop = {"month": 202610, "sku_code": "A", "status": "停", "valid_from": "2026-10-15"}
    snapshot = snapshot_of(retailers=shops(), sales=TOWN, supply=[stop], orders=orders(1, 8, 15, 22))
    assert figure(counted(snapshot), Calibre.STOCKOUT_ORDER_DAYS) == (14, 28, 7, 0.5)
    assert figure(counted(snapshot), Calibre.STOCKOUT_ORDER_DAYS, "B") == (0, 12, 3, None)


def test_without_orders_or_policy_the_companys_side_is_not_known() -> None:
    stop = {"month": 202610, "sku_code": "A", "status": "停"}
    for tables in ({"supply": [stop]}, {"orders": orders(1, 8)}):
        snapshot = snapshot_of(retailers=shops(), sales=TOWN, **tables)
        assert figure(counted(snapshot), Calibre.STOCKOUT_ORDER_DAYS) == (None, None, 0, None)


def test_who_ordered_twice() -> None:
    once = [{"license_no": TEN[8], "ordered_on": "2026-10-09", "delivered": 1}] * 2  # two lines, one day
    rows = [*TOWN, *bought(OCTOBER, "A", {TEN[8]: 1})]
    snapshot = snapshot_of(retailers=shops(), sales=rows, orders=[*orders(1, 8), *once])
    frame = counted(snapshot, goods=Goods.ALL)
    assert figure(frame, Calibre.REPURCHASE_CYCLES, "") == (8, 9, 9, 0.888889)


def test_a_month_that_is_not_covered_gives_null_not_zero() -> None:
    rows = bought(OCTOBER, "A", cartons(*[1] * 8))
    frame = counted(snapshot_of(retailers=shops(), sales=rows))
    for calibre in (Calibre.GROWTH_YEAR, Calibre.GROWTH_MONTH, Calibre.SELL_THROUGH_PER_SHOP):
        assert figure(frame, calibre) == (None, None, 0, None)
    assert figure(frame, Calibre.REPURCHASE_MONTHS) == (None, None, 0, None)
    assert Rates(snapshot_of(retailers=shops(), sales=rows)).of([SEPTEMBER]).empty


def test_a_zero_base_gives_null() -> None:
    rows = [*bought(OCTOBER, "A", cartons(*[1] * 8)), *bought(SEPTEMBER, "B", cartons(*[1] * 8))]
    frame = counted(snapshot_of(retailers=shops(), sales=rows))
    assert figure(frame, Calibre.GROWTH_MONTH) == (1600, 0, 0, None)


@pytest.mark.parametrize(("buyers", "shown"), [(4, False), (5, True)])
def test_nothing_is_shown_of_fewer_than_five_shops(buyers: int, shown: bool) -> None:
    frame = counted(snapshot_of(retailers=shops(), sales=bought(OCTOBER, "A", cartons(*[2] * buyers))))
    row = frame[frame["calibre"] == Calibre.PER_BUYING_SHOP.value]
    assert row["shown"].tolist() == [shown] and row["value"].notna().tolist() == [shown]
    assert shown_only(row)["numerator"].notna().tolist() == [shown]


def test_every_calibre_has_a_definition_and_every_rate_one_default() -> None:
    assert set(DEFINITIONS) == set(Calibre)
    for rate in Rate:
        named = [definition for definition in DEFINITIONS.values() if definition.rate is rate]
        assert sum(definition.default for definition in named) == 1
        assert len({definition.name for definition in named}) == len(named)


def test_an_unknown_dimension_is_refused() -> None:
    with pytest.raises(ValueError, match="personality"):
        counted(snapshot_of(retailers=shops(), sales=TOWN), "personality")


# ── A generated county ──────────────────────────────────────────────────────────────────────────────────────────


def _check_against_loops(snapshot: Snapshot, ways: list[tuple[str, ...]], goods: list[Goods]) -> None:
    county = County(snapshot)
    frame = Rates(snapshot).of([OCTOBER, OCTOBER.plus(-5)], ways, goods)
    checked = 0
    for (month, by, kind), part in frame.groupby(["month", "by", "goods"], observed=True):
        names = tuple(by.split("×")) if by else ()
        cells = county.cells(names)
        groups: dict[tuple[Any, str], dict[str, Any]] = {}
        for row in part.itertuples():
            key = tuple(None if pd.isna(value := getattr(row, name)) else value for name in names)
            groups.setdefault((key, str(row.good)), {})[row.calibre] = row
        for (key, good), rows in groups.items():
            if kind == Goods.ALL.value:
                codes = None
            elif kind == Goods.BRAND.value:
                codes = {code for code, brand in county.brand.items() if brand == good}
            else:
                codes = {good}
            expected = county.figures(month, cells[key], codes)
            assert set(rows) == set(expected)
            for calibre, figures in expected.items():
                row = rows[calibre]
                told = (
                    None if pd.isna(row.numerator) else int(row.numerator),
                    None if pd.isna(row.denominator) else int(row.denominator),
                    row.n,
                )
                assert told == figures, (month, by, key, good, calibre)
                value = value_of(figures, calibre)
                assert row.shown == (value is not None)
                assert (
                    pd.isna(row.value)
                    if value is None
                    else row.value == pytest.approx(float(value), rel=1e-12)
                )
                checked += 1
    assert checked > 1000


def _check_totals(snapshot: Snapshot) -> None:
    """Parts made of whole shops add up to the total, numerator and denominator, in every calibre but area counts."""
    ways: list[tuple[str, ...]] = [
        (),
        *((name,) for name in DIMENSIONS),
        ("town", "format"),
        ("route_id", "grade"),
    ]
    frame = Rates(snapshot).of([OCTOBER, OCTOBER.plus(-1)], ways)
    areas = {calibre.value for calibre in AREAS} | {Calibre.SELL_THROUGH_PER_SHOP.value}
    frame = frame[~frame["calibre"].isin(areas)]
    keys = ["month", "goods", "good", "calibre"]
    sums = frame.groupby(["by", *keys], observed=True)[["numerator", "denominator", "n"]].sum(min_count=1)
    total = sums.loc[""]
    assert len(total) > 100
    for by in frame["by"].unique():
        pd.testing.assert_frame_equal(sums.loc[by], total)


def test_a_county_counted_by_loops(small_county: Snapshot) -> None:
    _check_against_loops(small_county, [(), ("town", "market_type")], list(Goods))


def test_totals_agree_over_every_dimension(small_county: Snapshot) -> None:
    _check_totals(small_county)


@pytest.mark.long
def test_two_thousand_shops_counted_by_loops(large_county: Snapshot) -> None:
    _check_against_loops(large_county, [(), ("town",), ("format", "market_type")], [Goods.ALL, Goods.BRAND])
    _check_against_loops(large_county, [()], [Goods.PRODUCT])


@pytest.mark.long
def test_totals_of_two_thousand_shops(large_county: Snapshot) -> None:
    _check_totals(large_county)
