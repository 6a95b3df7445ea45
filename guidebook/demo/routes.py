"""The tables 线路 and 客户经理: who visits which shop, in which order."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from guidebook.demo.arrays import Ints, stream
from guidebook.demo.county import County
from guidebook.demo.names import owner_names
from guidebook.demo.shops import PHONES
from guidebook.demo.tables import Column, Kind, Table
from guidebook.demo.timeline import LAST_MONTHS

FEWEST_DIGITS = 2
HANDOVER_DAY = 20
"""Of the month in which a manager takes over a route."""


def route_table(county: County) -> Table:
    """Build one row a shop: its route, its manager, its place in the round."""
    population = county.population
    routes = _codes("R", population.route)
    town_of: dict[int, str] = {}
    for route, town in zip(population.route.tolist(), population.town, strict=True):
        town_of.setdefault(route, town)
    names = {route: f"{town}{number}线" for number, (route, town) in enumerate(sorted(town_of.items()), 1)}
    return Table(
        "线路",
        (
            Column("线路编码", routes),
            Column("线路名", [names[route] for route in population.route.tolist()]),
            Column("工号", _codes("M", population.route)),
            Column("许可证号", population.license_no),
            Column("店名", population.shop_name),
            Column("拜访顺序", population.visit_seq.tolist(), Kind.NUMBER),
            Column("拜访日", population.visit_weekday.tolist(), Kind.NUMBER),
        ),
    )


def manager_table(county: County) -> Table:
    """Build one row a customer manager; each looks after one route.

    In each of the last months one of the last routes gets another one: the row of the former one ends the day before.
    """
    rng = stream(county.seed, "managers")
    routes = np.unique(county.population.route)
    handed_over = dict(zip(routes[::-1].tolist(), reversed(LAST_MONTHS), strict=False))
    posts: list[int] = []
    since: list[date | None] = []
    until: list[date | None] = []
    for route in routes.tolist():
        posts.append(route)
        since.append(None)
        until.append(None)
        if route in handed_over:
            day = county.timeline.months[handed_over[route]] + timedelta(days=HANDOVER_DAY - 1)
            until[-1] = day - timedelta(days=1)
            posts.append(route)
            since.append(day)
            until.append(None)
    return Table(
        "客户经理",
        (
            Column("工号", _codes("M", np.array(posts))),
            Column("姓名", owner_names(rng, len(posts))),
            Column("电话", [f"{PHONES}{n:04d}" for n in rng.integers(0, 10_000, len(posts))]),
            Column("起始日", since, Kind.DATE),
            Column("截止日", until, Kind.DATE),
        ),
    )


def _codes(letter: str, routes: Ints) -> list[str]:
    digits = max(FEWEST_DIGITS, len(str(int(routes.max()) + 1)))
    return [f"{letter}{route + 1:0{digits}d}" for route in routes.tolist()]
