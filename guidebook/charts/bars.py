"""Horizontal bars with a name and a figure each: what brands added or took, and what packs of each price make up."""

from __future__ import annotations

from collections.abc import Sequence

from guidebook.charts.drawing import (
    BAR,
    INK,
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
from guidebook.model import Bar, BarChart

_GAP = 3.0
"""Between a bar and its words, in points."""
_EDGE = 1.1
"""The line around a loss."""


class BarBoard:
    """The figure of horizontal bars: gains filled, losses outlined, a line at zero."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self.figure = new_figure(size)
        self.axes = new_axes(self.figure, size, 0, size.height)
        self.axes.set_ylim(size.height, 0)
        self.gains, self.losses = new_patch(INK), new_patch("#ffffff", WARM, _EDGE)
        self.zero = new_patch(edge=SOFT_INK, line=0.6)
        for patch in (self.gains, self.losses, self.zero):
            self.axes.add_patch(patch)

    def draw(self, chart: BarChart, slot: str, measure: Measure) -> Drawing:
        """Draw one shop's bars, from the top."""
        size, text = self.size, self.size.text
        pitch = min(size.height / len(chart.bars), 1.75 * size.line)
        half = min(pitch * BAR, size.line) / 2
        names = [measure(bar.name, False) * text for bar in chart.bars]
        figures = [measure(bar.text, False) * text for bar in chart.bars]
        self._scale(chart.bars, max(names), figures)

        rows = [((row + 0.5) * pitch, bar) for row, bar in enumerate(chart.bars)]
        inset = _EDGE / 2  # a loss is as thick as a gain, with its line
        self.gains.set_path(
            rectangles((0, y - half, bar.value, y + half) for y, bar in rows if bar.value > 0)
        )
        self.losses.set_path(
            rectangles((bar.value, y - half + inset, 0, y + half - inset) for y, bar in rows if bar.value < 0)
        )
        self.zero.set_path(rectangles([(0, 0, 0, pitch * len(rows))]))

        labels: list[Label] = []
        for row, (y, bar) in enumerate(rows):
            end, _ = place(self.axes, bar.value, y)
            beside = end - _GAP - figures[row] if bar.value < 0 else end + _GAP
            top = round(y - size.line / 2, 2)
            labels += [
                Label(f"{slot}-name-{row}", bar.name, round(max(names) - names[row], 2), top, names[row]),
                Label(f"{slot}-text-{row}", bar.text, round(beside, 2), top, figures[row]),
            ]
        return to_drawing(self.figure, size, _in_words(chart), labels)

    def _scale(self, bars: Sequence[Bar], names: float, widths: Sequence[float]) -> None:
        """Set the axes so that names, bars and figures all have room between the edges."""
        gain = max(0.0, *(bar.value for bar in bars))
        loss = max(0.0, *(-bar.value for bar in bars))
        before = max((w + _GAP for w, bar in zip(widths, bars, strict=True) if bar.value < 0), default=0.0)
        after = max((w + _GAP for w, bar in zip(widths, bars, strict=True) if bar.value >= 0), default=0.0)
        left, right = names + 2 * _GAP + before, self.size.width - after
        # A few bars don't fill the width: alone, even the smallest gain would look like a great one.
        full = 1 + 1 / len(bars) ** 2
        unit = max(right - left, 1.0) / (((gain + loss) or 1.0) * full)
        zero = left + loss * unit
        self.axes.set_xlim(-zero / unit, (self.size.width - zero) / unit)


def _in_words(chart: BarChart) -> str:
    bars = "；".join(f"{bar.name} {bar.text}" for bar in chart.bars)
    return f"{chart.title}：{bars}" + (f"；{chart.caption}" if chart.caption else "")
