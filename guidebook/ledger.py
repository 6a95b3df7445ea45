"""The ledger: which sheet was made for whom, from what, and what it looks like on disk.

It is what `--resume` trusts, after checking the file itself.  SQLite below the output folder by default;
the SQL is portable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import (
    URL,
    Column,
    Connection,
    Date,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    create_engine,
    delete,
    select,
)
from sqlalchemy.exc import DBAPIError

from guidebook.errors import UsageError
from guidebook.model import Month
from guidebook.storage import state_folder, writing

_METADATA = MetaData()

_SHEETS = Table(
    "sheets",
    _METADATA,
    Column("month", Integer, primary_key=True, autoincrement=False),
    Column("license_no", String(64), primary_key=True),
    Column("key", String(64), nullable=False),
    Column("snapshot", String(64), nullable=False),
    Column("program", String(64), nullable=False),
    Column("template", String(64), nullable=False),
    Column("fonts", String(64), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("pdf", String(300), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
)

_ONE = delete(_SHEETS).where(
    _SHEETS.c.month == bindparam("of_month"), _SHEETS.c.license_no == bindparam("of")
)
"""Strikes the sheet of one retailer and month."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The latest sheet of a retailer and month.

    Attributes:
        month: The sheet's month as a number, 202610.
        key: Hash of everything that decides the PDF: the sheet's content, templates, fonts, program.
        as_of: The day it was made for; the ledger knows no clock.
        pdf: Path below the month's output folder.
        sha256: Hash of the PDF.
        size: Bytes of the PDF.
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


class Ledger:
    """An open ledger; use it in a `with` block."""

    def __init__(self, url: str | URL) -> None:
        self._engine = create_engine(url)
        with self._begin() as connection:
            _METADATA.create_all(connection)

    @classmethod
    def of(cls, output: Path) -> Ledger:
        """The ledger of an output folder.

        Raises:
            UsageError: The folder can't be written, or the ledger is damaged.
        """
        path = state_folder(output) / "ledger.db"
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        return cls(URL.create("sqlite", database=str(path)))

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        """A transaction; what the database can't do is told with a remedy."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise UsageError(
                f"账本 {self._engine.url} 用不了：{error.orig}",
                "看看磁盘满没满；还不行就删掉它，只是下一次要全部重做",
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._engine.dispose()

    def made(self, month: Month) -> dict[str, Entry]:
        """The sheets of a month by licence."""
        with self._begin() as connection:
            rows = connection.execute(select(_SHEETS).where(_SHEETS.c.month == month.number))
            return {row.license_no: Entry(**row._mapping) for row in rows}

    def record(self, entries: Iterable[Entry]) -> None:
        """Enter sheets; each takes the place of its retailer's earlier one of that month."""
        rows = [asdict(entry) for entry in entries]
        if not rows:
            return
        with self._begin() as connection:
            connection.execute(_ONE, [{"of_month": row["month"], "of": row["license_no"]} for row in rows])
            connection.execute(_SHEETS.insert(), rows)

    def forget(self, month: Month, licenses: Iterable[str]) -> None:
        """Strike sheets that no longer hold, because they were withheld this time."""
        rows = [{"of_month": month.number, "of": license_no} for license_no in licenses]
        if rows:
            with self._begin() as connection:
                connection.execute(_ONE, rows)
