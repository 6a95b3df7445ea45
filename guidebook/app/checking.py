"""`check`: what is wrong with the exports, grouped by cause."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from guidebook.app.preparing import check_input
from guidebook.app.request import Request
from guidebook.app.stages import Stages
from guidebook.app.watch import Unwatched, Watch
from guidebook.exports import manifest
from guidebook.exports.checkbook import CHECK, write_check
from guidebook.exports.tables import EXCEPTIONS, write_exceptions
from guidebook.log import logged
from guidebook.model import Blocks, Problem, Severity
from guidebook.storage import sole_use

_PARTICULARS = re.compile(
    r"“[^”]*”|\"[^\"]*\"|「[^」]*」|（[^（）]*/[^（）]*）|[A-Za-z]*[0-9０-９][0-9A-Za-z０-９,.:：/+-]*"
)
_WEIGHT = {Blocks.RUN: 0, Blocks.RETAILER: 1, Blocks.NOTHING: 2}
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Problems of one cause, in the order they were found."""

    problems: tuple[Problem, ...]

    @property
    def first(self) -> Problem:
        """The one that stands for all."""
        return self.problems[0]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What `check` found.

    Attributes:
        rows: Rows that were read, by table.
        groups: Problems by cause: errors first, of these what stops most, then the most frequent.
        refused: Whether nothing can be made from this input.
        withheld: How many retailers' sheets would be withheld.
        exceptions: Where all problems are listed.
        workbook: Where the rows concerned are copied, with their bad cells marked.
    """

    rows: dict[str, int]
    groups: tuple[ProblemGroup, ...]
    refused: bool
    withheld: int
    exceptions: Path
    workbook: Path

    @property
    def exit_code(self) -> int:
        """0 if all sheets can be made from faultless input, else 3 (design.md)."""
        errors = any(group.first.severity is Severity.ERROR for group in self.groups)
        return 3 if self.refused or self.withheld or errors else 0


def check(request: Request, watch: Watch | None = None) -> CheckReport:
    """Read and check the exports; list all problems in exceptions.csv, and mark the bad cells in check.xlsx.

    Raises:
        ConfigError: Settings, rules or wordings are faulty.
        UsageError: There is no such data, or the output folder is busy or can't be written.
    """
    with logged(request.output, "check", **request.told) as log, sole_use(request.output):
        checked = check_input(request, Stages(), watch or Unwatched())
        path = request.month_folder / EXCEPTIONS
        write_exceptions(path, checked.problems)
        manifest.renew(request.month_folder, EXCEPTIONS)
        groups = grouped(checked.problems)
        marked = request.month_folder / CHECK
        write_check(marked, [group.problems for group in groups], checked.folder)
        log.tell(problems=len(checked.problems), refused=checked.refused)
    blocked = {problem.license_no for problem in checked.problems if problem.blocks is Blocks.RETAILER}
    return CheckReport(
        rows={name: len(table) for name, table in checked.tables.items()},
        groups=groups,
        refused=checked.refused,
        withheld=len(blocked - {None}),
        exceptions=path,
        workbook=marked,
    )


def grouped(problems: Iterable[Problem]) -> tuple[ProblemGroup, ...]:
    """Problems by cause: the same kind of fault in the same column, whatever the value and the row."""
    groups: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        cause = _PARTICULARS.sub("…", problem.message)
        key = (problem.severity, problem.blocks, problem.table, problem.column, cause)
        groups.setdefault(key, []).append(problem)
    ordered = sorted(
        groups.values(),
        key=lambda group: (_ORDER[group[0].severity], _WEIGHT[group[0].blocks], -len(group)),
    )
    return tuple(ProblemGroup(tuple(group)) for group in ordered)
