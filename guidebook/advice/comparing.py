"""How a month stands to the last one: which stage the retailer is in, and what went up, down or stayed."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

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


def stage(profile: Profile) -> Stage:
    """Tell whether there was a month at all, whether it was the first, and whether it can be compared.

    `FIRST` is a shop that the exports never saw before and the registry doesn't know to be older; `RESTART` one that
    bought nothing last month but did before; `NO_LAST` one whose last month the exports don't cover.
    """
    account, first_month = profile.account, profile.retailer.first_month
    if account.this.sticks <= 0:
        return Stage.ZERO
    returned = account.last is not None and (account.last.sticks, account.last.amount) != (0, 0)
    older = account.bought_before > 0 or returned or (first_month is not None and first_month < profile.month)
    if not older and (first_month == profile.month or account.known_months > 0):
        return Stage.FIRST
    if account.last is None:
        return Stage.NO_LAST
    return Stage.COMPARED if account.last.sticks > 0 else Stage.RESTART


def both(profile: Profile) -> tuple[MonthAccount, MonthAccount] | None:
    """This and the last month, where they can be compared."""
    last = profile.account.last
    return (profile.account.this, last) if stage(profile) is Stage.COMPARED and last else None


def quantity_move(this: Sticks, before: Sticks, bands: Bands) -> Move:
    """Where cartons went between two spans of time."""
    return _move(
        Fraction(this - before),
        before * Fraction(bands.volume_share),
        bands.volume_cartons * STICKS_PER_CARTON,
    )


def volume_move(profile: Profile, bands: Bands) -> Move | None:
    """Where cartons went against last month; None where months can't be compared."""
    months = both(profile)
    if months is None:
        return None
    return quantity_move(months[0].sticks, months[1].sticks, bands)


def price_move(profile: Profile, bands: Bands) -> Move | None:
    """Where the average price per carton went; None where either month has none."""
    months = both(profile)
    if months is None:
        return None
    this, last = months[0].carton_price, months[1].carton_price
    if this is None or last is None:
        return None
    return _price_move(this, last, bands)


def profit_move(profile: Profile, bands: Bands) -> Move | None:
    """Where profit by listed price went; None where either month's isn't known."""
    months = both(profile)
    if months is None:
        return None
    this, last = months[0].profit, months[1].profit
    if this is None or last is None:
        return None
    return _move(
        Fraction(this - last), abs(last) * Fraction(bands.profit_share), bands.profit_yuan * FEN_PER_YUAN
    )


def year_moves(profile: Profile, bands: Bands) -> tuple[Move, Move] | None:
    """Where cartons and the average price went against the same month last year; None where they can't be compared."""
    this, ago = profile.account.this, profile.account.year_ago
    if ago is None or this.carton_price is None or ago.carton_price is None:
        return None
    return quantity_move(this.sticks, ago.sticks, bands), _price_move(
        this.carton_price, ago.carton_price, bands
    )


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
    this, last = (_per_cycle(month) for month in months)
    floor = Fraction(bands.volume_cartons * STICKS_PER_CARTON, months[0].order_cycles or 1)
    return _move(this - last, last * Fraction(bands.volume_share), floor)


def _price_move(this: Fraction, last: Fraction, bands: Bands) -> Move:
    return _move(this - last, last * Fraction(bands.price_share), 0)


def _per_cycle(month: MonthAccount) -> Fraction:
    return Fraction(month.sticks, month.order_cycles or 1)


def _move(change: Fraction, share: Fraction, floor: Fraction | int) -> Move:
    if change == 0 or abs(change) < share or abs(change) < floor:
        return Move.FLAT
    return Move.UP if change > 0 else Move.DOWN
