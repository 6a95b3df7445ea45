"""CSV files for Excel: UTF-8 with a mark, and no cell that Excel would take for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from guidebook.storage import ANYONE, whole_file

Cell = str | int | None

_FORMULA_START = frozenset("=+-@\t\r＝＋－＠")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def safe_cell(cell: Cell) -> str:
    """A cell as written: an apostrophe before a would-be formula, numbers as such, unknown empty (F32)."""
    if cell is None:
        return ""
    text = str(cell)
    if text[:1] in _FORMULA_START and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def write_csv(
    path: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, mode: int = ANYONE
) -> int:
    """Write a table as a whole (`guidebook.storage.whole_file`); return the number of its rows."""
    count = 0
    with whole_file(path, mode=mode) as binary:
        text = io.TextIOWrapper(binary, encoding="utf-8-sig", newline="", write_through=True)
        writer = csv.writer(text)
        writer.writerow(headings)
        for row in rows:
            writer.writerow([safe_cell(cell) for cell in row])
            count += 1
        text.detach()
    return count
