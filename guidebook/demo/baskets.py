"""Which products each shop carries, and how fond of them it is: stable over the months."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from guidebook.demo.arrays import Flags, Floats, Ints, stream
from guidebook.demo.casting import Cast
from guidebook.demo.catalogue import LAUNCHES, Catalogue
from guidebook.demo.population import GRADES, Population
from guidebook.demo.timeline import CURRENT, HISTORY, LAST_MONTHS
from guidebook.demo.trying import try_substitutes

PRICE_LEVELS = (98_00.0, 168_00.0)
"""Retail fen a carton around which village and town shops sell."""

LEVEL_PER_GRADE, SPREAD_OF_LEVEL = 0.012, 0.16
PRICE_WIDTH, PRICE_TAILS = 0.36, 3.0
"""How fast liking falls with the distance from a shop's price level: a bell with tails, for presents."""

KINDS_OF_BUYERS, BUYERS_TASTE, BUYERS_OF_TOWN = 2, 1.0, 0.5
"""Beyond price, where the same people come the same is asked for: shops differ in two ways, half by their town.

An assumption about places and people, about as strong as sales of a real monopoly show it: 200 shops there foretold
each other's new products 1.40 times as well as popularity did, 300 of these do 1.49 times as well.  Where each shop's
taste is its own alone, it teaches no other shop anything (1.07), and no real county is like that.
"""

BRAND_TASTE, PRODUCT_TASTE, CHOICE_NOISE = 0.2, 0.35, 0.7
"""What is a shop's own: its liking of a brand, of a product, and chance."""

HOT_PULL = 1.7
"""Products in short supply are wanted more than their price and name would tell."""

LAUNCH_PULL = 3.5
"""The company presents new products to every shop it may supply."""

PRODUCTS_AT_ONE_CARTON, PRODUCTS_EXPONENT = 1.6, 0.54
MOST_PRODUCTS = 58
PART_PRODUCTS = {"one_product": 1, "sixty_products": 74}
PART_WIDTHS = {"narrow": 0.5, "wide": 1.4}
"""Products carried: 1.6 × cartons^0.54, so 6 at 12 cartons, 20 at 100, 43 at 430; by parts, all of them or how many
times that."""

LEANING = 1.8
"""What a leaning shop lives on sells so many times as well as all its other products together."""

SETTLED_FROM = 5
"""Shops with fewer products don't change their range, so that none is left without any."""

TAKEN_UP, GIVEN_UP = 0.09, 0.09
CHANGE_MONTHS = (3, HISTORY)
"""From and to before which month products are taken up and given up."""

SOLE_TIGHT = 2.0
"""What a modest shop's only tight product sells so many times as well as it would elsewhere."""

LEFT_LYING, LYING_MONTHS = 0.5, (CURRENT - 6, CURRENT - 3)
"""A wide shop has given up half its products by the last months, and still has them."""

RAMP = (0.3, 0.5, 0.7, 0.85)
"""A new product's share of its later sales in its first months."""

SLOWEST_TO_TRY = 5
"""Shops take up a new product in one of the first five months."""


@dataclass(frozen=True, slots=True)
class Baskets:
    """One row for each product that a shop carries, sorted by shop.

    `share` is its part of what the shop wants, of shape (rows, `HISTORY`): a shop's rows add up to 1 in each
    month, or to 0 where it wants nothing of what is supplied.
    """

    shop: Ints
    product: Ints
    share: Floats

    def __len__(self) -> int:
        return len(self.shop)

    def sum_by_shop(self, values: Floats, shops: int) -> Floats:
        """Add up rows of shape (rows, months) to (shops, months)."""
        totals = np.zeros((shops, values.shape[1]))
        present, first = np.unique(self.shop, return_index=True)
        totals[present] = np.add.reduceat(values, first, axis=0)
        return totals


