"""Who takes part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.chromium import Chromium
from benchmarks.lean import Lean
from benchmarks.naive import Naive
from benchmarks.press import House, WholeHouse
from benchmarks.reportlab import ReportLab
from benchmarks.typst import Typst
from benchmarks.workers import Rival


@dataclass(frozen=True, slots=True)
class Entry:
    """A rival.

    Attributes:
        key: Its short name.
        name: What the table calls it.
        make: Makes it, in a worker.
        sheets: How many it prints a round at most: slow ones print fewer, for rates are compared.
        warm_up: How many each worker prints before the clock starts.
        target: By how much the house's press is to be faster, a file a sheet.
        route_target: Likewise, a file a route.
    """

    key: str
    name: str
    make: Callable[[], Rival]
    sheets: int
    warm_up: int = 4
    target: float | None = None
    route_target: float | None = None


HOUSE = "press"
ENTRIES = (
    Entry("naive", "naive: pyplot PNG + WeasyPrint's defaults", Naive, 16, target=100),
    Entry("lean", "lean WeasyPrint (guidebook's reference press)", Lean, 32),
    Entry("chromium", "headless Chromium, one warm tab a worker", Chromium, 64, target=25, route_target=8),
    Entry("typst", "Typst, one compiler a worker", Typst, 200, target=4, route_target=3),
    Entry("reportlab", "ReportLab, canvas drawn by hand", ReportLab, 200, target=3),
    Entry("whole", "guidebook's press, lines and charts on the clock too", WholeHouse, 600, warm_up=600),
    Entry(HOUSE, "guidebook's press", House, 600, warm_up=600),
)
