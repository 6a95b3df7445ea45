"""Which rows below a header are data: blank rows, 合计 and 小计, and notes under the table are not (F02)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guidebook.reading.text import fold
from guidebook.reading.typed import Coded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TOTAL = re.compile(r"(?:本页|本表|本月|全部)?(?:合计|总计|共计|累计|总合计)(?:数|金额)?")
_SUBTOTAL = re.compile(r"(?:本页|本组|分组)?小计")
_MOST_NOTES = 50
_NOTE_CELLS = 3


@dataclass(frozen=True, slots=True)
class Roles:
    """What each row is.

    Attributes:
        data: Positions of data rows.
        totals: Positions of 合计 rows.
        subtotals: Positions of 小计 rows.
    """

    data: NDArray[np.intp]
    totals: NDArray[np.intp]
    subtotals: NDArray[np.intp]


def roles(columns: Sequence[Coded], used: Mapping[str, Coded], wanted: Sequence[str], count: int) -> Roles:
    """Tell data from the rest.

    Args:
        columns: All columns of the sheet, in their order.
        used: Fields' own columns.
        wanted: Fields a data row must hold.
        count: Number of rows.
    """
    import numpy as np

    filled = np.zeros(count, dtype=np.int32)
    first = np.full(count, -1, dtype=np.int32)
    for index, column in enumerate(columns):
        there = column.where([bool(cell.strip()) for cell in column.distinct])
        filled += there
        first[there & (first < 0)] = index
    totals = np.zeros(count, dtype=bool)
    subtotals = np.zeros(count, dtype=bool)
    for index, column in enumerate(columns):
        heads = first == index
        if not heads.any():
            continue
        words = [fold(cell) for cell in column.distinct]
        totals |= heads & column.where([_TOTAL.fullmatch(word) is not None for word in words])
        subtotals |= heads & column.where([_is_subtotal(word) for word in words])
    data = (filled > 0) & ~totals & ~subtotals
    data[_notes(data, filled, used, wanted)] = False
    return Roles(np.flatnonzero(data), np.flatnonzero(totals), np.flatnonzero(subtotals))


def _is_subtotal(word: str) -> bool:
    return _SUBTOTAL.fullmatch(word) is not None or (
        len(word) > 2 and word.endswith(("小计", "合计", "总量上限"))
    )


def _notes(
    data: NDArray[np.bool_], filled: NDArray[np.int32], used: Mapping[str, Coded], wanted: Sequence[str]
) -> list[int]:
    """Rows at the foot that hold a few words and not what a data row must: 备注：…, 制表人：…."""
    import numpy as np

    needed = [used[name] for name in wanted if name in used]
    found: list[int] = []
    for row in np.flatnonzero(data)[::-1][:_MOST_NOTES]:
        lacking = sum(not column.cell(row).strip() for column in needed)
        with_digits = any(column.cell(row).strip()[:1].isdigit() for column in needed)
        if not lacking or with_digits or filled[row] > _NOTE_CELLS:
            break
        found.append(int(row))
    return found
