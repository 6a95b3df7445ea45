"""`check.xlsx`: what is wrong with the exports, beside a copy of the rows concerned with their bad cells coloured.

The exports themselves are never changed.  Every cell is written as text, whatever it looks like (F32).
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guidebook.errors import InputError
from guidebook.model import Blocks, Problem, Severity
from guidebook.reading.files import Files
from guidebook.reading.grid import DELIMITERS, head
from guidebook.reading.layout import HEADER_ROWS
from guidebook.storage import write_whole

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

CHECK = "check.xlsx"

MOST_ROWS = 500
"""Rows copied from one sheet of one file: nobody mends more than that by hand."""

STOPS = {Blocks.RUN: "全部印不了", Blocks.RETAILER: "扣下这一户", Blocks.NOTHING: "不扣下"}
"""What each kind of problem does, in words."""

_COLOURS = {Severity.ERROR: "#F8C9C4", Severity.WARNING: "#FFE9A8", Severity.INFO: "#DCE9F5"}
_WORST = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_HEADINGS = ("级别", "影响", "处数", "问题", "怎么办", "文件", "工作表", "行", "列", "值", "标在")
_WIDTHS = (6, 12, 6, 50, 50, 22, 12, 7, 14, 20, 16)
_OVERVIEW = "问题一览"
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_MOST_CHARS = 1_000
_SAME_BYTES = datetime(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class _Copied:
    """Rows of one sheet of one file.

    Attributes:
        header: The header's record, from 0; None where none holds the problems' columns.
        rows: Records from 0 → cells.
    """

    header: int | None
    rows: Mapping[int, Sequence[str]]


def write_check(path: Path, groups: Sequence[Sequence[Problem]], folder: Path) -> None:
    """Write the workbook as a whole.

    Args:
        path: The file to write.
        groups: Problems by cause, in the order they are listed.
        folder: What the problems' file names are relative to.
    """
    import xlsxwriter

    by_place: dict[tuple[str, str], list[Problem]] = {}
    for problem in (problem for group in groups for problem in group):
        if problem.row is not None:
            by_place.setdefault((problem.file, problem.sheet), []).append(problem)
    content = io.BytesIO()
    options = dict.fromkeys(("strings_to_numbers", "strings_to_formulas", "strings_to_urls"), False)
    with xlsxwriter.Workbook(content, {"in_memory": True, **options}) as book:
        book.set_properties({"author": "", "created": _SAME_BYTES})
        overview = book.add_worksheet(_OVERVIEW)
        files = Files()
        names: dict[tuple[str, str], str] = {}
        for place, problems in by_place.items():
            copied = _copy(folder / place[0], place[1], problems, files)
            if copied is not None:
                names[place] = _sheet_name(*place, taken={_OVERVIEW, *names.values()})
                _mark(book, book.add_worksheet(names[place]), copied, problems)
        _list(book, overview, groups, names)
    write_whole(path, content.getvalue())


def _list(
    book: Workbook,
    page: Worksheet,
    groups: Sequence[Sequence[Problem]],
    names: Mapping[tuple[str, str], str],
) -> None:
    """One row a cause, with its first place."""
    bold = book.add_format({"bold": True})
    wrapped = {"text_wrap": True, "valign": "top", "quote_prefix": True}
    styles = {
        severity: book.add_format({**wrapped, "bg_color": colour}) for severity, colour in _COLOURS.items()
    }
    plain = book.add_format(wrapped)
    for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
        page.write_string(0, column, heading, bold)
        page.set_column(column, column, width)
    page.freeze_panes(1, 0)
    for row, group in enumerate(groups, 1):
        first = group[0]
        page.write_string(row, 0, first.severity, styles[first.severity])
        page.write_string(row, 1, STOPS[first.blocks], plain)
        page.write_number(row, 2, len(group))
        texts = (first.message, first.remedy, first.file, first.sheet, "", first.column, first.value)
        for column, text in enumerate(texts, 3):
            page.write_string(row, column, text, plain)
        if first.row is not None:
            page.write_number(row, 7, first.row)
        name = names.get((first.file, first.sheet))
        if first.row is not None and name is not None:
            page.write_url(row, 10, f"internal:'{name}'!A1", string=name)
    if groups:
        page.autofilter(0, 0, len(groups), len(_HEADINGS) - 1)
    else:
        page.write_string(1, 3, "没有问题")


def _mark(book: Workbook, page: Worksheet, copied: _Copied, problems: Sequence[Problem]) -> None:
    """The rows with their numbers before them and their problems behind, bad cells coloured and explained."""
    bold = book.add_format({"bold": True, "quote_prefix": True})
    text = book.add_format({"quote_prefix": True})
    colours = {
        severity: book.add_format({"bg_color": colour, "quote_prefix": True})
        for severity, colour in _COLOURS.items()
    }
    header = copied.rows.get(copied.header, ()) if copied.header is not None else ()
    width = max(len(cells) for cells in (header, *copied.rows.values(), ("",)))
    by_row: dict[int, list[Problem]] = {}
    for problem in problems:
        if problem.row is not None and problem.row - 1 in copied.rows:
            by_row.setdefault(problem.row - 1, []).append(problem)
    page.write_string(0, 0, "原来的行", bold)
    for column in range(width):
        page.write_string(0, column + 1, _shown(header[column] if column < len(header) else ""), bold)
    page.write_string(0, width + 1, "问题", bold)
    page.set_column(1, width, 14)
    page.set_column(width + 1, width + 1, 70)
    page.freeze_panes(1, 1)
    for line, (record, found) in enumerate(sorted(by_row.items()), 1):
        page.write_number(line, 0, record + 1)
        for column, cell in enumerate(copied.rows[record]):
            page.write_string(line, column + 1, _shown(cell), text)
        words = "\n".join(dict.fromkeys(_words(problem) for problem in found))
        page.write_string(line, width + 1, words, text)
        _colour(page, line, header, copied.rows[record], found, colours)
    untold = len({problem.row for problem in problems}) - len(by_row)
    if untold > 0:
        page.write_string(len(by_row) + 2, 0, f"还有{untold}行没有列在这里，见 exceptions.csv", bold)


def _colour(
    page: Worksheet,
    line: int,
    header: Sequence[str],
    cells: Sequence[str],
    problems: Sequence[Problem],
    colours: Mapping[Severity, Format],
) -> None:
    """Colour each bad cell by its worst problem, and say of it what is wrong; of a whole row, at its number."""
    by_column: dict[int, list[Problem]] = {}
    for problem in problems:
        for column in _columns(problem, header):
            by_column.setdefault(column, []).append(problem)
    for column, found in by_column.items():
        worst = min((problem.severity for problem in found), key=_WORST.__getitem__)
        value = _shown(cells[column]) if 0 <= column < len(cells) else ""
        if column < 0:
            page.write_number(line, 0, problems[0].row or 0, colours[worst])
        elif value:
            page.write_string(line, column + 1, value, colours[worst])
        else:
            page.write_blank(line, column + 1, None, colours[worst])
        comment = "\n".join(dict.fromkeys(_words(problem) for problem in found))
        page.write_comment(line, column + 1, comment, {"x_scale": 2.5, "y_scale": 1.5, "author": ""})


def _columns(problem: Problem, header: Sequence[str]) -> list[int]:
    """Where a problem's columns stand; −1 where it concerns the row, or a column that isn't there."""
    wanted = [heading.strip() for heading in problem.column.split("＋")]
    headings = [heading.strip() for heading in header]
    return [headings.index(heading) if heading and heading in headings else -1 for heading in wanted]


def _words(problem: Problem) -> str:
    remedy = f" 怎么办：{problem.remedy}" if problem.remedy else ""
    return f"【{problem.severity}】{problem.message}。{remedy}"


def _copy(path: Path, sheet: str, problems: Sequence[Problem], files: Files) -> _Copied | None:
    """The rows that the problems name, the worst first; None where the file can't be read."""
    if not path.is_file():
        return None
    try:
        sheets = files.sheets(path)
    except InputError:
        return None
    finally:
        files.forget(path)
    text = next((each.csv for each in sheets if each.name == sheet), None)
    if text is None:
        return None
    ordered = sorted(problems, key=lambda problem: _WORST[problem.severity])
    wanted = list(dict.fromkeys(problem.row - 1 for problem in ordered if problem.row is not None))
    kept = set(wanted[:MOST_ROWS])
    try:
        delimiter = "," if sheet else max(DELIMITERS, key=lambda mark: _cells_of(head(text, mark)))
        first = head(text, delimiter)[:HEADER_ROWS]
        header = _header(first, Counter(each for p in problems for each in p.column.split("＋") if each))
        rows = dict(_records(text, delimiter, kept))
    except (csv.Error, InputError):
        return None
    if header is not None:
        rows[header] = first[header]
    return _Copied(header, rows)


def _cells_of(records: Iterable[Sequence[str]]) -> int:
    return sum(map(len, records))


def _header(records: Sequence[Sequence[str]], columns: Mapping[str, int]) -> int | None:
    """The first record that holds most of the problems' columns."""
    counts = [sum(cell.strip() in columns for cell in record) for record in records]
    return counts.index(max(counts)) if any(counts) else None


def _records(text: str, delimiter: str, wanted: set[int]) -> Iterable[tuple[int, list[str]]]:
    last = max(wanted, default=-1)
    for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
        if number > last:
            return
        if number in wanted:
            yield number, record


def _sheet_name(file: str, sheet: str, taken: Iterable[str]) -> str:
    """A name that Excel allows: at most 31 characters, none of its marks, each once."""
    plain = _NO_SHEET_NAME.sub("_", f"{Path(file).name} {sheet}".strip())
    lowered = {name.lower() for name in taken}
    for number in range(1, len(lowered) + 2):
        tail = f" {number}" if number > 1 else ""
        name = plain[: 31 - len(tail)] + tail
        if name.lower() not in lowered:
            return name
    raise AssertionError("more names than sheets")


def _shown(cell: Any) -> str:
    return str(cell)[:_MOST_CHARS]
