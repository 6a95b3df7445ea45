"""Sheets, all the way: what they say is drafted for a group of them, and each is printed and made ready for the lists.

Everything that is done for retailers is done here, in a worker or in the run's own process; what comes back is small
and ready to be kept.  Whatever goes wrong withholds one sheet only.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from guidebook.advice import Adviser
from guidebook.advice.likeness import Mask
from guidebook.advice.sameness import Twin
from guidebook.batch.drafting import Clock, Draft, Drafter, Job, Lost, Spent
from guidebook.batch.filing import Filer, goods_of, names_of
from guidebook.batch.maker import MadeSheet, SheetMaker, withheld
from guidebook.exports.lines import Filed
from guidebook.exports.manifest import file_digest
from guidebook.exports.records import settled
from guidebook.ledger import FIRST, Entry, Memory, Version
from guidebook.measures import Workshop
from guidebook.model import Month, Outcome
from guidebook.model.record import record

if TYPE_CHECKING:
    from guidebook.config import Config
    from guidebook.snapshot import Snapshot


@record(frozen=True, slots=True)
class Finished:
    """What became of a retailer's sheet, and all that is kept of it.

    Attributes:
        made: The sheet's file.
        filed: Its record; None if nothing was composed.
        key: Hash of everything that decides the PDF; empty if nothing was composed.
        memory: What it tells its owner; None if it wasn't made now.
        version: Which version it is.
        kept: Whether it is there from an earlier run.
        alerts: What only managers are told.
        twin: The shop beside itself in the other market.
        trouble: Traces of failures that didn't withhold the sheet.
    """

    made: MadeSheet
    filed: Filed | None = None
    key: str = ""
    memory: Memory | None = None
    version: Version = FIRST
    kept: bool = False
    alerts: tuple[tuple[str, str], ...] = ()
    twin: Twin | None = None
    trouble: str = ""
    spent: Spent = Spent()


class Desk:
    """Where sheets are made, one after the other, from one snapshot.

    Args:
        snapshot: What everything comes from.
        month: The sheets' month.
        as_of: The day they are made for.
        config: The company's settings.
        folder: The month's output folder.
        plates: Where the press keeps its plates.
        adviser: Rules and wordings by these settings; None builds them.

    Attributes:
        press: Prints sheets, and covers of packs.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        month: Month,
        as_of: date,
        config: Config,
        folder: Path,
        plates: Path,
        adviser: Adviser | None = None,
    ) -> None:
        began = time.perf_counter()
        names = names_of(snapshot)
        adviser, mask = adviser or Adviser(config), Mask(names)
        self._folder = folder
        self._filer = Filer(snapshot, month, adviser.rules, mask)
        self._maker = SheetMaker(folder, names, plates)
        begun = time.perf_counter()
        workshop = Workshop(snapshot, month, as_of, config)
        self._drafter = Drafter(workshop, goods_of(snapshot), config, adviser, mask, self._filer)
        self.press = self._maker.press
        self._setup = Spent(measure=time.perf_counter() - begun, render=begun - began)

    def make(self, jobs: Sequence[Job]) -> Iterator[Finished]:
        """Make retailers' sheets, in their order.

        Raises:
            UsageError: Nothing can be written here: the run is over.
        """
        clocks = [Clock(Spent()) for _ in jobs]
        if clocks:
            clocks[0], self._setup = Clock(self._setup), Spent()
        for draft in self._drafter.drafts(list(zip(jobs, clocks, strict=True))):
            draft.clock.go_on()
            yield _lost(draft) if isinstance(draft, Lost) else self._finished(draft)

    def _finished(self, draft: Draft) -> Finished:
        job, sheet = draft.job, draft.sheet
        kept = job.clash is None and self._is_there(job.earlier, draft.key)
        if job.clash is not None:
            made = withheld(sheet, job.clash)
        elif kept and job.earlier is not None:
            there = job.earlier
            made = MadeSheet(Outcome(job.license_no, there.pdf, there.sha256, there.pages), there.size)
        else:
            made = self._maker.make(sheet)
        draft.clock.lap("render")
        filed = self._filer.file(settled(draft.record, made.outcome), draft.seen)
        told = made.outcome.pdf is not None and not kept
        draft.clock.lap("write")
        return Finished(
            made=made,
            filed=filed,
            key=draft.key,
            memory=draft.memory if told else None,
            version=draft.version,
            kept=kept,
            alerts=draft.alerts,
            twin=draft.twin,
            trouble=draft.trouble,
            spent=draft.clock.spent(),
        )

    def _is_there(self, earlier: Entry | None, key: str) -> bool:
        """Whether the sheet was made from just this, and lies there byte for byte."""
        if earlier is None or earlier.key != key:
            return False
        path = self._folder / earlier.pdf
        return path.is_file() and path.stat().st_size == earlier.size and file_digest(path) == earlier.sha256


def _lost(lost: Lost) -> Finished:
    outcome = Outcome(lost.job.license_no, None, None, withheld=lost.reason, fault=lost.fault)
    return Finished(MadeSheet(outcome, trace=lost.trace), alerts=lost.alerts, spent=lost.clock.spent())
