"""The main job: a month's sheets, for one retailer, a route, or a city."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import asdict
from functools import partial

from guidebook.advice.likeness import Mask
from guidebook.advice.sameness import Comparison, Sameness, sample
from guidebook.app.lists import MonthLists
from guidebook.app.origin import origin_of
from guidebook.app.population import Member, choose, complete_routes, population
from guidebook.app.preparing import Prepared, prepare
from guidebook.app.reissue import correction_problems, read_reason
from guidebook.app.request import Request
from guidebook.app.revisions import Revisions
from guidebook.app.shelf import Shelf, entry_of
from guidebook.app.stages import Stages
from guidebook.app.summary import Listed, Summary, summary_of
from guidebook.app.tally import Tally
from guidebook.app.watch import Unwatched, Watch
from guidebook.batch.desk import Desk, Finished
from guidebook.batch.drafting import Job
from guidebook.batch.filing import COMPARED, Filer, catalogue_of, joined, names_of
from guidebook.batch.formes import Formes
from guidebook.batch.maker import MadeSheet
from guidebook.batch.packing import PackMaker
from guidebook.batch.printing import Alone, Press, Setting, crew_of, default_workers, warm
from guidebook.exports.compliance import compliance_rows
from guidebook.exports.covers import Covers, Roll
from guidebook.exports.lines import Filed, Line, RecordSpool, Written
from guidebook.exports.manifest import FILE_NAME, file_digest, write_manifest
from guidebook.exports.page import PAGE, Batch, write_page
from guidebook.exports.records import settled
from guidebook.exports.sameness import sameness_problems, sameness_record
from guidebook.filenames import pdf_name, route_folder
from guidebook.ledger import Ledger
from guidebook.log import logged
from guidebook.model import Outcome, Problem
from guidebook.pdf import Press as PDFPress
from guidebook.process import be_frugal, give_back
from guidebook.storage import plates_folder, settle, sole_use, state_folder, sweep

MOST_TWINS = 40
"""How many shops are advised a second time, as if they stood in the other market."""


def make_month(
    request: Request,
    *,
    select: Callable[[Mapping[str, Member]], Mapping[str, Member]] = choose,
    workers: int | None = None,
    fresh: bool = False,
    reason: str | None = None,
    watch: Watch | None = None,
) -> Summary:
    """Make a month's sheets and everything that goes with them.

    Args:
        request: Month, input and output.
        select: Whose sheets are made, of all retailers of the registry.
        workers: How many processes make sheets; None is one a processor, 0 makes them in this process.
        fresh: Make all sheets anew; else those are kept that an earlier run made just so.
        reason: Why sheets are corrected: whatever was made before and differs now was handed out (R107).
        watch: Is told what goes on.

    Raises:
        ConfigError: Settings, rules or wordings are faulty.
        UsageError: There is no such data, route or retailer, or the output folder is busy or can't be written.
        InputError: The data can't be used; exceptions.csv says why.
    """
    began, since = time.perf_counter(), time.time_ns()
    stages, watch = Stages(), watch or Unwatched()
    workers = default_workers() if workers is None else workers
    be_frugal()
    with logged(request.output, "make", **request.told) as log, sole_use(request.output) as lock:
        with stages.spent_on("read"):
            if workers:
                warm()
            sweep(request.output)
            prepared = prepare(request, stages, watch)
        with stages.spent_on("check"):
            registry = population(prepared.snapshot)
            members = select(registry)
            due = _due(members, prepared.blocked)
        if len(due) == 1:
            workers = 0  # a single sheet isn't worth starting a worker for
        with (
            stages.spent_on("write"),
            _press(request, prepared, len(due), workers, lock) as press,
            Ledger.of(request.output, prepared.config.ledger.url) as ledger,
            closing(RecordSpool(state_folder(request.output))) as spool,
        ):
            if workers:
                prepared = prepared.without_trade()  # workers read it for themselves
                give_back()
            origin = origin_of(request, prepared.files, since)
            run = _Run(
                request,
                prepared,
                origin,
                members,
                due,
                workers,
                ledger,
                spool,
                stages,
                watch,
                fresh=fresh,
                reason=reason,
            )
            run.print(press, registry)
            summary = run.finish(press, registry, began)
        log.tell(
            snapshot=summary.snapshot,
            counts=asdict(summary.counts),
            withheld=[sheet.license_no for sheet in summary.withheld],
            exit_code=summary.exit_code,
            manifest_sha256=file_digest(summary.folder / FILE_NAME),
        )
        return summary


def _due(members: Mapping[str, Member], blocked: Collection[str]) -> list[str]:
    """Whose sheets are to be made."""
    return [
        license_no
        for license_no, member in members.items()
        if member.closed is None and license_no not in blocked
    ]


def _press(
    request: Request, prepared: Prepared, sheets: int, workers: int, lock: int
) -> AbstractContextManager[Press]:
    """Who makes so many sheets: workers, who begin to prepare themselves at once, or this process."""
    plates, formes = plates_folder(request.output), Formes(request.output, request.month)
    snapshot, config, folder = prepared.snapshot, prepared.config, request.month_folder
    if not workers:
        desk = partial(Desk, snapshot, request.month, request.day, config, folder, plates, prepared.adviser)
        return nullcontext(Alone(desk, PackMaker(formes, lambda: PDFPress(plates))))
    setting = Setting(
        prepared.snapshots, snapshot.id, request.month, request.day, config, folder, plates, formes
    )
    return crew_of(setting, sheets, workers, lock)


class _Run:
    """One run over the chosen members."""

    def __init__(
        self,
        request: Request,
        prepared: Prepared,
        origin: str | None,
        members: Mapping[str, Member],
        due: Collection[str],
        workers: int,
        ledger: Ledger,
        spool: RecordSpool,
        stages: Stages,
        watch: Watch,
        *,
        fresh: bool,
        reason: str | None,
    ) -> None:
        self._request = request
        self._reason = read_reason(reason, names_of(prepared.snapshot))
        self._prepared = prepared
        self._origin = origin
        self._members = members
        self._stages = stages
        self._watch = watch
        self._lists = MonthLists(request.month_folder, request.day)
        self._ledger = ledger
        self._spool = spool
        with stages.spent_on("check"):
            self._formes = Formes(request.output, request.month)
            self._shelf = Shelf(
                ledger,
                self._formes,
                request.month_folder,
                request.month,
                fresh=fresh,
            )
            self._revisions = Revisions(ledger.revisions(request.month))
            texts = ledger.texts(request.month.plus(-1), COMPARED)
        self._last = {license_no: joined(said) for license_no, said in texts.items()}
        self._due = due
        self._workers = workers
        self._tally = Tally(members)

    def print(self, press: Press, registry: Collection[str]) -> None:
        """Make every sheet that is owed."""
        self._watch.expect(sum(member.closed is None for member in self._members.values()))
        self._lists.begin()
        self._shelf.clear_strangers(registry)
        blocked = self._prepared.blocked
        for license_no, member in self._members.items():
            reason = member.closed or (blocked[license_no].message if license_no in blocked else None)
            if reason is not None:
                self._settle(Finished(MadeSheet(Outcome(license_no, None, None, withheld=reason))))
        self._watch.step("计算")
        try:
            with self._stages.shared_by("measure", "advise", "render", "write") as share:
                for finished in press.sheets(self._jobs()):
                    share(
                        finished.spent.measure,
                        finished.spent.advise,
                        finished.spent.render,
                        finished.spent.write,
                    )
                    with self._stages.spent_on("write"):
                        self._settle_made(finished)
        finally:
            self._shelf.enter()

    def _jobs(self) -> list[Job]:
        """What is to be made; of two sheets with one file name only the first one is."""
        with_twin = sample(self._members, MOST_TWINS)
        names: dict[str, str] = {}
        jobs = []
        for license_no in self._due:
            member = self._members[license_no]
            name = pdf_name(member.route_id, member.visit_seq, license_no, member.shop_name)
            first = names.setdefault(name.casefold(), license_no)
            jobs.append(
                Job(
                    license_no,
                    earlier=self._shelf.earlier(license_no),
                    last=self._last.get(license_no),
                    clash=None if first == license_no else f"文件名与 {first} 的相同：{name}",
                    with_twin=license_no in with_twin,
                    version=self._shelf.version(license_no),
                    reason=self._reason,
                    revisions=self._revisions.of(license_no),
                )
            )
        return jobs

    def _settle_made(self, finished: Finished) -> None:
        outcome = finished.made.outcome
        if finished.memory is not None and outcome.pdf is not None and outcome.sha256 is not None:
            self._shelf.put(
                entry_of(finished, outcome.pdf, outcome.sha256, self._request, self._prepared.snapshot.id),
                finished.memory,
                finished.made.forme,
            )
        self._settle(finished)

    def _settle(self, finished: Finished) -> None:
        """Keep what became of a retailer's sheet; an outdated file of it goes."""
        outcome = finished.made.outcome
        member = self._members[outcome.license_no]
        self._tally.note(finished)
        if finished.filed is None:
            bare = member.bare_record(self._request.month, self._prepared.snapshot.id)
            self._spool.add(Filed.bare(settled(bare, outcome)))
        else:
            self._spool.add(finished.filed)
        self._shelf.clear_outdated(outcome)
        if member.closed is None:
            self._watch.settled(outcome, resumed=finished.kept)

    def _filer(self) -> Filer:
        """Makes lines of earlier runs ready again."""
        prepared = self._prepared
        mask = Mask(names_of(prepared.snapshot))
        return Filer(prepared.snapshot, self._request.month, prepared.adviser.rules, mask)

    def finish(self, press: Press, registry: Mapping[str, Member], began: float) -> Summary:
        """Write the month's lists, packs and manifest."""
        self._watch.step("写名单和线路合订本")
        listed = self._list(press, registry)
        self._seal(listed)
        return summary_of(
            self._request,
            self._prepared,
            self._members,
            listed,
            self._tally,
            self._stages,
            time.perf_counter() - began,
        )

    def _list(self, press: Press, registry: Mapping[str, Member]) -> Listed:
        """Write the lists, and the packs and workbooks that follow them."""
        request, snapshot = self._request, self._prepared.snapshot
        dropped = self._lists.adopt(
            self._spool, snapshot.id, registry, self._filer, self._last, self._revisions
        )
        lines = self._spool.lines
        closed = {license_no for license_no, member in registry.items() if member.closed}
        roll = Roll.of(snapshot)
        packs = self._lists.packs(
            lines,
            touched=self._shelf.emptied
            | {route_folder(member.route_id) for member in self._members.values() if member.route_id},
            complete=complete_routes(registry, lines),
            covers=Covers(roll, request.month, request.day, self._prepared.config.bands),
        )
        with press.papers(packs):  # meanwhile the lists are written
            filed = self._lists.write_lines(self._spool)
            sameness = self._compare(filed)
            self._ledger.alert(request.month, snapshot.id, self._tally.alerts)
            alerts = self._ledger.alerts(request.month, snapshot.id)
            compliance = compliance_rows(snapshot, roll, request.month, request.day)
            self._lists.write_tables(lines, self._problems(lines, sameness), closed, alerts, compliance)
        with press.papers(self._lists.books(filed, packs)):
            made = [pack.path.relative_to(request.month_folder).as_posix() for pack in packs]
        return Listed(lines, dropped, closed, sameness, alerts, roll, made)

    def _compare(self, filed: Iterable[Written]) -> Sameness:
        """How like the month's sheets are."""
        comparison = Comparison()
        for each in filed:
            if each.seen is not None:
                comparison.add(each.seen)
        return comparison.result(self._tally.twins)

    def _problems(self, lines: Collection[Line], sameness: Sameness) -> Iterator[Problem]:
        """What is wrong with input or sheets."""
        prepared = self._prepared
        yield from prepared.problems
        yield from correction_problems(
            self._ledger.corrections(self._request.month),
            {line.license_no for line in lines if line.pdf},
            prepared.config.wares,
        )
        yield from self._revisions.problems(lines)
        yield from sameness_problems(sameness, catalogue_of(prepared.snapshot))

    def _seal(self, listed: Listed) -> None:
        """Write the month's page, and the manifest, which says that the month is whole."""
        request, snapshot = self._request, self._prepared.snapshot
        counts = self._tally.counts(listed.lines, listed.closed)
        files = self._lists.files(listed.lines)
        batch = Batch(request.month, request.day, listed.roll, counts, listed.sameness)
        files[PAGE] = write_page(request.month_folder, batch, listed.lines, listed.alerts, files)
        self._formes.note(snapshot.id, self._origin)
        settle()  # a month with a manifest is on the disk as a whole
        write_manifest(
            request.month_folder / FILE_NAME,
            month=request.month,
            snapshot=snapshot.id,
            counts=counts,
            stages=self._stages.seconds,
            workers=self._workers,
            sameness=sameness_record(listed.sameness),
            files=files,
        )
