"""A trend, bars and fonts to draw charts with."""

from __future__ import annotations

from guidebook.charts import Size
from guidebook.model import Bar, BarChart, Trend

SIZE = Size(260, 90, 9)

TREND = Trend(
    title="近13个月：条数（柱）和平均每条（线）",
    labels=("10月", "11", "12", "1月", *map(str, range(2, 11))),
    cartons=(72, 74, 82, 91, 61.5, 70, 72, 75, 73, 70, 76, 77, 77),
    carton_prices=(138, 135.1, 136.8, 143.5, 132.2, 133.6, 135, 137.7, 136.4, 137.1, 138.5, 140.6, 142.4),
    cartons_text="77条",
    carton_price_text="142.4元",
)


def measure(text: str, bold: bool) -> float:
    return sum(0.55 if character.isascii() else 1.0 for character in text) * (1.05 if bold else 1)


def chart(*bars: tuple[str, float], caption: str | None = None) -> BarChart:
    return BarChart("多赚少赚", tuple(Bar(name, value, f"{value:+g}") for name, value in bars), caption)
