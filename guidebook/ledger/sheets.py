"""Which sheet was made for whom, from what, and what it looks like on disk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date

from sqlalchemy import Column, Connection, Date, Integer, String, select

from guidebook.ledger.database import of_a_sheet, strike
from guidebook.model import Month
from guidebook.model.record import record

SHEETS = of_a_sheet(
    "sheets",
    Column("key", String, nullable=False),
    Column("snapshot", String, nullable=False),
    Column("program", String, nullable=False),
    Column("template", String, nullable=False),
    Column("fonts", String, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("pdf", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("says", String, nullable=False, server_default=""),
    Column("reason", String),
    Column("made_by", String),
)


@record(frozen=True, slots=True)
class Entry:
    """The latest sheet of a retailer and month.

    Attributes:
        month: The sheet's month as a number, 202610.
        key: Hash of everything that decides the PDF: the sheet's content, templates, fonts, program.
        as_of: The day it was made for; the ledger knows no clock.
        pdf: Path below the month's output folder.
        sha256: Hash of the PDF.
        size: Bytes of the PDF.
        version: 1, or more for a sheet that corrects one which was handed out (R107).
        says: Hash of what the sheet tells its owner; empty where an earlier program made it.
        reason: Why it was corrected, as it is printed; None for a first version.
        made_by: The account that made it, where it is known.
    """

    month: int
    license_no: str
    key: str
    snapshot: str
    program: str
    template: str
    fonts: str
    as_of: date
    pdf: str
    sha256: str
    size: int
    pages: int
    version: int = 1
    says: str = ""
    reason: str | None = None
    made_by: str | None = None


_COLUMNS = tuple(field.name for field in fields(Entry))


def made(connection: Connection, month: Month) -> dict[str, Entry]:
    """The sheets of a month by licence."""
    rows = connection.execute(select(SHEETS).where(SHEETS.c.month == month.number))
    return {row.license_no: Entry(**row._mapping) for row in rows}


def enter(connection: Connection, entries: Iterable[Entry]) -> None:
    """Enter sheets, each in place of its retailer's earlier one of that month."""
    rows = [{column: getattr(entry, column) for column in _COLUMNS} for entry in entries]
    if rows:
        strike(connection, ((row["month"], row["license_no"]) for row in rows), SHEETS)
        connection.execute(SHEETS.insert(), rows)
