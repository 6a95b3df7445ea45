"""Shops alike in what they sell, and what they buy that a shop doesn't (R047; domain.md §2.6b).

On real sales such neighbours tell what a shop will take up far better than shops of its kind or town.  Who is a
neighbour must not hang on the order in which a machine adds: mixes are whole numbers, small enough for their products
to add up exactly even in single precision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np

from guidebook.measures.cube import WINDOW, Cube
from guidebook.model import LEAST_PEERS, STICKS_PER_CARTON, Gap, Offer, Retailer

if TYPE_CHECKING:
    from numpy.typing import NDArray

YEAR = 12
RECENT = 3
REGULAR = 2
"""In how many of the last three months a regular buyer bought a product."""
MANY, FEW = 50, 20
"""Neighbours in a large pool and in a small one."""
LARGE_POOL = 1000
"""Shops from which a pool is large."""
LEAST_SHARE = Fraction(2, 5)
"""Which part of the neighbours must regularly buy what is suggested."""
LEAST_USUAL = 2 * STICKS_PER_CARTON
"""What its buyers must usually buy of a product in a month, sticks."""
MOST_GAPS = 5
SCALE = 4000
"""Length to which mixes are scaled: the product of two is below 2**24, the last whole number of float32."""
BLOCK = 256
"""Shops whose neighbours are looked for at once."""


@dataclass(frozen=True)
class Neighbours:
    """The neighbours of one shop.

    Attributes:
        pool: All shops of its market type; `own` is its place there.
        shops: (n,) places of the neighbours, the likest first; n is at least `LEAST_PEERS`.
        buyers: (products,) how many of them are regular buyers of each.
    """

    pool: _Pool
    own: int
    shops: NDArray[np.int64]
    buyers: NDArray[np.uint8]

    def buyers_of(self, codes: Iterable[str]) -> dict[str, int]:
        """How many of them buy each of some products."""
        places = self.pool.products
        return {code: int(self.buyers[places[code]]) if code in places else 0 for code in codes}

    def gaps(self, offers: Mapping[str, Offer]) -> tuple[Gap, ...]:
        """What at least 40 % of them buy, usually two cartons a month, and the shop hasn't for twelve months.

        Args:
            offers: What could be suggested to the shop, by code.

        Returns:
            At most five: most buyers first, then largest margin, then by code.
        """
        pool, count = self.pool, len(self.shops)
        wanted = (self.buyers >= ceil(LEAST_SHARE * count)) & ~pool.bought[self.own]
        found = [
            (-int(self.buyers[place]), -offer.margin, code, place, offer)
            for place in np.flatnonzero(wanted).tolist()
            if (offer := offers.get(code := pool.codes[place])) is not None
        ]
        nearby = pool.near(self.own, self.shops)
        gaps: list[Gap] = []
        for minus_buyers, _, _, place, offer in sorted(found, key=lambda each: each[:3]):
            usual = self._usual(place)
            if usual >= LEAST_USUAL:
                gaps.append(Gap(offer, count, -minus_buyers, usual, nearby))
            if len(gaps) == MOST_GAPS:
                break
        return tuple(gaps)

    def _usual(self, place: int) -> int:
        """What its regular buyers buy in a month: the middle one (lower of two) of their means of three months."""
        recent = self.pool.recent[self.shops[self.pool.regular[self.shops, place] > 0], place]
        return int(np.sort(recent)[(len(recent) - 1) // 2]) // RECENT


class Neighbourhoods:
    """The pools of all market types; neighbours are looked for block by block, as they are asked for."""

    def __init__(self, cube: Cube, population: Iterable[Retailer]) -> None:
        index = {license_no: place for place, license_no in enumerate(cube.licenses)}
        members: dict[str | None, list[Retailer]] = {}
        for retailer in population:
            if retailer.license_no in index:
                members.setdefault(retailer.market_type, []).append(retailer)
        self._pools = {
            market_type: _Pool(cube, [(index[shop.license_no], shop) for shop in shops])
            for market_type, shops in members.items()
        }

    def of(self, retailer: Retailer) -> Neighbours | None:
        """The shop's neighbours; None if it bought nothing for a year, or if there are too few."""
        pool = self._pools.get(retailer.market_type)
        return None if pool is None else pool.neighbours(retailer.license_no)


