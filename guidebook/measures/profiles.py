"""A snapshot becomes profiles: everything measured for all retailers at once, then one record each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from guidebook.measures import registry
from guidebook.measures.cube import build_cube, prices_by_month
from guidebook.measures.grade import GradeRule
from guidebook.measures.history import History, account_of
from guidebook.measures.lifecycle import first_order, idle_months, lifecycle_of
from guidebook.measures.lines import Lines
from guidebook.measures.memory import follow_ups, remembered
from guidebook.measures.neighbours import Neighbourhoods
from guidebook.measures.notes import notes_by_shop
from guidebook.measures.offers import Offers, new_goods_bought
from guidebook.measures.orders import last_orders, order_cycles, order_ways
from guidebook.measures.partial import so_far
from guidebook.measures.peers import LevelPeers
from guidebook.measures.printed import print_figures
from guidebook.measures.season import Calendar, festivals
from guidebook.measures.stock import StockValues
from guidebook.measures.supply import SupplyClass, SupplyPolicy
from guidebook.model import Month, Offer, ProductLine, Profile, SupplyStatus

if TYPE_CHECKING:
    from guidebook.config import Config
    from guidebook.snapshot import Snapshot

Substitutes = tuple[tuple[str, tuple[Offer, ...]], ...]
"""Products that are short or stopped, each with what can stand in for it."""

SUBSTITUTED = 10
"""Substitutes are looked up for the shop's first products by amount (domain.md §4: top 10)."""


def measure(
    snapshot: Snapshot,
    month: Month,
    as_of: date,
    config: Config,
    licenses: Collection[str] | None = None,
) -> Iterator[Profile]:
    """Measure a month for every retailer that is owed a sheet.

    The whole population is measured in any case, for peers and trends; `licenses` only chooses whose profiles come.

    Args:
        snapshot: Checked, immutable input.
        month: The sheet's month; the snapshot must cover it.
        as_of: The day the sheets are made for.
        config: Settings of stock cover, and after how many days what people entered is stale.
        licenses: Whose profiles are wanted; None for all.

    Yields:
        Profiles sorted by licence.
    """
    workshop = Workshop(snapshot, month, as_of, config)
    for license_no in workshop.licenses:
        if licenses is None or license_no in licenses:
            yield workshop.profile(license_no)


class Workshop:
    """Everything measured once, from which the profiles are taken.

    Shops that follow each other are measured fastest: their neighbours are looked for together.

    Args:
        snapshot: Checked, immutable input.
        month: The sheet's month; the snapshot must cover it.
        as_of: The day the sheets are made for.
        config: Settings of stock cover, and after how many days what people entered is stale.
    """

    def __init__(self, snapshot: Snapshot, month: Month, as_of: date, config: Config) -> None:
        fresh_from = as_of - timedelta(days=config.input.stale_profile_days)
        population = registry.retailers(snapshot, fresh_from=fresh_from)
        self._retailers = {retailer.license_no: retailer for retailer in population}
        cube = build_cube(snapshot, month)
        self._snapshot_id, self._month, self._as_of = snapshot.id, month, as_of
        self._catalogue = registry.products(snapshot, month)
        self._index = {license_no: i for i, license_no in enumerate(cube.licenses)}
        self._history = History(snapshot, cube, order_cycles(snapshot), month)
        self._policy_this = SupplyPolicy(snapshot, month)
        self._policy = SupplyPolicy(snapshot, month.plus(1))
        self._offers = Offers(snapshot, cube, self._catalogue, self._policy, month.plus(1), population)
        self._lines = Lines(snapshot, cube, self._catalogue, month, config.stock)
        self._new_bought = new_goods_bought(cube, self._catalogue)
        self._last_orders = last_orders(snapshot, month)
        self._ways = order_ways(snapshot, month)
        self._peers = LevelPeers(cube, population)
        self._neighbourhoods = Neighbourhoods(cube, population)
        self._stock_values = StockValues(
            cube,
            prices_by_month(snapshot, cube.months, cube.skus, "wholesale_price"),
            np.array([self._catalogue[code].sticks_per_carton for code in cube.skus], np.int64),
        )
        self._grade_rule = GradeRule(snapshot, cube, {shop.license_no for shop in population})
        self._notes = notes_by_shop(snapshot, as_of)
        self._festivals = festivals(as_of)
        self._calendar = Calendar(snapshot, month.plus(1))
        self._remembered = remembered(snapshot, month)

    @property
    def licenses(self) -> tuple[str, ...]:
        """Who is owed a sheet, sorted."""
        return tuple(self._retailers)

    def profile(self, license_no: str) -> Profile:
        """A shop's measured month; of one that isn't over, what can be told before its end (F19).

        Raises:
            KeyError: The shop isn't owed a sheet.
        """
        profile = self._whole_month(license_no)
        return profile if profile.until is None else so_far(profile)

    def _whole_month(self, license_no: str) -> Profile:
        retailer = self._retailers[license_no]
        index = self._index.get(license_no)
        months = self._history.months(index)
        account = account_of(months, retailer.comparable_from)
        kind = SupplyPolicy.class_of(retailer)
        policy_this, policy = self._policy_this.lines_for(kind), self._policy.lines_for(kind)
        lines = self._lines.of(retailer, index, account, policy_this, policy)
        by_code = {line.product.sku_code: line for line in lines}
        first = first_order(months, retailer.first_month)
        memory = self._remembered.get(license_no, ())
        substitutes = self._substitutes(kind, lines)
        neighbours = self._neighbourhoods.of(retailer)
        return Profile(
            retailer=retailer,
            month=self._month,
            as_of=self._as_of,
            snapshot=self._snapshot_id,
            account=account,
            history=tuple(known for known in months if known is not None),
            lines=lines,
            printed=print_figures(account, lines),
            supply_known=self._policy.known,
            supply_as_of=self._policy.as_of,
            substitutes=substitutes,
            new_products=tuple(
                offer for offer in self._offers.new_products(kind) if offer.product.sku_code not in by_code
            ),
            new_bought=0 if index is None else self._new_bought[index],
            last_order=self._last_orders.get(license_no),
            notes=self._notes.get(license_no, ()),
            gaps=() if neighbours is None else neighbours.gaps(self._offers.by_code(kind)),
            neighbour_buyers={} if neighbours is None else neighbours.buyers_of(_offered(substitutes)),
            peers=self._peers.of(retailer),
            festivals=self._festivals,
            seasons=self._calendar.seasons(retailer),
            order_ways=self._ways.get(license_no),
            stock_value=self._stock_values.of(index),
            grade=self._grade_rule.standing(retailer, index),
            idle=idle_months(months, first),
            lifecycle=lifecycle_of(months, self._history.long_amounts(index), first),
            advised=tuple(row.advised for row in memory),
            follow_ups=follow_ups(
                memory, by_code, self._catalogue, policy_this, policy, self._month.plus(-1)
            ),
        )

    def _substitutes(self, kind: SupplyClass, lines: tuple[ProductLine, ...]) -> Substitutes:
        """Substitutes for the first products that are short or stopped next month."""
        return tuple(
            (line.product.sku_code, self._offers.substitutes(kind, line.product.sku_code))
            for line in lines
            if 0 < line.rank <= SUBSTITUTED
            and line.supply is not None
            and (line.supply.status.is_short or line.supply.status is SupplyStatus.STOPPED)
        )


def _offered(substitutes: Substitutes) -> Iterator[str]:
    """The products that can stand in for any."""
    return (offer.product.sku_code for _, offers in substitutes for offer in offers)
