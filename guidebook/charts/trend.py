"""The trend: a year of cartons as bars, and the price per carton as a line above them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from guidebook.charts.drawing import (
    BAR,
    INK,
    PALE,
    SOFT_INK,
    WARM,
    Drawing,
    Label,
    Measure,
    Size,
    new_axes,
    new_figure,
    new_patch,
    place,
    rectangles,
    to_drawing,
)
from guidebook.model import Trend
from guidebook.wording import decimal_text

_DOT = 2.3
"""Radius of the line's last point."""
_FINEST = 1_000_000  # the largest denominator of a price per carton: ten times the packs of a month
_GAP = 3.0
"""Between a point of the line and its label, in points."""
_SPARE = 5.0
"""To the right of the last month, whose label is the widest, in points."""
_LINES_FOR_LOWEST = 7.2
"""A chart's height, in lines of its words, from which the lowest price is labelled too."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """A label that would like to stand centred on x."""

    slot: str
    text: str
    x: float
    y: float
    strong: bool = False


class TrendBoard:
    """The figure of a trend: prices in the upper axes, cartons in the lower ones, months at the foot."""

    def __init__(self, size: Size) -> None:
        from matplotlib.lines import Line2D
        from matplotlib.transforms import IdentityTransform

        self.size = size
        self.figure = new_figure(size)
        # From the foot: months, bars, their figures, the lowest price's figure, the line, the highest one's.
        self.shows_lowest = size.height >= _LINES_FOR_LOWEST * size.line
        below = size.line + _GAP if self.shows_lowest else _GAP
        free = size.height - 3 * size.line - _GAP - below
        self.cartons = new_axes(self.figure, size, size.line, free * 0.6)
        self.prices = new_axes(self.figure, size, free * 0.6 + 2 * size.line + below, free * 0.4)
        self.months, self.latest = new_patch(PALE), new_patch(INK)
        self.ground = new_patch(edge=SOFT_INK, line=0.6)
        for patch in (self.months, self.latest, self.ground):
            self.cartons.add_patch(patch)
        self.line = Line2D([], [], color=WARM, linewidth=1.5, clip_on=False)
        self.prices.add_line(self.line)
        self.dot = new_patch(WARM)
        self.dot.set_transform(IdentityTransform())
        self.figure.add_artist(self.dot)

    def draw(self, trend: Trend, measure: Measure) -> Drawing:
        """Draw one shop's months."""
        from matplotlib.path import Path

        last = len(trend.labels) - 1
        known = [(month, price) for month, price in enumerate(trend.carton_prices) if price is not None]
        for axes in (self.cartons, self.prices):
            axes.set_xlim(-0.5, last + 0.5 + _SPARE * (last + 1) / (self.size.width - _SPARE))
        low, high = min(*trend.cartons, 0.0), max(*trend.cartons, 0.0)
        self.cartons.set_ylim(low, high if high > low else low + 1)
        self.prices.set_ylim(*_span([price for _, price in known]))

        bars = [(at - BAR / 2, 0.0, at + BAR / 2, value) for at, value in enumerate(trend.cartons)]
        self.months.set_path(rectangles(bars[:-1]))
        self.latest.set_path(rectangles(bars[-1:]))
        self.ground.set_path(rectangles([(-0.5, 0, last + 0.5, 0)]))
        self.line.set_data(range(last + 1), [math.nan if p is None else p for p in trend.carton_prices])
        self.dot.set_path(Path.circle(place(self.prices, *known[-1]), _DOT) if known else rectangles([]))

        labels = [
            *_settle(self._month_wishes(trend), self.size, measure, 0.0, few=range(last, -1, -2)),
            *_settle(self._carton_wishes(trend), self.size, measure, 0.1, few=_telling(trend.cartons)),
            *_settle(self._price_wishes(trend, known), self.size, measure, 1.0, levels=True),
        ]
        return to_drawing(self.figure, self.size, _in_words(trend), labels)

    def _month_wishes(self, trend: Trend) -> list[_Wish]:
        top = self.size.height - self.size.line
        return [
            _Wish(f"trend-month-{at}", label, place(self.cartons, at, 0)[0], top)
            for at, label in enumerate(trend.labels)
        ]

    def _carton_wishes(self, trend: Trend) -> list[_Wish]:
        wishes = []
        for at, value in enumerate(trend.cartons):
            last = at == len(trend.cartons) - 1
            x, up = place(self.cartons, at, max(value, 0.0))
            top = self.size.height - up - self.size.line
            text = trend.cartons_text if last else _cartons_text(value)
            wishes.append(_Wish(f"trend-cartons-{at}", text, x, top, last))
        return wishes

    def _price_wishes(self, trend: Trend, known: Sequence[tuple[int, float]]) -> list[_Wish]:
        """The last price, the highest and, where there is room, the lowest: they give the line its scale."""
        if not known:
            return []
        highest = max(known, key=lambda point: (point[1], point[0]))
        lowest = min(known, key=lambda point: (point[1], -point[0]))
        wishes = []
        for at, price in dict.fromkeys((known[-1], highest, *([lowest] if self.shows_lowest else []))):
            last = at == len(trend.labels) - 1
            x, up = place(self.prices, at, price)
            before = trend.carton_prices[at - 1] if at else None
            falls = last and before is not None and before > price
            below = self.shows_lowest and (falls or ((at, price) == lowest and lowest != highest))
            top = self.size.height - up + (_GAP if below else -_GAP - self.size.line)
            text = trend.carton_price_text if last else None
            wishes.append(_Wish(f"trend-price-{at}", text or _price_text(price), x, top, last))
        return wishes


