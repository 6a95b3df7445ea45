"""The ledger's tables as they are described in `tables.sql`.

They are there already, in every output folder and database: whoever changes one gives the schema its next version
(guidebook/ledger/schema.py), and then writes the file anew with `python -m tests.ledger.test_tables`.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable, ExecutableDDLElement

import guidebook.ledger.ledger  # noqa: F401 - it imports whatever describes a table
from guidebook.ledger.database import METADATA
from guidebook.ledger.schema import VERSION

PLACE = Path(__file__).with_name("tables.sql")


def described() -> str:
    """All tables and their indexes, as both databases are told to make them."""
    return "".join(
        [f"-- version {VERSION}\n"]
        + [
            f"\n-- {dialect.name}{told(statement, dialect)};\n"
            for table in METADATA.sorted_tables
            for statement in statements(table)
            for dialect in (sqlite.dialect(), postgresql.dialect())
        ]
    )


def statements(table: Table) -> list[ExecutableDDLElement]:
    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    return [CreateTable(table), *(CreateIndex(index) for index in indexes)]


def told(statement: ExecutableDDLElement, dialect: Dialect) -> str:
    lines = str(statement.compile(dialect=dialect)).strip().splitlines()
    return "\n".join(["", *(line.rstrip() for line in lines)])


def test_no_table_changes_without_a_new_version() -> None:
    assert described() == PLACE.read_text(encoding="utf-8")


if __name__ == "__main__":
    PLACE.write_text(described(), encoding="utf-8")
