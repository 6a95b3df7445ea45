"""A line is what the sales, counts, prices and policies say of one product at one shop, counted one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from guidebook.config import StockCover
from guidebook.measures.cube import build_cube
from guidebook.measures.effects import Totals, price_effects, profit_effects
from guidebook.measures.forecast import forecast_sticks
from guidebook.measures.lines import Lines
from guidebook.measures.ordering import order_per_cycle
from guidebook.measures.registry import at_prices_of, price_changes, products
from guidebook.measures.stock import stock_count
from guidebook.model import (
    NOTHING,
    Account,
    MonthAccount,
    ProductLine,
    ProductMonth,
    Retailer,
    SupplyLine,
    SupplyStatus,
)
from tests.measures.world import MONTHS, OCTOBER, World, closing_of, coded, snapshot_of, sold_of

ACCOUNT = Account(
    MonthAccount(OCTOBER, 5_000, 70_000, None),
    MonthAccount(OCTOBER.plus(-1), 4_000, 60_000, None),
    MonthAccount(OCTOBER.plus(-12), 3_000, 50_000, None),
)
COVER = StockCover()
NEXT = {
    "690101": SupplyLine(SupplyStatus.LIMITED, 1, None, False, None, date(2026, 10, 28)),
    "690105": SupplyLine(SupplyStatus.STOPPED, None, None, False, None, date(2026, 10, 28)),
}
THIS = {
    "690102": SupplyLine(SupplyStatus.LIMITED, 2, 3, True, None, date(2026, 9, 28)),
    "690105": SupplyLine(SupplyStatus.FULL, None, None, False, None, date(2026, 9, 28)),
}


def lines_of(world: World, account: Account = ACCOUNT) -> dict[str, tuple[ProductLine, ...]]:
    """The lines of every shop."""
    catalogue = products(world.snapshot, OCTOBER)
    lines = Lines(world.snapshot, world.cube, catalogue, OCTOBER, COVER)
    return {
        shop: lines.of(retailer(shop), index, account, THIS, NEXT)
        for index, shop in enumerate(world.cube.licenses)
    }


def retailer(shop: str) -> Retailer:
    """A shop; some are visited more often than others."""
    return Retailer(
        shop, "某某店", order_cycle_days=7 if shop < "371702100012" else 14, lead_days=int(shop[-1])
    )


def recent_amount(world: World, shop: str, code: str) -> int:
    return sum(world.sale(shop, code, month)["amount"] for month in MONTHS[-3:])


def test_a_shops_lines_fall_by_amount_and_only_what_sold_has_a_rank(world: World) -> None:
    for shop, lines in lines_of(world).items():
        recent = {code: recent_amount(world, shop, code) for owner, code in world.assortment if owner == shop}
        assert [line.product.sku_code for line in lines] == sorted(
            recent, key=lambda code: (-recent[code], code)
        )
        assert [line.rank for line in lines] == [
            place if recent[line.product.sku_code] > 0 else 0 for place, line in enumerate(lines, start=1)
        ]


def bought(world: World, shop: str, code: str, back: int) -> ProductMonth:
    """A month of a product, as the cube has its profit."""
    row = world.sale(shop, code, OCTOBER.plus(-back))
    if row["sticks"] == row["amount"] == 0:
        return NOTHING
    at = world.assortment.index((shop, code))
    profit = int(world.cube.profit[at, -1 - back]) if world.cube.listed[at, -1 - back] else None
    return ProductMonth(row["sticks"], row["amount"], profit)


def test_every_line_says_what_its_rows_say(world: World) -> None:
    total, total_last = Totals(5_000, 70_000), Totals(4_000, 60_000)
    catalogue = products(world.snapshot, OCTOBER)
    changes = price_changes(world.snapshot, catalogue, OCTOBER.plus(1))
    before = at_prices_of(catalogue, world.snapshot, OCTOBER.plus(-1))
    changed = price_changes(world.snapshot, before, OCTOBER)
    for shop, lines in lines_of(world).items():
        for line in lines:
            code = line.product.sku_code
            this, last, year_ago = (bought(world, shop, code, back) for back in (0, 1, 12))
            assert (line.this, line.last, line.year_ago) == (this, last, year_ago)
            effects = (line.price_mix_effect, line.price_change_effect)
            assert effects == price_effects(this, last, total, total_last)
            parts = (line.profit_quantity_effect, line.profit_margin_effect)
            assert parts == (profit_effects(this, last) or (None, None))
            assert line.product == catalogue[code]
            assert (line.price_change, line.price_changed) == (changes.get(code), changed.get(code))
            assert (line.supply, line.supply_this) == (NEXT.get(code), THIS.get(code))
            monthly = tuple(world.sale(shop, code, month)["sticks"] for month in MONTHS)
            assert (line.monthly, line.recent_sticks) == (monthly, sum(monthly[-3:]))
            now = world.sale(shop, code, OCTOBER)
            assert (line.wanted, line.retail_price) == (now.get("wanted"), now.get("retail_price"))


def test_every_line_has_its_own_count_forecast_and_order(world: World) -> None:
    forecasts = forecast_sticks(world.cube).tolist()
    for shop, lines in lines_of(world).items():
        own = retailer(shop)
        for line in lines:
            code = line.product.sku_code
            rows = [world.sale(shop, code, month) for month in MONTHS]
            now, closing = rows[-1], closing_of(rows[-1])
            if closing is None:
                assert line.stock is None
            else:
                sold = [coded(sold_of(row)) for row in rows]
                events = coded(now.get("out_events"))
                counted = stock_count(OCTOBER, now["sticks"], sold, closing, now["count_date"], events)
                assert line.stock == counted
                assert line.stock is not None and line.stock.opening == now["stock_open"]
            expected = forecasts[world.assortment.index((shop, code))]
            assert line.forecast == (None if expected < 0 else expected)
            assert line.order_cartons == order_per_cycle(
                own,
                line.product,
                OCTOBER.plus(1),
                line.forecast,
                line.stock,
                line.supply,
                min_cover_days=COVER.least_days(own.order_cycle_days, own.lead_days),
                max_cover_days=COVER.max_days,
            )


@pytest.mark.parametrize("left", [0, 5])
def test_a_shop_whose_goods_were_all_counted(left: int) -> None:
    product = {"sku_code": "1", "sku_name": "某牌", "sticks_per_carton": 200, "sticks_per_pack": 20}
    sale = {
        "month": OCTOBER.number,
        "license_no": "371702100010",
        "sku_code": "1",
        "sticks": 200,
        "amount": 9,
    }
    count = {"stock_open": 10, "stock_close": left, "stock_verified": True, "count_date": None}
    ((line,),) = lines_of(World({"products": [product], "sales": [sale | count]})).values()
    assert line.stock is not None
    assert (line.stock.closing, line.stock.sold) == (left, 210 - left)


def test_where_last_month_is_not_known_neither_are_its_causes(world: World) -> None:
    for lines in lines_of(world, replace(ACCOUNT, last=None, year_ago=None)).values():
        for line in lines:
            effects = (line.price_mix_effect, line.price_change_effect)
            parts = (line.profit_quantity_effect, line.profit_margin_effect)
            assert {line.last, line.year_ago, *effects, *parts} == {None}


@pytest.mark.parametrize("sticks", [0, -200])
def test_a_month_without_net_quantity_has_no_price_effects(world: World, sticks: int) -> None:
    account = replace(ACCOUNT, this=replace(ACCOUNT.this, sticks=sticks))
    for lines in lines_of(world, account).values():
        assert (
            {line.price_mix_effect for line in lines}
            == {line.price_change_effect for line in lines}
            == {None}
        )
        assert any(line.profit_quantity_effect is not None for line in lines)


def test_who_never_bought_has_no_lines(world: World) -> None:
    lines = Lines(world.snapshot, world.cube, products(world.snapshot, OCTOBER), OCTOBER, COVER)
    assert lines.of(retailer("371702100010"), None, ACCOUNT, THIS, NEXT) == ()
    empty = snapshot_of({})
    lines = Lines(empty, build_cube(empty, OCTOBER), {}, OCTOBER, COVER)
    assert lines.of(retailer("371702100010"), None, ACCOUNT, THIS, NEXT) == ()
