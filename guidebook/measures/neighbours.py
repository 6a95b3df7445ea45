"""Shops alike in what they sell, and what they buy that a shop doesn't (R047; domain.md §2.6b).

On real sales such neighbours tell what a shop will take up far better than shops of its kind or town.  Likeness is the
cosine of the square roots of two shops' mixes: else the one or two products that a shop lives on would decide alone.
A buyer need only have bought lately, not regularly: what is rising is taken up, and regular buyers show it too late
(benchmarks/suggestions.py).  Who is a neighbour must not hang on the order in which a machine adds: mixes are whole
numbers, small enough for their products to add up exactly even in single precision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from guidebook.measures.cube import WINDOW, Cube
from guidebook.model import LEAST_PEERS, STICKS_PER_CARTON, Gap, Offer, Retailer, Sticks
from guidebook.model.record import record

if TYPE_CHECKING:
    from numpy.typing import NDArray

YEAR = 12
RECENT = 3
MANY, FEW = 50, 20
"""Neighbours in a large pool and in a small one."""
LARGE_POOL = 1000
"""Shops from which a pool is large."""
LEAST_SHARE = Fraction(2, 5)
"""Which part of the neighbours must have bought lately what is suggested."""
LEAST_USUAL = 2 * STICKS_PER_CARTON
"""What its buyers must usually buy of a product in a month, sticks."""
MOST_GAPS = 5
SCALE = 4000
"""Length to which mixes are scaled: the product of two is below 2**24, the last whole number of float32."""
BLOCK = 256
"""Shops whose neighbours are looked for at once."""
NEVER = np.iinfo(np.int64).max
"""Sorts those who don't buy a product behind all who do."""


@record(frozen=True, slots=True)
class Missing:
    """A product that enough of the neighbours bought lately and the shop hasn't for twelve months.

    Attributes:
        code: Of the product.
        buyers: How many neighbours bought it in the last three months.
        usual: What these buy in a month: the middle one (lower of two) of their means of three months, sticks.
    """

    code: str
    buyers: int
    usual: Sticks


