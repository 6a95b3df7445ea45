"""The trend: a year of cartons as bars, and the price per carton as a line above them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from guidebook.charts.board import Board, Plane, polyline, rectangles
from guidebook.charts.drawing import BAR, INK, PALE, SOFT_INK, WARM, Drawing, Label, Measure, Size
from guidebook.model import STICKS_PER_CARTON, Trend
from guidebook.wording import MINUS, cartons_text, decimal_text, tenths_text

_DOT = 2.3
"""Radius of the line's last point."""
_FINEST = 1_000_000  # the largest denominator of a price per carton: ten times the packs of a month
_CLOSE = 100 / _FINEST
_MANY = 1e6
"""Up to where floats are exact enough for the short ways below."""
_GAP = 3.0
"""Between a point of the line and its label, in points."""
_SPARE = 5.0
"""To the right of the last month, whose label is the widest, in points."""
_LINES_FOR_LOWEST = 7.2
"""A chart's height, in lines of its words, from which the lowest price is labelled too."""


class _Wish(NamedTuple):
    """A label that would like to stand centred on x."""

    slot: str
    text: str
    x: float
    y: float
    strong: bool = False


class TrendBoard:
    """The figure of a trend: prices in the upper axes, cartons in the lower ones, months at the foot."""

    def __init__(self) -> None:
        from matplotlib.path import Path
        from matplotlib.transforms import Affine2D

        self.board = Board()
        self.cartons, self.prices = Plane(self.board), Plane(self.board)
        self.months, self.latest = self.cartons.patch(PALE), self.cartons.patch(INK)
        self.ground = self.cartons.patch(edge=SOFT_INK, line=0.6)
        self.line = self.prices.line(WARM, 1.5)
        self.dot_place = Affine2D()
        self.dot = self.prices.patch(WARM, transform=self.dot_place)
        self._circle = Path.circle(radius=_DOT)

    def draw(self, trend: Trend, size: Size, measure: Measure) -> Drawing:
        """Draw one shop's months."""
        last = len(trend.labels) - 1
        known = [(month, price) for month, price in enumerate(trend.carton_prices) if price is not None]
        self._scale(trend, size, [price for _, price in known])

        bars = [(at - BAR / 2, 0.0, at + BAR / 2, value) for at, value in enumerate(trend.cartons)]
        self.months.path = rectangles(bars[:-1])
        self.latest.path = rectangles(bars[-1:])
        self.ground.path = polyline([(-0.5, 0), (last + 0.5, 0)])
        self.line.path = polyline(
            [(at, math.nan if price is None else price) for at, price in enumerate(trend.carton_prices)]
        )
        self.dot.path = self._circle if known else None
        if known:
            self.dot_place.clear().translate(*self.prices.transform.transform(known[-1]))

        texts = [_cartons_text(cartons) for cartons in trend.cartons]
        labels = [
            *_settle(self._month_wishes(trend, size), size, measure, 0.0, few=range(last, -1, -2)),
            *_settle(
                self._carton_wishes(trend, size, texts), size, measure, 0.1, few=_telling(trend.cartons)
            ),
            *_settle(self._price_wishes(trend, size, known), size, measure, 1.0, levels=True),
        ]
        return Drawing(size, _in_words(trend, texts), self.board.shapes(size), tuple(labels))

    def _scale(self, trend: Trend, size: Size, prices: Sequence[float]) -> None:
        """Lay both planes and scale them: half a month at the edges, cartons from zero, prices as `_span` says.

        From the foot: months, bars, their figures, the lowest price's figure, the line, the highest one's.
        """
        below = size.line + _GAP if _shows_lowest(size) else _GAP
        free = size.height - 3 * size.line - _GAP - below
        high, higher = free * 0.6, free * 0.4
        self.cartons.lay(size, size.line, high)
        self.prices.lay(size, high + 2 * size.line + below, higher)
        pitch = (size.width - _SPARE) / len(trend.labels)
        least, most = min(*trend.cartons, 0.0), max(*trend.cartons, 0.0)
        for plane, bottom, top, height in (
            (self.cartons, least, most if most > least else least + 1, high),
            (self.prices, *_span(prices), higher),
        ):
            unit = height / (top - bottom)
            plane.scale((pitch, pitch / 2), (unit, -bottom * unit))

    def _month_wishes(self, trend: Trend, size: Size) -> list[_Wish]:
        top = size.height - size.line
        places = self.cartons.places([(at, 0.0) for at in range(len(trend.labels))])
        return [
            _Wish(f"trend-month-{at}", label, x, top)
            for at, (label, (x, _)) in enumerate(zip(trend.labels, places, strict=True))
        ]

    def _carton_wishes(self, trend: Trend, size: Size, texts: Sequence[str]) -> list[_Wish]:
        wishes = []
        places = self.cartons.places([(at, max(value, 0.0)) for at, value in enumerate(trend.cartons)])
        for at, (text, (x, y)) in enumerate(zip(texts, places, strict=True)):
            last = at == len(texts) - 1
            words = trend.cartons_text if last else text
            wishes.append(_Wish(f"trend-cartons-{at}", words, x, y - size.line, last))
        return wishes

    def _price_wishes(self, trend: Trend, size: Size, known: Sequence[tuple[int, float]]) -> list[_Wish]:
        """The last price, the highest and, where there is room, the lowest: they give the line its scale."""
        if not known:
            return []
        shows_lowest = _shows_lowest(size)
        highest = max(known, key=lambda point: (point[1], point[0]))
        lowest = min(known, key=lambda point: (point[1], -point[0]))
        wishes = []
        told = list(dict.fromkeys((known[-1], highest, *([lowest] if shows_lowest else []))))
        for (at, price), (x, y) in zip(told, self.prices.places(told), strict=True):
            last = at == len(trend.labels) - 1
            before = trend.carton_prices[at - 1] if at else None
            falls = last and before is not None and before > price
            below = shows_lowest and (falls or ((at, price) == lowest and lowest != highest))
            top = y + (_GAP if below else -_GAP - size.line)
            text = trend.carton_price_text if last else None
            wishes.append(_Wish(f"trend-price-{at}", text or _price_text(price), x, top, last))
        return wishes


