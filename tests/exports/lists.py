"""What tests ask of a list."""

import csv
from pathlib import Path


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a csv file by heading."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
