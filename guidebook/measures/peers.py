"""Shops of the same kind and size, for comparing levels (R047; domain.md §2.6b)."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from guidebook.measures.cube import Cube
from guidebook.model import LEAST_PEERS, Peers, Retailer

NEAR_GRADES = 3
"""How far apart the ranks of shops of about the same size may lie."""

_Kind = tuple[str, str]
"""Market type and format."""


@dataclass(frozen=True, slots=True)
class _Shop:
    """A shop that bought something in the sheet's month."""

    license_no: str
    rank: int
    county: str | None
    town: str | None
    products: int
    sticks: int


@dataclass(frozen=True, slots=True)
class _Group:
    """The shops of one kind whose grades lie near one: what they bought, sorted, and where they are.

    Attributes:
        total: What all of them bought, sticks.
    """

    products: list[int]
    sticks: list[int]
    total: int
    towns: Counter[tuple[str | None, str | None]]
    counties: Counter[str | None]


class LevelPeers:
    """Shops by market type, format and grade."""

    def __init__(self, cube: Cube, population: Iterable[Retailer]) -> None:
        bought = products_bought(cube)
        self._shops: dict[_Kind, list[_Shop]] = {}
        sticks = _sticks_bought(cube)
        self._bought = {shop: count for shop, count in bought.items() if count > 0}
        self._sticks = sticks
        for retailer in population:
            kind, count = _kind_of(retailer), bought.get(retailer.license_no, 0)
            if kind is not None and retailer.grade_rank is not None and count:
                place = (retailer.county, retailer.town)
                shop = _Shop(
                    retailer.license_no, retailer.grade_rank, *place, count, sticks[retailer.license_no]
                )
                self._shops.setdefault(kind, []).append(shop)
        self._groups: dict[tuple[_Kind, int], _Group] = {}

    def of(self, retailer: Retailer) -> Peers | None:
        """The shop's peers; None where they are too few, where one stands out, or where its own kind isn't known."""
        kind, rank, license_no = _kind_of(retailer), retailer.grade_rank, retailer.license_no
        if kind is None or rank is None:
            return None
        group = self._group(kind, rank)
        own = self._bought.get(license_no)
        shops = len(group.products) - (own is not None)
        sticks = None if own is None else self._sticks[license_no]
        if shops < LEAST_PEERS or _one_stands_out(group, sticks):
            return None
        itself = own is not None
        return Peers(
            shops=shops,
            nearby=(
                (retailer.town is not None and group.towns[retailer.county, retailer.town] - itself == shops)
                or (retailer.county is not None and group.counties[retailer.county] - itself == shops)
            ),
            products=_middle_without(group.products, own),
        )

    def _group(self, kind: _Kind, rank: int) -> _Group:
        if (kind, rank) not in self._groups:
            shops = [shop for shop in self._shops.get(kind, ()) if abs(shop.rank - rank) <= NEAR_GRADES]
            sticks = sorted(shop.sticks for shop in shops)
            self._groups[kind, rank] = _Group(
                products=sorted(shop.products for shop in shops),
                sticks=sticks,
                total=sum(sticks),
                towns=Counter((shop.county, shop.town) for shop in shops),
                counties=Counter(shop.county for shop in shops),
            )
        return self._groups[kind, rank]


def products_bought(cube: Cube) -> dict[str, int]:
    """How many products came in, net, at each shop in the sheet's month."""
    counts = np.bincount(cube.owner[cube.sticks[:, -1] > 0], minlength=len(cube.licenses))
    return dict(zip(cube.licenses, counts.tolist(), strict=True))


def _sticks_bought(cube: Cube) -> dict[str, int]:
    """What came in, net, at each shop in the sheet's month; returns beyond it count as nothing."""
    sums = np.zeros(len(cube.licenses), np.int64)
    np.add.at(sums, cube.owner, cube.sticks[:, -1])
    return dict(zip(cube.licenses, np.maximum(sums, 0).tolist(), strict=True))


def _one_stands_out(group: _Group, own: int | None) -> bool:
    """Whether one of the other shops bought more than half of what all of them did: it could be guessed (F29)."""
    largest = group.sticks[-2] if own is not None and own == group.sticks[-1] else group.sticks[-1]
    return 2 * largest > group.total - (own or 0)


def _kind_of(retailer: Retailer) -> _Kind | None:
    if retailer.market_type is None or retailer.format is None:
        return None
    return (retailer.market_type, retailer.format)


def _middle_without(ordered: list[int], own: int | None) -> int:
    """The middle one (the lower of two) of sorted counts, without the shop's own."""
    others = len(ordered) - (own is not None)
    place = (others - 1) // 2
    if own is not None and place >= bisect_left(ordered, own):
        place += 1
    return ordered[place]
