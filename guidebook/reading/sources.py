"""Which file or query serves which table: by the file's name, or as the configuration says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from guidebook.config import Config
from guidebook.errors import UsageError
from guidebook.model import Blocks, Month, Problem, Severity
from guidebook.reading.fields import TableSchema
from guidebook.reading.headings import TABLES
from guidebook.reading.queries import Query, queries

SUFFIXES = (".csv", ".csv.gz", ".xlsx", ".parquet")
_OLD = (".xls", ".et", ".xlsm", ".xlsb", ".ods", ".txt", ".tsv", ".zip", ".rar", ".gz")
_WORD = re.compile(r"[a-z]")

Source = Path | Query
"""What holds a table, or several: a file, or the answer to a query."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What each table comes from, and what was odd about the folder.

    Attributes:
        files: Table → its files, sorted by name, or its query.
        folder: What file names are relative to in messages.
    """

    folder: Path
    files: Mapping[str, tuple[Source, ...]]
    problems: tuple[Problem, ...] = ()

    def name(self, source: Source) -> str:
        """A file's or query's name as messages show it."""
        if isinstance(source, Query):
            return source.name
        return str(source.relative_to(self.folder)) if source.is_relative_to(self.folder) else str(source)

    @property
    def read(self) -> tuple[Path, ...] | None:
        """The files; None where a database is asked too, as what it says now is in no file."""
        sources = [source for of_table in self.files.values() for source in of_table]
        files = tuple(source for source in sources if isinstance(source, Path))
        return files if len(files) == len(sources) else None


def find_sources(config: Config, data: Path | None, month: Month) -> Sources:
    """Look for the tables' files and queries.

    Args:
        config: May name files, and the folder if `data` is None.
        data: The folder of the exports, or one file that holds the tables the configuration declares.
        month: The sheets' month, for queries.

    Raises:
        UsageError: There is no such folder or file, or nobody said where the exports are.
        ConfigError: A query can't be used.
    """
    asked = queries(config, month)
    found = _files(config, data, needed=not asked)
    files: dict[str, tuple[Source, ...]] = dict(found.files)
    return Sources(
        found.folder, {**files, **{name: (query,) for name, query in asked.items()}}, found.problems
    )


def _files(config: Config, data: Path | None, *, needed: bool) -> Sources:
    """The tables' files; without any place to look for them there are none, unless they are needed."""
    place = data
    if place is None and config.input.folder is not None:
        base = config.path.parent if config.path is not None else Path()
        place = base / config.input.folder
    if place is None and not needed:
        return Sources(config.path.parent if config.path is not None else Path(), {})
    if place is None:
        raise UsageError("没有说数据在哪里", "加上 --data 文件夹，或在 config.yaml 写 input.folder")
    if place.is_file():
        return _one_file(config, place)
    if not place.is_dir():
        raise UsageError(f"没有这个文件夹或文件：{place}", "检查 --data 后面的路径")
    return _folder(config, place)


def _one_file(config: Config, file: Path) -> Sources:
    tables: tuple[str, ...] = tuple(
        name for name, table in config.input.tables.items() if table.database is None
    )
    if not tables:
        named = table_of(file.name)
        if named is None:
            raise UsageError(
                f"不知道 {file.name} 里是哪些表",
                "在 config.yaml 的 input.tables 里写明，或把 --data 指到文件夹",
            )
        tables = (named.name,)
    return Sources(file.parent, {name: (file,) for name in TABLES if name in tables})


def _folder(config: Config, folder: Path) -> Sources:
    problems: list[Problem] = []
    files: dict[str, list[Path]] = {name: [] for name in TABLES}
    configured: set[Path] = set()
    for name, settings in config.input.tables.items():
        for pattern in settings.files:
            matching = _matching(folder, pattern)
            if not matching and not settings.optional:
                remedy = f"检查 config.yaml 里 input.tables.{name}.files"
                problems.append(
                    Problem(Severity.ERROR, Blocks.RUN, "配置里写的文件一个也没找到", remedy, name, pattern)
                )
            files[name] += [path for path in matching if path not in files[name]]
            configured.update(matching)
    for path in sorted(folder.glob("~$*")):
        message = f"{path.name[2:]} 正在 Excel 或 WPS 里开着，读到的是上次存盘的内容"
        remedy = "存盘、关掉再运行；没有开着的话，删掉这个临时文件"
        problems.append(Problem(Severity.WARNING, Blocks.NOTHING, message, remedy, file=path.name))
    for path in sorted(folder.iterdir()):
        table = table_of(path.name)
        usable = path.name.lower().endswith((*SUFFIXES, *_OLD))
        if path in configured or not path.is_file() or path.name.startswith((".", "~$")) or not usable:
            continue
        if table is None:
            remedy = "要用的话，文件名以表名开头，如 sales、销售"
            problems.append(
                Problem(Severity.INFO, Blocks.NOTHING, "不知道是哪张表，没有用它", remedy, file=path.name)
            )
        elif config.input.table(table.name).files or config.input.table(table.name).database:
            continue
        elif path.name.lower().endswith(SUFFIXES):
            files[table.name].append(path)
        else:
            remedy = "在 Excel 或 WPS 里打开，另存为 .xlsx，或导出为 .csv"
            problems.append(
                Problem(Severity.ERROR, Blocks.RUN, "这种格式读不了", remedy, table.name, path.name)
            )
    return Sources(folder, {name: tuple(paths) for name, paths in files.items() if paths}, tuple(problems))


def _matching(folder: Path, pattern: str) -> list[Path]:
    if Path(pattern).is_absolute():
        return [Path(pattern)] if Path(pattern).is_file() else []
    return sorted(path for path in folder.glob(pattern) if path.is_file())


def table_of(file_name: str) -> TableSchema | None:
    """The table a file is named after: `sales_2026-09.xlsx`, `销售2026年9月.csv`; None if after none.

    The longest name counts: 客户经理 isn't 客户. An English name must end where a word ends.
    """
    lower = unicodedata.normalize("NFKC", file_name).lower()
    if not lower.endswith((*SUFFIXES, *_OLD)):
        return None
    best: tuple[int, TableSchema] | None = None
    for table in TABLES.values():
        for stem in table.stems:
            follows = lower[len(stem) : len(stem) + 1]
            if not lower.startswith(stem) or (stem.isascii() and _WORD.match(follows)):
                continue
            if best is None or len(stem) > best[0]:
                best = (len(stem), table)
    return best[1] if best else None
