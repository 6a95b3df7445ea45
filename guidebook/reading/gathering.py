"""The parts of one table put together, and problems told at their place in a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from guidebook.model import FEN_PER_YUAN, Blocks, Problem, Severity
from guidebook.reading.fields import Kind, TableSchema
from guidebook.reading.findings import shown
from guidebook.reading.headings import TABLES
from guidebook.reading.units import QUANTITY_DECIMALS

if TYPE_CHECKING:
    import pandas as pd

_DTYPES = {
    Kind.MONTH: "Int64",
    Kind.MONEY: "Int64",
    Kind.QUANTITY: "Int64",
    Kind.COUNT: "Int64",
    Kind.POINTS: "Int64",
    Kind.PERCENT: "Int64",
    Kind.WEEKDAY: "Int64",
    Kind.UNIT: "Int64",
    Kind.FLAG: "boolean",
    Kind.DAY: "datetime64[s]",
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """One file's part of a table.

    Attributes:
        file: The file's name, as messages show it.
        sheet: The workbook's sheet; empty for CSV.
        headings: Field → heading as the file writes it.
    """

    file: str
    sheet: str
    headings: Mapping[str, str]
    table: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Gathered:
    """All rows of a table, small enough to be looked at one by one, and where its problems are told.

    Attributes:
        rows: Every field of the schema (unknown where no file has it), `row`, and `part`: which of `parts`.
        problems: Problems of this table are appended here.
    """

    schema: TableSchema
    parts: Sequence[Loaded]
    rows: pd.DataFrame
    problems: list[Problem]

    def records(self, rows: pd.DataFrame) -> Iterable[Any]:
        """Rows of this table as named tuples, unknown values as None."""
        if not len(rows):
            return ()
        return rows.astype(object).where(rows.notna(), None).itertuples(index=False)

    def info(self, record: Any, message: str, remedy: str, column: str) -> None:
        """Say what was done with a row."""
        self._tell(Severity.INFO, Blocks.NOTHING, record, message, remedy, column)

    def warn(self, record: Any, message: str, remedy: str, column: str) -> None:
        """Warn of a row; it is used all the same, but for what the message says."""
        self._tell(Severity.WARNING, Blocks.NOTHING, record, message, remedy, column)

    def withhold(self, record: Any, message: str, remedy: str, column: str) -> None:
        """A row's fault stops its retailer's sheet."""
        self._tell(Severity.ERROR, Blocks.RETAILER, record, message, remedy, column)

    def refuse(self, record: Any, message: str, remedy: str, column: str) -> None:
        """A row can't be used; what it told stays unknown."""
        self._tell(Severity.ERROR, Blocks.NOTHING, record, message, remedy, column)

    def stop(self, record: Any, message: str, remedy: str, column: str) -> None:
        """A row's fault stops the run."""
        self._tell(Severity.ERROR, Blocks.RUN, record, message, remedy, column)

    def heading(self, record: Any, column: str) -> str:
        """A column's heading, as the row's file writes it."""
        return self.parts[record.part].headings.get(column) or self.schema.field(column).heading

    def about(self, severity: Severity, message: str, remedy: str, license_no: str | None = None) -> None:
        """A problem of the whole table, or of a retailer it lacks."""
        self.problems.append(
            Problem(severity, Blocks.NOTHING, message, remedy, self.schema.name, license_no=license_no)
        )

    def _tell(
        self, severity: Severity, blocks: Blocks, record: Any, message: str, remedy: str, column: str
    ) -> None:
        part = self.parts[record.part]
        self.problems.append(
            Problem(
                severity=severity,
                blocks=blocks,
                message=message,
                remedy=remedy,
                table=self.schema.name,
                file=part.file,
                sheet=part.sheet,
                row=int(record.row),
                column=self.heading(record, column),
                value=shown(_as_written(self.schema.field(column).kind, getattr(record, column))),
                license_no=getattr(record, "license_no", None),
            )
        )


def _as(column: pd.Series[Any], dtype: str) -> pd.Series[Any]:
    """A part's column with the dtype of its table; texts are told once each in a part."""
    import pandas as pd

    if isinstance(column.dtype, pd.CategoricalDtype) and column.cat.categories.dtype == dtype:
        texts = column.cat.categories.array.take(column.cat.codes.to_numpy(), allow_fill=True)
        return pd.Series(texts, index=column.index)
    return column.astype(pd.api.types.pandas_dtype(dtype))


def _as_written(kind: Kind, value: Any) -> str:
    """A value as people write it: money is kept in fen, quantities in millionths."""
    if value is None:
        return ""
    if kind is Kind.MONEY:
        return f"{Decimal(value) / FEN_PER_YUAN:.2f}"
    if kind is Kind.QUANTITY:
        return f"{Decimal(value).scaleb(-QUANTITY_DECIMALS).normalize():f}"
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)


def gather(name: str, parts: Sequence[Loaded], problems: list[Problem]) -> Gathered:
    """Put the parts of a table together; its problems will be appended to the list."""
    import pandas as pd

    schema = TABLES[name]
    frames = []
    for index, part in enumerate(parts):
        columns = {
            spec.name: _as(part.table[spec.name], _DTYPES.get(spec.kind, "str"))
            if spec.name in part.table
            else pd.Series(index=part.table.index, dtype=_DTYPES.get(spec.kind, "str"))
            for spec in schema.fields
        }
        for spec in schema.fields:
            if spec.kind is Kind.QUANTITY:
                unit = part.table.get(f"{spec.name}_unit")
                columns[f"{spec.name}_unit"] = (
                    pd.Series(0, index=part.table.index, dtype="int8") if unit is None else unit
                )
        columns["row"] = part.table["row"].astype("int32")
        columns["part"] = pd.Series(index, index=part.table.index, dtype="int32")
        frames.append(pd.DataFrame(columns, index=part.table.index))
    if not frames:
        empty = {spec.name: pd.Series(dtype=_DTYPES.get(spec.kind, "str")) for spec in schema.fields}
        units = {
            f"{spec.name}_unit": pd.Series(dtype="int8")
            for spec in schema.fields
            if spec.kind is Kind.QUANTITY
        }
        place = {"row": pd.Series(dtype="int32"), "part": pd.Series(dtype="int32")}
        frames.append(pd.DataFrame({**empty, **units, **place}))
    return Gathered(schema, parts, pd.concat(frames, ignore_index=True), problems)
