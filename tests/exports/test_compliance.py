"""What is for inspectors alone (R045, R079): whose notes, until when, and who can open the file."""

from __future__ import annotations

import os
import stat
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from guidebook.exports.compliance import (
    COMPLIANCE_BOOK,
    COMPLIANCE_HEADINGS,
    COMPLIANCE_NOTES,
    FOLDER,
    compliance_rows,
    write_compliance,
)
from guidebook.exports.covers import Roll
from guidebook.model import Month
from guidebook.reading.schema import COLUMNS, empty_tables
from guidebook.snapshot import Snapshot, freeze
from guidebook.storage import private
from tests.exports.lists import read

OCTOBER, AS_OF = Month(2026, 10), date(2026, 11, 1)


def filled(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(COLUMNS[name]))
    for column, dtype in COLUMNS[name].items():
        if dtype == "bool":
            table[column] = table[column].eq(True)
    return table


def snapshot_of(folder: Path, *notes: dict[str, Any]) -> Snapshot:
    shops = [
        {"license_no": "3", "status": "注销", "county": "示例区"},
        {"license_no": "2", "status": "正常", "address": "和平街18号", "license_expiry": "2026-12-31"},
        {"license_no": "1", "status": "正常", "county": "示例区", "town": "东城街道"},
    ]
    defaults = {
        "order_cycle_days": 7,
        "lead_days": 2,
        "owner_name": "主",
    }
    tables = empty_tables()
    tables["retailers"] = filled(
        "retailers",
        [{**defaults, "shop_name": f"{shop['license_no']}号店", **shop} for shop in shops],
    )
    tables["managers"] = filled("managers", [{"manager_id": "M1", "name": "杨梅"}])
    tables["routes"] = filled(
        "routes",
        [
            {"license_no": "1", "route_id": "R01", "manager_id": "M1", "visit_seq": 10},
            {"license_no": "2", "route_id": "R01", "manager_id": "M1", "visit_seq": 9},
        ],
    )
    tables["notes"] = filled(
        "notes", [{"written_on": "2026-10-05", "license_no": "1", **row} for row in notes]
    )
    return freeze(tables, folder)


def rows_of(folder: Path, *notes: dict[str, Any]) -> list[dict[str, Any]]:
    snapshot = snapshot_of(folder, *notes)
    rows = compliance_rows(snapshot, Roll.of(snapshot), OCTOBER, AS_OF)
    return [dict(zip(COMPLIANCE_HEADINGS, row, strict=True)) for row in rows]


def test_suspicions_minors_and_unlicensed_rivals_are_told_and_nothing_else(tmp_path: Path) -> None:
    kinds = ("compliance_internal", "minor_sale", "promise", "opinion", "display", "other", "greeting")
    complaints = ("unlicensed_rival", "supply", "wrong_delivery", "swapped", "quality", None)
    rows = rows_of(
        tmp_path,
        *({"kind": kind, "text": kind} for kind in kinds),
        *({"kind": "complaint", "category": each, "text": f"嫌{each}"} for each in complaints),
    )
    assert {(row["类型"], row["内容"]) for row in rows} == {
        ("专卖内部", "compliance_internal"),
        ("未成年人", "minor_sale"),
        ("无证户", "嫌unlicensed_rival"),
    }


def test_a_row_tells_whose_it_is_and_where(tmp_path: Path) -> None:
    note = {"kind": "minor_sale", "license_no": "2", "text": "挂牌", "due": "2026-11-20"}
    (row,) = rows_of(tmp_path, note)
    assert {name: cell for name, cell in row.items() if cell is not None and name != "快照号"} == {
        "线路编码": "R01",
        "拜访顺序": 9,
        "许可证号": "2",
        "店名": "2号店",
        "负责人": "主",
        "地址": "和平街18号",
        "许可证到期日": "2026-12-31",
        "客户经理": "杨梅",
        "日期": "2026-10-05",
        "类型": "未成年人",
        "内容": "挂牌",
        "期限": "2026-11-20",
    }


def test_shops_come_in_visit_order_those_without_a_route_last_and_closed_ones_too(tmp_path: Path) -> None:
    told = [{"kind": "minor_sale", "license_no": number} for number in "312"]
    assert [row["许可证号"] for row in rows_of(tmp_path, *told)] == ["2", "1", "3"]


@pytest.mark.parametrize(
    ("written", "done", "told"),
    [
        ("2025-01-05", None, True),  # open, however old
        ("2026-09-05", "2026-09-30", False),
        ("2026-09-05", "2026-10-01", True),  # settled in the month
        ("2026-09-05", "2026-11-01", True),
        ("2026-09-05", "2026-11-02", True),  # not settled yet on the day of the sheets
        ("2026-10-01", "2026-10-01", True),
        ("2026-11-01", None, True),
        ("2026-11-02", None, False),  # not written yet
    ],
)
def test_open_matters_and_those_of_the_month(
    written: str, done: str | None, told: bool, tmp_path: Path
) -> None:
    rows = rows_of(tmp_path, {"kind": "compliance_internal", "written_on": written, "done": done})
    assert bool(rows) is told
    assert [row["办结日"] for row in rows] == [done if done and done <= "2026-11-01" else None] * len(rows)


def test_a_formula_in_a_note_is_text(tmp_path: Path) -> None:
    rows = [("s", *["=1+1"] * (len(COMPLIANCE_HEADINGS) - 1))]
    write_compliance(tmp_path, rows)
    assert read(tmp_path / COMPLIANCE_NOTES)[0]["内容"] == "'=1+1"
    cell = openpyxl.load_workbook(tmp_path / COMPLIANCE_BOOK).worksheets[0]["N2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize("shared", [False, True])
def test_only_its_owner_can_open_it_also_where_others_share_the_output(shared: bool, tmp_path: Path) -> None:
    output = tmp_path / "output"
    output.mkdir()
    if shared:
        output.chmod(0o2770)
    before = os.umask(0)
    try:
        for _ in range(2):  # a folder that is there already is no excuse
            with private(output):
                write_compliance(output, [])
            for path in (output / COMPLIANCE_NOTES, output / COMPLIANCE_BOOK):
                assert stat.S_IMODE(path.stat().st_mode) == 0o600
            assert stat.S_IMODE((output / FOLDER).stat().st_mode) & 0o777 == 0o700
            (output / FOLDER).chmod(0o777)
    finally:
        os.umask(before)
