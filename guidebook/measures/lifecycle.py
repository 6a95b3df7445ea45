"""Where a shop stands in its life: months without purchases, the stage, and the alert (R087, R088; domain.md §2.7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from guidebook.model import Fen, Idle, Lifecycle, Month, MonthAccount

FIRST_MONTHS = 3
"""A shop is new up to so many months after the one of its first order."""
ENDED_AFTER = 3
"""Months without a purchase after which a shop counts as ended."""
QUARTER = 3

Months = Sequence[MonthAccount | None]
"""The window's months, oldest first, the sheet's last; None where the exports don't cover one."""


def idle_months(months: Months, first: Month | None) -> Idle:
    """Months in a row without a purchase up to the sheet's month; those before the first order don't count.

    Args:
        months: The window.
        first: The month of the first order; None where it isn't known.
    """
    count = 0
    for account in reversed(months):
        if account is None or account.sticks > 0 or (first is not None and account.month < first):
            break
        count += 1
    bought = (account.month for account in reversed(months) if account is not None and account.sticks > 0)
    return Idle(count, next(bought, None))


def first_order(months: Months, registered: Month | None) -> Month | None:
    """The month of the first order: the registry's, or the first with purchases after one covered without.

    The earlier one holds where both are known.  None where purchases may go back beyond the window.
    """
    known = [account for account in months if account is not None]
    bought = next((account.month for account in known if account.sticks > 0), None)
    seen = bought if bought is not None and known[0].month < bought else None
    if registered is None or bought is None:
        return registered or seen
    return min(registered, bought)


def lifecycle_of(months: Months, amounts: Sequence[Fen | None], first: Month | None) -> Lifecycle | None:
    """The stage, in the order of tests of domain.md §2.7; inner (R069).

    引入: at most `FIRST_MONTHS` months after the first order.  终止: three months without a purchase.  衰退: one or
    two of them, or the amount of three months is at least 15 % below that of the same months last year, now and a
    month ago.  成长: it is at least 10 % above.  Where last year isn't covered, the three months before are compared.

    Args:
        months: The window.
        amounts: Amounts of sixteen months, oldest first, the sheet's last; None where not covered.
        first: The month of the first order; None where it isn't known.

    Returns:
        None where nothing can be compared and nothing else decides.
    """
    this = months[-1]
    if this is not None and first is not None and _months_between(first, this.month) <= FIRST_MONTHS:
        return Lifecycle.INTRODUCED
    idle = idle_months(months, first).months
    if idle >= ENDED_AFTER:
        return Lifecycle.ENDED
    if idle:
        return Lifecycle.DECLINING
    for back in (12, QUARTER):
        now = _compared(amounts, 0, back)
        before = _compared(amounts, 1, back)
        if now is not None and before is not None:
            break
    if now is None:
        return None
    if before is not None and all(100 * this_ <= 85 * base for this_, base in (now, before)):
        return Lifecycle.DECLINING
    return Lifecycle.GROWING if 100 * now[0] >= 110 * now[1] else Lifecycle.MATURE


def _months_between(first: Month, last: Month) -> int:
    return 12 * (last.year - first.year) + last.month - first.month


def _compared(amounts: Sequence[Fen | None], ago: int, back: int) -> tuple[Fen, Fen] | None:
    """Amounts of the three months that ended `ago` months ago, and of those `back` months before them."""
    end = len(amounts) - ago
    parts = []
    for stop in (end, end - back):
        quarter = amounts[stop - QUARTER : stop] if stop >= QUARTER else ()
        if len(quarter) < QUARTER:
            return None
        total = 0
        for amount in quarter:
            if amount is None:
                return None
            total += amount
        parts.append(total)
    return (parts[0], parts[1]) if parts[1] > 0 else None


class Churn(StrEnum):
    """流失预警 (R088): how long a shop has stayed away; inner."""

    YELLOW = "黄"
    ORANGE = "橙"
    RED = "红"


MISSED_CYCLES = 2
"""Order cycles in a row without an order after which a shop is looked at."""
USUAL_MONTHS = 3
"""Over how many months with purchases the usual month is taken."""


def churn_of(idle: int, missed: int) -> Churn | None:
    """Red after three months without a purchase, orange after one, yellow after two missed order cycles (R088).

    Args:
        idle: Months in a row without a purchase, up to the sheet's month.
        missed: As `missed_cycles` gives it.
    """
    if idle >= ENDED_AFTER:
        return Churn.RED
    if idle:
        return Churn.ORANGE
    return Churn.YELLOW if missed >= MISSED_CYCLES else None


def missed_cycles(last_order: date | None, cycle_days: int, last_day: date) -> int:
    """Whole order cycles from the last order to a month's end; 0 where no order is known."""
    return 0 if last_order is None else (last_day - last_order).days // cycle_days


def lost_amount(idle: int, history: Iterable[MonthAccount | None]) -> Fen:
    """What a shop would have bought meanwhile: the mean of its last months with purchases, for each idle month."""
    amounts = [month.amount for month in history if month is not None and month.sticks > 0][-USUAL_MONTHS:]
    return idle * sum(amounts) // len(amounts) if amounts else 0
