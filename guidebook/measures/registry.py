"""The snapshot's registry tables as records: retailers with their visit, products with the month's prices."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import starmap
from typing import TYPE_CHECKING, Any

import msgspec
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


def plain_rows(table: pd.DataFrame) -> Iterator[Any]:
    """A table's rows with their columns as attributes: days as dates, unknowns as None."""
    row = msgspec.defstruct("row", list(table.columns))
    return starmap(row, plain_cells(table, table.columns))


def plain_cells(table: pd.DataFrame, columns: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """Some columns of a table row by row: days as dates, unknowns as None.

    Column by column, as it is done here, cells are made plain many times faster than one by one.
    """
    return zip(*(plain_values(table[name]) for name in columns), strict=True)


def plain_values(column: pd.Series) -> list[Any]:
    """A column as a plain list: days as dates, unknowns as None."""
    if column.dtype.kind == "M":
        days: list[Any] = column.to_numpy("datetime64[D]").tolist()
        return days
    return list(column.astype(object).where(column.notna(), None))


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
    for row in plain_rows(snapshot.retailers):
        if row.status is None:  # unreadable: the shop is withheld
            continue
        status = RetailerStatus(row.status)
        if status.gets_sheet and (licenses is None or row.license_no in licenses):
            asked_on = row.profile_date
            stale = asked_on is not None and fresh_from is not None and asked_on < fresh_from
            records.append(_retailer(row, status, visits.get(row.license_no), stale=stale))
    return sorted(records, key=lambda retailer: retailer.license_no)


def _retailer(row: Any, status: RetailerStatus, visit: Visit | None, *, stale: bool) -> Retailer:
    # What describes the owner is unknown again once it is stale.
    entered = (None, None, None) if stale else (row.ability, row.personality, row.education)
    return Retailer(
        license_no=row.license_no,
        shop_name=row.shop_name,
        owner_name=row.owner_name,
        status=status,
        market_type=None if row.market_type is None else MarketType(row.market_type),
        county=row.county,
        town=row.town,
        format=row.format,
        grade=row.grade,
        grade_rank=row.grade_rank,
        large_print=row.large_print,
        order_weekday=row.order_weekday,
        order_cycle_days=row.order_cycle_days,
        lead_days=row.lead_days,
        capital_limit=row.capital_limit,
        agreed_cartons=row.agreed_cartons,
        cash_day=row.cash_day,
        market_day=row.market_day,
        scale=row.scale,
        consumer_group=() if stale else _words(row.consumer_group),
        license_expiry=row.license_expiry,
        new_ok=row.new_ok,
        first_month=_month(row.first_month),
        comparable_from=_month(row.comparable_from),
        visit=visit,
        inner=_inner(*entered, row.is_key, row.avoid_topics),
    )


@cache
def _inner(
    ability: str | None, personality: str | None, education: str | None, is_key: bool, topics: str | None
) -> InnerProfile:
    """What steers the advice; many shops share each of its mixtures."""
    return InnerProfile(
        ability=None if ability is None else Level(ability),
        personality=None if personality is None else Personality(personality),
        education=None if education is None else Level(education),
        is_key=is_key,
        avoid_topics=frozenset(_words(topics)),
    )


@cache
def _words(cell: str | None) -> tuple[str, ...]:
    """The words of a cell, which stand with commas between them."""
    return tuple(word for word in (cell or "").split(",") if word)


@cache
def _month(number: int | None) -> Month | None:
    return None if number is None else Month.of(number)


def _visits(snapshot: Snapshot) -> dict[str, Visit]:
    managers = {
        row.manager_id: Manager(row.manager_id, row.name, row.phone, row.since)
        for row in plain_rows(snapshot.managers)
    }
    return {
        row.license_no: Visit(row.route_id, row.route_name, row.visit_seq, managers.get(row.manager_id))
        for row in plain_rows(snapshot.routes)
    }


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
