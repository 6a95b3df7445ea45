"""One retailer's sheet, all the way: measured, advised, composed, recorded, printed, and made ready for the lists.

Everything that is done for one retailer after the other is done here, in a worker or in the run's own process; what
comes back is small and ready to be kept.  Whatever goes wrong withholds this sheet only.
"""

from __future__ import annotations

import hashlib
import time
import traceback
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from guidebook.advice import Adviser
from guidebook.advice.likeness import Mask
from guidebook.advice.revising import Reviser
from guidebook.advice.sameness import Boxes, Twin, twin
from guidebook.batch.filing import CARE, Filer, goods_of, joined, names_of
from guidebook.batch.maker import MadeSheet, SheetMaker, withheld
from guidebook.errors import SheetWithheld, UsageError
from guidebook.exports.lines import Filed
from guidebook.exports.manifest import file_digest, making
from guidebook.exports.records import settled, sheet_record
from guidebook.exports.reviewed import printed_words, review_record
from guidebook.ledger import FIRST, Entry, Figures, Memory, Said, Version
from guidebook.measures import Workshop
from guidebook.model import (
    Advice,
    Box,
    MarketType,
    Month,
    Outcome,
    Profile,
    Reviewed,
    Revision,
    Sheet,
)
from guidebook.model.record import record
from guidebook.sheet import compose, content_hash, corrected, origin

if TYPE_CHECKING:
    from guidebook.config import Config
    from guidebook.snapshot import Snapshot

_OTHER = {MarketType.URBAN: MarketType.RURAL, MarketType.RURAL: MarketType.URBAN}


@record(frozen=True, slots=True)
class Job:
    """What the desk must know beyond the snapshot to make a retailer's sheet.

    Attributes:
        earlier: What an earlier run made; the sheet is kept if it is just that.  None makes it anew.
        last: What last month's sheet said in the boxes that are compared; None where there was none.
        clash: Why it can't be printed whatever it says; None if it can.
        with_twin: Whether it is compared with itself in the other market.
        version: The latest version of the retailer's sheet; this one is the same, or the next.
        reason: Why sheets are corrected, if somebody said so.
        revisions: What its manager changed of the sheet's sentences.
    """

    license_no: str
    earlier: Entry | None = None
    last: str | None = None
    clash: str | None = None
    with_twin: bool = False
    version: Version = FIRST
    reason: str | None = None
    revisions: tuple[Revision, ...] = ()


@record(frozen=True, slots=True)
class Spent:
    """Seconds of a sheet's steps."""

    measure: float = 0.0
    advise: float = 0.0
    render: float = 0.0
    write: float = 0.0


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
        self._config = config
        self._folder = folder
        self._adviser = adviser or Adviser(config)
        self._mask = Mask(names)
        self._filer = Filer(snapshot, month, self._adviser.rules, self._mask)
        self._goods = goods_of(snapshot)
        self._maker = SheetMaker(folder, names, plates)
        begun = time.perf_counter()
        self._workshop = Workshop(snapshot, month, as_of, config)
        self._owed = frozenset(self._workshop.licenses)
        self.press = self._maker.press
        self._setup = Spent(measure=time.perf_counter() - begun, render=begun - began)

    @cached_property
    def _reviser(self) -> Reviser:
        """Checks and makes managers' changes; most runs need none."""
        return Reviser(self._config.sheet, self._adviser.rules, self._goods)

    def make(self, job: Job) -> Finished:
        """Make one retailer's sheet.

        Raises:
            UsageError: Nothing can be written here: the run is over.
        """
        clock = _Clock(self._setup)
        self._setup = Spent()
        finished = self._make(job, clock)
        return replace(finished, spent=clock.spent())

    def _make(self, job: Job, clock: _Clock) -> Finished:
        license_no = job.license_no
        alerts: tuple[tuple[str, str], ...] = ()
        if license_no not in self._owed:
            return _lost(license_no, "没有算出这一户的账")
        try:
            profile = self._workshop.profile(license_no)
            clock.lap("measure")
            advice = self._adviser.advise(profile)
            alerts = advice.alerts
            said = compose(profile, advice, self._config)
            content = says = content_hash(said)
            reviewed = None
            if job.revisions:
                reviewed = revised(profile, advice, said, self._reviser, job.revisions)
                said = compose(profile, reviewed.advice, self._config)
                says = content_hash(said)
            version = job.version.followed_by(says, job.reason)
            sheet = corrected(said, version.number, version.reason)
            record = sheet_record(profile, reviewed.advice if reviewed else advice, sheet)
            record |= review_record(content, reviewed)
            key = _key(says, sheet)
        except UsageError:
            raise
        except SheetWithheld as reason:
            outcome = Outcome(license_no, None, None, withheld=str(reason))
            return Finished(MadeSheet(outcome), alerts=alerts)
        except Exception as error:
            lost = _lost(license_no, f"程序出错（{error!r}）", traceback.format_exc())
            return replace(lost, alerts=alerts)
        beside, trouble = self._beside_twin(profile, advice) if job.with_twin else (None, "")
        clock.lap("advise")
        kept = job.clash is None and self._is_there(job.earlier, key)
        if job.clash is not None:
            made = withheld(sheet, job.clash)
        elif kept and job.earlier is not None:
            there = job.earlier
            made = MadeSheet(Outcome(license_no, there.pdf, there.sha256, there.pages), there.size)
        else:
            made = self._maker.make(sheet)
        clock.lap("render")
        filed = self._filer.file(settled(record, made.outcome), job.last)
        told = made.outcome.pdf is not None and not kept
        clock.lap("write")
        return Finished(
            made=made,
            filed=filed,
            key=key,
            memory=memory_of(profile, sheet) if told else None,
            version=version,
            kept=kept,
            alerts=alerts,
            twin=beside,
            trouble=trouble,
        )

    def _is_there(self, earlier: Entry | None, key: str) -> bool:
        """Whether the sheet was made from just this, and lies there byte for byte."""
        if earlier is None or earlier.key != key:
            return False
        path = self._folder / earlier.pdf
        return path.is_file() and path.stat().st_size == earlier.size and file_digest(path) == earlier.sha256

    def _beside_twin(self, profile: Profile, advice: Advice) -> tuple[Twin | None, str]:
        """Compare the shop with itself in the other market; that this fails is no reason to withhold its sheet."""
        try:
            return twin_of(profile, advice, self._adviser, self._mask), ""
        except Exception:
            return None, f"{profile.retailer.license_no} 城乡对照\n{traceback.format_exc()}\n"


