"""What sheets say, before they are printed: measured, advised, composed and recorded, step by step for a group of them.

What a step needs stays in the processor's cache while it is done for one shop after the other: for a group that takes a
sixth less time than all steps for each shop.
"""

from __future__ import annotations

import hashlib
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import msgspec

from guidebook.advice import Adviser
from guidebook.advice.likeness import Mask
from guidebook.advice.revising import Reviser
from guidebook.advice.sameness import Boxes, Seen, Twin, twin
from guidebook.batch.filing import CARE, Filer, joined
from guidebook.errors import SheetWithheld, UsageError
from guidebook.exports.manifest import making
from guidebook.exports.records import Record, sheet_record
from guidebook.exports.reviewed import printed_words, review_record
from guidebook.ledger import FIRST, Entry, Figures, Memory, Said, Version
from guidebook.measures import Workshop
from guidebook.model import Advice, Box, MarketType, Profile, Reviewed, Revision, Sheet
from guidebook.model.record import record
from guidebook.sheet import compose, content_hash, corrected, origin

if TYPE_CHECKING:
    from guidebook.config import Config

Given = TypeVar("Given", bound="_Begun")
Found = TypeVar("Found")

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
class Lost:
    """A sheet of which nothing is to be printed, and why.

    Attributes:
        fault: Whether the program failed; `trace` tells where.
        alerts: What only managers are told.
    """

    job: Job
    clock: Clock
    reason: str
    fault: bool = True
    trace: str = ""
    alerts: tuple[tuple[str, str], ...] = ()


@record(frozen=True, slots=True)
class Draft:
    """A sheet as it is to be printed.

    Attributes:
        record: All that it prints, as far as that is known before.
        key: Hash of everything that decides the PDF.
        memory: What it tells its owner.
        seen: What is compared with other sheets.
        version: Which version it is.
        alerts: What only managers are told.
        twin: The shop beside itself in the other market.
        trouble: Traces of failures that are no reason to withhold it.
    """

    job: Job
    clock: Clock
    sheet: Sheet
    record: Record
    key: str
    memory: Memory
    seen: Seen
    version: Version
    alerts: tuple[tuple[str, str], ...]
    twin: Twin | None
    trouble: str


@record(frozen=True, slots=True)
class _Begun:
    """A sheet to be made."""

    job: Job
    clock: Clock

    @property
    def alerts(self) -> tuple[tuple[str, str], ...]:
        """What only managers are told, as far as it is known."""
        return ()


@record(frozen=True, slots=True)
class _Measured(_Begun):
    """Its shop's month is measured."""

    profile: Profile


@record(frozen=True, slots=True)
class _Advised(_Measured):
    """And it is known what to say."""

    advice: Advice

    @property
    def alerts(self) -> tuple[tuple[str, str], ...]:
        """What only managers are told."""
        return self.advice.alerts


class Drafter:
    """Finds out what sheets say.

    Args:
        workshop: Measures shops.
        goods: Products by their names.
        config: The company's settings.
        adviser: Rules and wordings by these settings.
        mask: Takes names, dates and numbers out of what is compared.
        filer: Looks at what is compared.
    """

    def __init__(
        self,
        workshop: Workshop,
        goods: Mapping[str, frozenset[str]],
        config: Config,
        adviser: Adviser,
        mask: Mask,
        filer: Filer,
    ) -> None:
        self._workshop = workshop
        self._goods = goods
        self._config = config
        self._adviser = adviser
        self._mask = mask
        self._filer = filer
        self._owed = frozenset(workshop.licenses)

    @cached_property
    def _reviser(self) -> Reviser:
        """Checks and makes managers' changes; most runs need none."""
        return Reviser(self._config.sheet, self._adviser.rules, self._goods)

    def drafts(self, jobs: Sequence[tuple[Job, Clock]]) -> list[Draft | Lost]:
        """What these sheets say; one that fails is lost, and no other.

        Raises:
            UsageError: Nothing can be written here: the run is over.
        """
        begun = [self._begun(*job) for job in jobs]
        measured = [_tried(self._measure, each, "measure") for each in begun]
        advised = [_tried(self._advise, each, "advise") for each in measured]
        return [_tried(self._draft, each, "advise") for each in advised]

    def _begun(self, job: Job, clock: Clock) -> _Begun | Lost:
        if job.license_no not in self._owed:
            return Lost(job, clock, "没有算出这一户的账")
        return _Begun(job, clock)

    def _measure(self, given: _Begun) -> _Measured:
        return _Measured(given.job, given.clock, self._workshop.profile(given.job.license_no))

    def _advise(self, given: _Measured) -> _Advised:
        return _Advised(given.job, given.clock, given.profile, self._adviser.advise(given.profile))

    def _draft(self, given: _Advised) -> Draft:
        job, profile, advice = given.job, given.profile, given.advice
        said = compose(profile, advice, self._config)
        content = says = content_hash(said)
        reviewed = None
        if job.revisions:
            reviewed = revised(profile, advice, said, self._reviser, job.revisions)
            said = compose(profile, reviewed.advice, self._config)
            says = content_hash(said)
        version = job.version.followed_by(says, job.reason)
        sheet = corrected(said, version.number, version.reason)
        printed = sheet_record(profile, reviewed.advice if reviewed else advice, sheet)
        printed |= review_record(content, reviewed)
        beside, trouble = self._beside_twin(profile, advice) if job.with_twin else (None, "")
        return Draft(
            job=job,
            clock=given.clock,
            sheet=sheet,
            record=printed,
            key=_key(says, sheet),
            memory=memory_of(profile, sheet),
            seen=self._filer.look(printed, job.last),
            version=version,
            alerts=advice.alerts,
            twin=beside,
            trouble=trouble,
        )

    def _beside_twin(self, profile: Profile, advice: Advice) -> tuple[Twin | None, str]:
        """Compare the shop with itself in the other market; that this fails is no reason to withhold its sheet."""
        try:
            return twin_of(profile, advice, self._adviser, self._mask), ""
        except Exception:
            return None, f"{profile.retailer.license_no} 城乡对照\n{traceback.format_exc()}\n"


def _tried(step: Callable[[Given], Found], given: Given | Lost, lap: str) -> Found | Lost:
    """What a step finds of a sheet that isn't lost yet.

    Raises:
        UsageError: Nothing can be written here: the run is over.
    """
    if isinstance(given, Lost):
        return given
    given.clock.go_on()
    try:
        return step(given)
    except UsageError:
        raise
    except SheetWithheld as reason:
        return Lost(given.job, given.clock, str(reason), fault=False, alerts=given.alerts)
    except Exception as error:
        fault = f"程序出错（{error!r}）"
        return Lost(given.job, given.clock, fault, trace=traceback.format_exc(), alerts=given.alerts)
    finally:
        given.clock.lap(lap)


class Clock:
    """Counts the steps of one sheet, which has its turns among others."""

    def __init__(self, before: Spent) -> None:
        self._spent = {
            "measure": before.measure,
            "advise": before.advise,
            "render": before.render,
            "write": before.write,
        }
        self._since = time.perf_counter()

    def go_on(self) -> None:
        """The sheet's turn begins: what passed since the last lap was spent on others."""
        self._since = time.perf_counter()

    def lap(self, step: str) -> None:
        """What passed since the last lap was spent on this step."""
        now = time.perf_counter()
        self._spent[step] += now - self._since
        self._since = now

    def spent(self) -> Spent:
        """The steps so far."""
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
