"""Months whose figures differ from what a sheet printed: used as they are now, and told (design.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from guidebook.ledger import Figures
from guidebook.model import Blocks, Month, Problem, Severity
from guidebook.wording import cartons_text, money_value, month_text

if TYPE_CHECKING:
    from guidebook.config import Config
    from guidebook.snapshot import Snapshot

LOOKED_BACK = 12
"""How many months a sheet shows beside its own."""


def restated(
    snapshot: Snapshot, printed: Mapping[tuple[int, str], Figures], config: Config
) -> Iterator[Problem]:
    """One warning for each retailer some of whose earlier months have changed since their sheets were made.

    Args:
        snapshot: What is used now.
        printed: What sheets of earlier months printed, by month number and licence.
        config: The company's words for cartons and money.
    """
    if not printed:
        return
    months = sorted({month for month, _ in printed})
    keys = ["month", "license_no"]
    sales = snapshot.sales[snapshot.sales["month"].isin(months)]
    now = sales.groupby(keys, sort=False)[["sticks", "amount"]].sum()
    index = pd.MultiIndex.from_tuples(list(printed), names=keys)
    before = pd.DataFrame(
        [(figures.sticks, figures.amount) for figures in printed.values()],
        index=index,
        columns=["sticks_before", "amount_before"],
    )
    both = before.join(now).fillna(0).astype("int64")
    differs = (both["sticks"] != both["sticks_before"]) | (both["amount"] != both["amount_before"])
    here = both.index.get_level_values("license_no").isin(set(snapshot.retailers["license_no"]))
    changes: dict[str, list[str]] = {}
    changed = both[differs & here].sort_index().reset_index()
    columns = (*keys, "sticks_before", "amount_before", "sticks", "amount")
    for month, license_no, sticks_before, amount_before, sticks, amount in zip(
        *(changed[column].tolist() for column in columns), strict=True
    ):
        words = (
            f"{month_text(Month.of(month))}当时是{_told(sticks_before, amount_before, config)}，"
            f"现在是{_told(sticks, amount, config)}"
        )
        changes.setdefault(license_no, []).append(words)
    for license_no, months_changed in changes.items():
        yield Problem(
            severity=Severity.WARNING,
            blocks=Blocks.NOTHING,
            message=f"以前的数和当时指导书上印的不一样，这回按现在的算：{'；'.join(months_changed)}",
            remedy="跟老板说一声；是数据弄错了就改回来再做",
            table="sales",
            license_no=license_no,
        )


def _told(sticks: int, amount: int, config: Config) -> str:
    wares = config.wares
    return f"{cartons_text(sticks)}{wares.unit}、{money_value(amount)}{wares.currency}"
