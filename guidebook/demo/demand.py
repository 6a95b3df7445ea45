"""What the shops want and what they get, month by month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from guidebook.demo.arrays import Flags, Floats, Ints, pick, round_by_chance, stream
from guidebook.demo.baskets import Baskets
from guidebook.demo.casting import Cast
from guidebook.demo.catalogue import Catalogue
from guidebook.demo.policy import Policy, set_policy
from guidebook.demo.population import Population
from guidebook.demo.timeline import HISTORY, LAST_MONTHS, WEEKS, WEEKS_PER_MONTH, Timeline

SHOP_NOISE, PRODUCT_NOISE = 0.09, 0.20
"""A shop's month varies by a tenth, a product's by a quarter (with the rounding to whole cartons)."""

SPREAD_OF_GROWTH = 0.10
"""Shops grow or shrink by a tenth a year."""

MISSED, MISSED_AT_LEAST = 0.04, 2
"""Share of a month's shops that miss one order."""

MOST_WANTED = 3
"""Nobody asks for more than three times what he may get."""

MIDDLE_TIER = 1

PILED, SURGED = 1.7, 20.0
"""How many times as much a piling shop buys of everything in its month, and a surging one of one product."""

SURGED_FROM = 5.0
"""Cartons a week that the surging product sells at most: more than it would pass the limits."""

STEADY_PARTS = ("sixty_products", "one_product", "tiny")
"""Shops whose part would be lost if a month's chance left a product out."""


@dataclass(frozen=True, slots=True)
class OrderDays:
    """The weeks in which each shop orders: (shops, `HISTORY`, `WEEKS`).

    `weight` is the size of each order, 1 in an ordinary week and 0 where there is none, for a product of the
    middle price tier; `missed` flags the order days on which nothing was ordered.
    """

    weight: Floats
    missed: Flags

    def count(self) -> Ints:
        """Orders a month: (shops, `HISTORY`)."""
        return np.asarray((self.weight > 0).sum(axis=2), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Deliveries:
    """Whole cartons of each basket row, wanted and delivered: (rows, `HISTORY`)."""

    wanted: Ints
    delivered: Ints


def plan_order_days(
    seed: int, timeline: Timeline, population: Population, cast: Cast
) -> tuple[OrderDays, Floats]:
    """Draw the order days, and the size of a month for each price tier.

    Returns:
        The order days, and the orders of each month in ordinary weeks, shape (3 tiers, shops, `HISTORY`).
    """
    rng = stream(seed, "order days")
    by_kind = timeline.order_weights()[population.urban.astype(int), :, population.order_weekday - 1]
    ordinary = ~cast.plays(*STEADY_PARTS)
    could_miss = cast.open & ordinary[:, None]
    with_missed = np.stack([pick(rng, shops, MISSED, MISSED_AT_LEAST) for shops in could_miss.T], axis=1)
    which = rng.integers(0, WEEKS - 1, with_missed.shape)
    missed = with_missed[..., None] & (np.arange(WEEKS) == which[..., None])
    kept = by_kind * ~missed[:, None] * cast.open[:, None, :, None]
    return OrderDays(kept[:, MIDDLE_TIER], missed), np.ascontiguousarray(kept.sum(axis=3).swapaxes(0, 1))


def order_and_deliver(
    seed: int,
    population: Population,
    catalogue: Catalogue,
    cast: Cast,
    baskets: Baskets,
    month_sizes: Floats,
    orders: Ints,
) -> tuple[Policy, Deliveries]:
    """Let the shops order, set the limits by what they want, and deliver within them.

    Args:
        seed: The export's seed.
        population: The shops.
        catalogue: The products.
        cast: Who plays which part.
        baskets: What the shops carry.
        month_sizes: A month's orders in ordinary weeks: (3 tiers, shops, `HISTORY`).
        orders: The number of orders a month: (shops, `HISTORY`).
    """
    rng = stream(seed, "demand")
    shops, rows = len(population), len(baskets)
    growth = np.multiply.outer(rng.normal(0, SPREAD_OF_GROWTH, shops), np.arange(HISTORY) / 12 - 1)
    growth += rng.normal(0, SHOP_NOISE, (shops, HISTORY))
    weekly = (population.volume[:, None] / WEEKS_PER_MONTH * np.exp(growth))[baskets.shop] * baskets.share
    policy = set_policy(catalogue, population, baskets, weekly.mean(axis=1))
    noise = np.exp(rng.normal(0, PRODUCT_NOISE, (rows, HISTORY)))
    weekly = weekly * _bursts(
        rng, cast, baskets, np.where(catalogue.hot[baskets.product], 0, weekly.max(axis=1))
    )
    weeks = month_sizes[catalogue.tier()[baskets.product], baskets.shop]
    wanted = round_by_chance(rng, weekly * weeks * noise)
    steady = cast.plays(*STEADY_PARTS)[baskets.shop]
    wanted = np.where(steady[:, None] & (weekly * weeks > 0), np.maximum(wanted, 1), wanted)
    limit = policy.limits_of(population, baskets) * orders[baskets.shop]
    wanted = np.minimum(wanted, MOST_WANTED * limit)
    return policy, Deliveries(wanted, np.minimum(wanted, limit))


def piling(cast: Cast) -> Flags:
    """The month in which each piling shop buys far ahead, each of the last ones in turn: (shops, `HISTORY`)."""
    months = np.zeros(cast.open.shape, dtype=bool)
    for place, shop in enumerate(cast.players["piling"]):
        months[shop, LAST_MONTHS[place % len(LAST_MONTHS)]] = True
    return months


def _bursts(rng: np.random.Generator, cast: Cast, baskets: Baskets, most: Floats) -> Floats:
    """How many times as much as usual is wanted: (rows, `HISTORY`).

    Args:
        rng: The subject's random numbers.
        cast: Who buys far ahead, and who suddenly much of one product.
        baskets: What the shops carry.
        most: Cartons a week of each row, 0 where it is limited.
    """
    times = np.where(piling(cast)[baskets.shop], PILED, 1.0)
    for shop in cast.players["surging"]:
        own = np.flatnonzero(baskets.shop == shop)
        row = own[np.argmax(np.where(most[own] <= SURGED_FROM, most[own], 0))]
        times[row, rng.choice(list(LAST_MONTHS))] = SURGED
    return np.asarray(times, dtype=np.float64)
