"""Generated exports of an invented county, as real marketing systems write them.

Products and prices are real (see data/README.md), everything else is invented: shops, owners, sales, policy.
The same seed gives the same bytes.  The files need no configuration: their names and headings are those of
domain.md §5.

    casting ─┬→ population ─┬→ baskets → policy, demand → stock ─→ county ─→ one module a table → exports
    catalogue┘   timeline ──┘
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """What was written.

    Args:
        directory: Where the files are.
        month: The month the exports are made for.
        rows: Data rows of each file, by its name.
    """

    directory: Path
    month: str
    rows: Mapping[str, int]


def write_exports(
    directory: Path,
    *,
    retailers: int,
    seed: int,
    month: str = "2026-10",
    file_format: Literal["csv", "xlsx", "mixed"] = "mixed",
    on_progress: Callable[[str, int, int], None] | None = None,
) -> ExportSummary:
    """Write the exports of an invented county: sixteen months of sales and all other tables.

    The sheets of the last three months can be made from them, one month after the other.

    Args:
        directory: Where the files go; made if missing.
        retailers: How many shops the county has.
        seed: The same seed, retailers and month give the same bytes.
        month: The last month of sales, as in 2026-10.
        file_format: `mixed` writes small tables as workbooks and large ones as CSV.
        on_progress: Called after each file with its name, the number of files written and the number of all.

    Raises:
        UsageError: A value is out of range, or the directory holds exports that would be read together with
            these.
    """
    from guidebook.demo.exports import write_all  # numpy is loaded only when it is needed

    rows = write_all(directory, retailers, seed, month, file_format, on_progress)
    return ExportSummary(directory, month, MappingProxyType(rows))
