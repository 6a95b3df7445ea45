"""A route's workbook: the rows of the list, as text where they are text, and the same bytes each time."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from guidebook.exports.books import BookJob, laid_out, make_book, write_book
from guidebook.exports.csvfile import csv_head, csv_lines
from guidebook.exports.stencil import Look
from tests.servers.libreoffice import saved_by_libreoffice

HEADINGS = ("许可证号", "商品编码", "店名", "拜访顺序", "建议每周订货(条)", "单子上的话")
ROWS = (
    ("371702100012", "0690100", "某某店", "1", "4", "甲牌货足。"),
    ("371702100020", "6901002", "=cmd|'/c calc'!A1", "2", "", "＋不要紧。"),
    ("371702100038", "6901003", "'=店", "3", "0", "乙" * 300),
)


def book(path: Path) -> openpyxl.Workbook:
    write_book(path, "电访", HEADINGS, ROWS)
    return openpyxl.load_workbook(path)


def laid_out_cell_by_cell(path: Path) -> Path:
    """The same workbook as XlsxWriter makes it without a stencil, told of each column what it holds."""
    numbers = ("拜访顺序", "建议每周订货(条)")

    def look(heading: str) -> Callable[[str], Look]:
        return lambda cell: (
            Look.NUMBER if heading in numbers else Look.QUOTED if cell[0] in "=＋" else Look.TEXT
        )

    path.write_bytes(laid_out("电访", HEADINGS, ROWS, [look(heading) for heading in HEADINGS]))
    return path


def seen(path: Path) -> dict[str, Any]:
    """All that a reader of a workbook sees: cells and their looks, widths, and what the sheet does."""
    file = openpyxl.load_workbook(path)
    (page,) = file.worksheets
    cells = {
        cell.coordinate: (
            cell.value,
            cell.data_type,
            cell.number_format,
            cell.quotePrefix,
            cell.alignment.wrap_text,
            cell.alignment.vertical,
            cell.font.b,
            cell.font.name,
            cell.font.sz,
            cell.fill.fill_type and cell.fill.fgColor.rgb,
        )
        for row in page.iter_rows()
        for cell in row
    }
    return {
        "cells": cells,
        "name": page.title,
        "size": page.dimensions,
        "widths": {
            letters: (column.width, column.min, column.max)
            for letters, column in page.column_dimensions.items()
        },
        "frozen": page.freeze_panes,
        "filter": page.auto_filter.ref,
        "titles": page.print_title_rows,
        "paper": (page.page_setup.paperSize, page.page_setup.orientation),
        "fit": (page.sheet_properties.pageSetUpPr.fitToPage, page.page_setup.fitToHeight),
        "names": sorted(page.defined_names),
        "author": (file.properties.creator, file.properties.created),
    }


def test_a_reader_sees_what_xlsxwriter_lays_out_cell_by_cell(tmp_path: Path) -> None:
    write_book(tmp_path / "a.xlsx", "电访", HEADINGS, ROWS)
    assert seen(tmp_path / "a.xlsx") == seen(laid_out_cell_by_cell(tmp_path / "b.xlsx"))


def test_an_office_program_keeps_what_it_keeps_of_xlsxwriters(tmp_path: Path) -> None:
    write_book(tmp_path / "a.xlsx", "电访", HEADINGS, ROWS)
    laid_out_cell_by_cell(tmp_path / "b.xlsx")
    stencilled, laid = (saved_by_libreoffice(tmp_path / name, tmp_path) for name in ("a.xlsx", "b.xlsx"))
    assert seen(stencilled) == seen(laid)
    cells = openpyxl.load_workbook(stencilled).worksheets[0].iter_rows(min_row=2, values_only=True)
    assert [[*map(str, (cell if cell is not None else "" for cell in row))] for row in cells] == [
        list(row) for row in ROWS
    ]


def test_codes_are_text_and_cartons_are_numbers(tmp_path: Path) -> None:
    page = book(tmp_path / "a.xlsx").worksheets[0]
    assert [cell.value for cell in page[1]] == list(HEADINGS)
    first = list(page[2])
    assert [cell.value for cell in first] == ["371702100012", "0690100", "某某店", 1, 4, "甲牌货足。"]
    assert [cell.data_type for cell in first] == ["s", "s", "s", "n", "n", "s"]
    assert [first[place].number_format for place in (0, 1)] == ["@", "@"]
    assert page["E4"].value == 0 and page["E3"].value is None


@pytest.mark.parametrize("cell", ["C3", "F3"])
def test_nothing_is_a_formula_now_or_when_it_is_edited(cell: str, tmp_path: Path) -> None:
    page = book(tmp_path / "a.xlsx").worksheets[0]
    assert page[cell].data_type == "s"
    assert page[cell].quotePrefix
    assert not page["C2"].quotePrefix


def test_headings_stay_and_rows_can_be_filtered(tmp_path: Path) -> None:
    page = book(tmp_path / "a.xlsx").worksheets[0]
    assert page.title == "电访"
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:F4")
    assert page.print_title_rows == "$1:$1"
    widths = [page.column_dimensions[letter].width for letter in "ABCDEF"]
    assert widths[5] > 50 and all(width > 8 for width in widths)


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_book(tmp_path / name, "电访", HEADINGS, ROWS)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as file:
        assert {info.date_time[0] for info in file.infolist()} == {1980}
        assert b"2000-01-01" in file.read("docProps/core.xml")


def test_a_list_without_rows_is_a_workbook_too(tmp_path: Path) -> None:
    write_book(tmp_path / "a.xlsx", "送货", HEADINGS, ())
    page = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert (page.max_row, page.auto_filter.ref) == (1, "A1:F1")


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), min_size=1),
            st.integers(0, 10**15 - 1).map(str)
            | st.sampled_from(("", "00", "1.5", "-2", "约3", "1e5", "=1")),
        )
    )
)
def test_all_rows_are_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("book") / "a.xlsx"
    write_book(path, "单", ("单子上的话", "实进"), rows)
    _, *found = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    texts = ("", "00", "约3", "1e5", "=1")
    assert found == [[said, bought if bought in texts else float(bought)] for said, bought in rows]


@given(st.lists(st.text(st.sampled_from("甲'=+-@\t1,\"\n")), min_size=2, max_size=2))
def test_a_workbook_has_the_cells_of_the_csv_file(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str]
) -> None:
    """Whatever the csv file had to put before a cell isn't part of it."""
    folder = tmp_path_factory.mktemp("book")
    head, before, own, after = (
        csv_head(("甲", "乙")),
        csv_lines([("1", "别人的")]),
        csv_lines([cells]),
        csv_lines([("2", "别人的")]),
    )
    (folder / "list.csv").write_bytes(head + before + own + after)
    begin = len(head) + len(before)
    make_book(
        BookJob(
            folder / "list.xlsx",
            "单",
            ("甲", "乙"),
            folder / "list.csv",
            ((begin, begin + len(own)),),
        )
    )
    _, *rows = openpyxl.load_workbook(folder / "list.xlsx").worksheets[0].iter_rows(values_only=True)
    assert [[cell or "" for cell in row] for row in rows] == ([cells] if any(cells) else [])


def test_rows_that_lie_apart_are_put_together(tmp_path: Path) -> None:
    lines = [csv_lines([(word, "店")]) for word in "甲乙丙"]
    (tmp_path / "list.csv").write_bytes(b"".join(lines))
    edges = [0, len(lines[0]), len(lines[0]) + len(lines[1]), sum(map(len, lines))]
    job = BookJob(
        tmp_path / "list.xlsx",
        "单",
        ("字", "店"),
        tmp_path / "list.csv",
        ((edges[0], edges[1]), (edges[2], edges[3])),
    )
    make_book(job)
    _, *rows = openpyxl.load_workbook(job.path).worksheets[0].iter_rows(values_only=True)
    assert rows == [("甲", "店"), ("丙", "店")]
