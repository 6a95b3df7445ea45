"""Handing out and correcting, as people do it: by `issue`, and by `batch --reason`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from guidebook.cli import run
from guidebook.ledger import Ledger
from guidebook.pdf.readback import read_text
from tests.workspace import OCTOBER, lines, table

Guidebook = Callable[..., int]


@pytest.fixture
def guidebook(own_exports: Path, output: Path, tmp_path: Path) -> Guidebook:
    """Runs a command over exports that the test may change, and the finished output folder of them."""
    config = tmp_path / "output.yaml"
    config.write_text("company: {complaint_phone: '12313'}\n", encoding="utf-8")
    places = ["--month", "2026-10", "--config", str(config), "--output", str(output)]

    def command(name: str, *arguments: str) -> int:
        data = ["--data", str(own_exports), "--workers", "1"] if name == "batch" else []
        return run([name, *arguments, *places, *data])

    return command


def versions(output: Path) -> dict[str, int]:
    return {line["license_no"]: line["version"] for line in lines(output) if line["pdf"]}


def words(output: Path) -> dict[str, str]:
    """What the sheets say, by licence."""
    return {
        line["license_no"]: read_text((output / "2026-10" / line["pdf"]).read_bytes()).replace("\n", "")
        for line in lines(output)
        if line["pdf"]
    }


def test_what_is_issued_is_told_and_entered(
    guidebook: Guidebook, output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = versions(output)
    on_route = {line["license_no"] for line in lines(output) if line["pdf"] and line["route_id"] == "R01"}
    one = min(on_route)
    assert guidebook("issue", one, "--way", "送上门") == 0
    assert capsys.readouterr().out == "登记发出1张，其中1张是新登记的。\n"
    assert guidebook("issue", "--route", "R01", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"sheets": len(on_route), "new": len(on_route) - 1}
    with Ledger.of(output) as ledger:
        out = {license_no for license_no, version in ledger.versions(OCTOBER).items() if version.handed_out}
    assert out == on_route
    assert guidebook("issue") == 0
    assert (
        capsys.readouterr().out == f"登记发出{len(made)}张，其中{len(made) - len(on_route)}张是新登记的。\n"
    )


def test_a_shop_or_route_that_has_no_sheet_cannot_be_issued(
    guidebook: Guidebook, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guidebook("issue", "371702999999") == 2
    assert "371702999999" in capsys.readouterr().err
    assert guidebook("issue", "--route", "R99") == 2


def test_a_reason_that_cannot_be_printed_stops_the_run(
    guidebook: Guidebook, output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guidebook("batch", "--reason", "库存结构") == 2
    assert "--reason" in capsys.readouterr().err
    assert set(versions(output).values()) == {1}


def correct_the_policy(exports: Path, sku_code: str) -> None:
    """A later sheet of November's policy, under its number, with one product's rows: a carton more a week."""
    path = exports / "货源_2026-11.xlsx"
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    heading = next(row for row in sheet.iter_rows() if row[0].value == "月份")
    places = {str(cell.value): cell.column for cell in heading}
    assert {"商品编码", "每周限量", "截至"} <= places.keys()
    for row in range(sheet.max_row, heading[0].row, -1):
        if str(sheet.cell(row, places["商品编码"]).value) == sku_code:
            limit = sheet.cell(row, places["每周限量"])
            limit.value = int(str(limit.value)) + 1
            sheet.cell(row, places["截至"]).value = "2026-11-05"
        else:
            sheet.delete_rows(row)
    book.save(exports / "货源_2026-11_更正.xlsx")


def bare(text: str) -> str:
    """Without the snapshot's number and the day of the policy, which are others for everybody."""
    return re.sub(r"快照 [0-9a-f-]+|供货数截至\d+月\d+日", "", text)


def test_a_policy_that_is_corrected_later_corrects_the_sheets_it_concerns_and_no_others(
    guidebook: Guidebook, own_exports: Path, output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """F34: the shops were told one limit, the company then another."""
    told = {
        line["license_no"]: {supply["sku_code"]: supply["limit"] for supply in line["supply"]}
        for line in lines(output)
        if line["pdf"]
    }
    printed = [code for limits in told.values() for code, limit in limits.items() if limit]
    sku_code = next(code for code in sorted(set(printed)) if 1 < printed.count(code) < len(told))
    concerned = {license_no for license_no, limits in told.items() if limits.get(sku_code)}
    before = words(output)
    assert guidebook("batch") == 0
    assert guidebook("issue") == 0
    correct_the_policy(own_exports, sku_code)
    assert guidebook("batch", "--reason", "货源政策有更正") == 0
    now = versions(output)
    corrected = {license_no for license_no, version in now.items() if version == 2}
    assert concerned <= corrected
    assert set(now.values()) == {1, 2}
    for license_no, text in words(output).items():
        marked = "更正 第2版，请以这一张为准" in text and "原因：货源政策有更正" in text
        assert marked is (license_no in corrected)
        if license_no not in corrected:
            assert bare(text) == bare(before[license_no])
    for line in lines(output):
        if line["license_no"] in concerned:
            limit = next(each["limit"] for each in line["supply"] if each["sku_code"] == sku_code)
            assert limit != told[line["license_no"]][sku_code]
    listed = {row["许可证号"] for row in table(output, "exceptions.csv") if "更正重发第2版" in row["问题"]}
    assert listed == corrected
    capsys.readouterr()
    assert guidebook("batch") == 0
    assert versions(output) == now
