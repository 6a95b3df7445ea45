"""Every retailer of the registry as one frame: where it lies, of which class it is, who visits it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from guidebook.model import RetailerStatus

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from guidebook.model import Month
    from guidebook.snapshot import Snapshot

LEAST_SHOPS = 5
"""What stands on fewer shops isn't shown (§2.5)."""

REGIONS = ("county", "town", "route_id")
"""区县, 乡镇, 线路."""
CLASSES = ("market_type", "format", "grade")
"""市场类型, 业态, 档位."""
DIMENSIONS = (*REGIONS, *CLASSES)

_REGISTERED = (
    *("license_no", "shop_name", "owner_name", "status", "county", "town", "market_type", "format"),
    *("grade", "grade_rank", "is_key", "order_cycle_days", "first_month", "license_expiry", "profile_date"),
)
_VISITED = ("license_no", "route_id", "route_name", "manager_id", "visit_seq")


def shops_of(snapshot: Snapshot) -> pd.DataFrame:
    """Every retailer of the registry, whatever its status, by licence.

    Returns:
        Columns of `retailers` and `routes` as the snapshot holds them; unknown ones are null.  The index counts from 0:
        a shop's place.
    """
    shops = snapshot.retailers[list(_REGISTERED)]
    routes = snapshot.routes[list(_VISITED)].drop_duplicates("license_no")
    return (
        shops.merge(routes, on="license_no", how="left")
        .sort_values("license_no", kind="stable")
        .reset_index(drop=True)
    )


def open_or_paused(shops: pd.DataFrame) -> pd.Series:
    """Of each row of a registry, whether the licence is 正常 or 歇业: who is owed a sheet."""
    return shops["status"].isin([status.value for status in RetailerStatus if status.gets_sheet])


def open_in(shops: pd.DataFrame, month: Month, active: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(shops,) who counts as a licensed open shop (`N_all`) of a month.

    The registry tells only how things are now.  Open is who is 正常 now and had its first order by that month, as far
    as it is known, and whoever bought in that month: it was open then, whatever it is now.

    Args:
        shops: As `shops_of` gives them.
        month: The month.
        active: (shops,) who had a net purchase in it.
    """
    begun = shops["first_month"].fillna(0).to_numpy(np.int64) <= month.number
    trading = (shops["status"] == RetailerStatus.OPEN.value).to_numpy(bool)
    return np.asarray((trading & begun) | active)
