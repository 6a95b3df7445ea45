"""Configurations that ask databases."""

from __future__ import annotations

from pathlib import Path

import yaml

from guidebook.config import Config, load
from guidebook.model import Blocks, Problem
from guidebook.reading import ReadResult, read
from guidebook.reading.sources import table_of
from tests.databases.stores import Stored
from tests.reading.world import OCTOBER

VARIABLE = "GUIDEBOOK_TEST_URL"


def written(folder: Path, database: dict[str, object], queries: dict[str, str]) -> Path:
    """A config.yaml with these queries."""
    tables = {table: {"database": "erp", "query": query} for table, query in queries.items()}
    path = folder / "config.yaml"
    path.write_text(
        yaml.safe_dump({"input": {"databases": {"erp": database}, "tables": tables}}, allow_unicode=True),
        encoding="utf-8",
    )
    return path


def asked(folder: Path, database: dict[str, object], queries: dict[str, str]) -> Config:
    """A configuration with these queries."""
    return load(written(folder, database, queries))


def whole(tables: list[Stored], quote: str = '"') -> dict[str, str]:
    """A query a table that takes all of it."""
    found = {}
    for table in tables:
        schema = table_of(f"{table.name}.csv")
        assert schema is not None
        found[schema.name] = f"select * from {quote}{table.name}{quote}"
    return found


def answer(config: Config, data: Path | None = None) -> ReadResult:
    """What is read with these settings."""
    return read(config, data, OCTOBER)


def why(result: ReadResult, table: str = "sales") -> Problem:
    """The problem that stops the run."""
    found = [
        problem for problem in result.problems if problem.blocks is Blocks.RUN and problem.table == table
    ]
    assert found, result.problems
    return found[0]