class _Pool:
    """Shops of one market type that bought something in twelve months, by licence.

    Attributes:
        codes: Products; `products` are their places.
        bought: (shops, products) whether anything came in, net, in one of twelve months.
        regular: Likewise, whether in at least two of the last three; 0 or 1.
        recent: Likewise, net sticks of the last three.
    """

    def __init__(self, cube: Cube, shops: list[tuple[int, Retailer]]) -> None:
        rows, place = _rows_of(cube, [index for index, _ in shops])
        sku, year = cube.sku[rows], cube.sticks[rows, WINDOW - YEAR :]
        shape = (len(shops), len(cube.skus))
        mix = np.zeros(shape, np.int64)
        mix[place, sku] = np.clip(year.sum(axis=1), 0, None)
        active = np.flatnonzero(mix.any(axis=1))
        self.codes = cube.skus
        self.products = {code: at for at, code in enumerate(cube.skus)}
        self.bought = _laid_out(shape, place, sku, np.asarray((year > 0).any(axis=1)), np.bool_)[active]
        regular = np.count_nonzero(year[:, -RECENT:] > 0, axis=1) >= REGULAR
        self.regular = _laid_out(shape, place, sku, regular, np.uint8)[active]
        self.recent = _laid_out(shape, place, sku, year[:, -RECENT:].sum(axis=1), np.int64)[active]
        mix = mix[active]
        length = np.sqrt((mix * mix).sum(axis=1, keepdims=True))
        self._mix = np.rint(mix * SCALE / length).astype(np.float32)
        members = [shops[at][1] for at in active.tolist()]
        self._places = {shop.license_no: at for at, shop in enumerate(members)}
        self._counties = _numbered([(shop.county,) if shop.county else None for shop in members])
        self._towns = _numbered([(shop.county, shop.town) if shop.town else None for shop in members])
        self._count = min(MANY if len(members) >= LARGE_POOL else FEW, len(members) - 1)
        self._block = -1
        self._found: list[Neighbours | None] = []

    def neighbours(self, license_no: str) -> Neighbours | None:
        """The neighbours of a shop of the pool."""
        own = self._places.get(license_no)
        if own is None or self._count < LEAST_PEERS:
            return None
        block, inside = divmod(own, BLOCK)
        if block != self._block:
            self._found = self._find(block * BLOCK, min((block + 1) * BLOCK, len(self._mix)))
            self._block = block
        return self._found[inside]

    def near(self, own: int, shops: NDArray[np.int64]) -> bool:
        """Whether all of some shops are of one's own town, or all of its own county."""
        return any(
            bool(numbers[own] >= 0 and (numbers[shops] == numbers[own]).all())
            for numbers in (self._towns, self._counties)
        )

    def _find(self, begin: int, end: int) -> list[Neighbours | None]:
        """The neighbours of a block of shops: the likest, and by licence among equals; none that shares no product."""
        alike = self._mix[begin:end] @ self._mix.T
        alike[np.arange(end - begin), np.arange(begin, end)] = 0
        least = np.partition(alike, -self._count, axis=1)[:, -self._count, None]
        row, shop = np.nonzero(alike >= np.maximum(least, 1))
        order = np.lexsort((shop, -alike[row, shop], row))
        shop = shop[order]
        ends = np.cumsum(np.bincount(row, minlength=end - begin))
        found: list[Neighbours | None] = []
        start = 0
        for inside, stop in enumerate(ends.tolist()):
            shops = shop[start : min(stop, start + self._count)]
            start = stop
            if len(shops) < LEAST_PEERS:
                found.append(None)
                continue
            buyers = self.regular[shops].sum(axis=0, dtype=np.uint8)
            found.append(Neighbours(self, begin + inside, shops, buyers))
        return found


def _rows_of(cube: Cube, indexes: list[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The cube's rows of some shops, and which of the shops each belongs to."""
    starts, lengths = cube.starts[indexes], np.diff(cube.starts)[indexes]
    place = np.repeat(np.arange(len(indexes)), lengths)
    offset = np.arange(len(place)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return np.repeat(starts, lengths) + offset, place


def _laid_out(
    shape: tuple[int, int],
    place: NDArray[np.int64],
    sku: NDArray[np.int64],
    values: NDArray[Any],
    dtype: type[np.generic],
) -> NDArray[Any]:
    """Values of rows as a table of shops and products."""
    table = np.zeros(shape, dtype)
    table[place, sku] = values
    return table


def _numbered(places: Sequence[tuple[str | None, ...] | None]) -> NDArray[np.int64]:
    """Names of places as numbers, equal for equal ones; −1 where there is none."""
    numbers: dict[tuple[str | None, ...], int] = {}
    return np.array([-1 if name is None else numbers.setdefault(name, len(numbers)) for name in places])
