"""Workbooks, opened at arm's length: a child process with limits takes them apart."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from guidebook.errors import InputError

_CHILD = Path(__file__).with_name("workbook_child.py")
_MEMORY = 4 << 30
_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A visible sheet, every cell as text.

    Attributes:
        csv: The cells as CSV, a record a spreadsheet row, from row 1 on.
        foreign: Whether another program wrote the CSV: its delimiter isn't known, nor that its quotes are right.
        filled: Cells that hold nothing themselves, but what the one above holds that they are merged with: row and
            column from 0.
    """

    name: str
    csv: str
    foreign: bool = False
    filled: frozenset[tuple[int, int]] = frozenset()


def read_workbook(path: Path, *, memory: int = _MEMORY, seconds: int = _SECONDS) -> list[Worksheet]:
    """The visible sheets of an .xlsx file.

    Args:
        path: The workbook.
        memory: Most bytes of address space the parser may take.
        seconds: Most seconds it may take.

    Raises:
        InputError: The file is damaged, dangerous or too large.
    """
    with tempfile.TemporaryDirectory(prefix="guidebook-") as name:
        folder = Path(name)
        command = [sys.executable, "-I", str(_CHILD), str(path), name, str(memory), str(seconds)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)
            if (
                done.returncode == -signal.SIGKILL
            ):  # somebody did it, or the system for want of memory: not the file
                done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)
        except subprocess.TimeoutExpired as error:
            raise InputError(f"{seconds}秒还没读完这个工作簿", "按月拆成几个文件，或导出为 .csv") from error
        if (folder / "refused.json").exists():
            message, remedy = json.loads((folder / "refused.json").read_text(encoding="utf-8"))
            raise InputError(message, remedy)
        if done.returncode != 0:
            raise InputError(
                "打不开这个工作簿（文件坏了，或者太大）", "在 Excel 里打开，另存为新的 .xlsx，或导出为 .csv"
            )
        return [
            Worksheet(
                sheet,
                (folder / f"{index}.csv").read_bytes().decode("utf-8"),
                filled=frozenset((row, column) for row, column in filled),
            )
            for index, (sheet, filled) in enumerate(
                json.loads((folder / "sheets.json").read_text(encoding="utf-8"))
            )
        ]
