"""Time the rivals on the same sheets, in turn, and write the table.

python -m benchmarks --data sample --month 2026-10 --sheets 40 --rounds 5
"""

from __future__ import annotations

import argparse
import platform
import statistics
from itertools import cycle, islice
from pathlib import Path

from benchmarks.lean import Lean
from benchmarks.naive import Naive
from benchmarks.sheets import compose_sheets
from benchmarks.workers import Crew, Round

RIVALS = {"naive: pyplot PNG + WeasyPrint's defaults": Naive, "lean WeasyPrint (guidebook)": Lean}
"""The first one is what the others are held against."""
REPORT = Path(__file__).parent / "results.md"


def main() -> None:
    """Compose the sheets, run the rounds, write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("sample"))
    parser.add_argument("--month", default="2026-10")
    parser.add_argument("--sheets", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()

    sheets = list(islice(cycle(compose_sheets(options.data, options.month)), options.sheets))
    crews = {
        name: Crew(make, options.workers, sheets[: 2 * options.workers]) for name, make in RIVALS.items()
    }
    rounds: dict[str, list[Round]] = {name: [] for name in RIVALS}
    for number in range(options.rounds):
        for name, crew in crews.items():
            rounds[name].append(crew.print(sheets))
            rate = options.sheets / rounds[name][-1].seconds
            print(f"round {number + 1}/{options.rounds}  {name}: {rate:.1f} sheets/s", flush=True)
    for crew in crews.values():
        crew.dismiss()
    report = table(rounds, options)
    REPORT.write_text(report, encoding="utf-8")
    print(f"\n{report}\nwritten to {REPORT}")


def table(rounds: dict[str, list[Round]], options: argparse.Namespace) -> str:
    """The medians as a Markdown table; ratios are medians of the rounds' own ratios, since rivals took turns."""
    base = next(iter(rounds.values()))
    lines = [
        "# Rendering, side by side",
        "",
        f"{options.sheets} sheets a round, {options.rounds} rounds in turn, {options.workers} workers, "
        f"{platform.machine()}, {_processor()}, Python {platform.python_version()}. Medians.",
        "",
        "| rival | sheets/s | against the first | kB a PDF | peak MB, all workers |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, results in rounds.items():
        rate = statistics.median(result.sheets / result.seconds for result in results)
        ratio = statistics.median(
            first.seconds / result.seconds for first, result in zip(base, results, strict=True)
        )
        size = results[0].bytes / results[0].sheets / 1000
        peak = max(result.peak_mb for result in results)
        lines.append(f"| {name} | {rate:.1f} | {ratio:.2f}× | {size:.0f} | {peak:.0f} |")
    return "\n".join(lines) + "\n"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if not info.exists():
        return platform.processor() or "unknown processor"
    models = [
        line.split(":", 1)[1].strip()
        for line in info.read_text().splitlines()
        if line.startswith("model name")
    ]
    return models[0] if models else "unknown processor"


if __name__ == "__main__":
    main()
