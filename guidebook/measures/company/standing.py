"""Where each shop stands: stage of life, months and order cycles without a purchase, the alert (R087, R088, §2.7)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from guidebook.measures.company.population import shops_of
from guidebook.measures.cube import Cube
from guidebook.measures.history import History
from guidebook.measures.lifecycle import (
    churn_of,
    first_order,
    idle_months,
    lifecycle_of,
    lost_amount,
    missed_cycles,
)
from guidebook.measures.orders import last_orders, order_cycles
from guidebook.measures.registry import some
from guidebook.model import Month, RetailerStatus

if TYPE_CHECKING:
    from guidebook.snapshot import Snapshot


def standing(
    snapshot: Snapshot, cube: Cube, month: Month, licenses: Collection[str] | None = None
) -> pd.DataFrame:
    """The standing of every shop whose licence is open or paused, at the end of a month.

    Args:
        snapshot: Checked, immutable input.
        cube: Its window up to the month.
        month: The month.
        licenses: Whose standing; None is everybody's.

    Returns:
        By licence: license_no, lifecycle (null where nothing decides), idle_months, last_bought (month number),
        last_order (day) and missed_cycles (null without orders by day), churn (黄, 橙, 红 or null; only of shops that
        are 正常), lost_amount (fen that the idle months would have brought).
    """
    history = History(snapshot, cube, order_cycles(snapshot), month)
    ordered = last_orders(snapshot, month)
    index = {license_no: place for place, license_no in enumerate(cube.licenses)}
    shops = shops_of(snapshot)[["license_no", "status", "order_cycle_days", "first_month"]]
    rows = [
        _standing(row, index.get(row[0]), history, ordered, month)
        for row in shops.astype(object).itertuples(index=False, name=None)
        if RetailerStatus(row[1]).gets_sheet and (licenses is None or row[0] in licenses)
    ]
    frame = pd.DataFrame(
        rows,
        columns=[
            *("license_no", "lifecycle", "idle_months", "last_bought", "last_order"),
            *("missed_cycles", "churn", "lost_amount"),
        ],
    )
    return frame.astype(
        {
            "lifecycle": "str",
            "idle_months": "int64",
            "last_bought": "Int64",
            "last_order": "datetime64[s]",
            "missed_cycles": "Int64",
            "churn": "str",
            "lost_amount": "int64",
        }
    )


def _standing(
    row: tuple[object, ...],
    index: int | None,
    history: History,
    ordered: Mapping[str, tuple[date, int]],
    month: Month,
) -> tuple[object, ...]:
    license_no, status, cycle_days, registered = row
    months = history.months(index)
    number = some(registered)
    first = first_order(months, None if number is None else Month.of(int(number)))
    idle = idle_months(months, first)
    last_order = ordered.get(str(license_no), (None,))[0]
    missed = None if last_order is None else missed_cycles(last_order, int(str(cycle_days)), month.last_day)
    stage = lifecycle_of(months, history.long_amounts(index), first)
    churn = churn_of(idle.months, missed or 0) if status == RetailerStatus.OPEN.value else None
    return (
        license_no,
        None if stage is None else stage.value,
        idle.months,
        None if idle.last_bought is None else idle.last_bought.number,
        last_order,
        missed,
        None if churn is None else churn.value,
        lost_amount(idle.months, months),
    )
