"""Time the rivals on the same sheets, in turn, and write tables and a chart.

python -m benchmarks --data sample --month 2026-10 --sheets 600 --rounds 5
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from benchmarks.content import Content, compose_contents
from benchmarks.machine import describe
from benchmarks.report import Result, draw, tables
from benchmarks.rivals import ENTRIES, Entry
from benchmarks.workers import Absent, Crew

_FOLDER = Path(__file__).parent


def main() -> None:
    """Compose the sheets, run the rounds, write the report."""
    options = _options()
    entries = [entry for entry in ENTRIES if not options.only or entry.key in options.only.split(",")]
    machine = describe()
    contents = compose_contents(options.data, options.month, options.sheets)
    print(f"{len(contents)} sheets composed", flush=True)

    results = [Result(entry) for entry in entries]
    crews = {}
    for result in results:
        try:
            crew = crews[result.entry.key] = _crew(result.entry, contents, options)
            result.start_seconds = crew.start_seconds
            print(f"{result.entry.key} is ready after {crew.start_seconds:.1f} s", flush=True)
        except (Absent, RuntimeError) as reason:
            result.absent = str(reason).strip().splitlines()[-1]
            print(f"NOT HERE  {result.entry.name}: {reason}", flush=True)
    try:
        _run(results, crews, options)
    finally:
        for crew in crews.values():
            crew.dismiss()

    setting = (
        f"{options.rounds} rounds in turn, {options.workers} workers a rival, {len(contents)} different sheets; "
        f"routes of {options.route_sheets} sheets, one a worker. Medians."
    )
    report = tables(results, machine, setting)
    options.report.mkdir(parents=True, exist_ok=True)
    (options.report / "results.md").write_text(report, encoding="utf-8")
    if crews:
        draw(results, options.report / "results.svg")
    print(f"\n{report}\nwritten to {options.report}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("sample"), help="folder of exports")
    parser.add_argument("--month", default="2026-10")
    parser.add_argument(
        "--sheets", type=int, default=600, help="a round, for the fastest; slow rivals print fewer"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workers", type=int, default=2, help="processes a rival")
    parser.add_argument("--route-sheets", type=int, default=60, help="sheets of a route; 0 prints no routes")
    parser.add_argument("--only", help=f"some of {','.join(entry.key for entry in ENTRIES)}")
    parser.add_argument("--report", type=Path, default=_FOLDER, help="folder for results.md and results.svg")
    return parser.parse_args()


def _a_round(entry: Entry, options: argparse.Namespace) -> int:
    return min(entry.sheets, int(options.sheets))


def _crew(entry: Entry, contents: Sequence[Content], options: argparse.Namespace) -> Crew:
    """Give a crew as many sheets as it will print, so that it doesn't hold others in memory."""
    needed = max(_a_round(entry, options) * options.rounds, options.route_sheets * options.workers)
    return Crew(entry.make, contents[:needed], options.workers, entry.warm_up)


def _run(results: Sequence[Result], crews: dict[str, Crew], options: argparse.Namespace) -> None:
    for number in range(1, options.rounds + 1):
        for result in results:
            if crew := crews.get(result.entry.key):
                result.files.append(crew.print(_a_round(result.entry, options)))
                _say(number, options, result, f"{result.files[-1].rate:.1f} sheets/s")
    for number in range(1, options.rounds + 1 if options.route_sheets else 1):
        for result in results:
            crew = crews.get(result.entry.key)
            if crew and crew.binds_routes:
                result.routes.append(crew.bind(options.route_sheets))
                _say(number, options, result, f"{result.routes[-1].rate:.1f} sheets/s in routes")
    for result in results:
        if crew := crews.get(result.entry.key):
            result.peak_mb = crew.weigh(_a_round(result.entry, options))


def _say(number: int, options: argparse.Namespace, result: Result, told: str) -> None:
    load = os.getloadavg()[0]
    print(f"round {number}/{options.rounds}  {result.entry.key}: {told}  (load {load:.1f})", flush=True)


if __name__ == "__main__":
    main()
