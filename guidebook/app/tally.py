"""What a run counts and remembers of its sheets, beside what it writes of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from guidebook.advice.sameness import Twin
from guidebook.batch.desk import Finished
from guidebook.exports.lines import Line
from guidebook.exports.manifest import Counts
from guidebook.log import keep_trace


class Tally:
    """Of one run's sheets.

    Args:
        licenses: Whose sheets the run is about.
    """

    def __init__(self, licenses: Iterable[str]) -> None:
        self._alerts: dict[str, tuple[tuple[str, str], ...]] = dict.fromkeys(licenses, ())
        self._twins: list[Twin] = []
        self._faults: set[str] = set()
        self._traces: list[str] = []
        self._resumed = 0
        self._fallbacks = 0

    def note(self, finished: Finished) -> None:
        """Take in what became of a retailer's sheet."""
        outcome = finished.made.outcome
        self._alerts[outcome.license_no] = finished.alerts
        self._resumed += finished.kept
        self._fallbacks += finished.made.fallback
        if finished.twin is not None:
            self._twins.append(finished.twin)
        if finished.trouble:
            self._traces.append(finished.trouble)
        if outcome.fault:
            self._faults.add(outcome.license_no)
            self._traces.append(f"{outcome.license_no} {outcome.withheld}\n{finished.made.trace}\n")

    @property
    def alerts(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """What only managers are told, by licence; nothing for a retailer of whom there is nothing to tell."""
        return self._alerts

    @property
    def twins(self) -> list[Twin]:
        """Shops beside themselves in the other market, by licence."""
        return sorted(self._twins, key=lambda pair: pair.license_no)

    @property
    def faults(self) -> Collection[str]:
        """The retailers whose sheets the program failed to make."""
        return self._faults

    def counts(self, lines: Collection[Line], closed: Collection[str]) -> Counts:
        """What these lines come to.

        Args:
            lines: Of this run, or of the whole month.
            closed: Licences that aren't owed a sheet.
        """
        made = sum(line.pdf is not None for line in lines)
        shut = sum(line.license_no in closed for line in lines)
        return Counts(
            retailers=len(lines),
            made=made,
            withheld=len(lines) - made - shut,
            resumed=self._resumed,
            closed=shut,
            fallback=self._fallbacks,
        )

    def write_crash_log(self, output: Path) -> Path | None:
        """Keep the traces of the program's own failures; None if there were none."""
        return keep_trace(output, "\n".join(self._traces)) if self._traces else None
