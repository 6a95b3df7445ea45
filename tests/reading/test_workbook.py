import datetime
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from guidebook.errors import InputError
from guidebook.model import Blocks
from guidebook.reading import read
from guidebook.reading.workbook import read_workbook
from guidebook.reading.workbook_child import column_number, position
from tests.reading.world import LI, OCTOBER, World, is_error, rows_of, write_xlsx


def rows(path: Path) -> list[list[str]]:
    return [line.split(",") for line in read_workbook(path)[0].csv.splitlines()]


def test_cells_become_texts_at_their_place(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write(2, 1, 371702100012)
        page.write(2, 2, 0.1 + 0.2)
        page.write(3, 1, " 字 ")
        page.write(3, 3, True)
        page.write_datetime(4, 1, datetime.datetime(2026, 10, 1), book.add_format({"num_format": "yyyy-mm"}))
        page.write(5, 1, 46296)
        page.write(5, 2, 143.1)
        page.write_string(5, 3, "0012")
    assert rows(path) == [
        [""] * 4,
        [""] * 4,
        ["", "371702100012", "0.3", ""],
        ["", " 字 ", "", "1"],
        ["", "2026-10-01", "", ""],
        ["", "46296", "143.1", "0012"],
    ]


def test_merged_cells_are_filled_downwards_and_plain_blanks_are_not(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.merge_range(0, 0, 2, 0, "甲")
        page.write_column(0, 1, ["1", "2", "3", "4"])
        page.write(3, 0, "乙")
        page.write(4, 1, "5")
    assert [row[0] for row in rows(path)] == ["甲", "甲", "甲", "乙", ""]


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("看得见").write(0, 0, "x")
        hidden = book.add_worksheet("藏着")
        hidden.write(0, 0, "y")
        hidden.hide()
    assert [sheet.name for sheet in read_workbook(path)] == ["看得见"]


def test_formulas_without_a_result_and_errors_are_marked(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"], page["B1"], page["B2"], page["C4"] = "名", "=1+1", "=A1", "=B1"
    book.save(path)
    assert rows(path) == [["名", "#FORMULA!"], ["", "#FORMULA!"], [""], ["", "", "#FORMULA!"]]
    with xlsxwriter.Workbook(path) as written:
        sheet = written.add_worksheet()
        sheet.write_formula(0, 0, "=1+1", value=2)
        sheet.write_formula(0, 1, "=NA()", value="#N/A")
    assert rows(path) == [["2", "#N/A"]]


def test_a_formula_whose_result_is_an_empty_text_is_empty(tmp_path: Path) -> None:
    cells = b'<c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><f>1+1</f></c>'
    xml = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    )
    path = spoilt(
        tmp_path / "book.xlsx", xl__worksheets__sheet1DOTxml=xml + cells + b"</row></sheetData></worksheet>"
    )
    assert rows(path) == [["", "#FORMULA!"]]


def test_one_cell_far_off_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"], page["XFD1048576"] = 1, 1
    book.save(path)
    with pytest.raises(InputError, match="第1048576行、第16384列") as refusal:
        read_workbook(path)
    assert "删掉" in refusal.value.remedy


def spoilt(path: Path, **parts: bytes) -> Path:
    """A workbook with parts of its archive added or replaced; names are told with __ for /."""
    source = path.with_name("sound.xlsx")
    write_xlsx(source, [["许可证号"], [LI]])
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        replaced = {name.replace("__", "/").replace("DOT", "."): content for name, content in parts.items()}
        for name in old.namelist():
            if name not in replaced:
                new.writestr(name, old.read(name))
        for name, content in replaced.items():
            new.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"xl__vbaProjectDOTbin": b"x"}, "宏"),
        ({"xl__externalLinks__externalLink1DOTxml": b"<x/>"}, "引用了别的文件"),
        ({"xl__media__zeros": bytes(60_000_000)}, "太大"),
        ({"xl__worksheets__sheet1DOTxml": b"<worksheet><sheetData><row><c r='&#65;1'/></row>"}, "单元格位置"),
        ({"xl__worksheets__sheet1DOTxml": b"<worksheet><sheetData><row"}, "打不开"),
        ({"xl__workbookDOTxml": b"not xml"}, "打不开"),
    ],
)  # fmt: skip
def test_dangerous_and_damaged_workbooks_are_refused(
    tmp_path: Path, parts: dict[str, bytes], words: str
) -> None:
    with pytest.raises(InputError, match=words) as refusal:
        read_workbook(spoilt(tmp_path / "book.xlsx", **parts))
    assert refusal.value.remedy


