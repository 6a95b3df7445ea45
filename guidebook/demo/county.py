"""A whole invented county: its shops, products, orders and stock over sixteen months."""

from __future__ import annotations

from dataclasses import dataclass

from guidebook.demo.baskets import Baskets, fill_baskets
from guidebook.demo.casting import Cast, cast_parts
from guidebook.demo.catalogue import Catalogue, load_catalogue
from guidebook.demo.demand import Deliveries, OrderDays, order_and_deliver, plan_order_days
from guidebook.demo.policy import Policy
from guidebook.demo.population import Population, found_population
from guidebook.demo.stock import Stock, keep_stock
from guidebook.demo.timeline import Timeline


@dataclass(frozen=True, slots=True)
class County:
    """Everything the exports are written from."""

    seed: int
    timeline: Timeline
    catalogue: Catalogue
    population: Population
    cast: Cast
    days: OrderDays
    baskets: Baskets
    policy: Policy
    deliveries: Deliveries
    stock: Stock


def found_county(shops: int, seed: int, month: str) -> County:
    """Draw a county of so many shops, as it is at the end of a month.

    Raises:
        UsageError: The month can't be asked for.
    """
    timeline = Timeline.until(month)
    catalogue = load_catalogue(seed)
    cast = cast_parts(seed, shops)
    population = found_population(seed, shops, cast)
    days, month_sizes = plan_order_days(seed, timeline, population, cast)
    baskets = fill_baskets(seed, population, catalogue, cast)
    policy, deliveries = order_and_deliver(
        seed, population, catalogue, cast, baskets, month_sizes, days.count()
    )
    stock = keep_stock(seed, catalogue, cast, baskets, deliveries)
    return County(seed, timeline, catalogue, population, cast, days, baskets, policy, deliveries, stock)
