"""合计 and 小计 rows are left out, but what they say is compared with the rows above them (F02)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from guidebook.model import FEN_PER_YUAN, Blocks, Severity
from guidebook.reading.fields import Kind
from guidebook.reading.findings import Findings
from guidebook.reading.rows import Roles
from guidebook.reading.typed import Typed
from guidebook.reading.units import QUANTITY_DECIMALS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def compare_totals(
    columns: Mapping[str, Typed],
    headings: Mapping[str, str],
    parts: Roles,
    rows: NDArray[np.int32],
    findings: Findings,
) -> None:
    """Warn of every total that isn't the sum of the rows above it."""
    import numpy as np

    for name, column in columns.items():
        if column.field.kind not in (Kind.QUANTITY, Kind.MONEY):
            continue
        if column.units is not None and len(np.unique(column.units[parts.data])) > 1:
            continue  # a sum of cartons and packs
        running = np.zeros(len(rows) + 1, dtype=np.int64)
        own = np.zeros(len(rows), dtype=np.int64)
        own[parts.data] = column.values.take(parts.data).fillna(0).to_numpy(dtype=np.int64)
        running[1:] = np.cumsum(own)
        since = 0
        for position in sorted((*parts.subtotals.tolist(), *parts.totals.tolist())):
            stated = None if column.values.isna()[position] else int(column.values[position])
            group = int(running[position] - running[since])
            sums = [int(running[position]), group] if position in parts.totals else [group]
            since = position
            if stated is not None and stated not in sums:
                findings.add(
                    Severity.WARNING,
                    Blocks.NOTHING,
                    f"合计对不上：表里写{_text(column, stated)}，各行相加是{_text(column, sums[0])}",
                    "看看是不是少导了行，或导出后改过",
                    row=int(rows[position]),
                    column=headings[name],
                    value=column.source.cell(position),
                )


def _text(column: Typed, value: int) -> str:
    """A sum in the column's own unit."""
    scale = 10**QUANTITY_DECIMALS if column.field.kind is Kind.QUANTITY else FEN_PER_YUAN
    return f"{(Decimal(value) / scale).normalize():f}" + ("元" if column.field.kind is Kind.MONEY else "")
