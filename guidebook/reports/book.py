"""Workbooks of reports: pages of columns, each with a filter, and no cell a formula (F32)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

FONT = "Microsoft YaHei"
MOST_TEXT = 32_767
ON_A_PAGE = 180
"""Characters that a printed page has room for across, small but readable."""
_SAME_BYTES = datetime(2000, 1, 1)

WHOLE, DECIMAL, SHARE, TEXT = "#,##0", "#,##0.0", "0.0%", ""
"""How columns show their numbers."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, how it shows numbers, how wide it is, and what it holds of a frame's rows."""

    heading: str
    shown: str
    width: float
    values: Callable[[pd.DataFrame], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: its name, what stands above its headings, its columns and rows."""

    name: str
    note: str
    columns: tuple[Column, ...]
    frame: pd.DataFrame


def write_book(
    title: str, audience: str, pages: Iterable[Page], first: Callable[[Workbook], None] | None = None
) -> bytes:
    """A workbook.

    Args:
        title: Its title.
        audience: For whom it is; stands above every page.
        pages: Its sheets.
        first: Writes a sheet before them.
    """
    import xlsxwriter

    content = io.BytesIO()
    options: dict[str, Any] = dict.fromkeys(
        ("strings_to_numbers", "strings_to_formulas", "strings_to_urls"), False
    )
    options |= {"in_memory": True, "default_format_properties": {"font_name": FONT}}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": title, "comments": audience, "author": "", "created": _SAME_BYTES})
        if first is not None:
            first(book)
        for page in pages:
            _write(book, audience, page)
    return content.getvalue()


def _write(book: Workbook, audience: str, page: Page) -> None:
    """A sheet: a note, headings, rows; a filter over them, and the headings stay in sight."""
    sheet = book.add_worksheet(page.name)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    note = book.add_format({"font_color": "#56616b"})
    sheet.write_string(0, 0, f"{audience}。{page.note}", note)
    for place, column in enumerate(page.columns):
        style = book.add_format({"num_format": column.shown} if column.shown else {"quote_prefix": True})
        sheet.set_column(place, place, column.width)
        sheet.write_string(1, place, column.heading, head)
        for row, value in enumerate(column.values(page.frame), 2):
            _cell(sheet, row, place, value, style)
    sheet.freeze_panes(2, 1)
    if len(page.frame):
        sheet.autofilter(1, 0, len(page.frame) + 1, len(page.columns) - 1)
    paper(sheet, max(1, round(sum(column.width for column in page.columns) / ON_A_PAGE)))
    sheet.repeat_rows(1)


def paper(sheet: Any, across: int = 1) -> None:
    """A4, all columns on so many pages beside each other; what the first two tell stands on every one of them."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(across, 0)
    if across > 1:
        sheet.repeat_columns(0, 1)


def _cell(sheet: Any, row: int, column: int, value: Any, style: Format) -> None:
    if value is None or value is pd.NA or value != value:
        return
    if isinstance(value, str):
        sheet.write_string(row, column, value[:MOST_TEXT], style)
    else:
        sheet.write_number(row, column, value, style)


def of(name: str, divisor: int = 1) -> Callable[[pd.DataFrame], Sequence[Any]]:
    """A column of the frame; numbers divided."""

    def values(frame: pd.DataFrame) -> Sequence[Any]:
        found = frame[name].astype(object).tolist()
        return (
            found
            if divisor == 1
            else [
                value if value is None or value is pd.NA or value != value else value / divisor
                for value in found
            ]
        )

    return values


def worded(name: str, words: Mapping[Any, str]) -> Callable[[pd.DataFrame], Sequence[Any]]:
    """A column of the frame in other words."""
    return lambda frame: [words.get(value, value) for value in frame[name].astype(object).tolist()]
