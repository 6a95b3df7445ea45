"""The table 订货: the weekly orders of some shops; their deliveries add up to the month's purchases."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from guidebook.demo.arrays import Flags, Ints, pick, stream
from guidebook.demo.county import County
from guidebook.demo.population import CHANNELS
from guidebook.demo.stock import CARTON
from guidebook.demo.tables import Column, Kind, Table
from guidebook.demo.timeline import LAST_MONTHS, WEEKS

LISTED_SHARE = 0.55
OTHER_CHANNEL_SHARE = 0.1
FAILED_SHARE = 0.4
"""Of the missed orders, so many were placed but couldn't be paid: nothing was delivered."""


def listed_shops(county: County) -> Flags:
    """Choose the shops whose orders are exported; among them those who missed one in the last months."""
    listed = pick(stream(county.seed, "orders"), np.ones(len(county.population), dtype=bool), LISTED_SHARE)
    return np.asarray(listed | county.days.missed[:, LAST_MONTHS].any(axis=(1, 2)))


class _Weeks(NamedTuple):
    """One month's orders: all of shape (shops, `WEEKS`); 0 where nothing was ordered."""

    wanted: Ints
    delivered: Ints
    cost: Ints
    failed: Flags


def order_table(county: County, month: int) -> Table:
    """Build one month's orders: a row for each shop and order day, by day.

    The 到货条 of a shop add up to what it bought before returns, the 金额 to what that cost.  A failed order
    shows what it would have been.
    """
    population = county.population
    rng = stream(county.seed, f"orders {month}")
    weeks = _split_month(rng, county, month)
    dates = [county.timeline.order_dates(month, weekday) for weekday in range(1, 6)]
    orders = sorted(
        (dates[population.order_weekday[shop] - 1][week], int(shop), int(week))
        for shop, week in np.argwhere(weeks.wanted > 0)
    )
    shop = np.array([order[1] for order in orders], dtype=np.int64)
    at = (shop, np.array([order[2] for order in orders], dtype=np.int64))
    unusual = rng.random(len(orders)) < OTHER_CHANNEL_SHARE
    channel = np.where(unusual, rng.choice(CHANNELS, len(orders)), np.array(population.channel)[shop])
    return Table(
        f"订货_{county.timeline.text(month)}",
        (
            Column("订货日", [order[0] for order in orders], Kind.DATE),
            Column("许可证号", [population.license_no[n] for n in shop]),
            Column("渠道", channel.tolist()),
            Column("订购条", weeks.wanted[at].tolist(), Kind.CARTONS),
            Column("到货条", weeks.delivered[at].tolist(), Kind.CARTONS),
            Column("金额", weeks.cost[at].tolist(), Kind.MONEY),
            Column("扣款结果", np.where(weeks.failed[at], "失败", "成功").tolist()),
        ),
    )


def _split_month(rng: np.random.Generator, county: County, month: int) -> _Weeks:
    """Spread what each shop bought over its order days."""
    baskets, days, deliveries = county.baskets, county.days, county.deliveries
    listed = listed_shops(county)
    rows = np.flatnonzero(listed[baskets.shop] & (days.weight[baskets.shop, month] > 0).any(axis=1))
    shop, price = baskets.shop[rows], county.catalogue.wholesale[baskets.product[rows], month]
    parts = days.weight[shop, month]
    parts /= parts.sum(axis=1, keepdims=True)
    bought = np.maximum(county.stock.bought[rows, month], 0)
    delivered = rng.multinomial(bought // CARTON, parts) * CARTON
    delivered[np.arange(len(rows)), np.argmax(parts > 0, axis=1)] += bought % CARTON
    short = np.maximum(deliveries.wanted[rows, month] - deliveries.delivered[rows, month], 0)
    wanted = delivered + rng.multinomial(short, parts) * CARTON
    weeks = _Weeks(
        wanted=_by_shop(shop, wanted, len(listed)),
        delivered=_by_shop(shop, delivered, len(listed)),
        cost=_by_shop(shop, delivered * price[:, None] // CARTON, len(listed)),
        failed=days.missed[:, month] & listed[:, None],
    )
    return _with_failures(rng, weeks)


def _by_shop(shop: Ints, weeks: Ints, shops: int) -> Ints:
    totals = np.zeros((shops, WEEKS), dtype=np.int64)
    np.add.at(totals, shop, weeks)
    return totals


def _with_failures(rng: np.random.Generator, weeks: _Weeks) -> _Weeks:
    """Let some of the missed orders fail for want of money; they would have been of the usual size."""
    failed = pick(rng, weeks.failed, FAILED_SHARE)
    orders = np.maximum((weeks.wanted > 0).sum(axis=1, keepdims=True), 1)
    usual = weeks.wanted.sum(axis=1, keepdims=True) // orders // CARTON * CARTON
    cost = weeks.cost.sum(axis=1, keepdims=True) // orders
    return weeks._replace(
        wanted=np.where(failed, usual, weeks.wanted), cost=np.where(failed, cost, weeks.cost), failed=failed
    )
