from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from guidebook.app.checking import check
from guidebook.app.request import Request
from guidebook.exports.checkbook import MOST_ROWS, write_check
from guidebook.model import Blocks, Month, Problem, Severity
from tests.bad_input.county import LI, QIAN, ZHAO, Exports, sale, shop

OCTOBER = Month(2026, 10)


def checked(exports: Exports, folder: Path) -> openpyxl.Workbook:
    config = exports.write(folder / "exports")
    report = check(Request(OCTOBER, config=config, data=folder / "exports", output=folder / "output"))
    return openpyxl.load_workbook(report.workbook)


def found(page: Worksheet, text: str) -> Cell:
    cells = [cell for row in page.iter_rows() for cell in row if cell.value == text]
    assert len(cells) == 1, cells
    assert isinstance(cells[0], Cell)
    return cells[0]


@pytest.fixture
def bad() -> Exports:
    exports = Exports(workbooks={"零售户"})
    exports.set("销售", sale(LI, "A1"), "购进数量", "三十条")
    exports.set("销售", sale(QIAN, "A1"), "店名", '=HYPERLINK("http://x")')
    exports.set("零售户", shop(ZHAO), "业态", "小卖部")
    exports.add("货源", {"商品编码": "Z9"})
    return exports


def test_bad_cells_are_coloured_and_explained_beside_their_row(bad: Exports, tmp_path: Path) -> None:
    book = checked(bad, tmp_path)
    assert book.sheetnames == ["问题一览", "零售户.xlsx Sheet1", "销售.csv", "货源.csv"]
    cell = found(book["销售.csv"], "三十条")
    row = next(book["销售.csv"].iter_rows(min_row=cell.row, max_row=cell.row, values_only=True))
    assert row[0] == sale(LI, "A1")
    assert row[1:9] == tuple(bad.tables["销售"][sale(LI, "A1") - 1])
    assert "购进数量不是数字" in str(row[9])
    assert cell.comment is not None
    assert "购进数量不是数字" in cell.comment.text
    assert "改成数字" in cell.comment.text
    error = cell.fill.fgColor.rgb
    warning = found(book["货源.csv"], "Z9").fill.fgColor.rgb
    clean = found(book["货源.csv"], "2026-10-28").fill.fgColor.rgb
    assert len({error, warning, clean}) == 3
    assert found(book["零售户.xlsx Sheet1"], "小卖部").fill.fgColor.rgb == error


def test_the_overview_lists_every_cause_with_its_first_place(bad: Exports, tmp_path: Path) -> None:
    head, *rows = checked(bad, tmp_path)["问题一览"].iter_rows(values_only=True)
    table = [dict(zip(head, row, strict=True)) for row in rows]
    cause = next(row for row in table if row["值"] == "三十条")
    assert (cause["级别"], cause["影响"], cause["处数"]) == ("错误", "扣下这一户", 1)
    assert (cause["文件"], cause["行"], cause["列"]) == ("销售.csv", sale(LI, "A1"), "购进数量")
    assert cause["标在"] == "销售.csv"
    assert [row["级别"] for row in table] == ["错误"] * 3 + ["提醒", "说明"]


def test_no_text_is_a_formula_or_a_link_out_of_the_workbook(bad: Exports, tmp_path: Path) -> None:
    book = checked(bad, tmp_path)
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None or cell.hyperlink.target is None
                if str(cell.value).startswith("="):
                    assert cell.quotePrefix


def test_without_problems_there_is_the_overview_only(tmp_path: Path) -> None:
    write_check(tmp_path / "check.xlsx", [], tmp_path)
    book = openpyxl.load_workbook(tmp_path / "check.xlsx")
    assert book.sheetnames == ["问题一览"]
    assert book["问题一览"]["D2"].value == "没有问题"


@pytest.mark.parametrize(("count", "untold"), [(MOST_ROWS, 0), (MOST_ROWS + 1, 1)])
def test_so_many_rows_are_copied_and_the_rest_is_counted(tmp_path: Path, count: int, untold: int) -> None:
    rows = "\n".join(["数量", *("x" for _ in range(count))])
    (tmp_path / "表.csv").write_text(rows, encoding="utf-8")
    problems = [
        Problem(Severity.ERROR, Blocks.NOTHING, "不对", "改", file="表.csv", row=row, column="数量")
        for row in range(2, count + 2)
    ]
    write_check(tmp_path / "check.xlsx", [problems], tmp_path)
    page = openpyxl.load_workbook(tmp_path / "check.xlsx")["表.csv"]
    texts = [str(cell.value) for cell in page["A"]]
    assert sum(text.isdigit() for text in texts) == MOST_ROWS
    assert any(f"还有{untold}行" in text for text in texts) == bool(untold)


def test_what_can_not_be_copied_is_listed_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    problems = [
        Problem(Severity.ERROR, Blocks.NOTHING, "不对", "改", file=name, row=2, column="数量")
        for name in ("坏.xlsx", "没有.csv", "")
    ]
    write_check(tmp_path / "check.xlsx", [problems[:1], problems[1:]], tmp_path)
    book = openpyxl.load_workbook(tmp_path / "check.xlsx")
    assert book.sheetnames == ["问题一览"]
    assert book["问题一览"].max_row == 3


def test_the_same_problems_are_the_same_bytes(bad: Exports, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    checked(bad, one), checked(bad, two)
    place = Path("output") / "2026-10" / "check.xlsx"
    assert (one / place).read_bytes() == (two / place).read_bytes()


def test_sheets_are_named_as_excel_allows(tmp_path: Path) -> None:
    names = [f"{'长' * 40}{number}[1].csv" for number in range(3)]
    problems = []
    for name in names:
        (tmp_path / name).write_text("数量\nx\n", encoding="utf-8")
        problems.append(
            Problem(Severity.ERROR, Blocks.NOTHING, "不对", "改", file=name, row=2, column="数量")
        )
    write_check(tmp_path / "check.xlsx", [problems], tmp_path)
    sheets = openpyxl.load_workbook(tmp_path / "check.xlsx").sheetnames
    assert len({name.lower() for name in sheets}) == 4
    assert all(len(name) <= 31 for name in sheets)
