"""What the company's own measures and reports cost: a made month of a whole city, as many workers as processors.

python -m benchmarks.company --output OUTPUT [--month 2026-10] [--config config.yaml] [--routes]

OUTPUT is where `guidebook batch` made the month's sheets.  Wall and processor's seconds, children's with them; every
command in a process of its own, from its start to its end.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from benchmarks.machine import describe

REPORT = Path(__file__).parent / "company.md"
WANTED = 30.0
"""Wall seconds on two cores that measures and reports of 20,000 retailers may take."""

MEASURES = """
import sys, time
from pathlib import Path
from guidebook.exports.manifest import snapshot_of
from guidebook.model import Month
from guidebook.reports.city_figures import city_figures
from guidebook.snapshot import load
output, month = Path(sys.argv[1]), Month(*map(int, sys.argv[2].split("-")))
snapshot = load(output / ".guidebook" / "snapshots", snapshot_of(output / month.text), lean=True)
city_figures(snapshot, month, month.day_after, 180)
"""


_BECOME_SUBREAPER = 36
"""prctl's PR_SET_CHILD_SUBREAPER: whoever a command started and left behind is waited for here."""


class Cost(NamedTuple):
    """What a command took: wall seconds, and processor's seconds of all its processes."""

    wall: float
    cpu: float


def main() -> None:
    """Run everything, write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--month", default="2026-10")
    parser.add_argument("--config", type=Path)
    parser.add_argument("--routes", action="store_true", help="also every route's report: minutes")
    options = parser.parse_args()

    ctypes.CDLL(None).prctl(_BECOME_SUBREAPER, 1)
    machine = describe()
    counts = json.loads((options.output / options.month / "manifest.json").read_bytes())["counts"]
    common = ["--month", options.month, "--output", str(options.output)]
    common += ["--config", str(options.config)] if options.config else []
    report = [sys.executable, "-m", "guidebook", "report"]
    route = sorted(path.parent.name for path in (options.output / options.month).glob("*/route_pack.pdf"))[0]
    runs = {
        "all measures of the city's report (snapshot read, figures)": [
            *(sys.executable, "-c", MEASURES, str(options.output), options.month)
        ],
        "`report city`: measures, PDF, two workbooks, Parquet": [*report, "city", *common],
        "`report route`, one route": [*report, "route", *common, "--route", route],
    }
    if options.routes:
        runs["`report route`, all routes"] = [*report, "route", *common]
    costs = {name: _cost(command) for name, command in runs.items()}
    REPORT.write_text(_table(machine, counts["retailers"], costs), encoding="utf-8")
    print(f"\n{REPORT.read_text(encoding='utf-8')}\nwritten to {REPORT}")


def _cost(command: list[str]) -> Cost:
    """Run a command to its end.

    Raises:
        CalledProcessError: It fails.
    """
    before, began = _spent(), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    wall = time.perf_counter() - began
    with suppress(ChildProcessError):
        while True:
            os.wait()
    return Cost(wall, _spent() - before)


def _spent() -> float:
    """Processor's seconds of the processes that were waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _table(machine: list[str], retailers: int, costs: dict[str, Cost]) -> str:
    lines = [
        "# Measures and reports for the company",
        "",
        f"{retailers} retailers, wanted: {WANTED:.0f} s on two cores.",
        "",
        *machine,
        "",
        "| | wall s | CPU s |",
        "|---|---:|---:|",
        *(f"| {name} | {cost.wall:.1f} | {cost.cpu:.1f} |" for name, cost in costs.items()),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
