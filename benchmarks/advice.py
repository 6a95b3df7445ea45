"""What measures and advice cost a retailer: a whole city, one core.

python -m benchmarks.advice --retailers 20000
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from guidebook.advice import Adviser
from guidebook.config import Config
from guidebook.demo import write_exports
from guidebook.demo.exports import MOST_RETAILERS
from guidebook.measures import measure
from guidebook.model import Month
from guidebook.reading import read
from guidebook.snapshot import Snapshot, freeze

MONTH = Month(2026, 10)
REPORT = Path(__file__).parent / "advice.md"


def main() -> None:
    """Generate a city, measure and advise it several times, write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--retailers", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    _stay_on_one_core()

    config = Config()
    adviser = Adviser(config)
    snapshot = _city(options.retailers, config)
    measuring, advising = [], []
    for number in range(options.rounds):
        count, sentences, measured, advised = _run(snapshot, config, adviser)
        measuring.append(1000 * measured / count)
        advising.append(1000 * advised / count)
        print(f"round {number + 1}/{options.rounds}: {measuring[-1]:.2f} + {advising[-1]:.2f} ms", flush=True)
    report = _table(options, count, sentences, statistics.median(measuring), statistics.median(advising))
    REPORT.write_text(report, encoding="utf-8")
    print(f"\n{report}\nwritten to {REPORT}")


def _stay_on_one_core() -> None:
    """Begin again on one core: numpy starts a thread for each core that it sees, and those that wait count as busy."""
    if hasattr(os, "sched_setaffinity") and len(os.sched_getaffinity(0)) > 1:
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        os.execv(sys.executable, [sys.executable, "-m", "benchmarks.advice", *sys.argv[1:]])


def _run(snapshot: Snapshot, config: Config, adviser: Adviser) -> tuple[int, int, float, float]:
    """Go through the city as a batch does, a profile at a time.

    Returns:
        Retailers, sentences, and the processor's seconds of measures and of advice.
    """
    count = sentences = 0
    measured = advised = 0.0
    began = time.process_time()
    for profile in measure(snapshot, MONTH, MONTH.day_after, config):
        told = time.process_time()
        advice = adviser.advise(profile)
        ended = time.process_time()
        measured, advised = measured + told - began, advised + ended - told
        count, sentences = count + 1, sentences + len(advice.sentences)
        began = ended
    return count, sentences, measured, advised


def _city(retailers: int, config: Config) -> Snapshot:
    """A generated city; one that is larger than any that can be generated is several times the same."""
    times = -(-retailers // MOST_RETAILERS)
    with tempfile.TemporaryDirectory() as folder:
        exports = Path(folder) / "exports"
        write_exports(exports, retailers=retailers // times, seed=7, month=MONTH.text, file_format="csv")
        tables = read(config, exports, MONTH, parts=Path(folder) / "parts").tables
        return freeze(
            {name: _repeated(table, times) for name, table in tables.items()}, Path(folder) / "snapshots"
        )


def _repeated(table: pd.DataFrame, times: int) -> pd.DataFrame:
    """A table of so many cities that are alike but for their licences; what belongs to no shop is told once."""
    if times == 1 or "license_no" not in table:
        return table
    cities = [
        table.assign(license_no=table["license_no"].str.slice_replace(0, 1, str(city + 3)))
        for city in range(times)
    ]
    return pd.concat(cities, ignore_index=True)


def _table(options: argparse.Namespace, count: int, sentences: int, measuring: float, advising: float) -> str:
    return "\n".join(
        [
            "# Measures and advice, a retailer",
            "",
            f"{options.retailers} generated retailers ({count} with a sheet), {options.rounds} rounds, one core, "
            f"processor time, medians; {platform.machine()}, Python {platform.python_version()}.",
            "",
            "| step | ms a retailer |",
            "|---|---:|",
            f"| measures: all figures of the population, one profile each | {measuring:.2f} |",
            f"| advice: every rule asked, {sentences / count:.1f} sentences chosen and worded | {advising:.2f} |",
            f"| both | {measuring + advising:.2f} |",
            "",
        ]
    )


if __name__ == "__main__":
    main()
