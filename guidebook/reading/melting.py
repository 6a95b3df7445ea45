"""Policies with a column a grade, as many are written, made one row a grade (domain.md §5.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from guidebook.model import SupplyStatus
from guidebook.reading.typed import Coded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def melt_grades(
    sources: Mapping[str, Coded], columns: Sequence[Coded], grades: Mapping[int, int], data: NDArray[np.intp]
) -> tuple[dict[str, Coded], NDArray[np.intp]]:
    """A column a grade → a row a grade: limits of single grades; an empty cell is a limit of 0.

    Args:
        sources: The fields' columns.
        columns: All columns.
        grades: Column → grade.
        data: The data rows.

    Returns:
        The fields' columns, melted, and for each of their rows the row it comes from.
    """
    import numpy as np

    places = np.tile(data, len(grades))
    melted = {name: Coded(source.codes[places], source.distinct) for name, source in sources.items()}
    labels = [str(grade) for grade in grades.values()]
    of_grade = np.repeat(np.arange(len(grades), dtype=np.int32), len(data))
    melted["grade_from"] = melted["grade_to"] = Coded(of_grade, labels)
    cells = [columns[column].cell(row).strip() or "0" for column in grades for row in data]
    distinct = sorted(set(cells))
    code = {cell: index for index, cell in enumerate(distinct)}
    limits = Coded(np.array([code[cell] for cell in cells], dtype=np.int32), distinct)
    melted["limit_per_cycle"] = limits
    if "status" not in sources:
        # nothing for this grade doesn't mean that the product is stopped
        none = limits.where([cell.strip("0.") == "" for cell in distinct])
        words = [SupplyStatus.LIMITED.value, SupplyStatus.UNKNOWN.value]
        melted["status"] = Coded(none.astype(np.int32), words)
    return melted, places