class _Clock:
    """Counts the steps of one sheet."""

    def __init__(self, before: Spent) -> None:
        self._spent = {
            "measure": before.measure,
            "advise": before.advise,
            "render": before.render,
            "write": before.write,
        }
        self._since = time.perf_counter()

    def lap(self, step: str) -> None:
        """What passed since the last lap was spent on this step."""
        now = time.perf_counter()
        self._spent[step] += now - self._since
        self._since = now

    def spent(self) -> Spent:
        """The steps so far; what wasn't counted yet is advice that came to nothing."""
        self.lap("advise")
        return Spent(**self._spent)


def revised(
    profile: Profile, advice: Advice, said: Sheet, reviser: Reviser, revisions: Sequence[Revision]
) -> Reviewed:
    """Change a sheet's sentences as its manager did.

    Args:
        profile: Whose sheet it is.
        advice: As the rules gave it.
        said: What the sheet would say without changes: what may be mentioned.
        reviser: Holds the changes against it.
        revisions: The changes.
    """
    return reviser.apply(advice, list(printed_words(sheet_record(profile, advice, said))), revisions)


def twin_of(profile: Profile, advice: Advice, adviser: Adviser, mask: Mask) -> Twin | None:
    """A shop beside itself in the other market; None where its market isn't known, or it gets a care sheet."""
    retailer = profile.retailer
    if retailer.market_type is None:
        return None
    moved = replace(profile, retailer=replace(retailer, market_type=_OTHER[retailer.market_type]))
    here, there = _boxes(profile, advice), _boxes(moved, adviser.advise(moved))
    return None if here.care else twin(retailer.license_no, mask, here, there)


def memory_of(profile: Profile, sheet: Sheet) -> Memory:
    """What the ledger keeps of a sheet: the figures and the sentences that it prints."""
    this = profile.account.this
    boxes = {
        Box.EVALUATION: sheet.evaluation,
        Box.NEXT_MONTH: sheet.next_month,
        Box.FOLLOW_UP: sheet.follow_up,
    }
    return Memory(
        Figures(this.sticks, this.amount, this.profit),
        tuple(
            Said(
                box=box,
                rule=sentence.rule,
                sku_code=sentence.sku_code,
                bought_code=sentence.bought_code,
                cartons=sentence.cartons,
                case=sentence.case,
                text=sentence.text,
            )
            for box, said in boxes.items()
            for sentence in said
        ),
    )


def _lost(license_no: str, reason: str, trace: str = "") -> Finished:
    outcome = Outcome(license_no, None, None, withheld=reason, fault=True)
    return Finished(MadeSheet(outcome, trace=trace))


def _boxes(profile: Profile, advice: Advice) -> Boxes:
    sentences = (*advice.evaluation, *advice.next_month)
    return Boxes(
        license_no=profile.retailer.license_no,
        route_id=profile.retailer.visit.route_id if profile.retailer.visit else None,
        text=joined(sentence.text for sentence in sentences),
        rules=frozenset(sentence.rule for sentence in advice.next_month),
        said=tuple((sentence.rule, sentence.sku_code) for sentence in sentences),
        care=any(sentence.rule == CARE for sentence in sentences),
    )


def _key(says: str, sheet: Sheet) -> str:
    """Hash of everything that decides the PDF: content, origin, and by which program, templates and fonts.

    Args:
        says: The hash of the sheet's content.
        sheet: The sheet.
    """
    decided_by = making(), says, origin(sheet)
    return hashlib.sha256(msgspec.msgpack.encode(decided_by)).hexdigest()
