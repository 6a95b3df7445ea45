"""Who hasn't been visited for long, whatever its size (R101)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from guidebook.measures.company.population import LEAST_SHOPS, open_or_paused

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 62
"""Days after which a shop without a visit is listed."""


def visits_of(*tables: pd.DataFrame) -> pd.DataFrame:
    """Visits told by notes (`written_on`), by forms filled in at the shop (`answered_on`), or as such (`visited_on`).

    Returns:
        Rows of license_no, visited_on, each visit once.
    """
    parts = []
    for table in tables:
        day = next(name for name in ("visited_on", "written_on", "answered_on") if name in table)
        parts.append(table[["license_no", day]].rename(columns={day: "visited_on"}).dropna())
    return pd.concat(parts, ignore_index=True).drop_duplicates(ignore_index=True)


def visit_balance(
    shops: pd.DataFrame, visits: pd.DataFrame, as_of: date, longest: int = LONGEST
) -> pd.DataFrame:
    """Each shop's last visit.

    Args:
        shops: As `shops_of` gives them; those whose licence is neither open nor paused are left out.
        visits: As `visits_of` gives them; later ones than `as_of` aren't looked at.
        as_of: The day.
        longest: How many days may pass.

    Returns:
        By licence: license_no, route_id, manager_id, visit_seq, is_key, visits (told up to that day), last_visit and
        days (null where no visit is told), overdue (more than `longest` days, or no visit told at all).
    """
    open_ = open_or_paused(shops)
    frame = shops[open_][["license_no", "route_id", "manager_id", "visit_seq", "is_key"]]
    told = visits[visits["visited_on"] <= pd.Timestamp(as_of)].groupby("license_no")["visited_on"]
    frame = frame.merge(told.agg(visits="size", last_visit="max").reset_index(), on="license_no", how="left")
    days = (pd.Timestamp(as_of) - pd.to_datetime(frame["last_visit"])).dt.days.astype("Int64")
    return frame.assign(
        visits=frame["visits"].fillna(0).astype("int64"),
        days=days,
        overdue=(days > longest).fillna(True).astype(bool),
    )


def visited_share(balance: pd.DataFrame, by: Sequence[str] = ("manager_id",)) -> pd.DataFrame:
    """How much of each route or manager's shops was visited in time.

    Returns:
        One row a group: shops, overdue, share (visited in time; null for fewer than five shops).
    """
    groups = balance.groupby(list(by), dropna=False)["overdue"]
    frame = groups.agg(shops="size", overdue="sum").reset_index()
    share = 1 - frame["overdue"] / frame["shops"]
    return frame.assign(share=share.where(frame["shops"] >= LEAST_SHOPS))
