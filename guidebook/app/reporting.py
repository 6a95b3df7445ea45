"""Reports for the company's own people, from the snapshot that the month's sheets were made from (R033, R034, R101)."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from guidebook.app.preparing import settings
from guidebook.app.request import Request
from guidebook.app.watch import Unwatched, Watch
from guidebook.errors import UsageError
from guidebook.exports import manifest, page
from guidebook.exports.lines import FILE_NAME, lines_by_route
from guidebook.exports.tables import EXCEPTIONS
from guidebook.filenames import CITY_BOOK, CITY_REPORT, CUSTOMER_BOOK, REPORTS, ROUTE_REPORT, route_folder
from guidebook.log import logged
from guidebook.storage import sole_use, state_folder, write_whole

if TYPE_CHECKING:
    from guidebook.config import Bands
    from guidebook.log import Entry
    from guidebook.reports.causes import Goods
    from guidebook.reports.route import Told
    from guidebook.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class RouteReported:
    """A route's report that was written: its place, its pages, and how many shops it tells of."""

    route: str
    path: Path
    pages: int
    shops: int
    snapshot: str


def report_routes(
    request: Request, routes: Sequence[str] = (), watch: Watch | None = None, workers: int | None = None
) -> list[RouteReported]:
    """Write the reports of some routes, or of all whose sheets were made.

    Args:
        request: Month and output; data are those of the month's snapshot.
        routes: 线路编码; none means all.
        watch: Is told of the steps.
        workers: How many processes print; None takes as many as there are processors.

    Raises:
        UsageError: The month wasn't made, or there is no such route.
        ConfigError: The configuration is faulty.
    """
    from guidebook.batch.printing import default_workers
    from guidebook.batch.reporting import RouteJob, RouteSetting, print_routes
    from guidebook.exports.covers import Roll
    from guidebook.pdf.readback import page_count

    watch = watch or Unwatched()
    config, adviser = settings(request.config)
    with _month_made(request, "report_route", routes=list(routes)) as made:
        by_route = _lines_by_route(request, routes)
        watch.step("计算")
        told = _told(
            made.snapshot, {each for lines in by_route.values() for each in lines}, request, config.bands
        )
        names = {rule.id: rule.name for rule in adviser.rules}
        sheets = request.month_folder / FILE_NAME
        setting = RouteSetting(
            _goods(made.snapshot, request, names), request.month, request.day, made.snapshot.id, sheets
        )
        managers, exceptions = Roll.of(made.snapshot).managers, _exceptions(request)
        jobs = [
            RouteJob(
                route,
                tuple(lines.values()),
                told.of(set(lines)),
                tuple(row for row in exceptions if row["许可证号"] in lines),
                managers.get(route, ""),
            )
            for route, lines in by_route.items()
        ]
        watch.step(f"写{len(jobs)}条线路的报告" if len(jobs) > 1 else f"写线路 {jobs[0].route} 的报告")
        printed = []
        for each in print_routes(jobs, setting, workers or default_workers(), made.lock):
            printed.append(each)
            if len(printed) < len(jobs):
                watch.step(f"写线路的报告，好了{len(printed)}条，共{len(jobs)}条")
        printed.sort(key=lambda each: each.route)
        paths = _write(request, {f"{route_folder(each.route)}/{ROUTE_REPORT}": each.pdf for each in printed})
        made.log.tell(snapshot=made.snapshot.id, reports=[str(path) for path in paths])
    return [
        RouteReported(each.route, path, page_count(each.pdf), each.shops, made.snapshot.id)
        for each, path in zip(printed, paths, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class CityReported:
    """The city's report that was written: its files, its pages, and what it tells, for programs."""

    files: tuple[Path, ...]
    pages: int
    told: Mapping[str, Any]


def report_city(request: Request, watch: Watch | None = None) -> CityReported:
    """Write the city's report.

    Args:
        request: Month and output; data are those of the month's snapshot.
        watch: Is told of the steps.

    Raises:
        UsageError: The month wasn't made.
        ConfigError: The configuration is faulty.
    """
    from guidebook.pdf.readback import page_count
    from guidebook.reports.city import city_report
    from guidebook.reports.city_figures import city_figures
    from guidebook.reports.city_pages import print_city
    from guidebook.reports.customers import write_customers
    from guidebook.reports.pages import ReportPress
    from guidebook.reports.tables import as_json, parquet_tables
    from guidebook.reports.workbook import write_workbook

    watch = watch or Unwatched()
    config, adviser = settings(request.config)
    with _month_made(request, "report_city") as made:
        snapshot = made.snapshot
        watch.step("计算")
        figures = city_figures(snapshot, request.month, request.day, config.input.stale_profile_days)
        names = {rule.id: rule.name for rule in adviser.rules}
        watch.step("写全市报告")
        pdf = print_city(city_report(figures, names), ReportPress(), CITY_BOOK)
        watch.step("写表格")
        files = {
            CITY_REPORT: pdf,
            CITY_BOOK: write_workbook(figures, names),
            CUSTOMER_BOOK: write_customers(figures),
            **dict(parquet_tables(figures)),
        }
        written = _write(request, {f"{REPORTS}/{name}": content for name, content in files.items()})
        made.log.tell(snapshot=snapshot.id, reports=[str(path) for path in written])
    return CityReported(tuple(written), page_count(pdf), as_json(figures))


class _Made(NamedTuple):
    """A month whose sheets were made: where to tell what is done, what they were made from, and the folder's lock."""

    log: Entry
    snapshot: Snapshot
    lock: int


@contextmanager
def _month_made(request: Request, action: str, **about: object) -> Iterator[_Made]:
    """The month's sheets, while nobody else writes there."""
    from guidebook.snapshot import load

    with logged(request.output, action, **request.told, **about) as log, sole_use(request.output) as lock:
        found = manifest.snapshot_of(request.month_folder)
        if found is None:
            raise UsageError(
                f"{request.month_folder} 里没有做好的指导书（没有 manifest.json）",
                f"先运行 guidebook batch --month {request.month}",
            )
        yield _Made(log, load(state_folder(request.output) / "snapshots", found, lean=True), lock)
        page.relink(request.month_folder)


def _lines_by_route(request: Request, routes: Sequence[str]) -> Mapping[str, Mapping[str, bytes]]:
    """The lines of the month's sheets, by route and licence, in visit order."""
    found = lines_by_route(request.month_folder / FILE_NAME, routes)
    missing = [route for route in routes if route not in found]
    if missing or not found:
        which = f"线路 {'、'.join(missing)} " if missing else "任何线路"
        raise UsageError(
            f"{request.month_folder} 里没有{which}的指导书",
            f"核对线路编码；没做过的先运行 guidebook batch --month {request.month} --route 线路编码",
        )
    return {route: found[route] for route in sorted(found)}


def _told(snapshot: Snapshot, licenses: Collection[str], request: Request, bands: Bands) -> Told:
    """What measures tell of some shops."""
    from guidebook.measures.company.matters import matters
    from guidebook.measures.company.population import shops_of
    from guidebook.measures.company.standing import standing
    from guidebook.measures.company.visits import LONGEST, visit_balance, visits_of
    from guidebook.measures.cube import build_cube
    from guidebook.reports.route import Told

    shops = shops_of(snapshot)
    cube = build_cube(snapshot, request.month, licenses)
    return Told(
        standing=standing(snapshot, cube, request.month, licenses),
        matters=matters(snapshot, request.day),
        balance=visit_balance(shops, visits_of(snapshot.notes, snapshot.feedback), request.day),
        longest=LONGEST,
        shops=shops,
        bands=bands,
    )


def _goods(snapshot: Snapshot, request: Request, rules: Mapping[str, str]) -> Goods:
    from guidebook.measures.supply import SupplyPolicy
    from guidebook.model import ProductState
    from guidebook.reports.causes import Goods

    products = snapshot.products
    names = products["short_name"].where(products["short_name"].notna(), products["sku_name"])
    stopped = products["state"] == ProductState.STOPPED.value
    return Goods(
        names=dict(zip(products["sku_code"], names, strict=True)),
        stopped=frozenset(products["sku_code"][stopped]),
        policy=SupplyPolicy(snapshot, request.month),
        rules=rules,
    )


def _exceptions(request: Request) -> list[dict[str, Any]]:
    path = request.month_folder / EXCEPTIONS
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(request: Request, files: Mapping[str, bytes]) -> list[Path]:
    """Write files of the month, and tell the manifest."""
    for name, content in files.items():
        write_whole(request.month_folder / name, content)
    manifest.renew(request.month_folder, *files)
    return [request.month_folder / name for name in files]
