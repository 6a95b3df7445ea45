"""Prints the city's report: draws its charts and sets its pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from guidebook.charts import Size
from guidebook.reports import pictures
from guidebook.reports.city import CityReport
from guidebook.reports.city_focus import FOCUS_HEADINGS
from guidebook.reports.city_service import CARE_HEADINGS, RULE_HEADINGS
from guidebook.reports.pages import ReportPress, figure

WIDTH, HEIGHT = 768.0, 470.0
"""What a page has room for below its heading, points."""
TEXT = 8.5
TILE = (96.0, 30.0)
ACROSS = 8


def print_city(report: CityReport, press: ReportPress, workbook: str) -> bytes:
    """The city's report as PDF.

    Args:
        report: What it tells.
        press: Prints it.
        workbook: Name of the file that has the rest.
    """
    return press.print(
        "city",
        report=report,
        charts=_charts(report, press),
        rates=[(row.rate, row.calibre, row.formula, row.value, row.last, row.n) for row in report.rates],
        forecasts=[
            ("几对几户", *report.forecasts.pairs),
            *((name, *cells) for name, cells in report.forecasts.biases),
        ],
        kinds=[(name, *cells) for name, cells in report.loop.by_kind],
        rule_headings=RULE_HEADINGS,
        care_headings=CARE_HEADINGS,
        focus_headings=FOCUS_HEADINGS,
        workbook=workbook,
    )


def _charts(report: CityReport, press: ReportPress) -> dict[str, Any]:
    measure = press.measure
    found: dict[str, Any] = {"steps": None, "forecasts": None}
    if report.steps:
        found["steps"] = figure(pictures.waterfall(report.steps, Size(WIDTH, 300, 9), measure), press)
    found["panels"] = [
        figure(pictures.curves(report.months, panel.lines, Size(246, 170, TEXT), measure), press)
        for panel in report.panels
    ]
    found["focus"] = [
        (name, figure(replace(drawing, alt=f"{name}{drawing.alt}"), press))
        for name, curve in report.focus.curves
        for drawing in [pictures.curves(report.months, [curve], Size(180, 84, TEXT), measure)]
    ]
    brands = report.brands
    high = min(HEIGHT - 30, 2.2 * 9 * 1.25 + 21 * max(len(brands.rows), 1))
    found["brands"] = figure(
        pictures.heat_map(brands.rows, brands.columns, brands.cells, Size(WIDTH, high, 9), measure), press
    )
    found["routes"] = [
        figure(pictures.tiles(county, ACROSS, TILE, 9, measure), press) for county in report.routes.counties
    ]
    bands, room = report.bands, WIDTH / 2 - 14 if report.forecasts.errors else WIDTH
    found["bands"] = figure(
        pictures.stacks(bands.months, bands.names, bands.shares, Size(room, 280, TEXT), measure), press
    )
    if report.forecasts.errors:
        size = Size(WIDTH / 2 - 14, 280, TEXT)
        found["forecasts"] = figure(
            pictures.bars(report.forecasts.scopes, report.forecasts.errors, size, measure), press
        )
    return found
