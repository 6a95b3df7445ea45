"""The rates by name: what each is divided by, and which of several readings (口径) is meant (R031; domain.md §2.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from guidebook.measures.company.trade import Goods


class Rate(StrEnum):
    """五率, and two figures that go with them."""

    COVERAGE = "覆盖率"
    ON_SHELF = "上柜率"
    SELL_THROUGH = "动销率"
    STOCKOUT = "断货率"
    GROWTH = "成长率"
    REPURCHASE = "重购率"
    PER_SHOP = "户均"


class Calibre(StrEnum):
    """口径: how a rate is counted.  Figures of different calibres are never compared."""

    COVERAGE_COUNTY = "coverage_county"
    COVERAGE_TOWN = "coverage_town"
    COVERAGE_ROUTE = "coverage_route"
    ON_SHELF_ACTIVE = "on_shelf_active"
    ON_SHELF_LICENSED = "on_shelf_licensed"
    ON_SHELF_COUNTED = "on_shelf_counted"
    SELL_THROUGH_QUANTITY = "sell_through_quantity"
    SELL_THROUGH_SHOPS = "sell_through_shops"
    SELL_THROUGH_ITEMS = "sell_through_items"
    SELL_THROUGH_PER_SHOP = "sell_through_per_shop"
    STOCKOUT_COUNTED = "stockout_counted"
    STOCKOUT_CARRIED = "stockout_carried"
    STOCKOUT_ITEMS = "stockout_items"
    STOCKOUT_ORDER_DAYS = "stockout_order_days"
    GROWTH_YEAR = "growth_year"
    GROWTH_MONTH = "growth_month"
    GROWTH_YEAR_SAME_SHOPS = "growth_year_same_shops"
    GROWTH_MONTH_SAME_SHOPS = "growth_month_same_shops"
    REPURCHASE_CYCLES = "repurchase_cycles"
    REPURCHASE_MONTHS = "repurchase_months"
    PER_BUYING_SHOP = "per_buying_shop"


@dataclass(frozen=True, slots=True)
class Definition:
    """What a calibre is.

    Attributes:
        rate: The rate it is a reading of.
        name: In Chinese, for headings.
        formula: In Chinese: numerator ÷ denominator.
        goods: What it can be told of.
        default: Whether it is the reading that is meant where none is named.
        is_percent: Whether the value is a share (0.5 is 50 %); else it is cartons a shop.
    """

    rate: Rate
    name: str
    formula: str
    goods: frozenset[Goods] = frozenset(Goods)
    default: bool = False
    is_percent: bool = True


_SOME = frozenset({Goods.BRAND, Goods.PRODUCT})

DEFINITIONS: Mapping[Calibre, Definition] = MappingProxyType(
    {
        Calibre.COVERAGE_COUNTY: Definition(
            Rate.COVERAGE, "按区县", "有进货的区县数÷有在营户的区县数", default=True
        ),
        Calibre.COVERAGE_TOWN: Definition(Rate.COVERAGE, "按乡镇", "有进货的乡镇数÷有在营户的乡镇数"),
        Calibre.COVERAGE_ROUTE: Definition(Rate.COVERAGE, "按线路", "有进货的线路数÷有在营户的线路数"),
        Calibre.ON_SHELF_ACTIVE: Definition(
            Rate.ON_SHELF, "按进货户", "进了它的户数÷本月有进货的户数", default=True
        ),
        Calibre.ON_SHELF_LICENSED: Definition(Rate.ON_SHELF, "按在营户", "进了它的户数÷在营总户数"),
        Calibre.ON_SHELF_COUNTED: Definition(
            Rate.ON_SHELF, "按盘点户", "盘点时有它的户数÷本月盘点过的户数", _SOME
        ),
        Calibre.SELL_THROUGH_QUANTITY: Definition(
            Rate.SELL_THROUGH,
            "按数量",
            "（期初存＋本期进－期末存）÷（期初存＋本期进），只算核实过的盘点",
            default=True,
        ),
        Calibre.SELL_THROUGH_SHOPS: Definition(
            Rate.SELL_THROUGH, "按户数", "卖过它的户数÷有它的户数，只算核实过的盘点"
        ),
        Calibre.SELL_THROUGH_ITEMS: Definition(
            Rate.SELL_THROUGH, "按店内品种", "各户卖过的品种数之和÷各户有的品种数之和，只算核实过的盘点"
        ),
        Calibre.SELL_THROUGH_PER_SHOP: Definition(
            Rate.SELL_THROUGH,
            "户均进货比上期（考核书口径，是增长指数，不和别的口径比）",
            "本月户均购进÷上月户均购进",
        ),
        Calibre.STOCKOUT_COUNTED: Definition(
            Rate.STOCKOUT,
            "按盘点户",
            "盘点时卖空的户数÷近三个月进过它、本月又盘点过它的户数",
            _SOME,
            default=True,
        ),
        Calibre.STOCKOUT_CARRIED: Definition(
            Rate.STOCKOUT, "按经营户", "盘点时卖空的户数÷近三个月进过它的户数（没盘点的也在内）", _SOME
        ),
        Calibre.STOCKOUT_ITEMS: Definition(
            Rate.STOCKOUT, "按店内品种", "各户卖空的品种数之和÷各户在卖又盘点过的品种数之和"
        ),
        Calibre.STOCKOUT_ORDER_DAYS: Definition(
            Rate.STOCKOUT, "公司侧", "近三个月进过它的户：停供的订货日数÷订货日数", _SOME
        ),
        Calibre.GROWTH_YEAR: Definition(
            Rate.GROWTH, "比去年同月", "（本月条数－去年同月条数）÷去年同月条数", default=True
        ),
        Calibre.GROWTH_MONTH: Definition(Rate.GROWTH, "比上月", "（本月条数－上月条数）÷上月条数"),
        Calibre.GROWTH_YEAR_SAME_SHOPS: Definition(
            Rate.GROWTH, "比去年同月，同店", "两个月都有进货的户：（本月条数－去年同月条数）÷去年同月条数"
        ),
        Calibre.GROWTH_MONTH_SAME_SHOPS: Definition(
            Rate.GROWTH, "比上月，同店", "两个月都有进货的户：（本月条数－上月条数）÷上月条数"
        ),
        Calibre.REPURCHASE_CYCLES: Definition(
            Rate.REPURCHASE,
            "按订货回数",
            "本月订过两回以上的户数÷订过的户数",
            frozenset({Goods.ALL}),
            default=True,
        ),
        Calibre.REPURCHASE_MONTHS: Definition(
            Rate.REPURCHASE, "按月", "近三个月里有两个月以上进了它的户数÷近三个月进过它的户数"
        ),
        Calibre.PER_BUYING_SHOP: Definition(
            Rate.PER_SHOP, "按进了它的户", "条数÷进了它的户数", default=True, is_percent=False
        ),
    }
)
