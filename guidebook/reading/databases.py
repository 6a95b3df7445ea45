"""Queries asked of a database: their rows as CSV, which then goes the way of a file.

A query may only read, and where the system can hold it to that, it does.  It may take so long and return so many rows
as the settings say.  No address, user or password gets into an error.
"""

from __future__ import annotations

import csv
import io
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import unquote

from guidebook.config import DatabaseConfig
from guidebook.errors import InputError, why
from guidebook.reading.exact import as_text
from guidebook.reading.queries import Query

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_CONNECT_SECONDS = 10
_ROWS_AT_A_TIME = 10_000
_WORDS = 200

_DRIVERS = {
    "mysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}
"""Where a URL names no driver, the one that comes with guidebook."""

_PACKAGES = {"oracle": "oracledb", "mssql": "pyodbc", "dm": "dmPython sqlalchemy-dm"}
"""What has to be installed for systems whose driver doesn't come with guidebook."""

_STOPPED = frozenset(["57014", "1969", "3024", "interrupted"])
"""How systems say that a query took too long: PostgreSQL, MariaDB, MySQL, SQLite."""

_QUOTED = "密码里的 @ : / % 要写成 %40 %3A %2F %25"

_WRONG_PASSWORD = ("password authentication failed", "Access denied", "no password supplied")


def fetch(query: Query) -> str:
    """Ask a query.

    Returns:
        Its rows as CSV, every value as exact text (`guidebook.reading.exact`), the columns' names first.

    Raises:
        ConfigError: The environment variable with the database's URL isn't set.
        InputError: The database can't be reached, refuses the query, or returns too much.
    """
    if query.file is None:
        return _from_engine(query, _server(query))
    try:
        with query.file.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise InputError(
            f"读不了数据库文件 {query.file}：{why(error)}", f"检查 {_setting(query, 'file')}"
        ) from error
    if head.startswith(b"SQLite format 3\0"):
        return _from_engine(query, _sqlite(query.file))
    if head[8:12] == b"DUCK":
        return _from_duckdb(query, query.file)
    raise InputError(
        f"{query.file} 不是 SQLite 或 DuckDB 的文件",
        f"检查 {_setting(query, 'file')}；Parquet 文件放进数据文件夹",
    )


def _setting(query: Query, name: str) -> str:
    return f"config.yaml 的 input.databases.{query.database}.{name}"


# ── Through SQLAlchemy ──────────────────────────────────────────────────────────────────────────────────────────────


def _server(query: Query) -> Engine:
    from sqlalchemy import NullPool, create_engine, make_url
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError

    variable = query.settings.url_env
    try:
        url = make_url(query.settings.url(query.database))
        url = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
    except (ArgumentError, ValueError):  # its words would tell pieces of the address
        raise InputError(
            f"环境变量 {variable} 里的不是数据库地址",
            f"写成 postgresql://用户:密码@主机:端口/库；{_QUOTED}",
        ) from None
    system, _, driver = url.drivername.partition("+")
    if system in ("sqlite", "duckdb"):
        remedy = f"改成 input.databases.{query.database}.file: 文件的路径"
        raise InputError("SQLite、DuckDB 是文件，不用地址", remedy)
    try:
        return create_engine(
            url,
            poolclass=NullPool,
            hide_parameters=True,
            connect_args={"connect_timeout": _CONNECT_SECONDS}
            | (
                {"read_timeout": query.settings.timeout_seconds + _CONNECT_SECONDS}
                if driver == "pymysql"
                else {}
            )
            if driver in ("psycopg", "pymysql")
            else {},
        )
    except (NoSuchModuleError, ImportError) as error:
        missing = getattr(error, "name", None)
        package = _PACKAGES.get(system) or missing or system
        raise InputError(
            f"数据库 {query.database} 的驱动没有装（{system}{f'，{missing}' if missing else ''}）",
            f"运行 .venv/bin/pip install {package}",
        ) from None


def _sqlite(file: Path) -> Engine:
    from sqlalchemy import NullPool, create_engine

    address = f"{file.absolute().as_uri()}?mode=ro"
    return create_engine("sqlite://", poolclass=NullPool, creator=lambda: sqlite3.connect(address, uri=True))


def _from_engine(query: Query, engine: Engine) -> str:
    from sqlalchemy.exc import DBAPIError

    deadline = time.monotonic() + query.settings.timeout_seconds
    statement = query.statement()
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    with _connected(query, engine) as connection:
        try:
            _only_reading(connection, query.settings)
            count = 0
            with connection.execution_options(stream_results=True).execute(statement) as result:
                writer.writerow(result.keys())
                for rows in result.partitions(_ROWS_AT_A_TIME):
                    count += len(rows)
                    if count > query.settings.max_rows:
                        raise _too_many(query)
                    if time.monotonic() > deadline:
                        raise _too_slow(query)
                    writer.writerows([as_text(value) for value in row] for row in rows)
        except DBAPIError as error:
            _refuse(query, error.orig)
    return text.getvalue()


@contextmanager
def _connected(query: Query, engine: Engine) -> Iterator[Connection]:
    from sqlalchemy.exc import DBAPIError, SQLAlchemyError

    try:
        connection = engine.connect()
    except (DBAPIError, SQLAlchemyError, OSError, ValueError, TypeError, UnicodeError) as error:
        # None of its words are shown, for they may tell pieces of the address.
        wrong = any(words in str(error) for words in _WRONG_PASSWORD)
        where = f"环境变量 {query.settings.url_env} " if query.file is None else f"文件 {query.file}"
    else:
        try:
            yield connection
        finally:
            connection.close()
            engine.dispose()
        return
    if wrong:
        raise InputError(
            f"数据库 {query.database} 不让进：用户名或密码不对，或没有权限",
            f"检查{where}里的用户名、密码；{_QUOTED}",
        )
    raise InputError(
        f"连不上数据库 {query.database}",
        f"检查{where}里的主机、端口和库名，数据库开没开，网络通不通；{_QUOTED}",
    )


def _only_reading(connection: Connection, settings: DatabaseConfig) -> None:
    """Hold the connection to reading, and to a time, as far as its system can."""
    system, seconds = connection.dialect.name, settings.timeout_seconds
    if system == "sqlite":
        end = time.monotonic() + seconds
        opened: Any = connection.connection.driver_connection
        opened.set_progress_handler(lambda: time.monotonic() > end, 100_000)
    elif system == "postgresql":
        connection.execution_options(postgresql_readonly=True)
        connection.exec_driver_sql(f"set statement_timeout = {seconds * 1000}")
    elif system in ("mysql", "mariadb"):
        mariadb = getattr(connection.dialect, "is_mariadb", False)
        limit = f"max_statement_time = {seconds}" if mariadb else f"max_execution_time = {seconds * 1000}"
        # Without the limit of rows, closing a result would first fetch all that is left of it.
        connection.exec_driver_sql(f"set session {limit}, sql_select_limit = {settings.max_rows + 1}")
        connection.exec_driver_sql("set session transaction read only")


# ── DuckDB ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _from_duckdb(query: Query, file: Path) -> str:
    import duckdb
    from sqlalchemy.engine.default import DefaultDialect

    compiled = query.statement().compile(dialect=DefaultDialect(paramstyle="numeric_dollar"))
    values = [compiled.params[name] for name in getattr(compiled, "positiontup", None) or ()]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    try:
        opened = duckdb.connect(str(file), read_only=True, config={"enable_external_access": "false"})
    except duckdb.Error as error:
        raise InputError(
            f"打不开数据库文件 {file}：{_first_line(error)}", "关掉正在写它的程序，或换一个版本的 DuckDB 另存"
        ) from error
    with closing(opened) as connection, _interrupted(connection.interrupt, query.settings.timeout_seconds):
        try:
            cursor = connection.execute(compiled.string, values)
            writer.writerow([column[0] for column in cursor.description or ()])
            count = 0
            while rows := cursor.fetchmany(_ROWS_AT_A_TIME):
                count += len(rows)
                if count > query.settings.max_rows:
                    raise _too_many(query)
                writer.writerows([as_text(value) for value in row] for row in rows)
        except duckdb.InterruptException as error:
            raise _too_slow(query) from error
        except duckdb.Error as error:
            _refuse(query, error)
    return text.getvalue()


@contextmanager
def _interrupted(interrupt: Callable[[], None], seconds: int) -> Iterator[None]:
    """Interrupt what goes on longer."""
    timer = threading.Timer(seconds, interrupt)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


# ── What went wrong ─────────────────────────────────────────────────────────────────────────────────────────────────


def _too_many(query: Query) -> InputError:
    return InputError(
        f"查询的结果超过{query.settings.max_rows}行",
        f"在查询里只取要用的月份，如 where month between :first_month and :month；"
        f"真有这么多，调大 {_setting(query, 'max_rows')}",
    )


def _too_slow(query: Query) -> InputError:
    return InputError(
        f"查询过了{query.settings.timeout_seconds}秒还没有完",
        f"请管数据库的人给月份那一列建索引，或调大 {_setting(query, 'timeout_seconds')}",
    )


def _refuse(query: Query, error: BaseException | None) -> NoReturn:
    """Say why the database didn't answer, in its own words but for secrets."""
    codes = {getattr(error, "sqlstate", None), *map(str, getattr(error, "args", ())[:1])}
    if codes & _STOPPED:
        raise _too_slow(query) from None
    words = " ".join(_said(error).split())
    for secret in _secrets(query):
        words = words.replace(secret, "***")
    raise InputError(
        f"数据库 {query.database} 说：{words[:_WORDS]}",
        "先在数据库里试一遍这条查询：表名、列名、权限对不对；改好 config.yaml 里的 query 或 query_file",
    ) from None


def _said(error: BaseException | None) -> str:
    """An error's own words, without the query that drivers repeat."""
    diagnosis = getattr(getattr(error, "diag", None), "message_primary", None)
    if diagnosis:
        return str(diagnosis)
    args: Sequence[object] = getattr(error, "args", ())
    if len(args) > 1 and isinstance(args[1], str):  # MySQL: number, words
        return args[1]
    return _first_line(error)


def _first_line(error: BaseException | None) -> str:
    return (str(error).splitlines() or [""])[0]


def _secrets(query: Query) -> list[str]:
    """The address, and the password in it as it is written and as it is meant."""
    url = os.environ.get(query.settings.url_env or "", "").strip()
    if not url:
        return []
    password = url.partition("://")[2].rpartition("@")[0].partition(":")[2]
    return [secret for secret in (url, password, unquote(password)) if secret]
