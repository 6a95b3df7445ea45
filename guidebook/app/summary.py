"""What came out of a run, for whoever shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from guidebook.advice.sameness import Sameness
from guidebook.exports.manifest import Counts


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
