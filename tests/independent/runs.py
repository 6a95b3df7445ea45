"""Exports of an invented county and a batch of them, each made once for all tests and processes that look at them."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from guidebook.demo import write_exports
from tests.independent.awkward import make_awkward
from tests.independent.back import check_back
from tests.independent.exports import Exports
from tests.independent.figures import Line
from tests.independent.outlook import Outlook
from tests.independent.paper import Paper
from tests.independent.printed import Json
from tests.independent.recompute import Shop
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
    """

    retailers: int
    seed: int
    exported: str = "2026-10"
    month: str = "2026-10"
    awkward: bool = False

    @property
    def name(self) -> str:
        return f"{self.retailers}-{self.seed}-{self.exported}{'-awkward' * self.awkward}"


QUICK = Case(40, 5, "2026-12", "2026-12")
"""A month that can be compared with last year's."""

AWKWARD = Case(16, 9, awkward=True)


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
    def outlook(self) -> Outlook:
        return Outlook(self.exports, int(self.case.month.replace("-", "")))

    def check_figures(self, tally: Tally, record: Json) -> None:
        """Everything that a line says, against the recomputation."""
        shop = Shop(self.exports, record["license_no"], self.outlook.month)
        line = Line(tally, shop, self.outlook, record)
        line.check()
        check_tables(line)
        check_back(line)
        check_sentences(line)

    def check_paper(self, tally: Tally, record: Json) -> None:
        """Everything that a line says is printed, against the PDF."""
        Paper(tally, self.folder / record["pdf"], record).check()


def make_run(factory: pytest.TempPathFactory, case: Case) -> Run:
    """The run of a case; made unless another test or process has made it."""
    data = once(factory, f"exports-{case.name}", lambda folder: _export(case, folder))
    output = once(factory, f"output-{case.name}-{case.month}", lambda folder: batch(data, folder, case.month))
    return Run(case, data, output / case.month)


def _export(case: Case, folder: Path) -> None:
    write_exports(folder, retailers=case.retailers, seed=case.seed, month=case.exported, file_format="csv")
    if case.awkward:
        make_awkward(folder)


def batch(data: Path, output: Path, month: str, *options: str) -> None:
    """Run `guidebook batch` as people do, in a process of its own and without a configuration."""
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
