"""The main job: a month's sheets, for one retailer, a route, or a city."""

from __future__ import annotations

import hashlib
import time
import traceback
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from guidebook.app.comparing import Likeness
from guidebook.app.lists import Line, MonthLists
from guidebook.app.memory import memory_of
from guidebook.app.population import Member, choose, population
from guidebook.app.preparing import Prepared, Request, prepare
from guidebook.app.shelf import Shelf
from guidebook.app.stages import Stages
from guidebook.app.summary import Summary, Withheld
from guidebook.app.watch import Unwatched, Watch
from guidebook.batch.maker import MadeSheet, withheld
from guidebook.batch.printing import default_workers, print_sheets
from guidebook.errors import SheetWithheld, UsageError
from guidebook.exports.lines import RecordSpool
from guidebook.exports.manifest import FILE_NAME, Counts, making, write_manifest
from guidebook.exports.records import Record, settled, sheet_record
from guidebook.exports.sameness import sameness_problems, sameness_record
from guidebook.filenames import route_folder
from guidebook.ledger import Entry, Ledger, Memory
from guidebook.measures import measure
from guidebook.model import Advice, Blocks, Outcome, Profile, Severity, Sheet
from guidebook.sheet import compose
from guidebook.snapshot import Snapshot
from guidebook.storage import sole_use, state_folder, sweep, write_whole

CRASH_LOG = "crash.log"


def make_month(
    request: Request,
    *,
    select: Callable[[Mapping[str, Member]], Mapping[str, Member]] = choose,
    workers: int | None = None,
    fresh: bool = False,
    watch: Watch | None = None,
) -> Summary:
    """Make a month's sheets and everything that goes with them.

    Args:
        request: Month, input and output.
        select: Whose sheets are made, of all retailers of the registry.
        workers: How many processes print; None is one a processor, 0 prints in this process.
        fresh: Make all sheets anew; else those are kept that an earlier run made just so.
        watch: Is told what goes on.

    Raises:
        ConfigError: Settings, rules or wordings are faulty.
        UsageError: There is no such data, route or retailer, or the output folder is busy or can't be written.
        InputError: The data can't be used; exceptions.csv says why.
    """
    began = time.perf_counter()
    stages, watch = Stages(), watch or Unwatched()
    with sole_use(request.output):
        sweep(request.output)
        prepared = prepare(request, stages, watch)
        with stages.spent_on("check"):
            registry = population(prepared.snapshot)
            members = select(registry)
        with Ledger.of(request.output) as ledger, closing(RecordSpool(state_folder(request.output))) as spool:
            run = _Run(request, prepared, members, ledger, spool, stages, watch, fresh=fresh)
            used = run.print(registry, default_workers() if workers is None else workers)
            with stages.spent_on("write"):
                return run.finish(registry, used, began)


