"""A snapshot becomes profiles: everything measured for all retailers at once, then one record each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from guidebook.measures import registry
from guidebook.measures.cube import WINDOW, build_cube
from guidebook.measures.effects import Totals, price_effects, profit_effects
from guidebook.measures.forecast import forecast_sticks
from guidebook.measures.history import account_of, long_amounts, month_accounts, product_month
from guidebook.measures.lifecycle import Months, first_order, idle_months, lifecycle_of
from guidebook.measures.memory import follow_ups, remembered
from guidebook.measures.neighbours import Neighbourhoods
from guidebook.measures.offers import NEW_DAYS, Offers
from guidebook.measures.ordering import order_per_cycle
from guidebook.measures.orders import last_orders, order_cycles, order_ways
from guidebook.measures.peers import LevelPeers
from guidebook.measures.printed import print_figures
from guidebook.measures.registry import day, some
from guidebook.measures.season import Calendar, festivals
from guidebook.measures.stock import stock_counts
from guidebook.measures.supply import SupplyClass, SupplyPolicy
from guidebook.model import (
    Account,
    Fen,
    Lifecycle,
    Month,
    Note,
    Offer,
    ProductLine,
    ProductMonth,
    Profile,
    Retailer,
    SupplyStatus,
)

if TYPE_CHECKING:
    from guidebook.config import Config
    from guidebook.snapshot import Snapshot

YEAR = 12
RECENT = 3
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
    fresh_from = as_of - timedelta(days=config.input.stale_profile_days)
    population = registry.retailers(snapshot, fresh_from=fresh_from)
    workshop = _Workshop(snapshot, month, as_of, config, population)
    for retailer in population:
        if licenses is None or retailer.license_no in licenses:
            yield workshop.profile(retailer)


class _Workshop:
    """Everything measured once, from which the profiles are taken."""

    def __init__(
        self, snapshot: Snapshot, month: Month, as_of: date, config: Config, population: list[Retailer]
    ) -> None:
        self._snapshot_id = snapshot.id
        self._month = month
        self._as_of = as_of
        self._config = config
        self._cube = build_cube(snapshot, month)
        self._index = {license_no: i for i, license_no in enumerate(self._cube.licenses)}
        self._forecast = forecast_sticks(self._cube)
        self._catalogue = registry.products(snapshot, month)
        self._changes = registry.price_changes(snapshot, self._catalogue, month.plus(1))
        before = registry.products(snapshot, month.plus(-1))
        self._changed = registry.price_changes(snapshot, before, month)
        self._cycles = order_cycles(snapshot)
        self._last_orders = last_orders(snapshot, month)
        self._ways = order_ways(snapshot, month)
        self._covered, self._amounts = long_amounts(snapshot, self._cube.licenses, month)
        self._stock = stock_counts(snapshot, self._cube, month)
        self._surveyed = _surveyed(snapshot, month)
        self._policy_this = SupplyPolicy(snapshot, month)
        self._policy = SupplyPolicy(snapshot, month.plus(1))
        self._offers = Offers(snapshot, self._cube, self._catalogue, self._policy, month.plus(1), population)
        self._peers = LevelPeers(self._cube, population)
        self._neighbourhoods = Neighbourhoods(self._cube, population)
        self._notes = _notes(snapshot)
        self._festivals = festivals(as_of)
        self._calendar = Calendar(snapshot, month.plus(1))
        self._remembered = remembered(snapshot, month)

    def profile(self, retailer: Retailer) -> Profile:
        index = self._index.get(retailer.license_no)
        months = month_accounts(self._cube, index, self._cycles)
        account = account_of(months)
        lines = () if index is None else self._lines(retailer, index, account)
        kind = SupplyPolicy.class_of(retailer)
        by_code = {line.product.sku_code: line for line in lines}
        first = first_order(months, retailer.first_month)
        memory = self._remembered.get(retailer.license_no, ())
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
            new_bought=0 if index is None else self._new_bought(index),
            last_order=self._last_orders.get(retailer.license_no),
            notes=self._notes.get(retailer.license_no, ()),
            gaps=() if neighbours is None else neighbours.gaps(self._offers.by_code(kind)),
            neighbour_buyers={}
            if neighbours is None
            else neighbours.buyers_of(
                offer.product.sku_code for _, offers in substitutes for offer in offers
            ),
            peers=self._peers.of(retailer),
            festivals=self._festivals,
            seasons=self._calendar.seasons(retailer),
            order_ways=self._ways.get(retailer.license_no),
            idle=idle_months(months, first),
            lifecycle=self._lifecycle(index, months, first),
            advised=tuple(row.advised for row in memory),
            follow_ups=follow_ups(
                memory,
                by_code,
                self._catalogue,
                self._policy_this.lines_for(kind),
                self._policy.lines_for(kind),
                self._month.plus(-1),
            ),
        )

    def _lifecycle(self, index: int | None, months: Months, first: Month | None) -> Lifecycle | None:
        found = [0] * len(self._covered) if index is None else self._amounts[index].tolist()
        amounts: list[Fen | None] = [
            amount if covered else None for covered, amount in zip(self._covered, found, strict=True)
        ]
        return lifecycle_of(months, amounts, first)

    def _lines(self, retailer: Retailer, index: int, account: Account) -> tuple[ProductLine, ...]:
        """The retailer's products of the last twelve months and the same month last year, by rank."""
        cube = self._cube
        rows = cube.slice_of(index)
        part = slice(rows.start, rows.stop)
        recent = cube.amount[part, -RECENT:].sum(axis=1)
        order = sorted(rows, key=lambda row: (-int(recent[row - rows.start]), cube.skus[int(cube.sku[row])]))
        lines = [self._line(retailer, row, account) for row in order]
        return tuple(
            replace(line, rank=place if recent[row - rows.start] > 0 else 0)
            for place, (row, line) in enumerate(zip(order, lines, strict=True), start=1)
        )

    def _line(self, retailer: Retailer, row: int, account: Account) -> ProductLine:
        cube = self._cube
        sku_code = cube.skus[int(cube.sku[row])]
        product = self._catalogue[sku_code]
        this = product_month(cube, row, WINDOW - 1)
        last = product_month(cube, row, WINDOW - 2) if account.last else None
        mix, change = _price_effects(account, this, last)
        quantity, margin = (profit_effects(this, last) if last else None) or (None, None)
        kind = SupplyPolicy.class_of(retailer)
        supply = self._policy.lines_for(kind).get(sku_code)
        stock = self._stock.get((retailer.license_no, sku_code))
        forecast = int(self._forecast[row])
        return ProductLine(
            product=product,
            this=this,
            last=last,
            year_ago=product_month(cube, row, 0) if account.year_ago else None,
            price_mix_effect=mix,
            price_change_effect=change,
            profit_quantity_effect=quantity,
            profit_margin_effect=margin,
            recent_sticks=int(cube.sticks[row, -RECENT:].sum()),
            forecast=None if forecast < 0 else forecast,
            wanted=None if cube.wanted[row] < 0 else int(cube.wanted[row]),
            stock=stock,
            supply=supply,
            supply_this=self._policy_this.lines_for(kind).get(sku_code),
            price_change=self._changes.get(sku_code),
            price_changed=self._changed.get(sku_code),
            retail_price=self._surveyed.get((retailer.license_no, sku_code)),
            monthly=tuple(cube.sticks[row].tolist()),
            order_cartons=order_per_cycle(
                retailer,
                product,
                self._month.plus(1),
                None if forecast < 0 else forecast,
                stock,
                supply,
                min_cover_days=self._config.stock.least_days(retailer.order_cycle_days, retailer.lead_days),
                max_cover_days=self._config.stock.max_days,
            ),
        )

    def _substitutes(
        self, kind: SupplyClass, lines: tuple[ProductLine, ...]
    ) -> tuple[tuple[str, tuple[Offer, ...]], ...]:
        """Substitutes for the first products that are short or stopped next month."""
        return tuple(
            (line.product.sku_code, self._offers.substitutes(kind, line.product.sku_code))
            for line in lines
            if 0 < line.rank <= SUBSTITUTED
            and line.supply is not None
            and (line.supply.status.is_short or line.supply.status is SupplyStatus.STOPPED)
        )

    def _new_bought(self, index: int) -> int:
        """Products bought in the last year within three months of their launch (R062)."""
        count = 0
        for row in self._cube.slice_of(index):
            launch = self._catalogue[self._cube.skus[int(self._cube.sku[row])]].launch_date
            if launch is None:
                continue
            for column in range(WINDOW - YEAR, WINDOW):
                days = (Month.of(self._cube.months[column]).last_day - launch).days
                if 0 <= days <= NEW_DAYS and self._cube.sticks[row, column] > 0:
                    count += 1
                    break
        return count