def fill_baskets(seed: int, population: Population, catalogue: Catalogue, cast: Cast) -> Baskets:
    """Choose each shop's products by its price level, its taste and what sells everywhere."""
    rng = stream(seed, "baskets")
    liking = _liking(rng, population, catalogue)
    keys = liking + CHOICE_NOISE * rng.gumbel(size=liking.shape)
    number = _range_widths(population, cast)
    keys[np.ix_(number == 1, ~catalogue.supplied().all(axis=1))] = -np.inf
    _leave_out_tight(keys, catalogue, cast)
    order = np.argsort(-keys, axis=1, kind="stable")[:, : int(number.max())]
    chosen = np.arange(order.shape[1]) < number[:, None]
    shop, rank = np.nonzero(chosen & np.isfinite(np.take_along_axis(keys, order, axis=1)))
    product = order[shop, rank]
    by_product = np.lexsort((product, shop))
    shop, product = shop[by_product], product[by_product]
    weight = np.exp(liking[shop, product] + rng.normal(0, PRODUCT_TASTE, len(shop)))
    weight[catalogue.hot[product] & cast.plays("modest")[shop]] *= SOLE_TIGHT
    since, until = _carried(rng, number[shop], catalogue.launch[product], cast.plays("wide")[shop])
    plenty = ~catalogue.hot & catalogue.supplied().all(axis=1)
    _lean(weight, since, until, shop, cast, plenty[product], _repriced(catalogue)[product])
    tried = try_substitutes(seed, population, catalogue, cast, shop, product, weight)
    shop, product = np.append(shop, tried.shop), np.append(product, tried.product)
    weight, since = np.append(weight, tried.weight), np.append(since, tried.since)
    until = np.append(until, np.full(len(tried.shop), HISTORY))
    order = np.lexsort((product, shop))
    shop, product = shop[order], product[order]
    months = np.arange(HISTORY)
    carried = (since[order, None] <= months) & (months < until[order, None])
    weights = weight[order, None] * _ramp(catalogue)[product] * carried
    baskets = Baskets(shop, product, weights)
    total = baskets.sum_by_shop(weights, len(population))[shop]
    return Baskets(shop, product, np.divide(weights, total, out=np.zeros_like(weights), where=total > 0))


def _covered(catalogue: Catalogue, population: Population) -> Flags:
    """Whether a shop may be supplied with a product: (shops, products); only new products leave shops out."""
    covered = np.ones((len(population), len(catalogue)), dtype=bool)
    for name, launch in LAUNCHES.items():
        market = np.where(population.urban, "城网" in launch.markets, "农网" in launch.markets)
        covered[:, catalogue.index(name)] = market & (population.grade >= launch.from_grade)
    return covered


def _liking(rng: np.random.Generator, population: Population, catalogue: Catalogue) -> Floats:
    """Logarithm of how well a product suits a shop: (shops, products); −inf where it can't be had."""
    shops = len(population)
    level = (
        np.log(np.where(population.urban, PRICE_LEVELS[1], PRICE_LEVELS[0]))
        + LEVEL_PER_GRADE * (population.grade - GRADES / 2)
        + rng.normal(0, SPREAD_OF_LEVEL, shops)
    )
    distance = (np.log(catalogue.retail[:, CURRENT]) - level[:, None]) / PRICE_WIDTH
    by_price = -(PRICE_TAILS + 1) / 2 * np.log1p(distance**2 / PRICE_TAILS)
    _, brand = np.unique(catalogue.brand, return_inverse=True)
    asked_for = rng.normal(0, KINDS_OF_BUYERS**-0.5, (KINDS_OF_BUYERS, len(catalogue)))
    by_buyers = _buyers(rng, population) @ asked_for
    by_brand = rng.normal(0, BRAND_TASTE, (shops, brand.max() + 1))[:, brand]
    pull = catalogue.popularity * np.where(catalogue.hot, HOT_PULL, 1.0)
    pull *= np.where([name in LAUNCHES for name in catalogue.name], LAUNCH_PULL, 1.0)
    liking = by_price + by_buyers + by_brand + np.log(pull)
    return np.where(_covered(catalogue, population), liking, -np.inf)


