"""A field's column, typed: one value a row, and which cells of it can't be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from guidebook.reading.cells import Cells, Context, Value, read_cells
from guidebook.reading.fields import Field, Kind
from guidebook.reading.layout import Template

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    from numpy.typing import NDArray

_TEXTS = frozenset(
    [Kind.TEXT, Kind.NAME, Kind.LICENSE, Kind.CODE, Kind.CODES, Kind.CHOICE, Kind.LIST, Kind.GRADE]
)


@dataclass(frozen=True, slots=True)
class Coded:
    """A column: distinct cells, and which of them each row holds."""

    codes: NDArray[np.int32]
    distinct: list[str]

    @classmethod
    def of(cls, column: pa.DictionaryArray) -> Coded:
        """From a grid's column."""
        codes = column.indices.to_numpy(zero_copy_only=False)
        return cls(codes.astype("int32", copy=False), column.dictionary.to_pylist())

    @classmethod
    def constant(cls, cell: str, count: int) -> Coded:
        """The same cell in every row."""
        import numpy as np

        return cls(np.zeros(count, dtype=np.int32), [cell])

    @classmethod
    def composed(cls, template: Template, columns: Sequence[Coded]) -> Coded:
        """A template filled from other columns."""
        import numpy as np

        places = [column for column, _ in template.columns]
        together = np.stack([columns[place].codes for place in places], axis=1)
        distinct, codes = np.unique(together, axis=0, return_inverse=True)
        cells = [""] * len(columns)
        texts = []
        for combination in distinct:
            for place, code in zip(places, combination, strict=True):
                cells[place] = columns[place].distinct[code]
            texts.append(template.fill(cells))
        return cls(codes.reshape(-1).astype(np.int32), texts)

    def cell(self, row: int) -> str:
        """The cell of a row, as written."""
        return self.distinct[int(self.codes[row])]

    def where(self, chosen: Sequence[bool]) -> NDArray[np.bool_]:
        """Which rows hold one of the chosen distinct cells."""
        import numpy as np

        return np.array(chosen, dtype=bool)[self.codes] if self.distinct else np.zeros(0, dtype=bool)


@dataclass(frozen=True, slots=True)
class Typed:
    """A field's column.

    Attributes:
        values: One value a row: category of text, Int64, boolean, or datetime64[s].
        units: For quantities, the unit written in the cell itself (−1: none).
    """

    field: Field
    source: Coded
    cells: Cells
    values: pd.Series[Any]
    units: NDArray[np.int8] | None

    @classmethod
    def of(cls, field: Field, source: Coded, context: Context) -> Typed:
        """Read a column."""
        import numpy as np

        cells = read_cells(field, source.distinct, context)
        units = None
        if field.kind is Kind.QUANTITY:
            written = np.array([-1 if unit is None else int(unit) for unit in cells.units], dtype=np.int8)
            units = written[source.codes] if len(written) else np.empty(0, dtype=np.int8)
        return cls(field, source, cells, _spread(field.kind, cells.values, source.codes), units)

    @property
    def missing(self) -> NDArray[np.bool_]:
        """Rows whose cell says nothing."""
        faults = self.cells.faults
        return self.source.where(
            [value is None and index not in faults for index, value in enumerate(self.cells.values)]
        )

    @property
    def faulty(self) -> NDArray[np.bool_]:
        """Rows whose cell can't be read."""
        return self.source.where([index in self.cells.faults for index in range(len(self.cells.values))])


def _spread(kind: Kind, values: Sequence[Value], codes: NDArray[np.int32]) -> pd.Series[Any]:
    """Distinct values → one value a row."""
    import numpy as np
    import pandas as pd

    if kind in _TEXTS:
        texts = sorted({value for value in values if isinstance(value, str)})
        place = {text: index for index, text in enumerate(texts)}
        places = np.array([place[value] if isinstance(value, str) else -1 for value in values], np.int32)
        return pd.Series(
            pd.Categorical.from_codes(
                places[codes] if len(places) else codes, categories=pd.Index(texts, dtype="str")
            )
        )
    if kind is Kind.DAY:
        days = np.array([value if isinstance(value, date) else None for value in values], "datetime64[s]")
        return pd.Series(days[codes] if len(days) else days)
    unknown = np.array([value is None for value in values], dtype=bool)
    whole = np.array([value if isinstance(value, int) else 0 for value in values], dtype=np.int64)
    if not len(codes):
        return pd.Series([], dtype="boolean" if kind is Kind.FLAG else "Int64")
    if kind is Kind.FLAG:
        return pd.Series(pd.arrays.BooleanArray(whole[codes].astype(bool), unknown[codes]))
    return pd.Series(pd.arrays.IntegerArray(whole[codes], unknown[codes]))