def _settle(
    wishes: Sequence[_Wish],
    size: Size,
    measure: Measure,
    apart: float,
    *,
    levels: bool = False,
    few: Iterable[int] | None = None,
) -> list[Label]:
    """Give each wish its place, inside the chart's edges and `apart` ems from its neighbours.

    A strong one, which is the last, may move to the right edge.  Neighbours are all of them, or with `levels` only
    those at the same height.  Where not all find room, those of `few` do, or as many as come first.
    """
    labels: list[Label] = []
    for wish in wishes:
        width = measure(wish.text, wish.strong) * size.text
        centred = min(max(wish.x - width / 2, 0.0), size.width - width)
        for left in (centred, size.width - width) if wish.strong else (centred,):
            label = Label(wish.slot, wish.text, round(left, 2), round(wish.y, 2), width, wish.strong)
            others = (other for other in labels if not levels or abs(label.y - other.y) < size.line)
            if all(_apart(label, other, apart * size.text) for other in others):
                labels.append(label)
                break
    if few is not None and len(labels) < len(wishes):
        return _settle([wishes[at] for at in few], size, measure, apart)
    return labels


def _apart(one: Label, other: Label, gap: float) -> bool:
    return one.x >= other.x + other.width + gap or other.x >= one.x + one.width + gap


def _telling(values: Sequence[float]) -> list[int]:
    """The months that tell most: the last one, the highest, the lowest, the one before, the first."""
    months = range(len(values))
    last = len(values) - 1
    highest = max(months, key=lambda at: (values[at], at))
    lowest = min(months, key=lambda at: (values[at], -at))
    return list(dict.fromkeys((last, highest, lowest, max(last - 1, 0), 0)))


def _span(prices: Sequence[float]) -> tuple[float, float]:
    """The range of the prices' axis: not so narrow that a few tenths of a yuan look like a leap."""
    low, high = min(prices, default=0.0), max(prices, default=1.0)
    least = max(high * 0.05, 1.0)
    spare = max(least - (high - low), 0.0) / 2
    return low - spare, high + spare


def _cartons_text(cartons: float) -> str:
    return decimal_text(Fraction(cartons).limit_denominator(1000), most=3).replace("-", "−")


def _price_text(price: float) -> str:
    """Rounded once (R006): of such fractions, the float stands for just one."""
    return decimal_text(Fraction(price).limit_denominator(_FINEST), most=1)


def _in_words(trend: Trend) -> str:
    months = (
        f"{label} {_cartons_text(cartons)}" + ("" if price is None else f"，{_price_text(price)}")
        for label, cartons, price in zip(trend.labels, trend.cartons, trend.carton_prices, strict=True)
    )
    return f"{trend.title}：{'；'.join(months)}"