def test_a_broken_archive_and_no_archive_are_refused(tmp_path: Path) -> None:
    whole = write_xlsx(tmp_path / "whole.xlsx", [["许可证号"], [LI]]).read_bytes()
    for content in (whole[:-100], whole[: len(whole) // 2], b"PK\x03\x04", b"PK\x03\x04" + bytes(1000)):
        path = tmp_path / "book.xlsx"
        path.write_bytes(content)
        with pytest.raises(InputError):
            read_workbook(path)


def test_the_parser_is_held_to_its_memory_and_its_time(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "book.xlsx", [[str(number), number, number] for number in range(20_000)])
    with pytest.raises(InputError, match="太大"):
        read_workbook(path, memory=1 << 20)
    with pytest.raises(InputError, match="0秒"):
        read_workbook(path, seconds=0)


def test_column_letters() -> None:
    assert [column_number(letters) for letters in ("A", "Z", "AA", "XFD")] == [1, 26, 27, 16384]
    assert position("B8") == (7, 1)


def test_a_formula_without_a_result_is_told_at_its_cell(world: World) -> None:
    world.read()
    (world.folder / "销售.csv").unlink()
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in world.tables["销售"]:
        page.append(row)
    page["H3"] = "=G3*100"
    book.save(world.folder / "销售.xlsx")
    problems = [
        problem for problem in read(world.config, world.folder, OCTOBER).problems if problem.table == "sales"
    ]
    assert len(problems) == 1
    assert is_error(problems[0], Blocks.RETAILER)
    assert (problems[0].file, problems[0].sheet, problems[0].row, problems[0].column) == (
        "销售.xlsx",
        "Sheet",
        3,
        "购进金额",
    )
    assert "保存" in problems[0].remedy
    assert problems[0].license_no == LI


def test_the_sheet_that_holds_the_headings_is_taken_and_others_like_it_are_named(world: World) -> None:
    world.read()
    (world.folder / "商品.csv").unlink()
    with xlsxwriter.Workbook(world.folder / "商品.xlsx") as book:
        book.add_worksheet("说明").write_column(0, 0, ["这是说明", "没有表"])
        for name in ("目录", "旧目录"):
            page = book.add_worksheet(name)
            for number, row in enumerate(world.tables["商品"]):
                page.write_row(number, 0, row)
    result = read(world.config, world.folder, OCTOBER)
    assert rows_of(result.tables["products"], "sku_code") == [("A1",), ("B2",)]
    told = [problem for problem in result.problems if problem.table == "products"]
    assert [problem.sheet for problem in told] == ["目录"]
    assert "旧目录" in told[0].message


def test_a_licence_is_filled_down_merged_cells_and_an_amount_is_not(world: World) -> None:
    world.read()
    (world.folder / "销售.csv").unlink()
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in world.tables["销售"]:
        page.append(row)
    page.merge_cells("B3:B4")
    page.merge_cells("H3:H4")
    book.save(world.folder / "销售.xlsx")
    problems = [
        problem for problem in read(world.config, world.folder, OCTOBER).problems if problem.table == "sales"
    ]
    assert [(problem.row, problem.column, problem.license_no) for problem in problems] == [
        (4, "购进金额", LI)
    ]
    assert is_error(problems[0], Blocks.RETAILER)
    assert "空着" in problems[0].message
