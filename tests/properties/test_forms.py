"""Forms that come back: what was filled in is taken as it stands or told cell by cell; nothing else may have changed.

The sheets are made in memory, as the child that takes workbooks apart gives them; that cells come out of a workbook as
they were written is tried in `test_workbook`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from guidebook.errors import InputError
from guidebook.exports.formbook import hidden_rows
from guidebook.model import Blocks, Problem
from guidebook.reading.formbook import HEADER, HIDDEN, OPEN
from guidebook.reading.forms import (
    KIND,
    MATTERS,
    PAGES,
    RECORDS,
    STOCK,
    Form,
    FormFiles,
    Page,
    open_form,
    read_forms,
)
from guidebook.reading.headings import TABLES
from guidebook.reading.sources import Source
from guidebook.reading.workbook import Worksheet
from tests.properties.material import NOTHING, TEXTS, costly
from tests.properties.tables import CONFIG

SHOPS = [("1", "371702100012", "建祥超市", "李建祥"), ("2", "371702100034", "赵家便利店", "赵六")]
FIXED = {
    "商品编码": "A1",
    "商品名称": "甲牌（硬）",
    "账面条数": "5",
    "标价（元/条）": "112",
    "月份": "2026-10",
    "日期": "2026-10-03",
    "类型": "承诺",
    "投诉类别": "",
    "内容": "带一张标牌",
    "可打印": "是",
    "期限": "2026-10-20",
    "文字": "先不补。",
    "建议编号": "a-1",
    "规则": "overstock_pause",
    "建议进的商品编码": "",
    "建议条数": "",
    "情形": "",
    "栏": "next_month",
}
"""What stands in cells that nobody may change."""

Cells = dict[str, list[list[str]]]
"""Sheet → its rows below the headings."""


def blank() -> Cells:
    """The rows of a form of two shops as it goes out; OPEN where something is to be filled in."""
    rows: Cells = {}
    for page in PAGES:
        rows[page.sheet] = []
        for shop in SHOPS:
            who = dict(zip(("顺序", "许可证号", "店名", "负责人"), shop, strict=True))
            listed = [
                who.get(heading) or (OPEN if heading in page.filled else FIXED[heading])
                for heading in page.headings
            ]
            rows[page.sheet].append(listed)
            if page is STOCK:  # a product that the list hasn't got
                other = [
                    OPEN if heading == "商品名称" else "" if heading in FIXED else cell
                    for heading, cell in zip(page.headings, listed, strict=True)
                ]
                rows[page.sheet].append(other)
            if page is RECORDS:
                rows[page.sheet].append(listed)
    return rows


WAS = blank()
PLACES = [
    (page, row, column)
    for page in PAGES
    for row, cells in enumerate(WAS[page.sheet])
    for column, cell in enumerate(cells)
    if cell == OPEN
]
FIXED_PLACES = [
    (page, row, column)
    for page in PAGES
    for row, cells in enumerate(WAS[page.sheet])
    for column, cell in enumerate(cells)
    if cell != OPEN
]


def written(rows: Cells, hidden: Sequence[Sequence[str]] | None = None) -> list[Worksheet]:
    """The sheets of a form with these rows."""
    told = hidden_rows(WAS)
    about = [KIND.mark, KIND.version, "2026-10", "R01", "abcd", KIND.number("2026-10", "R01", "abcd", told)]
    sheets = []
    for page in PAGES:
        lines = [[page.sheet], ["怎样填"], ["客户经理"], list(page.headings), *rows[page.sheet]]
        sheets.append(Worksheet(page.sheet, text_of(lines)))
    return [*sheets, Worksheet(HIDDEN, text_of(hidden or [about, *told]))]


def text_of(lines: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue().encode("utf-8", "replace").decode()  # no file holds half a pair


class InMemory(FormFiles):
    """One form."""

    def __init__(self, rows: Cells) -> None:
        super().__init__()
        self._form = open_form(PATH, written(rows))

    def content(self, source: Source) -> bytes:
        """Not asked for where no parts are kept."""
        return b""

    def form(self, path: Path) -> Form:
        """The form."""
        return self._form


PATH = Path("拜访表_2026-10_R01.xlsx")
GOOD = {
    "盘点条数": ["5", "5.3", "0", " 12 "],
    "盘点日": ["2026-10-05", "2026-10-05 00:00:00"],
    "实际零售价（元/条）": ["112", "118.5"],
    "价签": ["相符", "没有价签", "价签不符"],
    "价签写的价（元/条）": ["115"],
    "商品名称": ["甲牌（硬）"],
    "日期": ["2026-10-09"],
    "类型": ["投诉", "承诺", "意见"],
    "投诉类别": ["送错", "货源"],
    "内容": ["少送了一条", "=1+1", 'a,b"c\n d'],
    "可打印": ["是", "否"],
    "期限": ["2026-11-20"],
    "办结日": ["2026-11-02"],
    "对这张单子": ["1", "5"],
    "对上面的建议": ["3"],
    "对送货和服务": ["2"],
    "意见": ["货少"],
    "状态": ["做了", "没货"],
}
BAD = {
    "盘点条数": ["五六条", "5.3.1"],
    "盘点日": ["2026-11-02", "月底", "2026-09-30"],
    "实际零售价（元/条）": ["贵"],
    "价签": ["歪了"],
    "价签写的价（元/条）": ["x"],
    "日期": ["2026-09-09", "10月", "2026-11-01"],
    "类型": ["随便"],
    "投诉类别": ["天气"],
    "可打印": ["也许"],
    "期限": ["下回"],
    "办结日": ["快了"],
    "对这张单子": ["6", "0", "好"],
    "对上面的建议": ["2.5"],
    "对送货和服务": ["-1"],
    "状态": ["不知道"],
}
"""What can't be meant, whatever else stands in the row; a day may also be of another month."""
ENTRY = st.sampled_from(PLACES).flatmap(
    lambda place: st.tuples(
        st.just(place),
        st.sampled_from(GOOD[place[0].headings[place[2]]])
        | st.sampled_from([*BAD.get(place[0].headings[place[2]], []), ""])
        | TEXTS,
    )
)