def _price_effects(
    account: Account, this: ProductMonth, last: ProductMonth | None
) -> tuple[Fraction, Fraction] | tuple[None, None]:
    if account.last is None or last is None:
        return None, None
    effects = price_effects(
        this,
        last,
        Totals(account.this.sticks, account.this.amount),
        Totals(account.last.sticks, account.last.amount),
    )
    return effects or (None, None)


def _surveyed(snapshot: Snapshot, month: Month) -> Mapping[tuple[str, str], int]:
    """Retail prices seen in the sheet's month, fen per real carton."""
    rows = snapshot.sales[(snapshot.sales["month"] == month.number) & snapshot.sales["retail_price"].notna()]
    return {
        (str(license_no), str(sku_code)): int(price)
        for license_no, sku_code, price in zip(
            rows["license_no"], rows["sku_code"], rows["retail_price"], strict=True
        )
    }


def _notes(snapshot: Snapshot) -> Mapping[str, tuple[Note, ...]]:
    notes: dict[str, list[Note]] = {}
    for row in snapshot.notes.itertuples(index=False):
        written_on = day(row.written_on)
        if written_on is not None:
            note = Note(
                written_on=written_on,
                kind=str(row.kind),
                sku_code=some(row.sku_code),
                text=some(row.text),
                printable=bool(row.printable),
                due=day(row.due),
                done=day(row.done),
                category=some(row.category),
            )
            notes.setdefault(str(row.license_no), []).append(note)
    return {
        license_no: tuple(sorted(found, key=lambda n: n.written_on)) for license_no, found in notes.items()
    }
