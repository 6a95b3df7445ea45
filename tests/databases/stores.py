"""A county's tables put into every kind of store that they may come from."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Column, Date, Integer, MetaData, Numeric, String, Table, create_engine, insert
from sqlalchemy.types import TypeEngine

from tests.demo.files import rows_of

Value = str | int | Decimal | date | None

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WHOLE = re.compile(r"0|[1-9]\d{0,5}")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,8})(?:\.\d{1,2})?")


@dataclass(frozen=True)
class Stored:
    """A table whose columns have the types a database would give them: days, whole numbers, decimals, text."""

    name: str
    cells: Mapping[str, Sequence[str]]

    def kind(self, heading: str) -> type:
        told = [cell for cell in self.cells[heading] if cell]
        for pattern, kind in ((_DAY, date), (_WHOLE, int), (_NUMBER, Decimal)):
            if told and all(pattern.fullmatch(cell) for cell in told):
                return kind
        return str

    def values(self, heading: str) -> list[Value]:
        kind = self.kind(heading)
        make = date.fromisoformat if kind is date else kind
        return [make(cell) if cell else None for cell in self.cells[heading]]

    @property
    def rows(self) -> list[dict[str, Value]]:
        columns = [self.values(heading) for heading in self.cells]
        return [dict(zip(self.cells, row, strict=True)) for row in zip(*columns, strict=True)]


def stored(exports: Path) -> list[Stored]:
    """The tables of exports in CSV, all months of each together."""
    tables: dict[str, list[dict[str, str]]] = {}
    for path in sorted(exports.glob("*.csv")):
        tables.setdefault(path.stem.partition("_")[0], []).extend(rows_of(path))
    return [
        Stored(name, {heading: [row[heading] for row in rows] for heading in rows[0]})
        for name, rows in tables.items()
    ]


def to_csv(tables: Sequence[Stored], folder: Path) -> None:
    for table in tables:
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(table.cells)
            writer.writerows(zip(*table.cells.values(), strict=True))


def to_server(tables: Sequence[Stored], url: str) -> None:
    types: Mapping[type, TypeEngine[object]] = {
        date: Date(), int: Integer(), Decimal: Numeric(14, 4), str: String(200)
    }  # fmt: skip
    engine = create_engine(url)
    for table in tables:
        columns = [Column(heading, types[table.kind(heading)]) for heading in table.cells]
        made = Table(table.name, MetaData(), *columns)
        made.create(engine)
        with engine.begin() as connection:
            connection.execute(insert(made), table.rows)
    engine.dispose()


def to_sqlite(tables: Sequence[Stored], path: Path) -> None:
    """All as text but whole numbers: SQLite has neither decimals nor days."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for table in tables:
            kinds = {heading: "integer" if table.kind(heading) is int else "text" for heading in table.cells}
            columns = ", ".join(f'"{heading}" {kind}' for heading, kind in kinds.items())
            connection.execute(f'create table "{table.name}" ({columns})')
            rows = zip(*table.cells.values(), strict=True)
            connection.executemany(
                f'insert into "{table.name}" values ({", ".join("?" for _ in kinds)})',
                [[cell or None for cell in row] for row in rows],
            )


def to_duckdb(tables: Sequence[Stored], path: Path) -> None:
    with closing(duckdb.connect(str(path))) as connection:
        for table in tables:
            connection.register("here", as_arrow(table))
            connection.execute(f'create table "{table.name}" as select * from here')
            connection.unregister("here")


def to_parquet(tables: Sequence[Stored], folder: Path) -> None:
    for table in tables:
        pq.write_table(as_arrow(table), folder / f"{table.name}.parquet")


def as_arrow(table: Stored) -> pa.Table:
    types = {date: pa.date32(), int: pa.int32(), Decimal: pa.decimal128(14, 4), str: pa.string()}
    return pa.table(
        {heading: pa.array(table.values(heading), types[table.kind(heading)]) for heading in table.cells}
    )