def filled(entries: Mapping[tuple[Page, int, int], str]) -> Cells:
    """The form with these cells filled in, all others left empty."""
    rows = {
        sheet: [["" if cell == OPEN else cell for cell in cells] for cells in lines]
        for sheet, lines in WAS.items()
    }
    for (page, row, column), value in entries.items():
        rows[page.sheet][row][column] = value
    return rows


def taken(rows: Cells) -> tuple[dict[tuple[str, int], dict[str, object]], list[Problem]]:
    """The rows that are read: (sheet, row) → fields; and what is told."""
    problems: list[Problem] = []
    found: dict[tuple[str, int], dict[str, object]] = {}
    for name, part in read_forms([PATH], InMemory(rows), lambda path: path.name, CONFIG, None, problems):
        assert (part.file, {name}) == (PATH.name, {page.table for page in PAGES if page.sheet == part.sheet})
        cells = part.table.astype(object).where(part.table.notna(), None)
        for record in cells.to_dict("records"):
            place = part.sheet, int(record["row"])
            assert place not in found
            found[place] = record
    return found, problems


def said(page: Page, cells: Sequence[str], was: Sequence[str]) -> bool:
    """Whether somebody filled in more of a row than what a shop's rows have in common."""
    return any(
        cell.strip() and heading not in page.shared
        for heading, cell, before in zip(page.headings, cells, was, strict=True)
        if before == OPEN
    )


@given(st.lists(ENTRY, max_size=12))
@costly(quick=10)
def test_every_row_that_was_filled_in_is_taken_or_told_and_no_other(
    entries: list[tuple[tuple[Page, int, int], str]],
) -> None:
    rows = filled(dict(entries))
    found, problems = taken(rows)
    told = {(problem.sheet, problem.row) for problem in problems}
    expected = {
        (page.sheet, HEADER + 1 + at)
        for page in PAGES
        for at, cells in enumerate(rows[page.sheet])
        if said(page, cells, WAS[page.sheet][at])
    }
    event(f"{len(found)} taken, {len(told)} told")
    assert not {(sheet, row) for sheet, row in told if row is None}
    assert found.keys() | told == expected
    assert not found.keys() & told
    for problem in problems:
        assert problem.blocks is Blocks.NOTHING
        assert (
            problem.file == PATH.name and problem.message and problem.remedy and "没有收" in problem.message
        )
        page = next(page for page in PAGES if page.sheet == problem.sheet)
        assert problem.column in page.headings
    for (page, at, column), value in dict(entries).items():
        heading, place = page.headings[column], (page.sheet, HEADER + 1 + at)
        if (
            value in BAD.get(heading, [])
            and place in expected
            and not (page is MATTERS and heading == "日期")
        ):
            assert place in told, (heading, value)
        if (
            place in found
            and value.strip().lower() not in NOTHING
            and any(character.isalnum() for character in value)
        ):
            names = [
                field.name for field in TABLES[page.table].fields if field.heading == heading.split("（")[0]
            ]
            assert names, heading
            assert any(found[place].get(name) is not None for name in names), (heading, value)


