"""What tests ask of a list."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from guidebook.exports.csvfile import Cell, write_csv
from guidebook.exports.records import Record


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a csv file by heading."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(
    path: Path,
    headings: Sequence[str],
    rows: Callable[[Record], Iterator[tuple[Cell, ...]]],
    records: Iterable[Record],
) -> int:
    """A list of what each record adds to it; how many rows it has."""
    return write_csv(path, headings, (row for record in records for row in rows(record)))
