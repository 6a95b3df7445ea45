"""Shops that the registry calls closed, and that bought in the sheets' month all the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guidebook.model import Blocks, Month, Problem, RetailerStatus, Severity

if TYPE_CHECKING:
    import pandas as pd

_CLOSED = [RetailerStatus.CLOSED.value, RetailerStatus.CANCELLED.value]


def bought_while_closed(retailers: pd.DataFrame, sales: pd.DataFrame, month: Month) -> Iterator[Problem]:
    """One warning a shop: either the registry or the sales are wrong, and without a sheet nobody would notice.

    Args:
        retailers: The registry.
        sales: All sales.
        month: The sheets' month.
    """
    states = retailers.set_index("license_no")["status"]
    closed = states[states.isin(_CLOSED)]
    bought = sales[((sales["month"] == month.number) & (sales["sticks"] > 0)).to_numpy()]
    bought = bought[bought["license_no"].isin(closed.index)]
    first = bought.drop_duplicates("license_no")
    for license_no, file, row in zip(
        first["license_no"].tolist(), first["source"].tolist(), first["row"].tolist(), strict=True
    ):
        yield Problem(
            Severity.WARNING,
            Blocks.NOTHING,
            f"档案里状态是{closed[license_no]}，{month.text} 却有进货；不做指导书",
            "还在营业的，在系统里改好状态再导出；真停了的，核对是谁进的货",
            table="sales",
            file=file,
            row=row,
            license_no=license_no,
        )
