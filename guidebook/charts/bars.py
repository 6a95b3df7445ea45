"""Horizontal bars with a name and a figure each: what brands added or took, and what packs of each price make up."""

from __future__ import annotations

from collections.abc import Sequence

from guidebook.charts.board import Board, Plane, polyline, rectangles
from guidebook.charts.drawing import BAR, INK, SOFT_INK, WARM, Drawing, Label, Measure, Size
from guidebook.model import Bar, BarChart

_GAP = 3.0
"""Between a bar and its words, in points."""
_EDGE = 1.1
"""The line around a loss."""


class BarBoard:
    """The figure of horizontal bars: gains filled, losses outlined, a line at zero."""

    def __init__(self) -> None:
        self.board = Board()
        self.plane = Plane(self.board)
        self.gains, self.losses = self.plane.patch(INK), self.plane.patch("#ffffff", WARM, _EDGE)
        self.zero = self.plane.patch(edge=SOFT_INK, line=0.6)

    def draw(self, chart: BarChart, size: Size, slot: str, measure: Measure) -> Drawing:
        """Draw one shop's bars, from the top."""
        text = size.text
        pitch = min(size.height / len(chart.bars), 1.75 * size.line)
        half = min(pitch * BAR, size.line) / 2
        names = [measure(bar.name, False) * text for bar in chart.bars]
        figures = [measure(bar.text, False) * text for bar in chart.bars]
        self._scale(chart.bars, size, max(names), figures)

        rows = [((row + 0.5) * pitch, bar) for row, bar in enumerate(chart.bars)]
        inset = _EDGE / 2  # a loss is as thick as a gain, with its line
        self.gains.path = rectangles((0, y - half, bar.value, y + half) for y, bar in rows if bar.value > 0)
        self.losses.path = rectangles(
            (bar.value, y - half + inset, 0, y + half - inset) for y, bar in rows if bar.value < 0
        )
        self.zero.path = polyline([(0, 0), (0, pitch * len(rows))])

        labels: list[Label] = []
        widest, base = max(names), size.base
        ends = self.plane.places([(bar.value, y) for y, bar in rows])
        for row, ((_, bar), (end, y), name, figure) in enumerate(
            zip(rows, ends, names, figures, strict=True)
        ):
            beside = end - _GAP - figure if bar.value < 0 else end + _GAP
            top = round(y - size.line / 2, 2)
            low = round(top + base, 2)
            labels += (
                Label(f"{slot}-name-{row}", bar.name, round(widest - name, 2), top, name, low),
                Label(f"{slot}-text-{row}", bar.text, round(beside, 2), top, figure, low),
            )
        return Drawing(size, _in_words(chart), self.board.shapes(size), tuple(labels))

    def _scale(self, bars: Sequence[Bar], size: Size, names: float, widths: Sequence[float]) -> None:
        """Scale the plane so that names, bars and figures all have room between the edges; rows count downwards."""
        gain = max(0.0, *(bar.value for bar in bars))
        loss = max(0.0, *(-bar.value for bar in bars))
        before = max((w + _GAP for w, bar in zip(widths, bars, strict=True) if bar.value < 0), default=0.0)
        after = max((w + _GAP for w, bar in zip(widths, bars, strict=True) if bar.value >= 0), default=0.0)
        left, right = names + 2 * _GAP + before, size.width - after
        # A few bars don't fill the width: alone, even the smallest gain would look like a great one.
        full = 1 + 1 / len(bars) ** 2
        unit = max(right - left, 1.0) / (((gain + loss) or 1.0) * full)
        self.plane.lay(size, 0.0, size.height)
        self.plane.scale((unit, left + loss * unit), (-1.0, size.height))


def _in_words(chart: BarChart) -> str:
    bars = "；".join(f"{bar.name} {bar.text}" for bar in chart.bars)
    return f"{chart.title}：{bars}" + (f"；{chart.caption}" if chart.caption else "")
