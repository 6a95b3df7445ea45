from pathlib import Path

import pytest

from guidebook.config import Config
from guidebook.errors import UsageError
from guidebook.model import Blocks, Severity
from guidebook.reading.headings import TABLES
from guidebook.reading.sources import find_sources, table_of
from tests.reading.world import OCTOBER


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("sales.csv", "sales"), ("sales_2026-09.xlsx", "sales"), ("SALES2026.CSV", "sales"), ("销售.csv", "sales"),
        ("销售_2026-10.csv.gz", "sales"), ("销售明细2026年10月.xlsx", "sales"), ("进销存.csv", "sales"),
        ("零售户.xlsx", "retailers"), ("客户档案.csv", "retailers"), ("客户经理.xlsx", "managers"),
        ("客户经理记录.csv", "notes"), ("线路.csv", "routes"), ("商品.csv", "products"), ("货源_11月.xlsx", "supply"),
        ("替代.csv", "substitutes"), ("备注.csv", "notes"), ("订货_2026-10.csv", "orders"), ("建议.csv", "advice_log"),
        ("advice_log.csv", "advice_log"), ("sales.xls", "sales"), ("salesman.csv", None), ("README.md", None),
        ("说明.csv", None), ("my_sales.csv", None),
    ],
)  # fmt: skip
def test_files_are_named_after_tables(name: str, table: str | None) -> None:
    found = table_of(name)
    assert (found.name if found else None) == table


def touch(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).write_bytes(b"")
    return folder


def test_several_files_of_a_table_stand_in_order_and_strays_are_told(tmp_path: Path) -> None:
    touch(
        tmp_path,
        "sales_2026-10.csv",
        "sales_2026-09.csv",
        "~$sales.xlsx",
        ".sales.csv",
        "别的.xlsx",
        "README.md",
        "零售户.et",
    )
    (tmp_path / "sales_old.csv").mkdir()
    sources = find_sources(Config(), tmp_path, OCTOBER)
    assert [path.name for path in sources.files["sales"]] == ["sales_2026-09.csv", "sales_2026-10.csv"]
    told = {problem.file: (problem.severity, problem.blocks) for problem in sources.problems}
    assert told == {
        "~$sales.xlsx": (Severity.WARNING, Blocks.NOTHING),
        "别的.xlsx": (Severity.INFO, Blocks.NOTHING),
        "零售户.et": (Severity.ERROR, Blocks.RUN),
    }
    assert all(problem.remedy for problem in sources.problems)


def test_configured_files_take_the_place_of_names(tmp_path: Path) -> None:
    touch(tmp_path, "月报1.csv", "月报2.csv", "sales.csv")
    config = Config.model_validate(
        {"input": {"tables": {"sales": {"files": "月报*.csv"}, "products": {"files": ["没有.csv"]}}}}
    )
    sources = find_sources(config, tmp_path, OCTOBER)
    assert [path.name for path in sources.files["sales"]] == ["月报1.csv", "月报2.csv"]
    assert [(problem.table, problem.file, problem.blocks) for problem in sources.problems] == [
        ("products", "没有.csv", Blocks.RUN)
    ]


def test_one_file_serves_the_tables_the_configuration_declares(tmp_path: Path) -> None:
    file = touch(tmp_path, "all.csv") / "all.csv"
    config = Config.model_validate({"input": {"tables": {"sales": {}, "retailers": {}}}})
    assert find_sources(config, file, OCTOBER).files == {"retailers": (file,), "sales": (file,)}
    with pytest.raises(UsageError, match=r"all\.csv"):
        find_sources(Config(), file, OCTOBER)


def test_the_folder_may_be_configured_relative_to_the_configuration(tmp_path: Path) -> None:
    from guidebook import config

    (tmp_path / "exports").mkdir()
    touch(tmp_path / "exports", "sales.csv")
    path = tmp_path / "config.yaml"
    path.write_text("input: {folder: exports}", encoding="utf-8")
    assert set(find_sources(config.load(path), None, OCTOBER).files) == {"sales"}


def test_no_folder_at_all_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        find_sources(Config(), None, OCTOBER)
    assert "--data" in error.value.remedy
    with pytest.raises(UsageError, match="没有这个文件夹"):
        find_sources(Config(), tmp_path / "nowhere", OCTOBER)


def test_the_configuration_knows_the_same_tables() -> None:
    from typing import get_args

    from guidebook.config import TableName

    assert set(get_args(TableName)) == set(TABLES)
