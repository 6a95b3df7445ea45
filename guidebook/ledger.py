"""The ledger: which sheet was made for whom, from what, what it looks like on disk, and what it said.

It is what `--resume` trusts, after checking the file itself, and where later months look up what a shop was told
(R021, R034).  A sheet and what it said are entered together or not at all.  SQLite below the output folder by default;
the SQL is portable.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from sqlalchemy import (
    URL,
    Column,
    Connection,
    Date,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    case,
    create_engine,
    delete,
    select,
)
from sqlalchemy.exc import DBAPIError

from guidebook.errors import UsageError
from guidebook.model import Box, Fen, Month, Sticks
from guidebook.storage import state_folder, writing

_MOST = 500
"""Licences of one statement: no database takes any number."""

_METADATA = MetaData()


def _of_a_sheet(name: str, *columns: Column[Any]) -> Table:
    """A table whose rows belong to the sheet of a month and retailer."""
    return Table(
        name,
        _METADATA,
        Column("month", Integer, primary_key=True, autoincrement=False),
        Column("license_no", String(64), primary_key=True),
        *columns,
        sqlite_with_rowid=False,
    )


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

_FIGURES = _of_a_sheet(
    "figures",
    Column("sticks", Integer, nullable=False),
    Column("amount", Integer, nullable=False),
    Column("profit", Integer),
)

_ADVISED = _of_a_sheet(
    "advised",
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("box", String(16), nullable=False),
    Column("rule", String(64), nullable=False),
    Column("sku_code", String(64)),
    Column("bought_code", String(64)),
    Column("cartons", Integer),
    Column("case", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("snapshot", String(64), nullable=False),
)

_ALERTS = _of_a_sheet(
    "alerts",
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("rule", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("snapshot", String(64), nullable=False),
)


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


class Figures(NamedTuple):
    """The month's account as a sheet printed it: net sticks, amount and profit by listed price in fen."""

    sticks: Sticks
    amount: Fen
    profit: Fen | None


class Said(NamedTuple):
    """A sentence that a sheet printed: see `guidebook.model.Sentence`."""

    box: Box
    rule: str
    sku_code: str | None
    bought_code: str | None
    cartons: int | None
    case: str
    text: str


class Memory(NamedTuple):
    """What a sheet told its owner: the account, and every sentence in reading order."""

    figures: Figures
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Alert:
    """What a manager is told of a retailer, and no sheet says."""

    license_no: str
    rule: str
    text: str


