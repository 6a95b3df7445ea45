"""Exports of an invented county and a batch of them, each made once for all tests and processes that look at them."""

from __future__ import annotations

import csv
import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import cycle
from pathlib import Path
from typing import Literal

import pytest

from guidebook.demo import write_exports
from tests.independent.awkward import make_awkward
from tests.independent.back import check_back
from tests.independent.county import County
from tests.independent.exports import Exports, month_of
from tests.independent.figures import Line
from tests.independent.paper import Paper
from tests.independent.printed import Json
from tests.independent.sentences import check_sentences
from tests.independent.tables import check_tables
from tests.independent.tally import Tally


@dataclass(frozen=True)
class Case:
    """What is run.

    Args:
        retailers: How many shops the county has.
        seed: Of the generator.
        exported: The month the exports are made for.
        month: The sheets' month.
        awkward: Whether the exports are made awkward.
        before: An earlier month whose sheets are made first; its advice comes back with what became of it.
        route: Of which route they are made; all where it isn't told.
        rules: Which rules are on: those of the house, `all`, or the `rare` ones without those that speak oftener.
    """

    retailers: int
    seed: int
    exported: str = "2026-10"
    month: str = "2026-10"
    awkward: bool = False
    before: str | None = None
    route: str | None = None
    rules: Literal["house", "all", "rare"] = "house"

    @property
    def name(self) -> str:
        parts = [self.retailers, self.seed, self.exported, self.awkward and "awkward"]
        return "-".join(str(part) for part in (*parts, self.before, self.route, self.rules) if part)


QUICK = Case(40, 5, "2026-12", "2026-12", before="2026-11", route="R01")
"""A month that can be compared with last year's, and of some shops one with a memory."""

AWKWARD = Case(16, 9, awkward=True, rules="all")

RARE = Case(12, 5, "2027-01", "2027-01", awkward=True, rules="rare")
"""What seldom gets its turn, a few days before 春节."""

OFF = (
    "season_wedding",
    "online_order_help",
    "peer_experience",
    "policy_explained",
    "greeting",
    "small_shop_help",
)
"""Rules that a company has to turn on."""

COMMON = (
    "supply_tight_top",
    "supply_full_top",
    "substitute_same_price",
    "substitute_low_price_rural",
    "gap_vs_peers",
    "margin_step",
    "staple_in_stock",
    "restock_before_runout",
    "overstock_pause",
    "dead_stock_clear",
    "price_change_notice",
    "license_expiry",
    "minor_sale_notice",
    "manager_handover",
    "follow_up_not_done",
    "season_spring_stock",
    "season_midautumn",
    "season_wedding",
    "new_product_trial",
    "peer_experience",
    "grade_down_risk",
    "brand_concentration",
)
"""Rules for which others seldom get their turn."""

STATUSES = ("", "未做", "没货", "做了", "部分", "不同意")


@dataclass(frozen=True)
class Run:
    """The exports, and what a batch made of them."""

    case: Case
    data: Path
    folder: Path

    @cached_property
    def exports(self) -> Exports:
        return Exports(self.data)

    @cached_property
    def records(self) -> list[Json]:
        text = (self.folder / "sheets.jsonl").read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]

    @property
    def sheets(self) -> list[Json]:
        """The lines that aren't withheld."""
        return [record for record in self.records if record["withheld"] is None]

    @cached_property
    def earlier(self) -> list[Json]:
        """The lines of the month before, if its sheets were made first."""
        if self.case.before is None:
            return []
        path = self.folder.parent / self.case.before / "sheets.jsonl"
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return [record for record in records if record["withheld"] is None]

    @cached_property
    def county(self) -> County:
        return County(
            self.exports,
            month_of(self.case.month),
            self.earlier,
            tells_supply=self.case.rules != "rare",
        )

    def check_figures(self, tally: Tally, record: Json) -> None:
        """Everything that a line says, against the recomputation."""
        line = Line(tally, self.county, record)
        line.check()
        check_tables(line)
        check_back(line)
        check_sentences(line)

    def check_paper(self, tally: Tally, record: Json) -> None:
        """Everything that a line says is printed, against the PDF."""
        is_large = Line(tally, self.county, record).is_large
        Paper(tally, self.folder / record["pdf"], record, is_large=is_large).check()


def make_run(factory: pytest.TempPathFactory, case: Case) -> Run:
    """The run of a case; made unless another test or process has made it."""
    data = once(factory, f"exports-{case.name}", lambda folder: _export(case, folder))
    output = once(factory, f"output-{case.name}-{case.month}", lambda folder: _make(case, data, folder))
    return Run(case, data, output / case.month)


def _export(case: Case, folder: Path) -> None:
    write_exports(folder, retailers=case.retailers, seed=case.seed, month=case.exported, file_format="csv")
    if case.awkward:
        make_awkward(folder)


def _make(case: Case, data: Path, folder: Path) -> None:
    """One batch, or one of the month before and another that knows it."""
    options = options_of(case, folder.parent)
    if case.before is not None:
        batch(data, folder, case.before, *options, *(("--route", case.route) if case.route else ()))
        _give_back(folder / case.before / "advice_log.csv", data / "建议.csv")
    batch(data, folder, case.month, *options)


def options_of(case: Case, folder: Path) -> tuple[str, ...]:
    """What a case's batches are told besides; a configuration is written to a folder where one is needed."""
    if case.rules == "house":
        return ()
    path = folder / f"{case.rules}.yaml"
    on = dict.fromkeys(OFF, "true") | (dict.fromkeys(COMMON, "false") if case.rules == "rare" else {})
    lines = (f"  {rule}: {{enabled: {value}}}\n" for rule, value in on.items())
    path.write_text("".join(["rules:\n", *lines]), encoding="utf-8")
    return ("--config", str(path))


def _give_back(advice: Path, path: Path) -> None:
    """The advice of a month as managers give it back, what became of it filled in for what was to be bought."""
    with advice.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    buys = [row for row in rows if row["建议条数"]]
    for row, status in zip(buys, cycle(STATUSES), strict=False):
        row["状态"] = status
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def batch(data: Path, output: Path, month: str, *options: str) -> None:
    """Run `guidebook batch` as people do, in a process of its own."""
    command = [sys.executable, "-m", "guidebook", "batch", "--month", month]
    paths = ["--data", str(data), "--output", str(output)]
    done = subprocess.run(
        [*command, *paths, *options], cwd=output.parent, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"exit code {done.returncode}\n{done.stdout}\n{done.stderr}"


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder made by the first who asks for it; workers of pytest-xdist share it."""
    base = factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, lock = root / name, root / f"{name}.lock"
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = root / f"{name}.part"
            make(unfinished)
            unfinished.rename(folder)
    return folder
