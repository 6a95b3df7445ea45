"""Problems while they are collected: many equal ones are capped, but none that withholds a retailer is lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from guidebook.model import Blocks, Problem, Severity

MOST_OF_A_KIND = 200
"""How many equal problems are told one by one; beyond them, one a retailer, as each withholds a sheet."""

_VALUE_CHARS = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem in a file's row, and that row's month (None: it has none, or it can't be read).

    Months after the one asked for aren't looked at, so their rows' findings aren't shown.
    """

    problem: Problem
    month: int | None = None


@dataclass(slots=True)
class Findings:
    """Collects the findings of one sheet."""

    table: str
    sheet: str = ""
    found: list[Finding] = field(default_factory=list)

    def add(
        self,
        severity: Severity,
        blocks: Blocks,
        message: str,
        remedy: str = "",
        *,
        row: int | None = None,
        column: str = "",
        value: str = "",
        license_no: str | None = None,
        month: int | None = None,
    ) -> None:
        """Add one problem of this sheet."""
        problem = Problem(
            severity=severity,
            blocks=blocks,
            message=message,
            remedy=remedy,
            table=self.table,
            sheet=self.sheet,
            row=row,
            column=column,
            value=shown(value),
            license_no=license_no,
        )
        self.found.append(Finding(problem, month))


def shown(value: str) -> str:
    """A cell's value as a message shows it: on one line, hidden characters spelt out, not too long."""
    text = "".join(
        character if character.isprintable() else f"\\u{ord(character):04x}" for character in value.strip()
    )
    return text if len(text) <= _VALUE_CHARS else text[: _VALUE_CHARS - 1] + "…"


def told(owners: Sequence[str | None], blocks: Blocks) -> list[int]:
    """Which of a kind's rows are told: the first ones; if each withholds a sheet, the first of each retailer too.

    Args:
        owners: Licence of each row that has the problem; None where unknown.
        blocks: What such a problem stops.
    """
    kept = list(range(min(len(owners), MOST_OF_A_KIND)))
    if blocks is not Blocks.RETAILER:
        return kept
    seen = {owners[index] for index in kept}
    for index in range(len(kept), len(owners)):
        if owners[index] not in seen:
            seen.add(owners[index])
            kept.append(index)
    return kept


def located(found: Iterable[Finding], file: str, last_month: int) -> list[Problem]:
    """The problems of a file's findings, but for those of months after the one asked for."""
    return [
        replace(finding.problem, file=file)
        for finding in found
        if finding.month is None or finding.month <= last_month
    ]
