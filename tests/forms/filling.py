"""Forms as a manager fills them in."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from guidebook.app.forms import write_forms
from guidebook.app.forms_back import ReadReport, read_forms
from guidebook.app.request import Request
from guidebook.model import Month
from guidebook.reading.formbook import HEADER
from guidebook.reading.forms import PAGES
from tests.workspace import lent_parts

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)
ROUTE = "R01"
HEADINGS = {page.sheet: page.headings for page in PAGES}
Value = str | float | date | None
Cells = Mapping[tuple[str, int, str], Value]
"""(sheet, row, heading) → what is written there."""


def blank_form(exports: Path, output: Path, month: Month = OCTOBER) -> Path:
    """A route's form as `guidebook forms` writes it."""
    with lent_parts(output):
        (form,) = write_forms(Request(month, data=exports, output=output), [ROUTE])
    return form.path


def rows_of(form: Path, sheet: str, license_no: str) -> dict[int, dict[str, object]]:
    """A shop's rows of a sheet, by their number; cells that rows share stand in all of them."""
    book = openpyxl.load_workbook(form)
    page = book[sheet]
    found: dict[int, dict[str, object]] = {}
    for row in range(HEADER + 1, page.max_row + 1):
        cells = {
            heading: _shared(page, row, column) for column, heading in enumerate(HEADINGS[sheet], start=1)
        }
        if cells["许可证号"] == license_no:
            found[row] = cells
    return found


def _shared(page: Worksheet, row: int, column: int) -> object:
    for merged in page.merged_cells.ranges:
        if merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col:
            return page.cell(merged.min_row, merged.min_col).value
    return page.cell(row, column).value


def first_shop(form: Path) -> str:
    """The licence of the form's first shop."""
    return str(openpyxl.load_workbook(form)["库存盘点"].cell(HEADER + 1, 2).value)


def shops_of(form: Path) -> list[str]:
    """The licences of all shops of a form, in its order."""
    page = openpyxl.load_workbook(form)["库存盘点"]
    cells = (page.cell(row, 2).value for row in range(HEADER + 1, page.max_row + 1))
    return list(dict.fromkeys(str(value) for value in cells if value))


def fill(form: Path, target: Path, cells: Cells) -> Path:
    """A copy of the form with these cells filled in, as an office program saves it."""
    book = openpyxl.load_workbook(form)
    for (sheet, row, heading), value in cells.items():
        page, column = book[sheet], HEADINGS[sheet].index(heading) + 1
        for merged in page.merged_cells.ranges:
            if merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col:
                row = merged.min_row
        page.cell(row, column).value = value
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)
    return target


def take(
    exports: Path, output: Path, *forms: Path, month: Month | None = None, again: bool = False
) -> ReadReport:
    """Hand forms back."""
    with lent_parts(output):
        return read_forms(None, exports, output, forms, month, again=again)


def without_stock(exports: Path, target: Path) -> Path:
    """The exports as if the system knew of no stock: R032's case."""
    shutil.copytree(exports, target)
    for path in target.glob("销售_*.csv"):
        text = path.read_text(encoding="gb18030")
        for number, heading in enumerate(("期初库存", "月末库存", "库存已核实", "盘点日")):
            text = text.replace(heading, f"旧栏{number}")
        path.write_text(text, encoding="gb18030")
    return target