SAID_COLUMNS = (
    "month",
    "license_no",
    "place",
    "box",
    "rule_id",
    "sku_code",
    "bought_code",
    "qty_suggested",
    "case",
    "text",
)
"""The columns of what `Ledger.said` gives, by their names in the table `advice_log`, and the place on the sheet."""


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
                "看看磁盘满没满；还不行就删掉它，只是下一次要全部重做，以前说过的话也记不得了",
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

    def record(self, sheets: Iterable[tuple[Entry, Memory]]) -> None:
        """Enter sheets and what they say; each takes the place of its retailer's earlier one of that month."""
        sheets = list(sheets)
        if not sheets:
            return
        said = [
            {
                "month": entry.month,
                "license_no": entry.license_no,
                "place": place,
                "box": sentence.box.value,
                "rule": sentence.rule,
                "sku_code": sentence.sku_code,
                "bought_code": sentence.bought_code,
                "cartons": sentence.cartons,
                "case": sentence.case,
                "text": sentence.text,
                "snapshot": entry.snapshot,
            }
            for entry, memory in sheets
            for place, sentence in enumerate(memory.said)
        ]
        with self._begin() as connection:
            _strike(connection, [(entry.month, entry.license_no) for entry, _ in sheets])
            connection.execute(_SHEETS.insert(), [_entry_row(entry) for entry, _ in sheets])
            connection.execute(_FIGURES.insert(), [_figures_row(*sheet) for sheet in sheets])
            if said:
                connection.execute(_ADVISED.insert(), said)

    def forget(self, month: Month, licenses: Iterable[str]) -> None:
        """Strike sheets that no longer hold, because they were withheld this time, and what they said."""
        with self._begin() as connection:
            _strike(connection, [(month.number, license_no) for license_no in licenses])

    def said(self, months: Iterable[Month], rules: Collection[str] = ()) -> Sequence[Sequence[Any]]:
        """What sheets of these months say in 下月提升方向 and 上月说的事.

        Args:
            months: Which months' sheets.
            rules: Rules whose sentences in 本月评价 are wanted as well.

        Returns:
            Rows of `SAID_COLUMNS`, by month, licence and place.  The words come with the latest of the months only.
        """
        numbers = [month.number for month in months]
        advised = _ADVISED.c
        query = (
            select(
                advised.month,
                advised.license_no,
                advised.place,
                advised.box,
                advised.rule,
                advised.sku_code,
                advised.bought_code,
                advised.cartons,
                advised.case,
                case((advised.month == max(numbers, default=0), advised.text)),
            )
            .where(
                advised.month.in_(numbers),
                advised.box.in_([Box.NEXT_MONTH.value, Box.FOLLOW_UP.value])
                | advised.rule.in_(sorted(rules)),
            )
            .order_by(advised.month, advised.license_no, advised.place)
        )
        with self._begin() as connection:
            return connection.execute(query).fetchall()

    def texts(self, month: Month, boxes: Sequence[Box]) -> dict[str, tuple[str, ...]]:
        """The sentences of a month's sheets in these boxes, in reading order, by licence."""
        query = (
            select(_ADVISED.c.license_no, _ADVISED.c.text)
            .where(_ADVISED.c.month == month.number, _ADVISED.c.box.in_([box.value for box in boxes]))
            .order_by(_ADVISED.c.license_no, _ADVISED.c.place)
        )
        found: dict[str, list[str]] = {}
        with self._begin() as connection:
            for license_no, text in connection.execute(query):
                found.setdefault(license_no, []).append(text)
        return {license_no: tuple(texts) for license_no, texts in found.items()}

    def figures(self, months: Iterable[Month]) -> dict[tuple[int, str], Figures]:
        """The accounts that sheets of these months printed, by month number and licence."""
        query = select(_FIGURES).where(_FIGURES.c.month.in_([month.number for month in months]))
        with self._begin() as connection:
            return {
                (month, license_no): Figures(sticks, amount, profit)
                for month, license_no, sticks, amount, profit in connection.execute(query)
            }

    def alert(self, month: Month, snapshot: str, alerts: Mapping[str, Iterable[tuple[str, str]]]) -> None:
        """Keep what managers are told of these retailers, in place of what was kept for the month.

        Args:
            month: The sheets' month.
            snapshot: What the alerts come from.
            alerts: Pairs of rule and text by licence; nothing for a retailer of whom there is nothing to tell.
        """
        rows = [
            {
                "month": month.number,
                "license_no": license_no,
                "place": place,
                "rule": rule,
                "text": text,
                "snapshot": snapshot,
            }
            for license_no, found in alerts.items()
            for place, (rule, text) in enumerate(found)
        ]
        with self._begin() as connection:
            _strike(connection, [(month.number, license_no) for license_no in alerts], (_ALERTS,))
            if rows:
                connection.execute(_ALERTS.insert(), rows)

    def alerts(self, month: Month, snapshot: str) -> list[Alert]:
        """What managers are told of a month's retailers, as far as it comes from this snapshot."""
        query = (
            select(_ALERTS.c.license_no, _ALERTS.c.rule, _ALERTS.c.text)
            .where(_ALERTS.c.month == month.number, _ALERTS.c.snapshot == snapshot)
            .order_by(_ALERTS.c.license_no, _ALERTS.c.place)
        )
        with self._begin() as connection:
            return [Alert(*row) for row in connection.execute(query)]


def _strike(
    connection: Connection,
    sheets: Iterable[tuple[int, str]],
    tables: Iterable[Table] = (_SHEETS, _FIGURES, _ADVISED),
) -> None:
    """Strike the rows of these months and retailers."""
    by_month: dict[int, list[str]] = {}
    for month, license_no in sheets:
        by_month.setdefault(month, []).append(license_no)
    for month, licenses in by_month.items():
        for begin in range(0, len(licenses), _MOST):
            of = licenses[begin : begin + _MOST]
            for table in tables:
                connection.execute(delete(table).where(table.c.month == month, table.c.license_no.in_(of)))


def _entry_row(entry: Entry) -> dict[str, Any]:
    return {column: getattr(entry, column) for column in _SHEETS.columns.keys()}  # noqa: SIM118 (no dict)


def _figures_row(entry: Entry, memory: Memory) -> dict[str, Any]:
    return {"month": entry.month, "license_no": entry.license_no, **memory.figures._asdict()}
