"""The snapshot's registry tables as records: retailers with their visit, products with the month's prices."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from guidebook.measures.cube import prices_on
from guidebook.model import (
    InnerProfile,
    Level,
    Manager,
    MarketType,
    Month,
    Personality,
    PriceChange,
    Product,
    ProductState,
    Retailer,
    RetailerStatus,
    Visit,
)

if TYPE_CHECKING:
    from guidebook.snapshot import Snapshot


def some(value: Any) -> Any:
    """A cell, with the tables' unknowns (NaN, NaT, NA, None) as None."""
    return None if value is None or value is pd.NaT or value is pd.NA or value != value else value


def whole(value: Any) -> int:
    """A whole number that is always there."""
    return int(value)


def day(value: Any) -> date | None:
    """A date cell as a date."""
    known = some(value)
    return None if known is None else pd.Timestamp(known).date()


def retailers(
    snapshot: Snapshot, licenses: Collection[str] | None = None, *, fresh_from: date | None = None
) -> list[Retailer]:
    """Retailers that are owed a sheet, sorted by licence.

    Args:
        snapshot: The month's snapshot.
        licenses: Only these; None for all.
        fresh_from: What people entered about a shop before that day isn't used (R043); None uses all.
    """
    visits = _visits(snapshot)
    records = []
    for row in snapshot.retailers.astype(object).itertuples(
        index=False
    ):  # as objects rows come three times as fast
        if some(row.status) is None:  # unreadable: the shop is withheld
            continue
        status = RetailerStatus(str(row.status))
        if status.gets_sheet and (licenses is None or row.license_no in licenses):
            asked_on = day(row.profile_date)
            stale = asked_on is not None and fresh_from is not None and asked_on < fresh_from
            records.append(_retailer(row, status, visits.get(str(row.license_no)), stale=stale))
    return sorted(records, key=lambda retailer: retailer.license_no)


def _retailer(row: Any, status: RetailerStatus, visit: Visit | None, *, stale: bool) -> Retailer:
    market = some(row.market_type)
    agreed = some(row.agreed_cartons)
    first_month = some(row.first_month)
    comparable_from = some(row.comparable_from)
    rank = some(row.grade_rank)
    weekday = some(row.order_weekday)
    capital = some(row.capital_limit)
    return Retailer(
        license_no=str(row.license_no),
        shop_name=str(row.shop_name),
        owner_name=some(row.owner_name),
        status=status,
        market_type=None if market is None else MarketType(market),
        county=some(row.county),
        town=some(row.town),
        format=some(row.format),
        grade=some(row.grade),
        grade_rank=None if rank is None else int(rank),
        large_print=bool(row.large_print),
        order_weekday=None if weekday is None else int(weekday),
        order_cycle_days=int(row.order_cycle_days),
        lead_days=int(row.lead_days),
        capital_limit=None if capital is None else int(capital),
        agreed_cartons=None if agreed is None else int(agreed),
        cash_day=some(row.cash_day),
        market_day=some(row.market_day),
        scale=some(row.scale),
        consumer_group=() if stale else _words(row.consumer_group),
        license_expiry=day(row.license_expiry),
        new_ok=bool(row.new_ok),
        first_month=None if first_month is None else Month.of(int(first_month)),
        comparable_from=None if comparable_from is None else Month.of(int(comparable_from)),
        visit=visit,
        inner=_inner(row, stale=stale),
    )


def _inner(row: Any, *, stale: bool) -> InnerProfile:
    """What steers the advice; what describes the owner is unknown again once it is stale."""
    entered = (row.ability, row.personality, row.education)
    ability, personality, education = (None if stale else some(value) for value in entered)
    return InnerProfile(
        ability=None if ability is None else Level(ability),
        personality=None if personality is None else Personality(personality),
        education=None if education is None else Level(education),
        is_key=bool(row.is_key),
        avoid_topics=frozenset(_words(row.avoid_topics)),
    )


def _words(cell: Any) -> tuple[str, ...]:
    """The words of a cell, which stand with commas between them."""
    return tuple(word for word in (some(cell) or "").split(",") if word)


def _visits(snapshot: Snapshot) -> dict[str, Visit]:
    managers = {
        str(row.manager_id): Manager(str(row.manager_id), str(row.name), some(row.phone), day(row.since))
        for row in snapshot.managers.itertuples(index=False)
    }
    visits = {}
    for row in snapshot.routes.astype(object).itertuples(index=False):
        seq = some(row.visit_seq)
        visits[str(row.license_no)] = Visit(
            route_id=str(row.route_id),
            route_name=some(row.route_name),
            visit_seq=None if seq is None else int(seq),
            manager=managers.get(str(row.manager_id)),
        )
    return visits


def products(snapshot: Snapshot, month: Month) -> dict[str, Product]:
    """The catalogue by code, with the prices in force on the month's last day."""
    prices = prices_on(snapshot, pd.Timestamp(month.last_day))
    wholesale, listed = prices["wholesale_price"].to_dict(), prices["list_price"].to_dict()
    return {
        str(row.sku_code): Product(
            sku_code=str(row.sku_code),
            sku_name=str(row.sku_name),
            brand=some(row.brand),
            short_name=some(row.short_name),
            sticks_per_carton=whole(row.sticks_per_carton),
            packs_per_carton=max(whole(row.sticks_per_carton) // whole(row.sticks_per_pack), 1),
            wholesale_price=_fen(wholesale.get(row.sku_code)),
            list_price=_fen(listed.get(row.sku_code)),
            launch_date=day(row.launch_date),
            state=ProductState(some(row.state) or ProductState.ON_SALE),
        )
        for row in snapshot.products.itertuples(index=False)
    }


def at_prices_of(catalogue: dict[str, Product], snapshot: Snapshot, month: Month) -> dict[str, Product]:
    """The same products, with the prices in force on another month's last day."""
    prices = prices_on(snapshot, pd.Timestamp(month.last_day))
    wholesale, listed = prices["wholesale_price"].to_dict(), prices["list_price"].to_dict()
    return {
        code: replace(product, wholesale_price=_fen(wholesale.get(code)), list_price=_fen(listed.get(code)))
        for code, product in catalogue.items()
    }


def price_changes(snapshot: Snapshot, catalogue: dict[str, Product], month: Month) -> dict[str, PriceChange]:
    """Prices that take effect within a month, by product (S18).

    Args:
        snapshot: The month's snapshot.
        catalogue: Products with the prices before.
        month: The month in which prices change.
    """
    changes = {}
    for row in snapshot.prices.itertuples(index=False):
        effective, before = day(row.valid_from), catalogue.get(str(row.sku_code))
        if effective is None or before is None or Month.containing(effective) != month:
            continue
        after, list_after = _fen(row.wholesale_price), _fen(row.list_price)
        if before.wholesale_price is None or after is None:
            continue
        if after != before.wholesale_price or list_after not in (None, before.list_price):
            changes[before.sku_code] = PriceChange(
                effective, before.wholesale_price, after, before.list_price, list_after
            )
    return changes


def _fen(value: Any) -> int | None:
    known = some(value)
    return None if known is None else int(known)
