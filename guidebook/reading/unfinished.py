"""A month that isn't over, though nothing says so: orders end early, and the sales end with them (F19).

Sales tell whole months and no days; orders tell days.  Where all earlier months have orders up to their last week and
this one hasn't, either the orders weren't exported whole, or the month isn't over.  Which of them is told by the sales:
orders that lack a week are less of the sales than usual, unless the sales lack it too.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from guidebook.model import Month
from guidebook.reading.gathering import Gathered

if TYPE_CHECKING:
    import pandas as pd

EARLY = 7
"""So many days without an order of any shop before the month's end are too many."""

USUAL_MONTHS = 2
"""At least so many earlier months must show how far orders reach."""

SHARE = Fraction(9, 10)
"""Of the least that orders were of the sales in an earlier month: with less, it is the orders that aren't whole."""

_NEW_YEAR = (1, 2)
"""The months of 春节, when nobody orders for a week or two."""


def tell_unfinished(gathered: Gathered, orders: pd.DataFrame, sales: pd.DataFrame, month: Month) -> None:
    """Stop a whole month's run whose figures seem to end before it; around 春节 warn of it.

    Args:
        gathered: The orders' rows, for the place of the last one.
        orders: The snapshot's orders.
        sales: The snapshot's sales.
        month: The sheets' month.
    """
    import pandas as pd

    days = orders["ordered_on"]
    months = days.dt.year * 100 + days.dt.month
    latest = days.groupby(months).max()
    last = {int(number): day.date() for number, day in zip(latest.index, latest, strict=True)}
    left = {number: (Month.of(number).last_day - day).days for number, day in last.items()}
    if left.get(month.number, 0) < EARLY:
        return
    sticks = orders["delivered"].fillna(orders["ordered"]).fillna(0).groupby(months).sum()
    bought = sales.groupby("month")["sticks"].sum()
    shares = {
        number: Fraction(int(sticks[number]), int(bought[number]))
        for number in last
        if bought.get(number, 0) > 0 and sticks[number] > 0
    }
    usual = [number for number in shares if number < month.number and number % 100 not in _NEW_YEAR]
    if (
        len(usual) < USUAL_MONTHS
        or any(left[number] >= EARLY for number in usual)
        or shares.get(month.number, 0) < SHARE * min(shares[number] for number in usual)
    ):
        return
    day = last[month.number]
    rows = gathered.rows[gathered.rows["ordered_on"] == pd.Timestamp(day)]
    record = next(iter(gathered.records(rows.head(1))))
    message = (
        f"订货只到{day}，以前的月份都到月底，销售表也像是只到那一天：这个月多半还没完，和整月比会都像是少了"
    )
    remedy = f"月份过完再导出一次；就要做到这一天的，加 --partial {day}；确实是整月的，换上整月的订货表"
    if month.month in _NEW_YEAR:
        gathered.warn(record, message, f"{remedy}；春节停了订货的不用管", "ordered_on")
    else:
        gathered.stop(record, message, remedy, "ordered_on")