class _Run:
    """One run over the chosen members."""

    def __init__(
        self,
        request: Request,
        prepared: Prepared,
        members: Mapping[str, Member],
        ledger: Ledger,
        spool: RecordSpool,
        stages: Stages,
        watch: Watch,
        *,
        fresh: bool,
    ) -> None:
        self._request = request
        self._prepared = prepared
        self._members = members
        self._stages = stages
        self._watch = watch
        self._lists = MonthLists(request.month_folder, request.month, request.day)
        self._ledger = ledger
        self._shelf = Shelf(ledger, request.month_folder, request.month, fresh=fresh)
        self._spool = spool
        self._products = _names(prepared)
        with stages.spent_on("advise"):
            self._likeness = Likeness(
                prepared.snapshot, request.month, ledger, prepared.adviser, self._products, members
            )
        self._alerts: dict[str, tuple[tuple[str, str], ...]] = dict.fromkeys(members, ())
        self._pending: dict[str, tuple[Record, str, Memory]] = {}
        self._names: dict[str, str] = {}
        self._faults: set[str] = set()
        self._traces: list[str] = []
        self._resumed = 0

    def print(self, registry: Collection[str], workers: int) -> int:
        """Make every sheet that is owed; return how many processes did."""
        self._watch.expect(sum(member.closed is None for member in self._members.values()))
        self._lists.begin()
        self._shelf.clear_strangers(registry)
        blocked = self._prepared.blocked
        due = []
        for license_no, member in self._members.items():
            reason = member.closed or (blocked[license_no].message if license_no in blocked else None)
            if reason is None:
                due.append(license_no)
            else:
                self._settle(
                    self._bare(license_no), MadeSheet(Outcome(license_no, None, None, withheld=reason))
                )
        workers = 0 if len(due) == 1 else workers
        self._watch.step("计算")
        try:
            printing = print_sheets(self._sheets(due), self._request.month_folder, self._products, workers)
            with self._stages.spent_on("render"), closing(printing) as results:
                for made in results:
                    with self._stages.spent_on("write"):
                        self._settle_printed(made)
        finally:
            self._shelf.enter()
        for license_no in due:
            if license_no not in self._spool:
                lost = Outcome(license_no, None, None, withheld="没有算出这一户的账", fault=True)
                self._settle(self._bare(license_no), MadeSheet(lost))
        return workers

    def _sheets(self, due: Collection[str]) -> Iterator[Sheet]:
        """The sheets that must be printed; those that are there already, or can't be composed, are settled."""
        request, config = self._request, self._prepared.config
        with self._stages.spent_on("measure"):
            profiles = measure(self._prepared.snapshot, request.month, request.day, config, frozenset(due))
        while True:
            with self._stages.spent_on("measure"):
                profile = next(profiles, None)
            if profile is None:
                return
            with self._stages.spent_on("advise"):
                sheet = self._advised(profile)
            if sheet is not None:
                yield sheet

    def _advised(self, profile: Profile) -> Sheet | None:
        """The retailer's sheet; None if nothing is left to print."""
        license_no = profile.retailer.license_no
        try:
            advice = self._prepared.adviser.advise(profile)
            self._alerts[license_no] = advice.alerts
            sheet = compose(profile, advice, self._prepared.config)
            record = sheet_record(profile, advice, sheet)
        except UsageError:
            raise
        except SheetWithheld as reason:
            self._settle(
                self._bare(license_no), MadeSheet(Outcome(license_no, None, None, withheld=str(reason)))
            )
            return None
        except Exception as error:
            outcome = Outcome(license_no, None, None, withheld=f"程序出错（{error!r}）", fault=True)
            self._settle(self._bare(license_no), MadeSheet(outcome, trace=traceback.format_exc()))
            return None
        self._beside_twin(profile, advice)
        twin = self._names.setdefault(sheet.pdf_name.casefold(), license_no)
        if twin != license_no:
            self._settle(record, withheld(sheet, f"文件名与 {twin} 的相同：{sheet.pdf_name}"))
            return None
        key = _key(sheet)
        entry = self._shelf.find(license_no, key)
        if entry is not None:
            outcome = Outcome(license_no, entry.pdf, entry.sha256, entry.pages)
            self._resumed += 1
            self._settle(record, MadeSheet(outcome, entry.size), resumed=True)
            return None
        self._pending[license_no] = record, key, memory_of(profile, sheet)
        return sheet

    def _beside_twin(self, profile: Profile, advice: Advice) -> None:
        """Compare the shop with itself in the other market; that this fails is no reason to withhold its sheet."""
        try:
            self._likeness.beside_twin(profile, advice)
        except Exception:
            self._traces.append(f"{profile.retailer.license_no} 城乡对照\n{traceback.format_exc()}\n")

    def _settle_printed(self, made: MadeSheet) -> None:
        license_no = made.outcome.license_no
        record, key, memory = self._pending.pop(license_no)
        outcome = made.outcome
        if outcome.pdf is not None and outcome.sha256 is not None:
            by = making()
            self._shelf.put(
                Entry(
                    month=self._request.month.number,
                    license_no=license_no,
                    key=key,
                    snapshot=self._prepared.snapshot.id,
                    program=by.program,
                    template=by.template,
                    fonts=by.fonts,
                    as_of=self._request.day,
                    pdf=outcome.pdf,
                    sha256=outcome.sha256,
                    size=made.size,
                    pages=outcome.pages,
                ),
                memory,
            )
        self._settle(record, made)

    def _settle(self, record: Record, made: MadeSheet, *, resumed: bool = False) -> None:
        """Keep what became of a retailer's sheet; an outdated file of it goes."""
        outcome = made.outcome
        self._spool.add(settled(record, outcome))
        self._shelf.clear_outdated(outcome)
        if outcome.fault:
            self._faults.add(outcome.license_no)
            self._traces.append(f"{outcome.license_no} {outcome.withheld}\n{made.trace}\n")
        if self._members[outcome.license_no].closed is None:
            self._watch.settled(outcome, resumed=resumed)

    def _bare(self, license_no: str) -> Record:
        return self._members[license_no].bare_record(self._request.month, self._prepared.snapshot.id)

    def finish(self, registry: Mapping[str, Member], workers: int, began: float) -> Summary:
        """Write the month's lists, packs and manifest."""
        self._watch.step("写名单和线路合订本")
        snapshot = self._prepared.snapshot
        written, dropped = self._lists.write_lines(
            self._spool, snapshot.id, registry, self._likeness.beside_others
        )
        sameness = self._likeness.result()
        closed = {license_no for license_no, member in registry.items() if member.closed}
        catalogue = _catalogue(snapshot)
        problems = (*self._prepared.problems, *sameness_problems(sameness, catalogue))
        self._ledger.alert(self._request.month, snapshot.id, self._alerts)
        alerts = self._ledger.alerts(self._request.month, snapshot.id)
        self._lists.write_tables(written, problems, closed, catalogue, alerts)
        packs = self._lists.write_packs(
            written,
            touched=self._shelf.emptied
            | {route_folder(member.route_id) for member in self._members.values() if member.route_id},
            complete=_complete(registry, written),
            names=_route_names(snapshot),
        )
        folder = self._request.month_folder
        write_manifest(
            folder / FILE_NAME,
            month=self._request.month,
            snapshot=snapshot.id,
            counts=self._counts(written, closed),
            stages=self._stages.seconds,
            workers=workers,
            sameness=sameness_record(sameness),
            files=self._lists.files(written),
        )
        own = [line for line in written if line.license_no in self._members]
        concerned = sameness.breaches
        return Summary(
            folder=folder,
            snapshot=snapshot.id,
            counts=self._counts(own, closed),
            withheld=tuple(
                Withheld(line.license_no, line.shop_name, line.withheld, line.license_no in self._faults)
                for line in own
                if line.withheld and line.license_no not in closed
            ),
            pdfs=tuple(line.pdf for line in own if line.pdf),
            packs=tuple(packs),
            dropped=dropped,
            warnings=sum(problem.blocks is Blocks.NOTHING for problem in self._prepared.problems),
            errors=sum(
                problem.blocks is Blocks.NOTHING and problem.severity is Severity.ERROR
                for problem in self._prepared.problems
            ),
            sameness=sameness,
            shops={line.license_no: line.shop_name for line in written if line.license_no in concerned},
            alerts=sum(bool(alerts) for alerts in self._alerts.values()),
            seconds=time.perf_counter() - began,
            stages=self._stages.seconds,
            crash_log=self._write_crash_log(),
        )

    def _counts(self, lines: Collection[Line], closed: Collection[str]) -> Counts:
        made = sum(line.pdf is not None for line in lines)
        shut = sum(line.license_no in closed for line in lines)
        return Counts(
            retailers=len(lines),
            made=made,
            withheld=len(lines) - made - shut,
            resumed=self._resumed,
            closed=shut,
        )

    def _write_crash_log(self) -> Path | None:
        if not self._traces:
            return None
        path = state_folder(self._request.output) / CRASH_LOG
        write_whole(path, "\n".join(self._traces).encode(errors="backslashreplace"))
        return path