@given(st.sampled_from(PAGES), st.data())
@costly(quick=10)
def test_what_is_filled_in_as_it_should_be_is_read_as_it_is(page: Page, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(WAS[page.sheet]) - 1))
    values = {
        heading: data.draw(st.sampled_from(GOOD[heading]))
        for heading, cell in zip(page.headings, WAS[page.sheet][at], strict=True)
        if cell == OPEN
    }
    rows = filled({(page, at, page.headings.index(heading)): value for heading, value in values.items()})
    found, problems = taken(rows)
    assert problems == []
    ((sheet, row),) = found
    assert (sheet, row) == (page.sheet, HEADER + 1 + at)
    record = found[sheet, row]
    assert record["license_no"] == WAS[page.sheet][at][page.headings.index("许可证号")]
    for heading, value in values.items():
        name = next(
            field.name for field in TABLES[page.table].fields if field.heading == heading.split("（")[0]
        )
        told = record[name]
        if heading == "盘点条数":
            assert told == round(float(value) * 1_000_000)
        elif heading in ("实际零售价（元/条）", "价签写的价（元/条）"):
            assert told == round(float(value) * 100)
        elif heading in ("盘点日", "日期", "期限", "办结日"):
            assert str(told)[:10] == value[:10]
        elif heading.startswith("对"):
            assert told == int(value)
        elif heading in ("内容", "意见"):
            assert told == value.replace("\n", " ")
        elif heading == "可打印":
            assert told is (value == "是")
        elif heading == "商品名称":
            assert told == value
        else:
            assert told == TABLES[page.table].field(name).choices[value]  # type: ignore[index]


@given(st.sampled_from(FIXED_PLACES), TEXTS, st.lists(ENTRY, max_size=3))
@costly(quick=20)
def test_a_form_changed_anywhere_else_is_refused_with_its_place(
    place: tuple[Page, int, int], value: str, entries: list[tuple[tuple[Page, int, int], str]]
) -> None:
    page, row, column = place
    rows = filled(dict(entries))
    rows[page.sheet][row][column] = value
    sheets = written(rows)
    read = list(csv.reader(io.StringIO(sheets[PAGES.index(page)].csv, newline="")))[HEADER + row][column]
    if read.strip() == WAS[page.sheet][row][column]:
        open_form(PATH, sheets)
        return
    with pytest.raises(InputError) as told:
        open_form(PATH, sheets)
    assert f"工作表{page.sheet} 第{HEADER + 1 + row}行“{page.headings[column]}”" in told.value.message
    assert told.value.remedy


@given(st.data())
@costly(quick=20)
def test_a_hidden_sheet_that_isnt_whole_is_refused(data: st.DataObject) -> None:
    told = hidden_rows(WAS)
    about = [KIND.mark, KIND.version, "2026-10", "R01", "abcd", KIND.number("2026-10", "R01", "abcd", told)]
    lines = [list(about), *[list(row) for row in told]]
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1) | st.just(0))
        how = data.draw(st.sampled_from(["cell", "drop", "twice", "cut"]))
        if how == "cell" and lines[at]:
            lines[at][data.draw(st.integers(0, len(lines[at]) - 1))] = data.draw(TEXTS)
        elif how == "drop" and len(lines) > 1:
            del lines[at]
        elif how == "twice":
            lines.insert(at, list(lines[at]))
        else:
            lines[at] = lines[at][: data.draw(st.integers(0, 4))]
    sheets = written(filled({}), lines)
    plain = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(sheets[-1].csv, newline=""))]
    if plain[:1] == [about] and plain[1:] == told:
        return  # the same after all
    with pytest.raises(InputError) as refused:
        open_form(PATH, sheets)
    assert refused.value.message and refused.value.remedy


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*(page.sheet for page in PAGES), HIDDEN]) | TEXTS,
            st.lists(st.lists(TEXTS, max_size=8), max_size=6),
        ),
        max_size=4,
    )
)
@costly(quick=20)
def test_any_workbook_that_is_none_of_ours_is_refused(sheets: list[tuple[str, list[list[str]]]]) -> None:
    with pytest.raises(InputError) as refused:
        open_form(PATH, [Worksheet(name, text_of(lines)) for name, lines in sheets])
    assert refused.value.message and refused.value.remedy
