"""How a month stands to the last one: which stage the retailer is in, and what went up, down or stayed."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from guidebook.advice.once import once
from guidebook.config import Bands
from guidebook.model import FEN_PER_YUAN, STICKS_PER_CARTON, MonthAccount, Profile, Sticks


class Stage(Enum):
    """What can be said of a month at all."""

    ZERO = "zero"
    FIRST = "first"
    RESTART = "restart"
    NO_LAST = "no_last"
    COMPARED = "compared"


class Move(Enum):
    """Where a figure went, beyond its band."""

    UP = 1
    FLAT = 0
    DOWN = -1


@once
def stage(profile: Profile) -> Stage:
    """Tell whether there was a month at all, whether it was the first, and whether it can be compared.

    `FIRST` is a shop that the exports never saw before and the registry doesn't know to be older; `RESTART` one that
    bought nothing last month but did before; `NO_LAST` one whose last month the exports don't cover, and any
    whose month isn't over.
    """
    account, first_month = profile.account, profile.retailer.first_month
    if account.this.sticks <= 0:
        return Stage.ZERO
    if profile.until is not None:
        return Stage.NO_LAST
    returned = account.last is not None and (account.last.sticks, account.last.amount) != (0, 0)
    older = account.bought_before > 0 or returned or (first_month is not None and first_month < profile.month)
    if not older and (first_month == profile.month or account.known_months > 0):
        return Stage.FIRST
    if account.last is None:
        return Stage.NO_LAST
    return Stage.COMPARED if account.last.sticks > 0 else Stage.RESTART


@once
def both(profile: Profile) -> tuple[MonthAccount, MonthAccount] | None:
    """This and the last month, where they can be compared."""
    last = profile.account.last
    return (profile.account.this, last) if stage(profile) is Stage.COMPARED and last else None


def quantity_move(this: Sticks, before: Sticks, bands: Bands) -> Move:
    """Where cartons went between two spans of time."""
    return _move(this - before, before, bands.volume_share, bands.volume_cartons * STICKS_PER_CARTON)


def volume_move(profile: Profile, bands: Bands) -> Move | None:
    """Where cartons went against last month; None where months can't be compared."""
    months = both(profile)
    return None if months is None else quantity_move(months[0].sticks, months[1].sticks, bands)


def price_move(profile: Profile, bands: Bands) -> Move | None:
    """Where the average price per carton went; None where months can't be compared."""
    months = both(profile)
    return None if months is None else _price_move(*months, bands)


def profit_move(profile: Profile, bands: Bands) -> Move | None:
    """Where profit by listed price went; None where either month's isn't known."""
    months = both(profile)
    if months is None:
        return None
    this, last = months[0].profit, months[1].profit
    if this is None or last is None:
        return None
    return _move(this - last, abs(last), bands.profit_share, bands.profit_yuan * FEN_PER_YUAN)


def year_moves(profile: Profile, bands: Bands) -> tuple[Move, Move] | None:
    """Where cartons and the average price went against the same month last year; None where they can't be compared."""
    this, ago = profile.account.this, profile.account.year_ago
    if ago is None or this.sticks <= 0 or ago.sticks <= 0:
        return None
    return quantity_move(this.sticks, ago.sticks, bands), _price_move(this, ago, bands)


def cycles_differ(profile: Profile) -> bool:
    """Whether the months had different numbers of order days (F22)."""
    months = both(profile)
    if months is None:
        return False
    this, last = months[0].order_cycles, months[1].order_cycles
    return this is not None and last is not None and this != last and this > 0 and last > 0


def per_cycle_move(profile: Profile, bands: Bands) -> Move | None:
    """Where cartons per order day went (§2.4, "per cycle"); as for the month, a few cartons in all are flat (F25)."""
    months = both(profile)
    if months is None or not cycles_differ(profile):
        return None
    this, last = months
    cycles, cycles_last = this.order_cycles or 1, last.order_cycles or 1
    before = last.sticks * cycles
    floor = bands.volume_cartons * STICKS_PER_CARTON * cycles_last
    return _move(this.sticks * cycles_last - before, before, bands.volume_share, floor)


def _price_move(this: MonthAccount, before: MonthAccount, bands: Bands) -> Move:
    """Where the average price went between two months with purchases."""
    old = before.amount * this.sticks
    return _move(this.amount * before.sticks - old, old, bands.price_share)


def _move(change: int, before: int, share: Decimal, floor: int = 0) -> Move:
    """Where a figure went; quotients come as whole numbers over one denominator, which compare faster."""
    part, whole = share.as_integer_ratio()
    if change == 0 or abs(change) * whole < before * part or abs(change) < floor:
        return Move.FLAT
    return Move.UP if change > 0 else Move.DOWN
