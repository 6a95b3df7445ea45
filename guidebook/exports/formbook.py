"""What workbooks that come back have in common when they are written; `guidebook.reading.formbook` reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from guidebook.model import Month
from guidebook.reading.formbook import HEADER, HIDDEN, Kind, without_tail

FONT = "Microsoft YaHei"


def hidden_rows(sheets: Mapping[str, Iterable[Sequence[object]]]) -> list[list[str]]:
    """What the hidden sheet tells of the rows below the headings.

    Args:
        sheets: Their cells, by sheet; OPEN where something is to be filled in.
    """
    return [
        without_tail([sheet, str(HEADER + 1 + number), *(_text(cell) for cell in cells)])
        for sheet, rows in sheets.items()
        for number, cells in enumerate(rows)
    ]


def write_hidden(
    book: Any, kind: Kind, month: Month, route: str, snapshot: str, rows: Sequence[Sequence[str]]
) -> None:
    """Write what the workbook is, and what stands in each cell that isn't to be changed."""
    number = kind.number(month.text, route, snapshot, rows)
    sheet = book.add_worksheet(HIDDEN)
    for row, cells in enumerate([[kind.mark, kind.version, month.text, route, snapshot, number], *rows]):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell)
    sheet.protect()
    sheet.very_hidden()


def told(rule: dict[str, Any], how: str) -> dict[str, Any]:
    """A check with what the reader is told whose entry it doesn't take."""
    return {**rule, "error_title": "这样填不行", "error_message": how, "ignore_blank": True}


def _text(cell: object) -> str:
    """A cell as whoever reads the workbook sees it."""
    return format(cell, ".15g") if isinstance(cell, float) else str(cell).strip()
