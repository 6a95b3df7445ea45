"""CSV files for Excel: UTF-8 with a mark, and no cell that Excel would take for a formula.

What was written can be read back exactly: workbooks are made from these files (`guidebook.exports.books`).
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from guidebook.storage import ANYONE, whole_file

Cell = str | int | None

_FORMULA_START = frozenset("=+-@\t\r＝＋－＠")
_SUSPECT = _FORMULA_START | {"'"}
"""With what a cell begins that needs a second look; hardly any does."""
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def safe_cell(cell: Cell) -> str:
    """A cell as written: an apostrophe before a would-be formula, numbers as such, unknown empty (F32)."""
    if cell is None:
        return ""
    text = str(cell)
    return f"'{text}" if text[:1] in _SUSPECT and _needs_apostrophe(text) else text


def plain_cell(written: str) -> str:
    """A cell as it was before `safe_cell` wrote it; unknown and empty are the same."""
    return written[1:] if written[:1] == "'" and _needs_apostrophe(written[1:]) else written


def looks_like_formula(text: str) -> bool:
    """Whether a program might take a text for a formula."""
    return text[:1] in _FORMULA_START and not _NUMBER.fullmatch(text)


def _needs_apostrophe(text: str) -> bool:
    """A formula, or one behind apostrophes: else nobody could tell whose they are."""
    return looks_like_formula(text.lstrip("'"))


def csv_lines(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Rows as they stand in a file."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(map(safe_cell, row) for row in rows)
    return text.getvalue().encode()


def csv_rows(content: bytes) -> Iterator[list[str]]:
    """The rows of what `csv_lines` wrote, cells as they were before."""
    text = content.decode()
    rows = csv.reader(io.StringIO(text, newline=""))
    if "'" not in text:
        return rows
    return ([plain_cell(cell) for cell in row] for row in rows)


def csv_head(headings: Sequence[str]) -> bytes:
    """What a file begins with: the mark that tells Excel of UTF-8, and the headings."""
    return codecs.BOM_UTF8 + csv_lines([headings])


def write_csv(
    path: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, mode: int = ANYONE
) -> int:
    """Write a table as a whole (`guidebook.storage.whole_file`); return the number of its rows."""
    count = 0
    with whole_file(path, mode=mode) as file:
        file.write(csv_head(headings))
        for row in rows:
            file.write(csv_lines([row]))
            count += 1
    return count
