"""The database that holds the ledger: how it is opened, and what its tables have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import (
    URL,
    Column,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from guidebook.errors import UsageError

METADATA = MetaData()
"""All tables of the ledger; whichever module describes one is imported by `guidebook.ledger.ledger`."""

CODE = String().with_variant(String(collation="C"), "postgresql")
"""Licences and the like: sorted by their characters' numbers wherever they are kept."""

_MOST = 500
"""Licences of one statement: no database takes any number."""


def of_a_sheet(name: str, *columns: Column[object]) -> Table:
    """A table whose rows belong to the sheet of a month and retailer."""
    return Table(
        name,
        METADATA,
        Column("month", Integer, primary_key=True, autoincrement=False),
        Column("license_no", CODE, primary_key=True),
        *columns,
        sqlite_with_rowid=False,
    )


class Database:
    """An open database.

    Args:
        url: Where it is.

    Raises:
        UsageError: There is no such kind of database.
    """

    def __init__(self, url: str | URL) -> None:
        try:
            self._engine = create_engine(url, pool_pre_ping=True)
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            raise UsageError(
                "台账的数据库地址不对", "写成 postgresql+psycopg://用户:密码@主机/数据库"
            ) from error

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction: all that is done inside, or nothing.

        Raises:
            UsageError: The database can't do it.
        """
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise UsageError(f"台账 {self.place} 用不了：{error.orig}", self._remedy) from error

    @property
    def place(self) -> str:
        """Where it is, without secrets."""
        url = self._engine.url
        return str(url.database) if self._is_file else url.render_as_string(hide_password=True)

    @property
    def _is_file(self) -> bool:
        return self._engine.dialect.name == "sqlite"

    @property
    def _remedy(self) -> str:
        if self._is_file:
            return "看看磁盘满没满；还不行就删掉它，只是下一次要全部重做，以前说过的话也记不得了"
        return "看看数据库开没开、连不连得上、有没有权限，再运行一次，已做好的不会重做"

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()


def portions(licenses: Sequence[str]) -> Iterator[Sequence[str]]:
    """Licences, as many at a time as one statement takes."""
    for begin in range(0, len(licenses), _MOST):
        yield licenses[begin : begin + _MOST]


def insert(connection: Connection, table: Table, rows: Sequence[Sequence[object]]) -> None:
    """Insert many rows as the database's driver takes them: to have SQLAlchemy look at every value costs as much again.

    Args:
        connection: The transaction.
        table: The table; all its columns are numbers and texts.
        rows: Values in the order of its columns.
    """
    if not rows:
        return
    statement = table.insert().compile(dialect=connection.dialect)
    if statement.positional:
        connection.exec_driver_sql(str(statement), list(map(tuple, rows)))
    else:
        names = table.columns.keys()
        connection.exec_driver_sql(str(statement), [dict(zip(names, row, strict=True)) for row in rows])


def strike(connection: Connection, sheets: Iterable[tuple[int, str]], *tables: Table) -> None:
    """Strike the rows of these months and retailers."""
    by_month: dict[int, list[str]] = {}
    for month, license_no in sheets:
        by_month.setdefault(month, []).append(license_no)
    for month, licenses in by_month.items():
        for of in portions(licenses):
            for table in tables:
                connection.execute(delete(table).where(table.c.month == month, table.c.license_no.in_(of)))