def _buyers(rng: np.random.Generator, population: Population) -> Floats:
    """Who comes to each shop: (shops, `KINDS_OF_BUYERS`), one number for each way in which buyers differ."""
    towns, town = np.unique(population.town, return_inverse=True)
    of_town = rng.normal(0, BUYERS_TASTE, (len(towns), KINDS_OF_BUYERS))[town]
    of_shop = rng.normal(0, BUYERS_TASTE, (len(population), KINDS_OF_BUYERS))
    return np.asarray(np.sqrt(BUYERS_OF_TOWN) * of_town + np.sqrt(1 - BUYERS_OF_TOWN) * of_shop)


def _range_widths(population: Population, cast: Cast) -> Ints:
    width = np.rint(PRODUCTS_AT_ONE_CARTON * population.volume**PRODUCTS_EXPONENT)
    width = np.clip(width, 2, MOST_PRODUCTS).astype(np.int64)
    for part, products in PART_PRODUCTS.items():
        width[cast.players[part]] = products
    for part, times in PART_WIDTHS.items():
        width[cast.players[part]] = np.maximum(2, times * width[cast.players[part]])
    return np.asarray(width, dtype=np.int64)


def _repriced(catalogue: Catalogue) -> Flags:
    """Which products cost the shops more or less in one of the last months than in the one before."""
    prices = catalogue.wholesale[:, LAST_MONTHS.start - 1 : CURRENT + 1]
    return np.asarray((prices[:, 1:] != prices[:, :-1]).any(axis=1))


def _leave_out_tight(keys: Floats, catalogue: Catalogue, cast: Cast) -> None:
    """Let plain shops choose no product that is ever short, and modest ones the one they like most."""
    tight = np.flatnonzero(catalogue.hot)
    for part, most in (("plain", 0), ("modest", 1)):
        shops = cast.players[part]
        liked_less = np.argsort(-keys[np.ix_(shops, tight)], axis=1)[:, most:]
        keys[shops[:, None], tight[liked_less]] = -np.inf


def _ramp(catalogue: Catalogue) -> Floats:
    """Take-up of new products and end of stopped ones: (products, `HISTORY`)."""
    age = np.arange(HISTORY) - catalogue.launch[:, None]
    take_up = np.array([*RAMP, 1.0])[np.clip(age, 0, len(RAMP))]
    return np.asarray(take_up * catalogue.supplied()[:, :HISTORY], dtype=np.float64)


def _carried(rng: np.random.Generator, width: Ints, launch: Ints, wide: Flags) -> tuple[Ints, Ints]:
    """From which month and to before which a shop carries each row: most always, some taken up or given up."""
    chance = np.where(width < SETTLED_FROM, 0.5, rng.random(width.size))
    since = np.where(chance < TAKEN_UP, rng.integers(*CHANGE_MONTHS, width.size), 0)
    since = np.maximum(since, launch + rng.integers(0, SLOWEST_TO_TRY, width.size))
    until = np.where(chance > 1 - GIVEN_UP, rng.integers(*CHANGE_MONTHS, width.size), HISTORY)
    lying = wide & (rng.random(width.size) < LEFT_LYING)
    until = np.where(lying, rng.integers(*LYING_MONTHS, width.size), until)
    return np.where(lying, 0, since), until


def _lean(
    weight: Floats, since: Ints, until: Ints, shop: Ints, cast: Cast, plenty: Flags, repriced: Flags
) -> None:
    """Let leaning shops sell one product, always in full supply, more than all others.

    Every second of them leans on one whose price changes in the last months, if it has any.
    """
    for place, number in enumerate(cast.players["leaning"]):
        own = np.flatnonzero(shop == number)
        fit = plenty[own] & repriced[own] if place % 2 else plenty[own]
        fit = fit if fit.any() else plenty[own]
        if fit.any():
            best = own[np.argmax(np.where(fit, weight[own], -1))]
            weight[best] = LEANING * (weight[own].sum() - weight[best])
            since[best], until[best] = 0, HISTORY
