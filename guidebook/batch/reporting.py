"""Reports of routes: one in this process, several by a crew of workers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guidebook.batch.pool import Pool
from guidebook.errors import GuidebookError
from guidebook.exports.lines import record_of
from guidebook.model import Month
from guidebook.process import be_frugal
from guidebook.reports.causes import Goods
from guidebook.reports.clipboard import on_one_page
from guidebook.reports.pages import ReportPress
from guidebook.reports.route import Told, route_report

_SECONDS = 300.0
"""How long a report may take: pages of WeasyPrint's, on a machine that has other work."""
_PRELOAD = ("guidebook.batch.reporting", "weasyprint")


@dataclass(frozen=True, slots=True)
class RouteJob:
    """A route whose report is to be printed.

    Attributes:
        route: 线路编码.
        lines: Its retailers' lines of `sheets.jsonl`, in visit order.
        told: What measures tell of them.
        exceptions: Their rows of exceptions.csv.
        manager: Their manager's name; empty where unknown.
    """

    route: str
    lines: tuple[bytes, ...]
    told: Told
    exceptions: tuple[Mapping[str, str], ...]
    manager: str


@dataclass(frozen=True, slots=True)
class RouteSetting:
    """What the reports of all routes have in common.

    Attributes:
        snapshot: Id of the snapshot that all of it comes from.
        sheets: Where the lines stand, for who has to be told that one is damaged.
    """

    goods: Goods
    month: Month
    as_of: date
    snapshot: str
    sheets: Path


@dataclass(frozen=True, slots=True)
class PrintedRoute:
    """A route's report; `shops` are those that it tells of."""

    route: str
    pdf: bytes
    shops: int


class RouteDesk:
    """Puts reports together and prints them."""

    def __init__(self, setting: RouteSetting) -> None:
        self._setting = setting
        self._press = ReportPress()

    def print(self, job: RouteJob) -> PrintedRoute:
        """Print a route's report."""
        its = self._setting
        report = route_report(
            job.route,
            [record_of(line, its.sheets) for line in job.lines],
            job.told,
            its.goods,
            job.exceptions,
            its.month,
            its.as_of,
            its.snapshot,
            job.manager,
        )
        pdf = self._press.print("route", report=on_one_page(report, self._press.measure))
        return PrintedRoute(job.route, pdf, len(report.visits))


def print_routes(
    jobs: Sequence[RouteJob], setting: RouteSetting, workers: int, lock: int
) -> Iterator[PrintedRoute]:
    """Print reports; they come in any order.

    Args:
        jobs: The routes.
        setting: What they have in common.
        workers: How many processes print; one route is printed here.
        lock: The output folder's; workers hold it as long as they live.

    Raises:
        GuidebookError: Workers die of one.
    """
    if min(workers, len(jobs)) <= 1:
        yield from map(RouteDesk(setting).print, jobs)
        return
    pool = Pool(_work, _prepare, (setting,), workers=workers, seconds=_SECONDS, preload=_PRELOAD, lock=lock)
    for done in pool.run(jobs):
        if done.result is None:
            raise GuidebookError(f"线路 {done.task.route} 的报告做不出来：{done.loss}", "关掉别的程序再试")
        yield done.result


_desk: RouteDesk | None = None


def _prepare(setting: RouteSetting) -> None:
    global _desk
    be_frugal()
    _desk = RouteDesk(setting)


def _work(jobs: Sequence[RouteJob]) -> Iterator[PrintedRoute]:
    if _desk is None:
        raise RuntimeError("_prepare wasn't called")
    return map(_desk.print, jobs)
