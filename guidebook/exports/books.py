"""A route's part of a list as an Excel workbook, for people who work on one route: same rows, same cells.

A city's list has rows by the hundred thousand, which no workbook holds at ease; it stays one csv file, and each route's
rows, which lie together in it, are also written as a workbook beside the route's sheets.  The same rows always give the
same bytes.  Codes and licences are text, whatever they look like, and nothing is a formula (F32).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from guidebook.exports.csvfile import csv_rows, looks_like_formula
from guidebook.storage import ANYONE, whole_file

Span = tuple[int, int]
"""Where rows lie in a csv file: first byte, and the one after the last."""

_SAME_BYTES = datetime(2000, 1, 1)
_NUMBERS = frozenset(
    ("拜访顺序", "建议每周订货(条)", "下月建议(条)", "建议条数", "实进", "实卖"),
)
"""Headings of columns that people add up or sort by."""
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?")
_WIDE = {
    "单子上的话": 60,
    "文字": 60,
    "内容": 50,
    "同价可换": 28,
    "原因": 24,
    "地址": 28,
    "易混商品": 28,
    "店名": 22,
    "商品全称": 20,
    "建议进的商品编码": 16,
    "建议编号": 30,
    "许可证号": 15,
    "快照号": 16,
    "商品编码": 15,
}
_NARROW = 10
_A4 = 9
_PER_LETTER = 2
"""Widths count digits; a Chinese character takes two."""


@dataclass(frozen=True, slots=True)
class BookJob:
    """A workbook to be made of some rows of a csv file.

    Attributes:
        path: The file to write.
        title: Its sheet's name.
        headings: Of its columns.
        csv: The file that holds the rows.
        spans: Where.
    """

    path: Path
    title: str
    headings: tuple[str, ...]
    csv: Path
    spans: tuple[Span, ...]


def make_book(job: BookJob) -> None:
    """Make a workbook from a csv file's rows; it isn't waited for until it is on the disk.

    Raises:
        UsageError: It can't be written.
    """
    content = bytearray()
    with job.csv.open("rb") as file:
        for begin, end in job.spans:
            file.seek(begin)
            content += file.read(end - begin)
    write_book(job.path, job.title, job.headings, csv_rows(bytes(content)), lasting=False)


def write_book(
    path: Path,
    title: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    mode: int = ANYONE,
    lasting: bool = True,
) -> None:
    """Write a table as a workbook: headings that stay in sight, a filter, columns as wide as they need.

    Args:
        path: The file to write.
        title: Name of its only sheet.
        headings: Of the columns.
        rows: Cells as texts, empty where nothing is known.
        mode: The file's rights, less the process's umask.
        lasting: As for `whole_file`.

    Raises:
        UsageError: It can't be written.
    """
    import xlsxwriter

    content = io.BytesIO()
    options = dict.fromkeys(("strings_to_numbers", "strings_to_formulas", "strings_to_urls"), False)
    with xlsxwriter.Workbook(content, {"in_memory": True, **options}) as book:
        book.set_properties({"author": "", "created": _SAME_BYTES})
        page = book.add_worksheet(title)
        text = {"num_format": "@", "valign": "top", "text_wrap": True}
        plain = book.add_format(text)
        quoted = book.add_format({**text, "quote_prefix": True})
        number = book.add_format({"valign": "top"})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE9F5"})
        for column, heading in enumerate(headings):
            page.write_string(0, column, heading, bold)
            page.set_column(column, column, _WIDE.get(heading, max(_NARROW, _PER_LETTER * len(heading))))
        last = 0
        for last, row in enumerate(rows, 1):
            for column, (heading, cell) in enumerate(zip(headings, row, strict=True)):
                if not cell:
                    continue
                if heading in _NUMBERS and _NUMBER.fullmatch(cell):
                    page.write_number(last, column, float(cell), number)
                else:
                    page.write_string(last, column, cell, quoted if looks_like_formula(cell) else plain)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, last, len(headings) - 1)
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
    with whole_file(path, mode=mode, lasting=lasting) as file:
        file.write(content.getvalue())
