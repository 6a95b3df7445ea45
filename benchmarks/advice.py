"""What measures and advice cost a retailer: a whole city, one core.

python -m benchmarks.advice --retailers 20000
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from guidebook.advice import Adviser
from guidebook.config import Config
from guidebook.demo import write_exports
from guidebook.measures import measure
from guidebook.model import Advice, Month, Profile
from guidebook.reading import read
from guidebook.snapshot import Snapshot, freeze

MONTH = Month(2026, 10)
REPORT = Path(__file__).parent / "advice.md"
Result = TypeVar("Result")


def main() -> None:
    """Generate a city, measure and advise it several times, write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--retailers", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    config = Config()
    adviser = Adviser(config)
    snapshot = _city(options.retailers, config)
    measuring, advising = [], []
    sentences = 0
    for number in range(options.rounds):
        profiles, spent = _timed(partial(_measure, snapshot, config))
        measuring.append(1000 * spent / len(profiles))
        advice, spent = _timed(partial(_advise, adviser, profiles))
        advising.append(1000 * spent / len(profiles))
        sentences = sum(len(each.sentences) for each in advice)
        print(f"round {number + 1}/{options.rounds}: {measuring[-1]:.2f} + {advising[-1]:.2f} ms", flush=True)
        count = len(profiles)
        del profiles, advice
    report = _table(options, count, sentences, statistics.median(measuring), statistics.median(advising))
    REPORT.write_text(report, encoding="utf-8")
    print(f"\n{report}\nwritten to {REPORT}")


def _city(retailers: int, config: Config) -> Snapshot:
    with tempfile.TemporaryDirectory() as folder:
        exports = Path(folder) / "exports"
        write_exports(exports, retailers=retailers, seed=7, month=MONTH.text, file_format="csv")
        tables = read(config, exports, MONTH, parts=Path(folder) / "parts").tables
        return freeze(tables, Path(folder) / "snapshots")


def _measure(snapshot: Snapshot, config: Config) -> list[Profile]:
    return list(measure(snapshot, MONTH, MONTH.day_after, config))


def _advise(adviser: Adviser, profiles: list[Profile]) -> list[Advice]:
    return [adviser.advise(profile) for profile in profiles]


def _timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """What some work gives, and the processor's seconds that it took."""
    began = time.process_time()
    return work(), time.process_time() - began


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
