"""F01–F07, F33: how files, headings and cells are written."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from guidebook.model import Blocks, Severity
from guidebook.reading.dates import parse_month
from guidebook.reading.numbers import is_missing, parse_number
from guidebook.reading.text import Unreadable
from tests.reading.world import LI, OCTOBER, World, as_csv, is_error, rows_of

SALES = ("month", "license_no", "sku_code", "sticks", "amount")
BOTH_MONTHS = [
    (202609, LI, "A1", 8000, 400000),
    (202610, LI, "A1", 6000, 300000),
    (202610, LI, "B2", 3600, 396000),
]


def trade(world: World) -> list[tuple[object, ...]]:
    result = world.read()
    assert not [problem for problem in result.problems if problem.severity is not Severity.INFO]
    return rows_of(result.tables["sales"], *SALES)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_f01_the_same_in_three_encodings_rare_characters_too(world: World, encoding: str) -> None:
    world.set("零售户", 2, "负责人", "李㛃").set("销售", 2, "负责人", "李㛃")
    for row in (3, 4):
        world.set("销售", row, "负责人", "李㛃")
    world.read()
    for name, rows in world.tables.items():
        (world.folder / f"{name}.csv").write_bytes(as_csv(rows).encode(encoding))
    from guidebook.reading import read

    result = read(world.config, world.folder, OCTOBER)
    assert result.tables["retailers"]["owner_name"].tolist()[0] == "李㛃"
    assert not result.stopped


def test_f01_bytes_that_are_neither_are_refused(world: World) -> None:
    world.read()
    (world.folder / "零售户.csv").write_bytes(b"\xff\xff\x80\x00")
    from guidebook.reading import read

    result = read(world.config, world.folder, OCTOBER)
    assert any("编码认不出来" in problem.message for problem in result.problems)


def test_f02_titles_above_totals_and_notes_below(world: World) -> None:
    rows = world.tables["销售"]
    world.tables["销售"] = [
        ["卷烟购进月报"],
        ["打印日期：2026-11-01"],
        ["单位：条、元"],
        *rows,
        ["合计", "", "", "", "", "", "93", "11460.00"],
        ["制表人：某某"],
    ]
    assert len(trade(world)) == 4
    world.tables["销售"][-2][6] = "94"
    assert any("合计对不上" in problem.message for problem in world.read().problems)


def test_f03_merged_cells_are_filled_down_plain_blanks_are_not(world: World) -> None:
    del world.tables["销售"]
    path = world.folder / "销售.xlsx"
    rows = [("A1", 30, 3000), ("B2", 18, 3960)]
    for merged in (True, False):
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet()
            page.write_row(0, 0, ["月份", "许可证号", "商品编码", "购进数量", "购进金额"])
            for number, row in enumerate(rows, start=1):
                page.write(number, 0, "2026-10")
                page.write_row(number, 2, row)
            if merged:
                page.merge_range(1, 1, 2, 1, LI)
            else:
                page.write(1, 1, LI)
        result = world.read()
        assert result.stopped is not merged
        assert len(result.tables["sales"]) == (2 if merged else 1)


def test_f04_headings_of_two_rows(world: World) -> None:
    world.tables["销售"] = [
        ["2026年10月购进报表"],
        ["许可证号", "商品编码", "本月", "", "上月", ""],
        ["", "", "数量", "金额", "数量", "金额"],
        [LI, "A1", "30", "3000", "40", "4000"],
        [LI, "B2", "18", "3960", "", ""],
    ]
    assert trade(world) == BOTH_MONTHS


def test_f04_months_as_columns(world: World) -> None:
    world.tables["销售"] = [
        [
            *("许可证号", "商品编码", "2026年9月购进数量", "2026年9月购进金额"),
            *("2026年10月购进数量", "2026年10月购进金额"),
        ],
        [LI, "A1", "40", "4000", "30", "3000"],
        [LI, "B2", "", "", "18", "3960"],
    ]
    assert trade(world) == BOTH_MONTHS


def test_f04_merged_groups_in_a_workbook(world: World) -> None:
    del world.tables["销售"]
    with xlsxwriter.Workbook(world.folder / "销售.xlsx") as book:
        page = book.add_worksheet()
        page.merge_range(0, 0, 1, 0, "许可证号")
        page.merge_range(0, 1, 1, 1, "商品编码")
        page.merge_range(0, 2, 0, 3, "2026-09")
        page.merge_range(0, 4, 0, 5, "2026-10")
        page.write_row(1, 2, ["数量", "金额", "数量", "金额"])
        page.write_row(2, 0, [LI, "A1", 40, 4000, 30, 3000])
        page.write_row(3, 0, [LI, "B2", None, None, 18, 3960])
    assert trade(world) == BOTH_MONTHS


def test_f04_last_month_told_again_gives_way_to_its_own_file(world: World) -> None:
    world.tables["销售_9月"] = [
        ["月份", "许可证号", "商品编码", "购进数量", "购进金额"],
        ["2026-09", LI, "A1", "40", "4000"],
    ]
    world.tables["销售"] = [
        ["2026年10月购进报表"],
        ["许可证号", "商品编码", "本月", "", "上月", ""],
        ["", "", "数量", "金额", "数量", "金额"],
        [LI, "A1", "30", "3000", "39", "3900"],
        [LI, "B2", "18", "3960", "", ""],
    ]
    assert trade(world) == BOTH_MONTHS


def test_f04_this_and_last_month_of_nobody_knows_when(world: World) -> None:
    world.tables["销售"] = [
        ["许可证号", "商品编码", "本月", "", "上月", ""],
        ["", "", "数量", "金额", "数量", "金额"],
        [LI, "A1", "30", "3000", "40", "4000"],
    ]
    problem = world.problem()
    assert is_error(problem, Blocks.RUN)
    assert "月份" in problem.message


def test_f05_codes_that_excel_made_numbers(world: World) -> None:
    world.set("销售", 2, "许可证号", f"{LI}.0").set("销售", 3, "许可证号", f"'{LI}")
    assert len(trade(world)) == 4
    world.set("销售", 2, "许可证号", "3.71702E+11")
    problem = world.problem()
    assert is_error(problem, Blocks.RUN)
    assert "科学计数法" in problem.message
    assert "文本" in problem.remedy


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("１２", "12"), ("1,234", "1234"), ("1，234.5", "1234.5"), ("¥12", "12"), ("￥12.50", "12.50")),
        *(("12元", "12"), ("12条", "12"), ("(12)", "-12"), ("（12）", "-12"), ("-12", "-12")),
        *(("－12", "-12"), ("−12", "-12"), (" 12 ", "12"), ("12.30", "12.30"), ("+5", "5"), ("0", "0")),
    ],
)
def test_f06_numbers_as_people_write_them(text: str, value: str) -> None:
    number = parse_number(text)
    assert number is not None
    assert str(number.value) == value


@pytest.mark.parametrize("text", ["", "-", "—", "——", "/", "无", "NULL"])
def test_f06_a_dash_is_missing_and_not_zero(text: str) -> None:
    assert is_missing(text)
    assert parse_number(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("2026-10", "202610", "2026/10", "2026年10月", "26年10月", "2026.10", "46296", "二〇二六年十月"),
        *("2026年10月份", "２０２６－１０", "2026-10-31"),
    ],
)
def test_f07_months_as_exports_write_them(text: str) -> None:
    assert parse_month(text) == 202610


def test_f07_what_may_be_january_or_october_is_refused() -> None:
    with pytest.raises(Unreadable, match="1月还是10月"):
        parse_month("2026.1")
    assert parse_month("10月") == 10


@pytest.mark.parametrize("suffix", [".xls", ".et"])
def test_f33_old_formats_are_named_with_what_to_do(world: World, suffix: str) -> None:
    (world.folder / f"备注{suffix}").write_bytes(b"\xd0\xcf\x11\xe0")
    problem = world.problem()
    assert is_error(problem, Blocks.RUN)
    assert "另存为 .xlsx" in problem.remedy


def test_f33_an_old_workbook_under_a_new_name(world: World) -> None:
    (world.folder / "备注.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert "老的 .xls" in world.problem().message


def test_f33_a_file_that_is_open_in_excel(world: World) -> None:
    (world.folder / "~$销售.xlsx").write_bytes(b"lock")
    problem = world.problem()
    assert problem.severity is Severity.WARNING
    assert "开着" in problem.message
    assert Path(problem.file or "").name == "~$销售.xlsx"
