"""What came out of a run, for whoever shows it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from guidebook.advice.sameness import Sameness
from guidebook.app.preparing import Prepared
from guidebook.app.request import Request
from guidebook.app.stages import Stages
from guidebook.app.tally import Tally
from guidebook.exports.covers import Roll
from guidebook.exports.lines import Line
from guidebook.exports.manifest import Counts
from guidebook.ledger import Alert
from guidebook.model import Blocks, Severity


@dataclass(frozen=True, slots=True)
class Withheld:
    """A sheet that wasn't made."""

    license_no: str
    shop_name: str
    reason: str
    fault: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """What came out of a run.

    Attributes:
        folder: The month's output folder.
        snapshot: What the sheets were made from.
        counts: Lines and sheets of this run.
        withheld: Whose sheet wasn't made though it's owed, in visit order.
        pdfs: The sheets made or kept, in visit order, below `folder`.
        packs: The route packs written, below `folder`.
        dropped: Lines of an earlier run that no longer hold and were left out of the lists.
        warnings: How many problems of the input stop nothing.
        errors: How many of them are errors all the same: a retailer without a readable licence has no sheet.
        sameness: How like the month's sheets are, those of earlier runs included.
        shops: Names of the shops that `sameness` warns of, by licence.
        alerts: Of how many shops managers are told something that no sheet says.
        seconds: Wall seconds of the whole run.
        stages: Wall seconds by step, as the manifest has them.
        crash_log: Where the traces of the program's own failures are; None if there were none.
    """

    folder: Path
    snapshot: str
    counts: Counts
    withheld: tuple[Withheld, ...]
    pdfs: tuple[str, ...]
    packs: tuple[str, ...]
    dropped: int
    warnings: int
    errors: int
    sameness: Sameness
    shops: Mapping[str, str]
    alerts: int
    seconds: float
    stages: Mapping[str, float]
    crash_log: Path | None

    @property
    def exit_code(self) -> int:
        """0 all made, 1 the program failed somewhere, 3 sheets withheld or errors in the input (design.md)."""
        if any(sheet.fault for sheet in self.withheld):
            return 1
        return 3 if self.withheld or self.errors else 0

    @property
    def strict_exit_code(self) -> int:
        """The same, but sheets too much alike count as withheld ones do (domain.md §3.5)."""
        return self.exit_code or (3 if self.sameness.breached else 0)

    @property
    def rate(self) -> float | None:
        """Sheets made a second, from measuring to printing; None if none was."""
        printed = self.counts.made - self.counts.resumed
        seconds = sum(self.stages[stage] for stage in ("measure", "advise", "render"))
        return printed / seconds if printed and seconds > 0 else None


@dataclass(frozen=True, slots=True)
class Listed:
    """What the month's lists say, of this run and of earlier ones.

    Attributes:
        lines: All lines, in visit order.
        dropped: How many lines of an earlier run no longer hold.
        closed: Licences that aren't owed a sheet.
        sameness: How like the month's sheets are.
        alerts: What only managers are told.
        roll: Who is who.
        packs: The route packs written, below the month's folder.
    """

    lines: Sequence[Line]
    dropped: int
    closed: Collection[str]
    sameness: Sameness
    alerts: Sequence[Alert]
    roll: Roll
    packs: Sequence[str]


def summary_of(
    request: Request,
    prepared: Prepared,
    members: Collection[str],
    listed: Listed,
    tally: Tally,
    stages: Stages,
    seconds: float,
) -> Summary:
    """What came out of a run whose lists are written.

    Args:
        request: What was asked for.
        prepared: What the sheets were made from.
        members: Licences that the run was about.
        listed: What the lists say.
        tally: What the run counted.
        stages: What it spent on each step.
        seconds: What it spent in all.
    """
    own = [line for line in listed.lines if line.license_no in members]
    concerned = set(listed.sameness.breaches)
    passed = [problem for problem in prepared.problems if problem.blocks is Blocks.NOTHING]
    return Summary(
        folder=request.month_folder,
        snapshot=prepared.snapshot.id,
        counts=tally.counts(own, listed.closed),
        withheld=tuple(
            Withheld(line.license_no, line.shop_name, line.withheld, line.license_no in tally.faults)
            for line in own
            if line.withheld and line.license_no not in listed.closed
        ),
        pdfs=tuple(line.pdf for line in own if line.pdf),
        packs=tuple(listed.packs),
        dropped=listed.dropped,
        warnings=len(passed),
        errors=sum(problem.severity is Severity.ERROR for problem in passed),
        sameness=listed.sameness,
        shops={line.license_no: line.shop_name for line in listed.lines if line.license_no in concerned},
        alerts=sum(bool(alerts) for alerts in tally.alerts.values()),
        seconds=seconds,
        stages=stages.seconds,
        crash_log=tally.write_crash_log(request.output),
    )
