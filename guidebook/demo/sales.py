"""The table 销售: one row for each product a shop bought, or had on its shelf when the stock was counted."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from guidebook.demo.arrays import Flags, Ints, stream
from guidebook.demo.county import County
from guidebook.demo.policy import Status
from guidebook.demo.stock import CARTON
from guidebook.demo.tables import Column, Kind, Table, Value

SURVEYED_SHARES, SURVEYED_FROM = (0.1, 0.3), 5 * CARTON
"""Of the rows of counted shops, so many have the price that the manager saw on the shelf: more of what sells well."""

SURVEY_STEPS, SURVEY_SHARES = (0, -5_00, -10_00, 5_00), (0.5, 0.25, 0.15, 0.1)
"""Fen a carton by which shelf prices differ from the listed one: half a yuan or a yuan a pack."""

COUNT_DAYS = 4
"""Stock is counted on the last four days of a month."""


def sales_table(county: County, month: int) -> Table:
    """Build one month's rows, in the order of shops and products."""
    timeline, population, catalogue = county.timeline, county.population, county.catalogue
    baskets, stock = county.baskets, county.stock
    rng = stream(county.seed, f"sales {month}")
    bought, opening, closing = (figures[:, month] for figures in (stock.bought, stock.opening, stock.closing))
    rows = np.flatnonzero((bought != 0) | (stock.verified & ((opening > 0) | (closing > 0))))
    shop, product, counted = baskets.shop[rows], baskets.product[rows], stock.verified[rows]
    amount = bought[rows] * catalogue.wholesale[product, month] // CARTON
    wanted = county.deliveries.wanted[rows, month] * CARTON
    short = np.array([status[month] not in ("", Status.FULL) for status in county.policy.status])
    quick = opening[rows] + bought[rows] - closing[rows] >= SURVEYED_FROM
    surveyed = counted & (rng.random(len(rows)) < np.take(SURVEYED_SHARES, quick))
    listed = catalogue.retail[product, month]
    shelf = np.maximum(
        listed + rng.choice(SURVEY_STEPS, len(rows), p=SURVEY_SHARES), catalogue.wholesale[product, month]
    )
    last = timeline.last_day(month)
    count_dates = np.array([last - timedelta(days=n) for n in range(COUNT_DAYS)], dtype=object)
    return Table(
        f"销售_{timeline.text(month)}",
        (
            Column("月份", [timeline.text(month)] * len(rows)),
            Column("许可证号", _look_up(population.license_no, shop)),
            Column("店名", _look_up(population.shop_name, shop)),
            Column("商品编码", _look_up(catalogue.code, product)),
            Column("品名", _look_up(catalogue.name, product)),
            Column("购进数量", bought[rows].tolist(), Kind.CARTONS, summed=True),
            Column("购进金额", amount.tolist(), Kind.MONEY, summed=True),
            Column("需求量", _where(short[product] & (wanted > 0), wanted), Kind.CARTONS),
            Column("期初库存", _where(counted, opening[rows]), Kind.CARTONS),
            Column("月末库存", _where(counted, closing[rows]), Kind.CARTONS),
            Column("库存已核实", _where(counted, counted.astype(np.int64)), Kind.NUMBER),
            Column("盘点日", _where(counted, count_dates[shop % COUNT_DAYS]), Kind.DATE),
            Column("断货次数", _where(counted, stock.out_events[rows, month]), Kind.NUMBER),
            Column("零售价", _where(surveyed, shelf), Kind.MONEY),
        ),
        title="零售户卷烟进销存月报",
    )


def _look_up(texts: list[str], places: Ints) -> list[Value]:
    values: list[Value] = np.array(texts, dtype=object)[places].tolist()
    return values


def _where(flags: Flags, values: np.ndarray[tuple[int], np.dtype[np.generic]]) -> list[Value]:
    chosen = np.full(len(flags), None, dtype=object)
    chosen[flags] = values[flags]
    cells: list[Value] = chosen.tolist()
    return cells
