"""What could be suggested: substitutes of the same price, and new goods (R011, R073; domain.md §2.2, §4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from guidebook.measures.cube import Cube
from guidebook.measures.registry import some
from guidebook.measures.supply import Coverage, SupplyClass, SupplyPolicy
from guidebook.model import FEN_PER_YUAN, Fen, Month, Offer, Product, Retailer, SupplyStatus

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from guidebook.snapshot import Snapshot

YEAR = 12
NEW_DAYS = 92
"""A product is new for about three months after its launch (domain.md §2.3)."""


def same_price_band(pack_price: Fen, other: Fen) -> bool:
    """Whether two packs cost about the same: ±1 yuan up to 20, ±2 up to 40, ±10 % above (domain.md §2.2)."""
    if pack_price <= 20 * FEN_PER_YUAN:
        return abs(pack_price - other) <= 1 * FEN_PER_YUAN
    if pack_price <= 40 * FEN_PER_YUAN:
        return abs(pack_price - other) <= 2 * FEN_PER_YUAN
    return 10 * abs(pack_price - other) <= pack_price


def pack_price(product: Product) -> Fen | None:
    """Listed price of one pack in fen; None where the catalogue has none or it isn't whole fen."""
    if product.list_price is None or product.list_price % product.packs_per_carton:
        return None
    return product.list_price // product.packs_per_carton


OfferClass = tuple[str | None, Coverage]
"""Shops of one market type that are supplied alike: they are offered the same, and their buyers are the same."""


class Offers:
    """Offers by class of shops, each worked out once for all of them."""

    def __init__(
        self,
        snapshot: Snapshot,
        cube: Cube,
        catalogue: Mapping[str, Product],
        policy: SupplyPolicy,
        next_month: Month,
        population: list[Retailer],
    ) -> None:
        self._catalogue = catalogue
        self._policy = policy
        self._next_month = next_month
        self._buyers = _buyers(cube, population)
        self._named = _named_substitutes(snapshot)
        self._offers: dict[OfferClass, Mapping[str, Offer]] = {}
        self._substitutes: dict[tuple[OfferClass, str], tuple[Offer, ...]] = {}
        self._new: dict[OfferClass, tuple[Offer, ...]] = {}

    def by_code(self, kind: SupplyClass) -> Mapping[str, Offer]:
        """All that a class could be advised to buy next month, by product."""
        shared = self._shared(kind)
        if shared not in self._offers:
            self._offers[shared] = {offer.product.sku_code: offer for offer in self._find_offers(kind)}
        return self._offers[shared]

    def substitutes(self, kind: SupplyClass, sku_code: str) -> tuple[Offer, ...]:
        """Products in full supply that can stand in for one: the company's own list, else by price.

        Best first: nearest price, then most buyers among shops of the same market type.
        """
        key = (self._shared(kind), sku_code)
        if key not in self._substitutes:
            self._substitutes[key] = self._find_substitutes(kind, sku_code)
        return self._substitutes[key]

    def new_products(self, kind: SupplyClass) -> tuple[Offer, ...]:
        """Goods launched lately that next month's policy offers to this class, most bought first."""
        shared = self._shared(kind)
        if shared not in self._new:
            begin = self._next_month.first_day - timedelta(days=NEW_DAYS)
            self._new[shared] = tuple(
                sorted(
                    (
                        offer
                        for offer in self.by_code(kind).values()
                        if offer.product.launch_date is not None
                        and begin <= offer.product.launch_date <= self._next_month.first_day
                    ),
                    key=lambda offer: (-offer.buyers, offer.product.sku_code),
                )
            )
        return self._new[shared]

    def _shared(self, kind: SupplyClass) -> OfferClass:
        return (kind[0], self._policy.coverage_of(kind))

    def _find_substitutes(self, kind: SupplyClass, sku_code: str) -> tuple[Offer, ...]:
        original = self._catalogue[sku_code]
        price = pack_price(original)
        if price is None:
            return ()
        named = self._named.get((sku_code, kind[0])) or self._named.get((sku_code, None))
        offers = [
            offer
            for offer in self.by_code(kind).values()
            if offer.product.sku_code != sku_code
            and offer.supply.status is SupplyStatus.FULL
            and (
                same_price_band(price, offer.pack_price) if named is None else offer.product.sku_code in named
            )
        ]

        def order(offer: Offer) -> tuple[int, int, int, str]:
            place = named.index(offer.product.sku_code) if named else 0
            return (place, abs(offer.pack_price - price), -offer.buyers, offer.product.sku_code)

        return tuple(sorted(offers, key=order))

    def _find_offers(self, kind: SupplyClass) -> Iterator[Offer]:
        buyers = self._buyers.get(kind[0], {})
        for sku_code, supply in self._policy.lines_for(kind).items():
            product = self._catalogue.get(sku_code)
            if product is None or product.list_price is None or product.wholesale_price is None:
                continue
            price = pack_price(product)
            if price is not None and supply.status.is_free and supply.most != 0:
                margin = product.list_price - product.wholesale_price
                yield Offer(product, price, margin, supply, buyers.get(sku_code, 0))


def _buyers(cube: Cube, population: list[Retailer]) -> dict[str | None, dict[str, int]]:
    """Shops of each market type that bought each product in the last three months."""
    market = {retailer.license_no: retailer.market_type for retailer in population}
    active = cube.sticks[:, -3:].sum(axis=1) > 0
    answer: dict[str | None, dict[str, int]] = {}
    for kind in set(market.values()):
        members: NDArray[np.bool_] = np.array([market.get(no, "") == kind for no in cube.licenses], bool)
        counts = np.bincount(cube.sku[active & members[cube.owner]], minlength=len(cube.skus))
        answer[kind] = {cube.skus[i]: int(counts[i]) for i in np.flatnonzero(counts)}
    return answer


def _named_substitutes(snapshot: Snapshot) -> dict[tuple[str, str | None], list[str]]:
    named: dict[tuple[str, str | None], list[str]] = {}
    for row in snapshot.substitutes.sort_values("seq", kind="stable").itertuples(index=False):
        named.setdefault((str(row.sku_code), some(row.market_type)), []).append(str(row.substitute))
    return named


def new_goods_bought(cube: Cube, catalogue: Mapping[str, Product]) -> list[int]:
    """By shop: products bought in the last year within three months of their launch (R062)."""
    young = np.zeros((len(cube.skus), YEAR), bool)
    ends = [Month.of(number).last_day for number in cube.months[-YEAR:]]
    for place, code in enumerate(cube.skus):
        launch = catalogue[code].launch_date
        if launch is not None:
            young[place] = [0 <= (end - launch).days <= NEW_DAYS for end in ends]
    taken = ((cube.sticks[:, -YEAR:] > 0) & young[cube.sku]).any(axis=1)
    counts: list[int] = np.bincount(cube.owner[taken], minlength=len(cube.licenses)).tolist()
    return counts
