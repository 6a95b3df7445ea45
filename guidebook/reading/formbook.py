"""Workbooks that are filled in and come back: which cells are to be filled in, and whether all others are as they were.

A hidden sheet tells what such a workbook is and what stood in every cell that nobody may change; one that differs
there is refused as a whole.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from guidebook.errors import InputError
from guidebook.model import Month
from guidebook.reading.findings import shown
from guidebook.reading.workbook import Worksheet

HIDDEN = "guidebook"
"""The hidden sheet's name; the child that takes workbooks apart passes it on."""

OPEN = "\u270e"
"""Stands in the hidden sheet for a cell that is to be filled in."""

HEADER = 4
"""The row of the headings, as a spreadsheet counts."""

_ABOUT = 6


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of such workbooks.

    Attributes:
        name: What people call it.
        mark: How its hidden sheet begins, and `version` how its content is arranged.
        command: What writes it.
        again: What to do with one that can't be taken.
    """

    name: str
    mark: str
    version: str
    command: str
    again: str

    def number(self, month: str, route: str, snapshot: str, rows: Sequence[Sequence[str]]) -> str:
        """The number of a workbook: of what it is, and of all rows of its hidden sheet below the first."""
        told = io.StringIO()
        csv.writer(told, lineterminator="\n").writerows([[self.version, month, route, snapshot], *rows])
        digits = hashlib.sha256(told.getvalue().encode()).hexdigest()
        return f"{digits[:4]}-{digits[4:8]}-{digits[8:12]}"


class Layout(Protocol):
    """One sheet: its name, and its headings in order."""

    @property
    def sheet(self) -> str:
        """Its name."""

    @property
    def headings(self) -> tuple[str, ...]:
        """What stands in row `HEADER`."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row below the headings.

    Attributes:
        number: As a spreadsheet counts.
        was: What stood in its cells; OPEN where something may be filled in.
        cells: What stands there now.
    """

    number: int
    was: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Formbook:
    """A workbook that came back whole.

    Attributes:
        route: 线路编码.
        snapshot: What it was made from.
        id: Its number.
        rows: The rows below the headings, by sheet; every one, whether filled in or not.
    """

    month: Month
    route: str
    snapshot: str
    id: str
    rows: Mapping[str, tuple[Row, ...]]


def open_book(path: Path, sheets: Sequence[Worksheet], kind: Kind, layouts: Sequence[Layout]) -> Formbook:
    """A workbook from its sheets, the hidden one among them.

    Raises:
        InputError: It is none of that kind, or was changed where nothing is to be filled in.
    """
    records = {sheet.name: list(csv.reader(io.StringIO(sheet.csv, newline=""))) for sheet in sheets}
    hidden = [[cell.strip() for cell in row] for row in records.get(HIDDEN, [])]
    first = (hidden[0] if hidden else [])[:_ABOUT]
    if len(first) < _ABOUT or first[0] != kind.mark:
        raise InputError(
            f"{path.name} 不是 {kind.command} 写出来的{kind.name}",
            f"用 {kind.command} 写出来的表，别另建、别复制到新表里",
        )
    _, version, month, route, snapshot, told_id = first
    if version != kind.version:
        raise InputError(f"{path.name} 是别的版本的{kind.name}（{version}，应是{kind.version}）", kind.again)
    rows = [without_tail(row) for row in hidden[1:]]
    if kind.number(month, route, snapshot, rows) != told_id:
        raise InputError(f"{path.name} 的表号 {told_id} 和内容对不上，表被改动过", kind.again)
    number = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", month)
    assert number is not None  # the workbook's own number holds for it
    expected: dict[str, dict[int, list[str]]] = {layout.sheet: {} for layout in layouts}
    for sheet, row, *cells in rows:
        expected[sheet][int(row)] = cells
    found: dict[str, tuple[Row, ...]] = {}
    for layout in layouts:
        if layout.sheet not in records:
            raise InputError(f"{path.name} 里没有工作表“{layout.sheet}”", kind.again)
        found[layout.sheet] = tuple(_rows(path, kind, layout, records[layout.sheet], expected[layout.sheet]))
    return Formbook(Month(int(number[1]), int(number[2])), route, snapshot, told_id, MappingProxyType(found))


def without_tail(row: Sequence[str]) -> list[str]:
    """A row of the hidden sheet without the empty cells that make all rows equally long."""
    cells = list(row)
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _rows(
    path: Path, kind: Kind, layout: Layout, records: list[list[str]], expected: Mapping[int, Sequence[str]]
) -> Iterator[Row]:
    """The rows of a sheet.

    Raises:
        InputError: A cell isn't what it was, or something stands where nothing is to stand.
    """
    width = len(layout.headings)

    def row_of(number: int) -> list[str]:
        cells = records[number - 1] if number <= len(records) else []
        return [cell.strip() for cell in [*cells, *[""] * (width - len(cells))]]

    def refuse(number: int, column: int, value: str, was: str) -> InputError:
        heading = layout.headings[column] if column < width else f"第{column + 1}列"
        told = f"是“{shown(value)}”，应是“{was}”" if was else f"多了“{shown(value)}”"
        return InputError(
            f"{path.name} 工作表{layout.sheet} 第{number}行“{heading}”{told}：这里不能改，整张表没有收",
            kind.again,
        )

    for column, (cell, heading) in enumerate(zip(row_of(HEADER), layout.headings, strict=False)):
        if cell != heading:
            raise refuse(HEADER, column, cell, heading)
    above: list[str] = []
    for number in range(HEADER + 1, max(len(records), max(expected, default=0)) + 1):
        cells, was = row_of(number), list(expected.get(number, ()))
        was += [""] * (width - len(was))
        if number > len(
            records
        ):  # nothing stands from here on: what cells share with those above stood there
            cells = [fixed if fixed == over else "" for fixed, over in zip(was, above, strict=True)]
            cells = ["" if cell == OPEN else cell for cell in cells]
        above = was
        for column, cell in enumerate(cells):
            fixed = was[column] if column < width else ""
            if fixed != OPEN and cell != fixed:
                raise refuse(number, column, cell, fixed)
        yield Row(number, tuple(was), tuple(cells))
