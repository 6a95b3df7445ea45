"""What some shops try, as if they had read their sheets: what is in full supply and costs as much as a tight product.

The generator doesn't know the advice, but what everybody can get, most shops buy and earns no less is often what it
will be.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from guidebook.demo.arrays import Floats, Ints, pick, stream
from guidebook.demo.casting import Cast
from guidebook.demo.catalogue import Catalogue
from guidebook.demo.population import Population
from guidebook.demo.timeline import CURRENT, LAST_MONTHS

SHARE, AT_LEAST = 0.2, 3
"""Share of the ordinary shops that take up such products in one of the last two months."""

REPLACED = 2
"""For so many of the tight products that earn them most."""

NEAREST = 5
"""Among so many products of the nearest price, most bought first where they cost the same."""

PULL, LITTLE_PULL = 0.7, 0.15
"""An ordinary shop buys a little less of it than of the tight product beside it, a modest one some cartons."""

MODEST_TRIES = 2
"""A modest shop tries so many for its only tight product, in the first of these months."""


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
        cast: Who plays a part; all modest shops try something, and some of the ordinary ones.
        shop: Of each basket row, sorted.
        product: Of each basket row.
        weight: How well each sells.
    """
    rng = stream(seed, "trying")
    market = population.urban.astype(np.int64)
    buyers = np.zeros((2, len(catalogue)), dtype=np.int64)
    np.add.at(buyers, (market[shop], product), 1)
    substitutes = [_substitutes(catalogue, count) for count in buyers]
    earns = weight * _margin(catalogue)[product]
    chosen = np.flatnonzero(pick(rng, cast.ordinary(), SHARE, AT_LEAST) | cast.plays("modest"))
    modest = cast.plays("modest")[chosen]
    begins = np.where(modest, LAST_MONTHS[1], rng.choice(list(LAST_MONTHS)[1:], len(chosen)))
    tries, pull = np.where(modest, MODEST_TRIES, 1), np.where(modest, LITTLE_PULL, PULL)
    first = np.searchsorted(shop, np.arange(len(population) + 1))
    rows: list[tuple[int, int, float, int]] = []
    for place, since, most, part in zip(
        *(each.tolist() for each in (chosen, begins, tries, pull)), strict=True
    ):
        own = np.arange(first[place], first[place + 1])
        tight = own[catalogue.hot[product[own]]]
        carried = set(product[own].tolist())
        for row in tight[np.argsort(-earns[tight])][:REPLACED].tolist():
            for substitute in substitutes[market[place]][product[row]][:most]:
                if substitute not in carried:
                    carried.add(substitute)
                    rows.append((place, substitute, part * float(weight[row]), since))
    table = np.array(rows, dtype=np.float64).reshape(-1, len(Tried._fields))
    return Tried(
        table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2], table[:, 3].astype(np.int64)
    )


def _margin(catalogue: Catalogue) -> Ints:
    """Fen that a carton of each product earns."""
    return np.asarray((catalogue.retail - catalogue.wholesale)[:, CURRENT], dtype=np.int64)


def _substitutes(catalogue: Catalogue, buyers: Ints) -> list[list[int]]:
    """What stands in for each product: in full supply, about as dear, no less profitable; most bought first."""
    price, margin = catalogue.retail[:, CURRENT], _margin(catalogue)
    plenty = np.flatnonzero(~catalogue.hot & catalogue.supplied().all(axis=1))
    found: list[list[int]] = []
    for product in range(len(catalogue)):
        others = plenty[plenty != product]
        near = others[np.lexsort((-buyers[others], np.abs(price[others] - price[product])))][:NEAREST]
        better = near[margin[near] >= margin[product]]
        found.append(better[np.argsort(-buyers[better], kind="stable")].tolist())
    return found
