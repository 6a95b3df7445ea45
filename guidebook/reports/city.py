"""The city's report as it is printed: every word of it, and what its charts are drawn from (R031, R033, R034)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from guidebook.measures.company.calibres import DEFINITIONS
from guidebook.reports import city_focus, city_service, city_trade
from guidebook.reports.city_figures import CityFigures
from guidebook.reports.city_focus import FocusPage
from guidebook.reports.city_service import CarePage, LoopPage
from guidebook.reports.city_trade import Bands, Forecasts, HeatMap, Panel, RateRow, RouteMap
from guidebook.reports.pictures import Step
from guidebook.reports.route_page import Total
from guidebook.wording import month_text

FOR = "供市场经理，不给零售户"


@dataclass(frozen=True, slots=True)
class CityReport:
    """The city's report; `definitions` are rate, calibre and formula of every reading there is."""

    title: str
    audience: str
    month: str
    as_of: str
    snapshot: str
    headline: tuple[Total, ...]
    steps: tuple[Step, ...]
    rates: tuple[RateRow, ...]
    months: tuple[str, ...]
    panels: tuple[Panel, ...]
    focus: FocusPage
    brands: HeatMap
    routes: RouteMap
    bands: Bands
    forecasts: Forecasts
    loop: LoopPage
    care: CarePage
    definitions: tuple[tuple[str, str, str], ...]


def city_report(figures: CityFigures, rules: Mapping[str, str]) -> CityReport:
    """Put the city's report together.

    Args:
        figures: What was measured.
        rules: The rules' Chinese names.
    """
    return CityReport(
        title=f"{month_text(figures.month)}全市报告",
        audience=FOR,
        month=month_text(figures.month),
        as_of=figures.as_of.isoformat(),
        snapshot=figures.snapshot,
        headline=tuple(city_trade.headline(figures)),
        steps=tuple(city_trade.steps(figures)),
        rates=tuple(city_trade.month_rates(figures)),
        months=tuple(map(city_trade.short, city_trade.window(figures))),
        panels=tuple(city_trade.panels(figures)),
        focus=city_focus.focus_page(figures),
        brands=city_trade.brand_map(figures),
        routes=city_trade.route_map(figures),
        bands=city_trade.price_mix(figures),
        forecasts=city_trade.forecasts(figures),
        loop=city_service.loop_page(figures, rules),
        care=city_service.care_page(figures),
        definitions=tuple((each.rate.value, each.name, each.formula) for each in DEFINITIONS.values()),
    )
