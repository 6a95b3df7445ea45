"""Tables with a column a grade or a month made one row a grade (domain.md §5.4) or a month (F04)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from guidebook.model import SupplyStatus
from guidebook.reading.typed import Coded
from guidebook.reading.wide import BACK, months_back

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


def melt_months(
    sources: Mapping[str, Coded],
    columns: Sequence[Coded],
    months: Mapping[str, Mapping[str, int]],
    data: NDArray[np.intp],
) -> tuple[dict[str, Coded], NDArray[np.intp], NDArray[np.bool_]]:
    """A column a month → a row a month; a month of which a row says nothing gives none.

    Args:
        sources: The fields' columns; months told from the sheet's own (上月) need its month.
        columns: All columns.
        months: Month as written → field → column.
        data: The data rows.

    Returns:
        The fields' columns, melted, for each of their rows the row it comes from, and whether it tells a month
        before the sheet's own again.
    """
    import numpy as np

    rows = []
    for of_month in months.values():
        told = np.zeros(len(data), dtype=bool)
        for column in of_month.values():
            told |= columns[column].where([bool(cell.strip()) for cell in columns[column].distinct])[data]
        rows.append(data[told])
    places = np.concatenate(rows)
    melted = {name: Coded(source.codes[places], source.distinct) for name, source in sources.items()}
    own = sources.get("month")
    written = [
        Coded.constant(month, len(at))
        if month not in BACK or own is None
        else Coded(own.codes[at], [months_back(cell, BACK[month]) for cell in own.distinct])
        for month, at in zip(months, rows, strict=True)
    ]
    melted["month"] = _one_after_the_other(written)
    for name in dict.fromkeys(name for of_month in months.values() for name in of_month):
        melted[name] = _one_after_the_other(
            [
                Coded(columns[of_month[name]].codes[at], columns[of_month[name]].distinct)
                if name in of_month
                else Coded.constant("", len(at))
                for of_month, at in zip(months.values(), rows, strict=True)
            ]
        )
    again = [np.full(len(at), BACK.get(month, 0) > 0) for month, at in zip(months, rows, strict=True)]
    return melted, places, np.concatenate(again)


def _one_after_the_other(parts: Sequence[Coded]) -> Coded:
    """Columns below each other."""
    import numpy as np

    distinct = list(dict.fromkeys(cell for part in parts for cell in part.distinct))
    place = {cell: index for index, cell in enumerate(distinct)}
    codes = [
        np.array([place[cell] for cell in part.distinct], dtype=np.int32)[part.codes]
        if part.distinct
        else part.codes
        for part in parts
    ]
    return Coded(np.concatenate(codes), distinct)
