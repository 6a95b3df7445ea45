"""Exports read back without guidebook: by csv, gzip and openpyxl alone."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import openpyxl

Row = dict[str, Any]
"""Heading → text, or what a workbook's cell holds; dates as text."""


def cells_of(path: Path) -> list[list[Any]]:
    """All rows of a file, as they stand in it."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path, read_only=True)
        rows = [[_plain(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
        book.close()
        return rows
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    encoding = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "gb18030"
    return list(csv.reader(data.decode(encoding).splitlines()))


def _plain(cell: object) -> object:
    return cell.date().isoformat() if isinstance(cell, datetime) else "" if cell is None else cell


@cache
def rows_of(path: Path) -> list[Row]:
    """The data rows of a file, without what stands above the headings and the 合计 row."""
    rows = cells_of(path)
    top = next(n for n, row in enumerate(rows) if sum(bool(cell) for cell in row) >= 3)
    return [dict(zip(rows[top], row, strict=True)) for row in rows[top + 1 :] if row[0] != "合计"]


@dataclass(frozen=True)
class Exports:
    directory: Path
    retailers: int

    def table(self, name: str) -> list[Row]:
        """The rows of all files whose names begin so."""
        return list(self._rows(name))

    def _rows(self, name: str) -> Iterator[Row]:
        for path in sorted(self.directory.glob(f"{name}*")):
            yield from rows_of(path)

    @cached_property
    def shops(self) -> dict[str, Row]:
        return {row["许可证号"]: row for row in self.table("零售户")}

    @cached_property
    def sales(self) -> list[Row]:
        return self.table("销售")


def grade(label: str) -> int:
    """17档 → 17."""
    return int(label.removesuffix("档"))
