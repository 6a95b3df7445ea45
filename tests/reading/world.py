"""A county of three shops and two products, whose files a test changes before they are read."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

from guidebook.config import Config
from guidebook.model import Blocks, Month, Problem, Severity
from guidebook.reading import ReadResult, read

OCTOBER = Month(2026, 10)
LI, WANG, ZHAO = "371702100012", "371702200023", "371702100034"

RETAILERS = [
    ["许可证号", "店名", "负责人", "状态", "市场类型", "区县", "业态", "档位"],
    [LI, "建祥超市", "李建祥", "正常", "城网", "牡丹区", "超市", "20档"],
    [WANG, "王记食杂店", "王五", "歇业", "农网", "牡丹区", "食杂店", "5档"],
    [ZHAO, "赵家便利店", "赵六", "正常", "农网", "曹县", "便利店", "8档"],
]
PRODUCTS = [
    ["商品编码", "商品全称", "每条支数", "批发价", "零售指导价"],
    ["A1", "甲牌（硬）", "200", "100", "112"],
    ["B2", "乙牌（软）", "200", "220", "245"],
]
SALES = [
    ["月份", "许可证号", "店名", "负责人", "商品编码", "商品名称", "购进数量", "购进金额"],
    ["2026-09", LI, "建祥超市", "李建祥", "A1", "甲牌（硬）", "40", "4000.00"],
    ["2026-10", LI, "建祥超市", "李建祥", "A1", "甲牌（硬）", "30", "3000.00"],
    ["2026-10", LI, "建祥超市", "李建祥", "B2", "乙牌（软）", "18", "3960.00"],
    ["2026-10", ZHAO, "赵家便利店", "赵六", "A1", "甲牌（硬）", "5", "500.00"],
]
SUPPLY = [
    ["月份", "商品编码", "市场类型", "档位从", "档位到", "供货状态", "每周限量", "截至"],
    ["2026-11", "A1", "", "", "", "足", "6", "2026-10-28"],
    ["2026-11", "B2", "城网", "10档", "30档", "紧", "1", "2026-10-28"],
]


def as_csv(rows: Sequence[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def write_csv(path: Path, rows: Sequence[Sequence[object]], encoding: str = "utf-8") -> Path:
    path.write_bytes(as_csv(rows).encode(encoding))
    return path


def write_xlsx(path: Path, rows: Sequence[Sequence[Any]], sheet: str = "Sheet1") -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(sheet)
        for row, cells in enumerate(rows):
            page.write_row(row, 0, cells)
    return path


@dataclass
class World:
    """Tables to be written and read; `set` and `add` change them."""

    folder: Path
    config: Config = field(default_factory=Config)
    suffix: str = ".csv"
    tables: dict[str, list[list[str]]] = field(
        default_factory=lambda: {
            "零售户": [list(row) for row in RETAILERS],
            "商品": [list(row) for row in PRODUCTS],
            "销售": [list(row) for row in SALES],
        }
    )

    def set(self, table: str, row: int, heading: str, value: str) -> World:
        """Change a cell; rows are counted as in a spreadsheet."""
        rows = self.tables[table]
        rows[row - 1][rows[0].index(heading)] = value
        return self

    def column(self, table: str, heading: str, *values: str) -> World:
        """Add a column."""
        rows = self.tables[table]
        for row, value in zip(rows, (heading, *values), strict=True):
            row.append(value)
        return self

    def add(self, table: str, **cells: str) -> World:
        """Add a row: a copy of the last one with these cells."""
        rows = self.tables[table]
        row = list(rows[-1])
        for heading, value in cells.items():
            row[rows[0].index(heading)] = value
        rows.append(row)
        return self

    def read(self, month: Month = OCTOBER, parts: Path | None = None) -> ReadResult:
        write = write_csv if self.suffix == ".csv" else write_xlsx
        for name, rows in self.tables.items():
            write(self.folder / f"{name}{self.suffix}", rows)
        return read(self.config, self.folder, month, parts=parts)

    def problems(self, table: str | None = None) -> list[Problem]:
        """What is wrong, but for the remarks that every reading without routes has."""
        found = self.read().problems
        return [
            problem
            for problem in found
            if problem.table != "routes" and (table is None or problem.table == table)
        ]

    def problem(self) -> Problem:
        """The only problem there is."""
        problems = self.problems()
        assert len(problems) == 1, problems
        return problems[0]


def is_error(problem: Problem, blocks: Blocks) -> bool:
    return problem.severity is Severity.ERROR and problem.blocks is blocks


def rows_of(table: Any, *columns: str) -> list[tuple[Any, ...]]:
    """A table's rows as tuples, unknown values as None."""
    chosen = table[list(columns)].astype(object)
    return list(chosen.where(chosen.notna(), None).itertuples(index=False, name=None))
