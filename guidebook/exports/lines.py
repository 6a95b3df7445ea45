"""`sheets.jsonl`: written in visit order, read line by line; never all of it in memory."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from guidebook.exports.records import Record
from guidebook.storage import whole_file, writing

FILE_NAME = "sheets.jsonl"

Place = tuple[bool, str, int, str]
"""Sorts retailers by route, then in visit order, then by licence; those without a route come last."""


def place_of(record: Record) -> Place:
    """Where a record stands among the others (F36)."""
    route_id, visit_seq = record["route_id"], record["visit_seq"]
    return route_id is None, route_id or "", visit_seq or 0, record["license_no"]


def read_lines(path: Path) -> Iterator[Record]:
    """The records of a file in its order; nothing if there is no file."""
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


class RecordSpool:
    """The lines of a run, taken in any order and kept on disk until the last one is known.

    Args:
        folder: Where they are kept, in a file without a name.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with writing(folder):
            self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 (closed by close)
        self._spans: dict[str, tuple[Place, int, int]] = {}

    def __contains__(self, license_no: str) -> bool:
        """Whether the retailer's line is there."""
        return license_no in self._spans

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self._spans)

    def add(self, record: Record) -> None:
        """Take a retailer's line; a second one replaces the first."""
        line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        with writing(self._folder):
            start = self._file.seek(0, 2)
            self._file.write(line)
        self._spans[record["license_no"]] = (place_of(record), start, len(line))

    def adopt(self, path: Path, wanted: Callable[[Record], Any]) -> None:
        """Take over lines of an earlier run for retailers that this one didn't look at.

        Args:
            path: The earlier `sheets.jsonl`; may be absent.
            wanted: Tells of such a line whether it still holds.
        """
        for record in read_lines(path):
            if record["license_no"] not in self and wanted(record):
                self.add(record)

    def write(self, path: Path) -> None:
        """Write all lines in visit order."""
        with whole_file(path) as file:
            for _, start, length in sorted(self._spans.values()):
                self._file.seek(start)
                file.write(self._file.read(length))

    def close(self) -> None:
        """Give the disk space back."""
        self._file.close()
