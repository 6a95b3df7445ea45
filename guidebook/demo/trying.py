"""What some shops try, as if they had read their sheets: what is in full supply and costs as much as a tight product.

The generator doesn't know the advice, but what everybody can get and most neighbours buy is what it will be.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from guidebook.demo.arrays import Flags, Floats, Ints, pick, stream
from guidebook.demo.casting import Cast
from guidebook.demo.catalogue import Catalogue
from guidebook.demo.population import Population
from guidebook.demo.timeline import CURRENT, LAST_MONTHS

SHARE, AT_LEAST = 0.15, 3
"""Share of the shops that take up such a product in one of the last two months."""

SAME_PRICE = 10_00
"""Fen a carton: a yuan a pack."""

PULL = 0.7
"""It sells a little worse than the tight product beside it."""


class Tried(NamedTuple):
    """Basket rows to be added: shop, product, how well it sells, from which month on."""

    shop: Ints
    product: Ints
    weight: Floats
    since: Ints


def try_substitutes(
    seed: int,
    population: Population,
    catalogue: Catalogue,
    cast: Cast,
    shop: Ints,
    product: Ints,
    weight: Floats,
) -> Tried:
    """Choose shops, and for each what stands in for the tight product that it sells best.

    Args:
        seed: The export's seed.
        population: The shops.
        catalogue: The products.
        cast: Who plays a part; only ordinary shops try something.
        shop: Of each basket row, sorted.
        product: Of each basket row.
        weight: How well each sells.
    """
    rng = stream(seed, "trying")
    market = population.urban.astype(np.int64)
    buyers = np.zeros((2, len(catalogue)), dtype=np.int64)
    np.add.at(buyers, (market[shop], product), 1)
    plenty = ~catalogue.hot & catalogue.supplied().all(axis=1)
    chosen = np.flatnonzero(pick(rng, cast.ordinary(), SHARE, AT_LEAST))
    begins = rng.choice(list(LAST_MONTHS)[1:], len(chosen))
    first = np.searchsorted(shop, np.arange(len(population) + 1))
    rows: list[tuple[int, int, float, int]] = []
    for place, since in zip(chosen.tolist(), begins.tolist(), strict=True):
        own = np.arange(first[place], first[place + 1])
        tight = own[catalogue.hot[product[own]]]
        if not len(tight):
            continue
        best = tight[np.argmax(weight[tight])]
        suits = plenty & _stands_in(catalogue, int(product[best]))
        suits[product[own]] = False
        if suits.any():
            substitute = int(np.argmax(np.where(suits, buyers[market[place]], -1)))
            rows.append((place, substitute, PULL * float(weight[best]), since))
    table = np.array(rows, dtype=np.float64).reshape(-1, len(Tried._fields))
    return Tried(
        table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2], table[:, 3].astype(np.int64)
    )


def _stands_in(catalogue: Catalogue, product: int) -> Flags:
    """Which products cost about as much and earn no less."""
    price, margin = catalogue.retail[:, CURRENT], (catalogue.retail - catalogue.wholesale)[:, CURRENT]
    near = np.abs(price - price[product]) <= SAME_PRICE
    return np.asarray(near & (margin >= margin[product]))