def _shows_lowest(size: Size) -> bool:
    return size.height >= _LINES_FOR_LOWEST * size.line


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
    gap, line, edge = apart * size.text, size.line, size.width
    for wish in wishes:
        width = measure(wish.text, wish.strong) * size.text
        top = round(wish.y, 2)
        base = round(top + size.base, 2)
        centred = min(max(wish.x - width / 2, 0.0), edge - width)
        for place in (centred, edge - width) if wish.strong else (centred,):
            left = round(place, 2)
            for other in labels:
                beside = left >= other.x + other.width + gap or other.x >= left + width + gap
                if not beside and not (levels and abs(top - other.y) >= line):
                    break
            else:
                labels.append(Label(wish.slot, wish.text, left, top, width, base, wish.strong))
                break
    if few is not None and len(labels) < len(wishes):
        return _settle([wishes[at] for at in few], size, measure, apart)
    return labels


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
    """Exact: a carton has so many sticks, and the float stands for a whole number of them."""
    sticks = round(cartons * STICKS_PER_CARTON)
    if sticks / STICKS_PER_CARTON == cartons and abs(cartons) < _MANY:
        return cartons_text(sticks).replace("-", MINUS)
    return decimal_text(Fraction(cartons).limit_denominator(1000), most=3).replace("-", MINUS)


def _price_text(price: float) -> str:
    """Rounded once (R006): of such fractions, the float stands for just one.

    Which one matters only close to a half; it is less than 1 / `_FINEST` away.
    """
    tenths = price * 10
    if abs(tenths % 1 - 0.5) > _CLOSE and abs(price) < _MANY:
        return tenths_text(math.floor(tenths + 0.5))
    return decimal_text(Fraction(price).limit_denominator(_FINEST), most=1)


def _in_words(trend: Trend, cartons: Iterable[str]) -> str:
    months = (
        f"{label} {text}" + ("" if price is None else f"，{_price_text(price)}")
        for label, text, price in zip(trend.labels, cartons, trend.carton_prices, strict=True)
    )
    return f"{trend.title}：{'；'.join(months)}"
