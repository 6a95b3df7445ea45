"""The script one writes first: pyplot draws PNG charts, WeasyPrint lays each sheet out with its defaults.

Flex and grid, fonts by `@font-face`, a fresh document and a fresh font configuration a sheet: nothing here is slow on
purpose, it is what the libraries' tutorials show.
"""

from __future__ import annotations

import base64
import io
from pathlib import Path

import jinja2
import matplotlib as mpl
from matplotlib import font_manager, pyplot
from matplotlib.figure import Figure
from weasyprint import HTML

from benchmarks.content import Content
from guidebook.model import BarChart, Trend
from guidebook.resources import fonts_dir

DPI = 150


class Naive:
    """Prints sheets as a first script would."""

    def __init__(self) -> None:
        mpl.use("Agg")
        fonts = fonts_dir()
        font_manager.fontManager.addfont(fonts / "NotoSansSC-Regular.ttf")
        mpl.rcParams["font.family"] = "Noto Sans SC"
        mpl.rcParams["axes.unicode_minus"] = False
        loader = jinja2.FileSystemLoader(Path(__file__).parent)
        self._template = jinja2.Environment(loader=loader, autoescape=True).get_template("sheet.html.jinja")
        self._fonts = fonts.as_uri()

    def render(self, content: Content) -> bytes:
        """One sheet as a PDF file."""
        sheet = content.sheet
        charts = [_trend(sheet.trend)] if sheet.trend else []
        charts += [_bars(sheet.contributions)] if sheet.contributions else []
        pack_mix = _bars(sheet.back.pack_mix) if sheet.back and sheet.back.pack_mix else None
        html = self._template.render(sheet=sheet, charts=charts, pack_mix=pack_mix, fonts=self._fonts)
        pdf = HTML(string=html, base_url=".").write_pdf()
        assert isinstance(pdf, bytes)
        return pdf


def _trend(trend: Trend) -> str:
    figure, axes = pyplot.subplots(figsize=(3.4, 1.6))
    places = range(len(trend.labels))
    axes.bar(places, trend.cartons, color="#b9c9cf")
    axes.set_xticks(places, trend.labels, fontsize=7)
    axes.set_title(trend.title, fontsize=8, loc="left")
    for place, cartons in enumerate(trend.cartons):
        axes.text(
            place,
            cartons,
            trend.cartons_text if place == places[-1] else f"{cartons:g}",
            fontsize=6,
            ha="center",
        )
    prices = axes.twinx()
    prices.plot(
        places, [float("nan") if price is None else price for price in trend.carton_prices], color="#a23b2a"
    )
    return _png(figure)


def _bars(chart: BarChart) -> str:
    figure, axes = pyplot.subplots(figsize=(3.4, 1.6))
    axes.barh([bar.name for bar in chart.bars], [bar.value for bar in chart.bars], color="#1f4e5f")
    axes.invert_yaxis()
    for place, bar in enumerate(chart.bars):
        axes.text(bar.value, place, bar.text, fontsize=7, va="center")
    axes.tick_params(labelsize=7)
    axes.set_title(chart.title, fontsize=8, loc="left")
    axes.set_title(chart.caption or "", fontsize=8, loc="right")
    return _png(figure)


def _png(figure: Figure) -> str:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI, bbox_inches="tight")
    pyplot.close(figure)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
