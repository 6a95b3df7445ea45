"""Queries that tables come from: what is asked of which database, and that it only asks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from guidebook.config import Config, DatabaseConfig, TableConfig
from guidebook.errors import ConfigError, why
from guidebook.model import Month

if TYPE_CHECKING:
    from sqlalchemy import TextClause

BACK = 24
"""How many months before the sheets' month `:first_month` lies; no measure looks further back."""

_ASIDE = re.compile(
    r"""--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$""", re.DOTALL
)
_EXECUTABLE = re.compile(r"/\*M?!")
_CHANGING = re.compile(
    r"\b(?:alter|call|create|delete|drop|exec|execute|grant|insert|into|lock|merge|revoke|truncate|update)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(r"\(*\s*(?:select|with)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Query:
    """One table's query.  It holds no secret: the database's URL is looked up when it is asked.

    Attributes:
        name: As messages show it in the place of a file.
        database: The database's name in the configuration.
        settings: The database.
        file: The SQLite or DuckDB file; None for a server.
        sql: The `select`.
        month: The sheets' month.
    """

    name: str
    database: str
    settings: DatabaseConfig
    file: Path | None
    sql: str
    month: Month

    def statement(self) -> TextClause:
        """The query with the months and days that it names bound to it (never written into it)."""
        from sqlalchemy import Date, Integer, String, bindparam

        types = {str: String, int: Integer, date: Date}
        values = parameters(self.month)
        used = _named(self.sql)
        return _text(self.sql).bindparams(
            *(bindparam(name, values[name], type_=types[type(values[name])]) for name in used)
        )


def parameters(month: Month) -> dict[str, str | int | date]:
    """What a query may name with a colon before it."""
    first, next_month = month.plus(-BACK), month.plus(1)
    return {
        "month": month.text,
        "month_number": month.number,
        "first_month": first.text,
        "first_month_number": first.number,
        "next_month": next_month.text,
        "next_month_number": next_month.number,
        "first_day": first.first_day,
        "last_day": month.last_day,
    }


def queries(config: Config, month: Month) -> dict[str, Query]:
    """Table → its query.

    Raises:
        ConfigError: A query can't be used, or isn't there; all of them at once.
    """
    faults: list[str] = []
    found: dict[str, Query] = {}
    for table, settings in config.input.tables.items():
        if settings.database is None:
            continue
        place = f"input.tables.{table}"
        sql = _sql(config, settings, place, faults)
        if sql is None:
            continue
        faults += [f"{place}：{fault}" for fault in _faults(sql, month)]
        database = config.input.databases[settings.database]
        file = None if database.file is None else _beside(config, database.file)
        name = f"查询 {table}（数据库 {settings.database}）"
        found[table] = Query(name, settings.database, database, file, sql, month)
    if faults:
        raise ConfigError(faults, "改好 config.yaml 再运行；写法见 docs/databases.md")
    return found


def _beside(config: Config, name: str) -> Path:
    """A path of the configuration, from where that is."""
    return (config.path.parent if config.path is not None else Path()) / name


def _sql(config: Config, settings: TableConfig, place: str, faults: list[str]) -> str | None:
    if settings.query is not None or settings.query_file is None:
        return settings.query
    file = _beside(config, settings.query_file)
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        faults.append(f"{place}.query_file：读不了 {file}：{why(error)}")
    except UnicodeDecodeError:
        faults.append(f"{place}.query_file：{file} 不是 UTF-8 编码，另存时编码选 UTF-8")
    return None


def _faults(sql: str, month: Month) -> list[str]:
    """Why a query isn't one that only asks."""
    faults = []
    if _EXECUTABLE.search(sql):
        faults.append("查询里有会执行的注释（/*! */），删掉它")
    bare = _ASIDE.sub(" ", sql).strip().rstrip(";").strip()
    if not bare:
        return ["查询是空的"]
    if ";" in bare:
        faults.append("只能写一条查询，里面有分号隔开的好几条")
    if not _ASKING.match(bare):
        faults.append(f"只能查、不能改：要以 select 或 with 开头，写的是 {bare.split()[0][:20]}")
    elif changing := _CHANGING.search(bare):
        faults.append(f"只能查、不能改：里面有 {changing[0]}；是列名的话，加上引号")
    known = parameters(month)
    strange = [name for name in _named(sql) if name not in known]
    if strange:
        faults.append(f"不认识 :{'、:'.join(strange)}，可用的是 :{'、:'.join(known)}；文字里的冒号前面加 \\")
    return faults


def _named(sql: str) -> tuple[str, ...]:
    """The names with a colon before them."""
    from sqlalchemy.dialects import sqlite

    compiled = _text(sql).compile(dialect=sqlite.dialect(paramstyle="named"))
    return tuple(compiled.params)


def _text(sql: str) -> TextClause:
    from sqlalchemy import text

    return text(sql.strip().rstrip(";"))
