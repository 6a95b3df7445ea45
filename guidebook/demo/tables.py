"""What a file holds: columns under Chinese headings, as marketing systems write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto


class Kind(Enum):
    """How a column's values are held here, and so how they are written."""

    TEXT = auto()
    NUMBER = auto()
    CARTONS = auto()
    """Integers in tenths of a carton."""
    TENTHS = auto()
    """Integers in tenths of anything else."""
    MONEY = auto()
    """Integers in fen."""
    DATE = auto()


Value = str | int | date | None
"""None is an empty cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Args:
        heading: The Chinese heading, as domain.md §5 has it or one of its aliases.
        values: One a row.
        kind: What the values are.
        summed: Whether the 合计 row adds it up.
    """

    heading: str
    values: Sequence[Value]
    kind: Kind = Kind.TEXT
    summed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One file's content.

    Args:
        name: The file's name without its ending: the table's Chinese name, and a month where it has one.
        columns: All of the same length.
        title: Written above the headings, with the date of the export and the units; empty for a bare table.
    """

    name: str
    columns: tuple[Column, ...]
    title: str = ""

    def __post_init__(self) -> None:
        if len({len(column.values) for column in self.columns}) > 1:
            raise ValueError(f"columns of {self.name} differ in length")

    @property
    def rows(self) -> int:
        """Number of data rows, without title, headings and 合计."""
        return len(self.columns[0].values)

    def sums(self) -> list[Value] | None:
        """The 合计 row, or None if no column is added up."""
        if not any(column.summed for column in self.columns):
            return None
        sums = (
            sum(v for v in c.values if isinstance(v, int)) if c.summed else None for c in self.columns[1:]
        )
        return ["合计", *sums]