def _key(sheet: Sheet) -> str:
    """Hash of everything that decides the PDF: what it says, and by which program, templates and fonts."""
    return hashlib.sha256(f"{making()!r}\n{sheet!r}".encode(errors="backslashreplace")).hexdigest()


def _names(prepared: Prepared) -> tuple[str, ...]:
    """Product names and brands, which may hold any syllable (domain.md §3.4)."""
    products = prepared.snapshot.products
    names = (products[column].dropna() for column in ("sku_name", "short_name", "brand"))
    return tuple(sorted({str(name) for column in names for name in column}))


def _catalogue(snapshot: Snapshot) -> dict[str, str]:
    return dict(zip(snapshot.products["sku_code"], snapshot.products["sku_name"], strict=True))


def _route_names(snapshot: Snapshot) -> dict[str, str]:
    named = snapshot.routes.dropna(subset=["route_name"])
    return dict(zip(named["route_id"], named["route_name"], strict=True))


def _complete(registry: Mapping[str, Member], written: Collection[Line]) -> set[str]:
    """Folders of the routes all of whose retailers have a line."""
    have = {line.license_no for line in written}
    folders = {route_folder(member.route_id) for member in registry.values() if member.route_id}
    lacking = {
        route_folder(member.route_id)
        for license_no, member in registry.items()
        if member.route_id and license_no not in have
    }
    return folders - lacking
