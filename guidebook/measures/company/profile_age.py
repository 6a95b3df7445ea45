"""How complete and how old each shop's profile is (R043)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from guidebook.measures.company.population import open_or_paused

if TYPE_CHECKING:
    from guidebook.snapshot import Snapshot

ASKED = (
    *(
        "owner_name",
        "market_type",
        "area_type",
        "county",
        "town",
        "format",
        "scale",
        "grade",
        "consumer_group",
    ),
    *("ability", "personality", "education", "order_weekday", "first_month", "license_expiry", "phone"),
)
"""What a complete profile tells of every shop."""


def profile_age(
    snapshot: Snapshot, as_of: date, stale_days: int, asked: Sequence[str] = ASKED
) -> pd.DataFrame:
    """Completeness and age of every profile whose licence is open or paused.

    Args:
        snapshot: For its registry.
        as_of: The day it is looked at.
        stale_days: After how many days what people entered is stale.
        asked: The columns that should be filled in.

    Returns:
        By licence: license_no, complete (share of `asked` that is filled in), missing (their names, with commas),
        profile_date, age_days (null where nobody noted the day), stale (null likewise).
    """
    open_ = open_or_paused(snapshot.retailers)
    shops = snapshot.retailers[open_].sort_values("license_no").reset_index(drop=True)
    known = shops[list(asked)].notna()
    age = (pd.Timestamp(as_of) - shops["profile_date"]).dt.days.astype("Int64")
    lacking = ~known.to_numpy()
    missing = [",".join(name for name, lacks in zip(asked, row, strict=True) if lacks) for row in lacking]
    return pd.DataFrame(
        {
            "license_no": shops["license_no"],
            "complete": known.mean(axis=1),
            "missing": pd.Series(missing, dtype="str"),
            "profile_date": shops["profile_date"],
            "age_days": age,
            "stale": age > stale_days,
        }
    )
