"""Tables → files: CSV in the encodings of such systems, and workbooks that are the same bytes every time."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TextIO

from guidebook.demo.tables import Column, Kind, Table, Value

UNITS_NOTE = "单位：条、元"
FAST_COMPRESSION = 1
"""Sales of a large county are tens of megabytes a month: level 6 would take longer than making them."""

NUMBER_FORMATS = {Kind.MONEY: "0.00", Kind.DATE: "yyyy-mm-dd"}
NARROWEST, WIDEST = 9, 40
"""Bounds of a workbook's column widths, in characters."""

ROWS_MEASURED = 50


def write_csv(table: Table, path: Path, encoding: str, exported: date) -> None:
    """Write a table as CSV; compressed if the path ends in .gz.

    Args:
        table: What to write.
        path: Where to.
        encoding: gb18030, utf-8 or utf-8-sig.
        exported: The date that the title names.
    """
    if path.suffix != ".gz":
        with path.open("w", encoding=encoding, newline="") as text:
            _write_rows(table, text, exported)
        return
    with (
        path.open("wb") as file,
        gzip.GzipFile("", "wb", FAST_COMPRESSION, file, mtime=0) as packed,
        io.TextIOWrapper(packed, encoding=encoding, newline="") as text,
    ):
        _write_rows(table, text, exported)


def write_workbook(table: Table, path: Path, exported: date) -> None:
    """Write a table as a workbook of one sheet, with its title merged over all columns."""
    import xlsxwriter

    # Text stays text: a licence number is no number, and a leading = no formula.
    as_text = dict.fromkeys(("strings_to_numbers", "strings_to_formulas", "strings_to_urls"), False)
    with xlsxwriter.Workbook(path, {"in_memory": True, **as_text}) as book:
        book.set_properties({"author": "", "created": datetime.combine(exported, time())})
        sheet = book.add_worksheet(table.name)
        bold = book.add_format({"bold": True})
        top = 0
        if table.title:
            centred = book.add_format({"bold": True, "align": "center", "font_size": 14})
            sheet.merge_range(0, 0, 0, len(table.columns) - 1, table.title, centred)
            sheet.write_row(1, 0, _title_rows(table, exported)[1])
            top = 2
        sums = table.sums()
        for place, column in enumerate(table.columns):
            number_format = NUMBER_FORMATS.get(column.kind)
            style = book.add_format({"num_format": number_format}) if number_format else None
            sheet.set_column(place, place, _width(column))
            sheet.write_string(top, place, column.heading, bold)
            sheet.write_column(top + 1, place, _cells(column.values, column.kind), style)
            if sums is not None:
                kind = column.kind if column.summed else Kind.TEXT
                sheet.write_column(top + 1 + table.rows, place, _cells([sums[place]], kind), style)
        sheet.freeze_panes(top + 1, 0)


def _write_rows(table: Table, text: TextIO, exported: date) -> None:
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows(_title_rows(table, exported))
    writer.writerow([column.heading for column in table.columns])
    writer.writerows(zip(*(_texts(column.values, column.kind) for column in table.columns), strict=True))
    if (sums := table.sums()) is not None:
        kinds = (column.kind if column.summed else Kind.TEXT for column in table.columns)
        writer.writerow([_text(value, kind) for value, kind in zip(sums, kinds, strict=True)])


def _title_rows(table: Table, exported: date) -> list[list[str]]:
    return [[table.title], [f"导出日期：{exported}", UNITS_NOTE]] if table.title else []


def _texts(values: Sequence[Value], kind: Kind) -> list[str]:
    """Every value as text; each different value is formatted once."""
    known = {value: _text(value, kind) for value in set(values)}
    return [known[value] for value in values]


def _text(value: Value, kind: Kind) -> str:
    if value is None:
        return ""
    if kind in (Kind.CARTONS, Kind.TENTHS) and isinstance(value, int):
        return f"{Decimal(value) / 10}"
    if kind is Kind.MONEY and isinstance(value, int):
        return f"{Decimal(value) / 100:.2f}"
    return str(value)


def _cells(values: Sequence[Value], kind: Kind) -> list[str | int | float | datetime | None]:
    """Every value as a workbook holds it: quantities and money as numbers, dates as dates."""
    divisor = {Kind.CARTONS: 10, Kind.TENTHS: 10, Kind.MONEY: 100}.get(kind)
    cells: list[str | int | float | datetime | None] = []
    for value in values:
        if value is None or isinstance(value, str):
            cells.append(value)
        elif isinstance(value, date):
            cells.append(datetime.combine(value, time()))
        else:
            cells.append(value / divisor if divisor and value % divisor else value // (divisor or 1))
    return cells


def _width(column: Column) -> float:
    longest = max((len(str(v).encode("gb18030")) for v in column.values[:ROWS_MEASURED]), default=0)
    return min(max(longest, len(column.heading.encode("gb18030")), NARROWEST) + 2, WIDEST)
