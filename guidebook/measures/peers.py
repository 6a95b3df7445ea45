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


@dataclass(frozen=True, slots=True)
class _Group:
    """The shops of one kind whose grades lie near one."""

    products: list[int]
    towns: Counter[tuple[str | None, str | None]]
    counties: Counter[str | None]


class LevelPeers:
    """Shops by market type, format and grade."""

    def __init__(self, cube: Cube, population: Iterable[Retailer]) -> None:
        bought = products_bought(cube)
        self._shops: dict[_Kind, list[_Shop]] = {}
        self._bought = {shop: count for shop, count in bought.items() if count > 0}
        for retailer in population:
            kind, count = _kind_of(retailer), bought.get(retailer.license_no, 0)
            if kind is not None and retailer.grade_rank is not None and count:
                place = (retailer.county, retailer.town)
                shop = _Shop(retailer.license_no, retailer.grade_rank, *place, count)
                self._shops.setdefault(kind, []).append(shop)
        self._groups: dict[tuple[_Kind, int], _Group] = {}

    def of(self, retailer: Retailer) -> Peers | None:
        """The shop's peers; None where there are too few, or where its kind or grade isn't known."""
        kind, rank = _kind_of(retailer), retailer.grade_rank
        if kind is None or rank is None:
            return None
        group = self._group(kind, rank)
        own = self._bought.get(retailer.license_no)
        shops = len(group.products) - (own is not None)
        if shops < LEAST_PEERS:
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
            self._groups[kind, rank] = _Group(
                products=sorted(shop.products for shop in shops),
                towns=Counter((shop.county, shop.town) for shop in shops),
                counties=Counter(shop.county for shop in shops),
            )
        return self._groups[kind, rank]


def products_bought(cube: Cube) -> dict[str, int]:
    """How many products came in, net, at each shop in the sheet's month."""
    counts = np.bincount(cube.owner[cube.sticks[:, -1] > 0], minlength=len(cube.licenses))
    return dict(zip(cube.licenses, counts.tolist(), strict=True))


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
