"""The same exports, whichever store they come from: the same snapshot, the same sheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from guidebook.app.making import make_month
from guidebook.app.request import Request
from guidebook.demo import write_exports
from tests.databases import asking, stores
from tests.databases.stores import Stored
from tests.reading.world import OCTOBER
from tests.workspace import hashes, lines

Made = tuple[str, str, dict[str, str]]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> list[Stored]:
    folder = tmp_path_factory.mktemp("exports")
    write_exports(folder, retailers=10, seed=7, file_format="csv")
    return stores.stored(folder)


def made(config: Path, data: Path | None, output: Path) -> Made:
    """The snapshot's id, the first retailer's line and all PDFs."""
    request = Request(OCTOBER, config=config, data=data, output=output)
    make_month(request, select=lambda members: dict(sorted(members.items())[:1]), workers=0)
    (line,) = lines(output)
    assert line["withheld"] is None
    pdfs = {name: digest for name, digest in hashes(output).items() if name.endswith(".pdf")}
    return line["snapshot"], str(line), pdfs


@pytest.fixture(scope="module")
def from_csv(tables: list[Stored], tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("csv")
    (folder / "exports").mkdir()
    stores.to_csv(tables, folder / "exports")
    (folder / "config.yaml").write_text("{}")
    return made(folder / "config.yaml", folder / "exports", folder / "output")


def test_postgres_gives_the_same_sheet_as_files(
    tables: list[Stored],
    from_csv: Made,
    postgres_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stores.to_server(tables, postgres_url)
    monkeypatch.setenv(asking.VARIABLE, postgres_url)
    config = asking.written(tmp_path, {"url_env": asking.VARIABLE}, asking.whole(tables))
    assert made(config, None, tmp_path / "output") == from_csv


def test_mariadb_gives_the_same_sheet_as_files(
    tables: list[Stored],
    from_csv: Made,
    mariadb_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stores.to_server(tables, mariadb_url)
    monkeypatch.setenv(asking.VARIABLE, mariadb_url)
    config = asking.written(tmp_path, {"url_env": asking.VARIABLE}, asking.whole(tables, "`"))
    assert made(config, None, tmp_path / "output") == from_csv


def test_sqlite_gives_the_same_sheet_as_files(tables: list[Stored], from_csv: Made, tmp_path: Path) -> None:
    stores.to_sqlite(tables, tmp_path / "仓库 1.db")
    config = asking.written(tmp_path, {"file": "仓库 1.db"}, asking.whole(tables))
    assert made(config, None, tmp_path / "output") == from_csv


def test_duckdb_gives_the_same_sheet_as_files(tables: list[Stored], from_csv: Made, tmp_path: Path) -> None:
    stores.to_duckdb(tables, tmp_path / "仓库.duckdb")
    config = asking.written(tmp_path, {"file": "仓库.duckdb"}, asking.whole(tables))
    assert made(config, None, tmp_path / "output") == from_csv


def test_parquet_gives_the_same_sheet_as_files(tables: list[Stored], from_csv: Made, tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    stores.to_parquet(tables, tmp_path / "exports")
    config = tmp_path / "config.yaml"
    config.write_text("{}")
    assert made(config, tmp_path / "exports", tmp_path / "output") == from_csv


def test_the_stores_hold_days_decimals_and_numbers_rather_than_text(tables: list[Stored]) -> None:
    kinds = {table.kind(heading).__name__ for table in tables for heading in table.cells}
    assert kinds == {"date", "int", "Decimal", "str"}
