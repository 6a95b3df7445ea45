"""A route's part of a list as an Excel workbook, for people who work on one route: same rows, same cells.

A city's list has rows by the hundred thousand, which no workbook holds at ease; it stays one csv file, and each route's
rows, which lie together in it, are also written as a workbook beside the route's sheets.  The same rows always give the
same bytes.  Codes and licences are text, whatever they look like, and nothing is a formula (F32).
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path

from guidebook.exports.csvfile import csv_rows, looks_like_formula
from guidebook.exports.stencil import Look, Looks, Stencil, cut
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
    content = _stencil(title, tuple(headings)).fill(rows, [_look_of(heading) for heading in headings])
    with whole_file(path, mode=mode, lasting=lasting) as file:
        file.write(content)


def _look_of(heading: str) -> Callable[[str], Look]:
    return _number_or_text if heading in _NUMBERS else _text


def _number_or_text(cell: str) -> Look:
    return Look.NUMBER if _NUMBER.fullmatch(cell) else _text(cell)


def _text(cell: str) -> Look:
    return Look.QUOTED if looks_like_formula(cell) else Look.TEXT


@cache
def _stencil(title: str, headings: tuple[str, ...]) -> Stencil:
    """The stencil of a kind of workbook."""
    return cut(headings, partial(laid_out, title, headings))


def laid_out(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], looks: Looks) -> bytes:
    """Lay out a workbook, cell by cell: what stencils are cut from, and tried on.

    Args:
        title: Name of its only sheet.
        headings: Of the columns.
        rows: Cells as texts.
        looks: By column, what they are.
    """
    import xlsxwriter

    content = io.BytesIO()
    options = dict.fromkeys(("strings_to_numbers", "strings_to_formulas", "strings_to_urls"), False)
    with xlsxwriter.Workbook(content, {"in_memory": True, **options}) as book:
        book.set_properties({"author": "", "created": _SAME_BYTES})
        page = book.add_worksheet(title)
        text = {"num_format": "@", "valign": "top", "text_wrap": True}
        formats = {
            Look.TEXT: book.add_format(text),
            Look.QUOTED: book.add_format({**text, "quote_prefix": True}),
            Look.NUMBER: book.add_format({"valign": "top"}),
        }
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE9F5"})
        for column, heading in enumerate(headings):
            page.write_string(0, column, heading, bold)
            page.set_column(column, column, _WIDE.get(heading, max(_NARROW, _PER_LETTER * len(heading))))
        last = 0
        for last, row in enumerate(rows, 1):
            for column, (look_of, cell) in enumerate(zip(looks, row, strict=True)):
                look = look_of(cell) if cell else None
                if look is Look.NUMBER:
                    page.write_number(last, column, float(cell), formats[look])
                elif look:
                    page.write_string(last, column, cell, formats[look])
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, last, len(headings) - 1)
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
    return content.getvalue()
