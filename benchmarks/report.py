"""The tables and the chart of what the rounds showed.

Ratios are medians of the rounds' own ratios: in a round the rivals took turns, so that what else the machine did fell
on all of them.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.rivals import HOUSE, Entry
from benchmarks.workers import Round

_RULE = "|---|"
_COLOURS = ("#1f4e5f", "#a9bfc7")


@dataclass(slots=True)
class Result:
    """What a rival's rounds showed, or why it has none."""

    entry: Entry
    files: list[Round] = field(default_factory=list)
    routes: list[Round] = field(default_factory=list)
    peak_mb: float = 0.0
    start_seconds: float = 0.0
    absent: str = ""


def tables(results: Sequence[Result], machine: Sequence[str], setting: str) -> str:
    """The report as Markdown."""
    house = next((result for result in results if result.entry.key == HOUSE), None)
    lines = ["# Rendering, side by side", "", setting, *machine, "", "![sheets a second](results.svg)", ""]
    lines += ["## A file a sheet", "", *_head("kB a file", "peak MB", "start, s"), _RULE + "---:|" * 8]
    for result in results:
        if not result.files:
            lines.append(
                f"| {result.entry.name} | **not here: {result.absent}** | | | | {_aim(result.entry.target)} | | | |"
            )
            continue
        size = statistics.median(each.bytes / each.files for each in result.files) / 1000
        cells = _rates(result.files, house.files if house else [], result.entry.target)
        lines.append(
            f"| {result.entry.name} | {cells} | {size:.0f} | {result.peak_mb:.0f} | {result.start_seconds:.1f} |"
        )
    lines += ["", "## A file a route", "", *_head("kB a sheet"), _RULE + "---:|" * 6]
    for result in results:
        if not result.routes:
            why = f"**not here: {result.absent}**" if result.absent else "prints no routes"
            lines.append(f"| {result.entry.name} | {why} | | | | {_aim(result.entry.route_target)} | |")
            continue
        size = statistics.median(each.bytes / each.sheets for each in result.routes) / 1000
        cells = _rates(result.routes, house.routes if house else [], result.entry.route_target)
        lines.append(f"| {result.entry.name} | {cells} | {size:.0f} |")
    return "\n".join(lines) + "\n"


def _head(*more: str) -> list[str]:
    names = ("rival", "sheets/s", "least–most", "CPU ms a sheet", "guidebook's press", "wanted", *more)
    return [f"| {' | '.join(names)} |"]


def _rates(rounds: Sequence[Round], house: Sequence[Round], target: float | None) -> str:
    """Cells: the median rate, its range, processor time, by how much the house's press is faster and should be."""
    rates = [each.rate for each in rounds]
    pairs = zip(rounds, house, strict=True) if house else ()
    ratios = [ours.rate / theirs.rate for theirs, ours in pairs]
    ratio = f"{statistics.median(ratios):.1f}×" if ratios else ""
    median = statistics.median(rates)
    cpu = statistics.median(each.cpu_seconds / each.sheets for each in rounds) * 1000
    return f"{median:.1f} | {min(rates):.1f}–{max(rates):.1f} | {cpu:.1f} | {ratio} | {_aim(target)}"


def _aim(target: float | None) -> str:
    return f"≥ {target:g}×" if target else ""


def draw(results: Sequence[Result], path: Path) -> None:
    """Draw the medians as bars on a logarithmic scale."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    shown = [result for result in results if result.files]
    figure = Figure(figsize=(9, 0.75 * len(shown) + 1.2), layout="constrained")
    axes = figure.add_subplot()
    for nth, (kind, colour) in enumerate(zip(("files", "routes"), _COLOURS, strict=True)):
        places, rates = [], []
        for row, result in enumerate(shown):
            rounds: list[Round] = getattr(result, kind)
            if rounds:
                places.append(row + (nth - 0.5) * 0.38)
                rates.append(statistics.median(each.rate for each in rounds))
        label = ("a file a sheet", "a file a route")[nth]
        bars = axes.barh(places, rates, height=0.36, color=colour, label=label)
        axes.bar_label(bars, [f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}" for rate in rates], padding=3)
    axes.set_yticks(range(len(shown)), [result.entry.name.replace(": ", ":\n") for result in shown])
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.margins(x=0.12)
    axes.set_xlabel("sheets a second (logarithmic)")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="upper right")
    with mpl.rc_context({"svg.hashsalt": "guidebook"}):
        figure.savefig(path, metadata={"Date": None})
