"""The tables' version: an older ledger is brought up to date when it is opened, a newer one is refused."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Column, Connection, Integer, Table, inspect, select, text

from guidebook.errors import UsageError
from guidebook.ledger.database import METADATA, Database

VERSION = 2
"""Grows by one whenever a table changes that may be there already; a new table needs no new version."""

_ADDED: Mapping[str, Mapping[str, str]] = {
    "sheets": {
        "version": "INTEGER DEFAULT 1 NOT NULL",
        "says": "VARCHAR DEFAULT '' NOT NULL",
        "reason": "VARCHAR",
        "made_by": "VARCHAR",
    },
}
"""Columns that a table got after its first version, by table and name."""

_STATE = Table("schema", METADATA, Column("version", Integer, nullable=False))


def open_tables(database: Database) -> None:
    """Make the tables that are missing, and bring older ones up to date.

    Raises:
        UsageError: A later program made the ledger, or the database can't do it.
    """
    with database.begin() as connection:
        version = _version(connection)
        if version is not None and version > VERSION:
            raise UsageError(
                f"台账 {database.place} 是更新的程序做的（第{version}版，这个程序只认到第{VERSION}版）",
                "换成新的程序再运行，或用 --output 换一个文件夹",
            )
        METADATA.create_all(connection)
        if version != VERSION:
            _add_columns(connection)
            connection.execute(_STATE.delete())
            connection.execute(_STATE.insert(), {"version": VERSION})


def _version(connection: Connection) -> int | None:
    """The version of the tables that are there; None where none is told, as in a new ledger."""
    if not inspect(connection).has_table(_STATE.name):
        return None
    return connection.execute(select(_STATE.c.version)).scalar()


def _add_columns(connection: Connection) -> None:
    """Add the columns that aren't there yet: an earlier version, or a run that was stopped, may have added some."""
    found = inspect(connection)
    for table, columns in _ADDED.items():
        present = {column["name"] for column in found.get_columns(table)}
        for name in columns.keys() - present:
            connection.execute(text(f"ALTER TABLE {table} ADD COLUMN {name} {columns[name]}"))
