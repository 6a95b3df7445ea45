"""Orders by day: how often a shop orders, when it did last, in which way, and what failed (R070, R120)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from guidebook.measures.registry import plain_cells
from guidebook.model import FailedPayment, Month, OrderWays

if TYPE_CHECKING:
    from guidebook.snapshot import Snapshot

Cycles = Mapping[tuple[str, int], int]
"""Order days by (licence, month number)."""

PHONE = "电话"
"""The channel (渠道) that isn't online."""


def order_cycles(snapshot: Snapshot) -> Cycles:
    """How many days a shop ordered on, by licence and month; shops without order lines are absent."""
    orders = snapshot.orders
    day = orders["ordered_on"]
    frame = orders.assign(month=day.dt.year * 100 + day.dt.month, day=day.dt.normalize())
    distinct = frame.drop_duplicates(["license_no", "day"])
    return Counter(zip(distinct["license_no"].tolist(), distinct["month"].tolist(), strict=True))


def last_orders(snapshot: Snapshot, month: Month) -> Mapping[str, tuple[date, int]]:
    """Each shop's latest order up to the month's end: the day and the sticks delivered."""
    orders = snapshot.orders
    orders = orders[(orders["ordered_on"] <= pd.Timestamp(month.last_day)) & (orders["delivered"] > 0)]
    if orders.empty:
        return {}
    by_day = orders.groupby(["license_no", "ordered_on"])["delivered"].sum().reset_index()
    latest = by_day.sort_values("ordered_on").drop_duplicates("license_no", keep="last")
    days = [day.date() for day in latest["ordered_on"].tolist()]
    found = zip(latest["license_no"].tolist(), days, latest["delivered"].tolist(), strict=True)
    return {license_no: (ordered_on, int(delivered)) for license_no, ordered_on, delivered in found}


def order_ways(snapshot: Snapshot, month: Month) -> Mapping[str, OrderWays]:
    """How each shop's orders of a month came in; shops without orders are absent.

    All lines of a day are one order.  It came by telephone if any of its lines did; it is paid if every line is
    known to be.  A failed payment whose amount isn't known can't be told, and only keeps `all_paid` from holding.
    """
    orders = snapshot.orders
    day = orders["ordered_on"]
    inside = (day >= pd.Timestamp(month.first_day)) & (day < pd.Timestamp(month.day_after))
    lines = orders[inside]
    by_shop: dict[str, dict[date, list[tuple[str | None, bool | None, int | None]]]] = {}
    columns = ("license_no", "ordered_on", "channel", "paid", "amount")
    for license_no, ordered_on, *line in plain_cells(lines, columns):
        by_shop.setdefault(license_no, {}).setdefault(ordered_on, []).append(tuple(line))
    return {license_no: _ways(days) for license_no, days in by_shop.items()}


def _ways(days: Mapping[date, list[tuple[str | None, bool | None, int | None]]]) -> OrderWays:
    failed = {
        ordered_on: sum(amount or 0 for _, paid, amount in lines if paid is False)
        for ordered_on, lines in sorted(days.items())
    }
    return OrderWays(
        orders=len(days),
        by_phone=sum(any(channel == PHONE for channel, _, _ in lines) for lines in days.values()),
        all_paid=all(paid is True for lines in days.values() for _, paid, _ in lines),
        failed=tuple(
            FailedPayment(ordered_on, amount) for ordered_on, amount in failed.items() if amount > 0
        ),
    )
