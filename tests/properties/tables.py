"""Tables read from texts in memory: thousands of examples need no files."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from guidebook.config import Config
from guidebook.model import Problem
from guidebook.reading.files import Files
from guidebook.reading.findings import located
from guidebook.reading.gathering import Gathered, Loaded, gather
from guidebook.reading.headings import TABLES
from guidebook.reading.parts import part_of
from guidebook.reading.sources import Source
from guidebook.reading.workbook import Worksheet
from tests.reading.world import OCTOBER

CONFIG = Config()


class InMemory(Files):
    """One file that holds one sheet of these rows, as a workbook gives them."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        super().__init__()
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        self._sheet = Worksheet(
            "表", text.getvalue().encode("utf-8", "replace").decode()
        )  # no file holds half a pair

    def content(self, source: Source) -> bytes:
        """Not asked for where no parts are kept."""
        return b""

    def sheets(self, source: Source) -> list[Worksheet]:
        """The sheet."""
        return [self._sheet]


def loaded(name: str, rows: Sequence[Sequence[str]], problems: list[Problem]) -> Loaded:
    """A table's rows, the headings first, as the program reads them from a file of the table's name."""
    part = part_of(Path(name), InMemory(rows), TABLES[name], CONFIG, None)
    problems += located(part.findings, f"{name}.xlsx", OCTOBER.number)
    assert part.table is not None, part.findings
    return Loaded(f"{name}.xlsx", part.sheet, part.headings, part.table)


def table(name: str, rows: Sequence[Sequence[str]], problems: list[Problem]) -> Gathered:
    """The same, put together as a table of one file."""
    return gather(name, [loaded(name, rows, problems)], problems)
