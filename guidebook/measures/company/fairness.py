"""Are shops of the same class, grade and region limited alike? (R110)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from guidebook.measures.company.population import open_or_paused, shops_of
from guidebook.measures.registry import some
from guidebook.measures.supply import SupplyPolicy
from guidebook.model import Month

if TYPE_CHECKING:
    from guidebook.snapshot import Snapshot

ALIKE = ["market_type", "county", "format", "grade_rank"]
"""What shops of one class share, as far as supply goes."""
LIMITS = ["limit_per_cycle", "limit_month"]


def unequal_limits(snapshot: Snapshot, month: Month) -> pd.DataFrame:
    """Products whose policy rows give one class of shops two different limits at the same time.

    Returns:
        One row a (class, product, policy row): `ALIKE`, shops (open or paused ones of the class), sku_code, valid_from,
        status, limit_per_cycle, limit_month (real cartons).  Empty is fair.
    """
    policy = snapshot.supply[snapshot.supply["month"] == month.number]
    rows = policy[[*_FILTERS, "sku_code", "valid_from", "status", *LIMITS]]
    rows = rows.rename(columns={name: f"for_{name}" for name in _FILTERS})
    pairs = _classes(snapshot).merge(rows, how="cross")
    covered = pairs[_covers(pairs)]
    same = [*ALIKE, "sku_code", "valid_from"]
    groups = covered.groupby(same, dropna=False)
    kinds = pd.concat(
        [groups[name].transform("nunique", dropna=False) for name in ("status", *LIMITS)], axis=1
    )
    return covered[(kinds > 1).any(axis=1)][
        [*ALIKE, "shops", "sku_code", "valid_from", "status", *LIMITS]
    ].reset_index(drop=True)


_FILTERS = ["market_type", "county", "format", "grade_from", "grade_to"]


def _covers(pairs: pd.DataFrame) -> pd.Series:
    """Of each pair of a class and a policy row, whether the row's filters let the class through."""
    through = pd.Series(True, pairs.index)
    for name in ("market_type", "county", "format"):
        wanted = pairs[f"for_{name}"]
        through &= wanted.isna() | (pairs[name] == wanted).fillna(False).astype(bool)
    rank = pairs["grade_rank"]
    through &= (pairs["for_grade_from"].isna() | (rank >= pairs["for_grade_from"])).fillna(False).astype(bool)
    through &= (pairs["for_grade_to"].isna() | (rank <= pairs["for_grade_to"])).fillna(False).astype(bool)
    return through


def _classes(snapshot: Snapshot) -> pd.DataFrame:
    """`ALIKE` of every class of shops, and how many open or paused `shops` it has."""
    shops = shops_of(snapshot)
    shops = shops[open_or_paused(shops)]
    return shops.groupby(ALIKE, dropna=False).size().rename("shops").reset_index()


def limits_by_class(snapshot: Snapshot, month: Month) -> pd.DataFrame:
    """What each class of shops may have of what is limited: for the public list (公正、公开).

    Returns:
        One row a (class, product): `ALIKE`, shops, sku_code, status, limit_per_cycle, limit_month (real cartons).
    """
    policy = SupplyPolicy(snapshot, month)
    rows = []
    for *kind, count in _classes(snapshot).itertuples(index=False):
        market, county, format_, rank = (some(part) for part in kind)
        lines = policy.lines_for((market, county, format_, None if rank is None else int(rank)))
        for code, line in lines.items():
            if line.most is not None:
                limits = (line.status.value, line.limit_per_cycle, line.limit_month)
                rows.append((market, county, format_, rank, count, code, *limits))
    frame = pd.DataFrame(rows, columns=[*ALIKE, "shops", "sku_code", "status", *LIMITS])
    return frame.astype(dict.fromkeys([*LIMITS, "shops", "grade_rank"], "Int64"))
