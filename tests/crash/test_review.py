"""Reviews that come back while the machine is killed: each workbook is entered whole, or not at all."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from guidebook.app.request import Request
from tests.crash.batch import ROOT
from tests.review.filling import Cells, blank_review, fill, rows_of
from tests.workspace import OCTOBER, lines

Rows = Counter[tuple[object, ...]]
"""What is entered, without numbers and times: table and cells → how often."""


@pytest.fixture(scope="module")
def reviewed(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    """A month that was made, and the reviews of both its routes: sentences struck, all shops approved.

    Not all of it is taken, for some sentences have to stay.
    """
    folder = tmp_path_factory.mktemp("reviewed")
    output = Path(shutil.copytree(finished, folder / "output"))
    routes = sorted({line["route_id"] for line in lines(output) if line["pdf"]})
    assert len(routes) == 2
    forms = []
    for route in routes:
        review = blank_review(Request(OCTOBER, output=output), route)
        rows = rows_of(review)
        first = {row for row, cells in rows.items() if row - 1 not in rows or cells["店名"]}
        cells: Cells = {
            **{(row, "处理"): "删" for row, line in rows.items() if row % 2 and line["栏"] == "本月评价"},
            **{(row, "批准"): "是" for row in first},
        }
        forms.append(fill(review, folder / f"{route}.xlsx", cells))
    return output, forms


def start(output: Path, forms: list[Path]) -> subprocess.Popen[bytes]:
    """Import the reviews in a process of its own."""
    command = [sys.executable, "-m", "guidebook", "review", "import", *map(str, forms)]
    return subprocess.Popen(
        [*command, "--month", "2026-10", "--output", str(output)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether it came to its end by itself, with no fault of its own."""
    _, said = process.communicate(timeout=300)
    assert b"Traceback" not in said, said.decode()
    return process.returncode == 3


def entered(output: Path) -> Rows:
    """All that the ledger holds of reviews; it must be sound."""
    found: Rows = Counter()
    with closing(sqlite3.connect(output / ".guidebook" / "ledger.db")) as ledger:
        assert ledger.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for table in ("revisions", "approvals"):
            cursor = ledger.execute(f"SELECT * FROM {table}")
            names = [column[0] for column in cursor.description]
            for row in cursor:
                cells = dict(zip(names, row, strict=True))
                found[table, *(cells[name] for name in names if name not in ("id", "at"))] += 1
    return found


def killed_over_and_over(
    folder: Path, output: Path, forms: list[Path], kills: int, chance: random.Random
) -> None:
    """Import, kill, look, and import to the end."""
    began = time.monotonic()
    straight = Path(shutil.copytree(output, folder / "straight"))
    assert ended(start(straight, forms))
    seconds = time.monotonic() - began
    everything = entered(straight)
    route = {line["license_no"]: line["route_id"] for line in lines(output)}
    assert set(Counter(row[0] for row in everything)) == {"revisions", "approvals"}
    assert set(everything.values()) == {1}

    def of_route(rows: Rows, name: str) -> Rows:
        return Counter({row: count for row, count in rows.items() if route[str(row[4])] == name})

    done = 0
    while done < kills:
        there = Path(shutil.copytree(output, folder / "killed"))
        process = start(there, forms)
        try:
            process.wait(chance.uniform(0.2, 1) * seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            done += 1
        ended(process)
        found = entered(there)
        for name in sorted(set(route.values())):
            assert of_route(found, name) in (Counter(), of_route(everything, name))
        # what is decided can't be printed or mailed from a manifest that doesn't say it
        assert not found or not (there / "2026-10" / "manifest.json").exists()
        assert ended(start(there, forms))
        assert entered(there) == everything
        shutil.rmtree(there)


def test_a_review_that_is_killed_is_entered_whole_or_not_at_all(
    reviewed: tuple[Path, list[Path]], tmp_path: Path
) -> None:
    killed_over_and_over(tmp_path, *reviewed, kills=1, chance=random.Random(3))


@pytest.mark.long
def test_reviews_killed_sixty_times(reviewed: tuple[Path, list[Path]], tmp_path: Path) -> None:
    killed_over_and_over(tmp_path, *reviewed, kills=60, chance=random.Random(4))
