"""The tables 商品 and 货源: what can be ordered, at which price, and how much of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from guidebook.demo.arrays import Ints, pick, stream
from guidebook.demo.catalogue import LAUNCHES, PRICE_CHANGES, STAPLES, Catalogue
from guidebook.demo.county import County
from guidebook.demo.policy import Policy, Status, grade_ranges
from guidebook.demo.population import GRADES
from guidebook.demo.tables import Column, Kind, Table
from guidebook.demo.timeline import CURRENT, Timeline

STICKS_PER_PACK, STICKS_PER_CARTON = 20, 200
FOCUS_SHARE = 0.5
"""Of the staples of which there is enough, so many are marked: a company pushes what nearly every shop may have."""
MARKETS = ("农网", "城网")
"""In the order of the policy's axis."""

REASONS = {
    Status.TIGHT: "来货少，按档位均分",
    Status.LIMITED: "来货减了一半，按档位均分",
    Status.STOPPED: "不再供货",
    Status.NEW: "新到，先供一部分店",
}
POLICY_DAY = 28
"""The next month's policy is settled on the 28th of the month before."""


def product_table(county: County) -> Table:
    """Build the catalogue: one row a product, two where its price changes in these months."""
    timeline, catalogue = county.timeline, county.catalogue
    staple = np.array([name in STAPLES for name in catalogue.name])
    focus = pick(stream(county.seed, "focus"), staple & ~catalogue.hot, FOCUS_SHARE)
    rows: list[tuple[int, int, date | None, date | None]] = []
    for product, name in enumerate(catalogue.name):
        launch = catalogue.launch_date(product, timeline)
        if change := PRICE_CHANGES.get(name):
            since = CURRENT + change.since
            first = timeline.months[since]
            rows.append((product, since - 1, launch, first - timedelta(days=1)))
            rows.append((product, since, first, None))
        else:
            rows.append((product, CURRENT, launch, None))
    products = [row[0] for row in rows]
    return Table(
        "商品",
        (
            Column("商品编码", [catalogue.code[p] for p in products]),
            Column("商品全称", [catalogue.name[p] for p in products]),
            Column("简称", [catalogue.short_name[p] for p in products]),
            Column("牌子", [catalogue.brand[p] for p in products]),
            Column("规格", [catalogue.spec[p] or None for p in products]),
            Column("价类", [catalogue.price_class[p] or None for p in products]),
            Column("每盒支数", [STICKS_PER_PACK] * len(rows), Kind.NUMBER),
            Column("每条支数", [STICKS_PER_CARTON] * len(rows), Kind.NUMBER),
            Column(
                "批发价（元/条）", [int(catalogue.wholesale[p, month]) for p, month, *_ in rows], Kind.MONEY
            ),
            Column(
                "零售指导价（元/条）", [int(catalogue.retail[p, month]) for p, month, *_ in rows], Kind.MONEY
            ),
            Column("生效日", [row[2] for row in rows], Kind.DATE),
            Column("失效日", [row[3] for row in rows], Kind.DATE),
            Column("上市日", [catalogue.launch_date(p, timeline) for p in products], Kind.DATE),
            Column("状态", [catalogue.state(p) for p in products]),
            Column("重点", [1 if focus[p] else None for p in products], Kind.NUMBER),
        ),
        title="卷烟商品目录",
    )


class _Line(NamedTuple):
    product: int
    status: str
    limit: int
    market: str | None = None
    grades: tuple[int, int] | None = None


def supply_table(county: County, month: int) -> Table:
    """Build one month's policy: no two of its rows hold for the same shop and product."""
    timeline, catalogue, policy = county.timeline, county.catalogue, county.policy
    lines = [line for product in range(len(catalogue)) for line in _lines(catalogue, policy, product, month)]
    first = timeline.months[month]
    settled = (first - timedelta(days=1)).replace(day=POLICY_DAY)
    number = f"示例烟营〔{settled.year}〕{settled.month}号"
    return Table(
        f"货源_{timeline.text(month)}",
        (
            Column("月份", [timeline.text(month)] * len(lines)),
            Column("商品编码", [catalogue.code[line.product] for line in lines]),
            Column("商品名称", [catalogue.name[line.product] for line in lines]),
            Column("市场类型", [line.market for line in lines]),
            Column("档位从", [f"{line.grades[0]}档" if line.grades else None for line in lines]),
            Column("档位到", [f"{line.grades[1]}档" if line.grades else None for line in lines]),
            Column("供货状态", [line.status for line in lines]),
            Column("每周限量", [line.limit for line in lines], Kind.NUMBER),
            Column("生效日", [_valid_from(timeline, catalogue, line, month) for line in lines], Kind.DATE),
            Column("说明", [REASONS.get(Status(line.status)) for line in lines]),
            Column("来源文号", [number] * len(lines)),
            Column("截至", [settled] * len(lines), Kind.DATE),
        ),
        title=f"{first.month}月卷烟货源供应表",
    )


def _lines(catalogue: Catalogue, policy: Policy, product: int, month: int) -> list[_Line]:
    status = policy.status[product][month]
    if not status:
        return []
    limits = policy.limit[product, :, :, month]
    if status in (Status.FULL, Status.STOPPED):
        return [_Line(product, status, int(limits[0, 0]))]
    if status == Status.NEW:
        launch = LAUNCHES[catalogue.name[product]]
        market = launch.markets[0] if len(launch.markets) == 1 else None
        return [_Line(product, status, int(limits.max()), market, (launch.from_grade, GRADES))]
    markets = MARKETS if (limits[0] != limits[1]).any() else (None,)
    return [
        _Line(product, status, limit, market, grades)
        for place, market in enumerate(markets)
        for grades, limit in _grade_limits(limits[place])
    ]


def _grade_limits(limits: Ints) -> list[tuple[tuple[int, int], int]]:
    """Join neighbouring grade steps that have the same limit."""
    joined: list[tuple[tuple[int, int], int]] = []
    for (first, last), limit in zip(grade_ranges(), limits.tolist(), strict=True):
        if joined and joined[-1][1] == limit:
            first = joined.pop()[0][0]
        joined.append(((first, last), limit))
    return joined


def _valid_from(timeline: Timeline, catalogue: Catalogue, line: _Line, month: int) -> date:
    launch = catalogue.launch_date(line.product, timeline)
    return max(timeline.months[month], launch) if launch else timeline.months[month]