@record(frozen=True, slots=True)
class Neighbours:
    """The neighbours of one shop.

    Attributes:
        shops: Their places in the pool, in its order; at least `LEAST_PEERS`.
        nearby: Whether all of them are of its own town, or all of its own county.
        missing: What they buy and the shop doesn't.
        places: The products' places in `buyers`, by code.
        buyers: How many of them bought each product in the last three months.
    """

    shops: NDArray[np.int64]
    nearby: bool
    missing: Sequence[Missing]
    places: Mapping[str, int] = field(repr=False)
    buyers: Sequence[int] = field(repr=False)

    def buyers_of(self, codes: Iterable[str]) -> dict[str, int]:
        """How many of them bought each of some products lately."""
        places, buyers = self.places, self.buyers
        return {code: buyers[places[code]] if code in places else 0 for code in codes}

    def gaps(self, offers: Mapping[str, Offer]) -> tuple[Gap, ...]:
        """What at least 40 % of them bought lately, usually two cartons a month, and the shop hasn't for twelve months.

        Args:
            offers: What could be suggested to the shop, by code.

        Returns:
            At most five: most buyers first, then most buyers in the whole market, then largest margin, then by code.
        """
        count = len(self.shops)
        gaps = [
            Gap(offer, count, product.buyers, product.usual, self.nearby)
            for product in self.missing
            if product.usual >= LEAST_USUAL and (offer := offers.get(product.code)) is not None
        ]
        gaps.sort(
            key=lambda gap: (-gap.buyers, -gap.offer.buyers, -gap.offer.margin, gap.offer.product.sku_code)
        )
        return tuple(gaps[:MOST_GAPS])


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
        lately: Likewise, in one of the last three; 0 or 1.
        recent: Likewise, net sticks of the last three.

    `lately` and `recent` have a row of zeros more, for the neighbours that a shop lacks to the full number.
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
        lately = np.asarray((year[:, -RECENT:] > 0).any(axis=1))
        recent = year[:, -RECENT:].sum(axis=1)
        self.lately = _with_none(_laid_out(shape, place, sku, lately, np.uint8)[active])
        self.recent = _with_none(_laid_out(shape, place, sku, recent, np.int64)[active])
        mix = mix[active]
        self._mix = np.rint(SCALE * np.sqrt(mix / mix.sum(axis=1, keepdims=True))).astype(np.float32)
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

    def _find(self, begin: int, end: int) -> list[Neighbours | None]:
        """The neighbours of a block of shops: the likest, and by licence among equals; none that shares no product."""
        own, nobody = np.arange(begin, end), len(self._mix)
        alike = self._mix[begin:end] @ self._mix.T
        alike[own - begin, own] = 0
        shops = np.full((end - begin, self._count), nobody)
        for place, likeness in enumerate(alike):  # one by one, for a row stays in the processor's cache
            likest = self._likest(likeness)
            shops[place, : len(likest)] = likest
        counts = np.count_nonzero(shops < nobody, axis=1)
        buyers = self.lately[shops].sum(axis=1, dtype=np.uint8)
        missing = self._missing(own, shops, counts, buyers)
        rows = zip(shops, counts.tolist(), self._near(own, shops), missing, buyers.tolist(), strict=True)
        return [
            None if count < LEAST_PEERS else Neighbours(found[:count], nearby, lacking, self.products, bought)
            for found, count, nearby, lacking, bought in rows
        ]

    def _likest(self, likeness: NDArray[np.float32]) -> NDArray[np.int64]:
        """The shops most like one, in their order: all above a mark, and the first of those that just reach it."""
        mark = max(np.partition(likeness, -self._count)[-self._count], 1)
        reached = np.flatnonzero(likeness >= mark)
        if len(reached) > self._count:
            equal = likeness[reached] == mark
            reached = np.delete(reached, np.flatnonzero(equal)[self._count - len(reached) :])
        return reached

    def _near(self, own: NDArray[np.int64], shops: NDArray[np.int64]) -> list[bool]:
        """Whether all neighbours of each shop are of its own town, or all of its own county."""
        lacking = shops == len(self._mix)
        known = np.where(lacking, 0, shops)
        near = np.zeros(len(own), bool)
        for numbers in (self._towns, self._counties):
            here = numbers[own]
            near |= (here >= 0) & ((numbers[known] == here[:, None]) | lacking).all(axis=1)
        return list(near.tolist())

    def _missing(
        self,
        own: NDArray[np.int64],
        shops: NDArray[np.int64],
        counts: NDArray[np.int64],
        buyers: NDArray[np.uint8],
    ) -> list[list[Missing]]:
        """What the neighbours of each shop bought lately and it doesn't buy, by place of the product."""
        least = -(-LEAST_SHARE.numerator * counts // LEAST_SHARE.denominator)
        row, place = np.nonzero((buyers >= np.maximum(least, 1)[:, None]) & ~self.bought[own])
        theirs, products = shops[row], place[:, None]
        bought = np.where(self.lately[theirs, products] > 0, self.recent[theirs, products], NEVER)
        bought.sort(axis=1)
        count = buyers[row, place].astype(np.int64)
        usual = bought[np.arange(len(row)), (count - 1) // 2] // RECENT
        found: list[list[Missing]] = [[] for _ in range(len(own))]
        columns = (row, place, count, usual)
        for shop, product, number, sticks in zip(*(column.tolist() for column in columns), strict=True):
            found[shop].append(Missing(self.codes[product], number, sticks))
        return found


def _rows_of(cube: Cube, indexes: list[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The cube's rows of some shops, and which of the shops each belongs to."""
    starts, lengths = cube.starts[indexes], np.diff(cube.starts)[indexes]
    place = np.repeat(np.arange(len(indexes)), lengths)
    offset = np.arange(len(place)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return np.repeat(starts, lengths) + offset, place


def _with_none(table: NDArray[Any]) -> NDArray[Any]:
    """A table of shops with a row of zeros more: for nobody."""
    return np.vstack([table, np.zeros((1, table.shape[1]), table.dtype)])


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
