"""The tables 线路 and 客户经理: who visits which shop, in which order."""

from __future__ import annotations

import numpy as np

from guidebook.demo.arrays import Ints, stream
from guidebook.demo.county import County
from guidebook.demo.names import owner_names
from guidebook.demo.shops import PHONES
from guidebook.demo.tables import Column, Kind, Table

FEWEST_DIGITS = 2


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
    """Build one row a customer manager; each looks after one route."""
    rng = stream(county.seed, "managers")
    routes = np.unique(county.population.route)
    return Table(
        "客户经理",
        (
            Column("工号", _codes("M", routes)),
            Column("姓名", owner_names(rng, len(routes))),
            Column("电话", [f"{PHONES}{n:04d}" for n in rng.integers(0, 10_000, len(routes))]),
        ),
    )


def _codes(letter: str, routes: Ints) -> list[str]:
    digits = max(FEWEST_DIGITS, len(str(int(routes.max()) + 1)))
    return [f"{letter}{route + 1:0{digits}d}" for route in routes.tolist()]
