"""Reviews as a manager fills them in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import openpyxl

from guidebook.app.request import Request
from guidebook.app.reviewing import export_reviews
from guidebook.reading.formbook import HEADER
from guidebook.reading.reviews import PAGE

ROUTE = "R01"
Cells = Mapping[tuple[int, str], str]
"""(row, heading) → what is written there."""


def blank_review(request: Request, route: str = ROUTE) -> Path:
    """A route's review as `guidebook review export` writes it."""
    (written,) = export_reviews(request, [route])
    return written.path


def rows_of(review: Path) -> dict[int, dict[str, str]]:
    """All rows by their number; cells that a shop's rows share stand in the first of them alone."""
    sheet = openpyxl.load_workbook(review)[PAGE.sheet]
    return {
        row: {
            heading: str(sheet.cell(row, column).value or "")
            for column, heading in enumerate(PAGE.headings, start=1)
        }
        for row in range(HEADER + 1, sheet.max_row + 1)
    }


def row_of(review: Path, sentence: str) -> int:
    """The row of a sentence."""
    (row,) = [row for row, cells in rows_of(review).items() if cells["原句"] == sentence]
    return row


def shop_row(review: Path, license_no: str) -> int:
    """The first row of a shop, in which it is approved."""
    return min(row for row, cells in rows_of(review).items() if cells["许可证号"] == license_no)


def fill(review: Path, target: Path, cells: Cells) -> Path:
    """A copy of the review with these cells filled in."""
    book = openpyxl.load_workbook(review)
    for (row, heading), value in cells.items():
        book[PAGE.sheet].cell(row, PAGE.headings.index(heading) + 1).value = value
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)
    return target


def rewritten(review: Path, sentence: str, after: str) -> dict[tuple[int, str], str]:
    """The cells that rewrite a sentence."""
    row = row_of(review, sentence)
    return {(row, "改成"): after, (row, "处理"): "改"}


def struck(review: Path, sentence: str) -> dict[tuple[int, str], str]:
    """The cell that strikes a sentence."""
    return {(row_of(review, sentence), "处理"): "删"}


def approved(review: Path, license_no: str, word: str = "是") -> dict[tuple[int, str], str]:
    """The cell that approves a shop's sheet."""
    return {(shop_row(review, license_no), "批准"): word}
