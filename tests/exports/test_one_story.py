"""One story on paper and on the telephone (R012, R116): the month's lists and the PDFs, cell by cell."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from guidebook.demo import write_exports
from guidebook.model import Month
from tests.exports.lists import read
from tests.exports.on_paper import BOXES, Difference, Row, Story, catalogue
from tests.workspace import run

CALLS, DELIVERY, LOG = "call_center.csv", "delivery_notes.csv", "advice_log.csv"
EVERYWHERE = ("指导书月份", "快照号", "拜访顺序", "店名")
ON_PAPER = {
    CALLS: (
        *EVERYWHERE,
        *("供货月份", "供货数截至", "商品全称", "货源状态", "限量", "同价可换", "原因"),
        *("建议每周订货(条)", "下月建议(条)", "单子上的话"),
    ),
    DELIVERY: (
        *EVERYWHERE,
        *("负责人", "商品全称", "货源状态", "限量", "同价可换", "原因", "下月建议(条)", "单子上的话"),
    ),
    LOG: ("建议条数", "文字"),
}
"""Columns of what also stands on the sheet."""
RARE = (DELIVERY, "单子上的话")
"""One that is empty in a county of ten shops."""


@pytest.fixture(scope="module")
def story(finished: Path, exports: Path) -> Story:
    return Story(finished / "2026-10", catalogue(exports))


def planted(story: Story, file: str, place: int, row: Row | None) -> list[Difference]:
    """What is found when one row of a list is another one, or gone."""
    before = story.lists[file]
    story.lists[file] = [*before[:place], *([] if row is None else [row]), *before[place + 1 :]]
    try:
        return story.differences()
    finally:
        story.lists[file] = before


def another(text: str) -> str:
    """The least that can be wrong with a cell."""
    digits = [place for place, char in enumerate(text) if char.isdigit()]
    if not digits:
        return f"{text}乙"
    last = digits[-1]
    return text[:last] + str((int(text[last]) + 1) % 10) + text[last + 1 :]


def test_every_cell_that_also_stands_on_paper_is_the_same(story: Story) -> None:
    assert story.differences() == []
    assert len(story.papers) == 10
    assert story.compared > 1000


def test_the_lists_and_papers_tell_enough_to_be_compared(story: Story) -> None:
    for file, columns in ON_PAPER.items():
        told = Counter(column for row in story.lists[file] for column in columns if row[column])
        assert [column for column in columns if not told[column] and (file, column) != RARE] == [], file
    assert sum(len(paper.supply) for paper in story.papers.values()) > 30
    assert sum(len(paper.orders) for paper in story.papers.values()) > 30
    assert sum(len(paper.reasons) for paper in story.papers.values()) > 5
    assert all(paper.boxes[box] for paper in story.papers.values() for box in BOXES[:2])


def missed(story: Story, file: str, column: str, most: int) -> list[Row]:
    """Rows in which a wrong cell isn't found, or something else is found as well."""
    rows = [
        (place, row) for place, row in enumerate(story.lists[file]) if row[column] and row.get("栏") != ""
    ]
    assert rows
    found = []
    for place, row in rows[:: -(-len(rows) // most)]:
        differences = planted(story, file, place, row | {column: another(row[column])})
        places = {(each.file, each.license_no, each.place) for each in differences}
        own = {(file, row["许可证号"])}
        if (file, row["许可证号"], column) not in places or {each[:2] for each in places} != own:
            found.append(row)
    return found


@pytest.mark.parametrize(
    ("file", "column"),
    [(file, name) for file in ON_PAPER for name in ON_PAPER[file] if (file, name) != RARE],
)
def test_a_difference_in_a_single_cell_is_found(story: Story, file: str, column: str) -> None:
    assert missed(story, file, column, 5) == []


@pytest.mark.parametrize(
    "column", ["货源状态", "限量", "同价可换", "原因", "建议每周订货(条)", "下月建议(条)"]
)
def test_a_cell_that_is_empty_and_one_that_should_be_are_found(story: Story, column: str) -> None:
    rows = [(place, row) for place, row in enumerate(story.lists[CALLS]) if row["栏"] == "商品"]
    full = next((place, row) for place, row in rows if row[column])
    empty = next((place, row) for place, row in rows if not row[column] and not row["单子上的话"])
    if (
        column != "下月建议(条)"
    ):  # that it is missing can't be told from the paper: not every sentence has cartons
        assert planted(story, CALLS, full[0], full[1] | {column: ""})
    assert planted(story, CALLS, empty[0], empty[1] | {column: "7"})


def test_a_row_that_is_missing_is_found(story: Story) -> None:
    """Every row of a table, every sentence: without its row the list tells less than the sheet."""
    for place, row in enumerate(story.lists[CALLS]):
        if row["栏"] != "商品" or row["货源状态"] or row["建议每周订货(条)"]:
            assert planted(story, CALLS, place, None), row
    for place, row in enumerate(story.lists[DELIVERY]):
        if row["货源状态"]:
            assert planted(story, DELIVERY, place, None), row
    for place, row in enumerate(story.lists[LOG]):
        if row["栏"]:
            assert planted(story, LOG, place, None), row


def test_a_sheet_that_tells_another_story_is_found(finished: Path, exports: Path, tmp_path: Path) -> None:
    folder = tmp_path / "2026-10"
    shutil.copytree(finished / "2026-10", folder)
    one, other = sorted(folder.glob("R01/0*.pdf"))[:2]
    shutil.copy(other, one)
    found = Story(folder, catalogue(exports)).differences()
    assert {each.license_no for each in found} == {one.name.split("_")[1]}
    assert {each.file for each in found} >= {CALLS, DELIVERY}


def test_the_lists_are_of_one_snapshot(story: Story) -> None:
    rows = [row for name in (CALLS, DELIVERY) for row in story.lists[name]]
    rows += read(story.folder / "仅限专卖" / "compliance_notes.csv")
    assert len({row["快照号"] for row in rows}) == 1


@pytest.mark.parametrize("name", ["call_center", "delivery_notes", "advice_log"])
def test_the_workbooks_of_the_routes_are_the_list(story: Story, name: str) -> None:
    """Cell by cell, and no row twice or nowhere."""
    with (story.folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        headings, *rows = csv.reader(file)
    found = []
    for path in sorted(story.folder.glob(f"R*/{name}.xlsx")):
        head, *cells = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
        assert list(head) == headings
        found += [["" if cell is None else str(cell) for cell in row] for row in cells]
    assert found == rows


@pytest.mark.long
def test_every_cell_of_300_shops_in_a_second_month_is_the_same(tmp_path: Path) -> None:
    write_exports(tmp_path / "exports", retailers=300, seed=11)
    for month in (Month(2026, 9), Month(2026, 10)):
        run(tmp_path / "exports", tmp_path / "output", month=month)
    story = Story(tmp_path / "output" / "2026-10", catalogue(tmp_path / "exports"))
    assert story.differences() == []
    assert len(story.papers) > 290 and story.compared > 50_000
    assert any(paper.boxes[BOXES[2]] for paper in story.papers.values())
    assert missed(story, *RARE, 3) == []
    for name in ("call_center", "delivery_notes", "advice_log"):
        test_the_workbooks_of_the_routes_are_the_list(story, name)
