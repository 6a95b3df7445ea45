"""Charts: matplotlib draws the shapes, and their words stand over them as real text.

Matplotlib gives the places (`transData`) but sets no text: the page's own fonts do, so that charts can be searched
and copied like everything else.  Words as SVG text take WeasyPrint half the time of words as HTML elements, and stay
inside the tagged figure, whose description says them all.

Figures and artists are made once per process, then only their data change and are drawn, by a renderer that
keeps their shapes (performance.md).  A drawing prints them as SVG or as PDF's operators, from the same text.  Bars are
filled for more and outlined for less, and every bar carries its figure, so that no meaning hangs on a colour
(design.md, "The sheet").  All lengths are points; labels count from a chart's upper left corner.
"""

from __future__ import annotations

from guidebook.charts.bars import BarBoard
from guidebook.charts.drawing import Drawing, Label, Measure, Shape, Size
from guidebook.charts.trend import TrendBoard
from guidebook.model import BarChart, Trend

__all__ = ["Charts", "Drawing", "Label", "Measure", "Shape", "Size"]


class Charts:
    """Draws charts; keeps one board (figure, axes and artists) for each kind, made when it is first needed.

    Args:
        measure: How wide texts are in the fonts that will print them.
    """

    def __init__(self, measure: Measure) -> None:
        self._measure = measure
        self._trend: TrendBoard | None = None
        self._bars: BarBoard | None = None

    def trend(self, trend: Trend, size: Size) -> Drawing:
        """Draw months of cartons as bars, with the price per carton as a line above them.

        Args:
            trend: At least one month; a month without purchases has no price.
            size: The chart's size; at least eight lines of its words high.
        """
        self._trend = self._trend or TrendBoard()
        return self._trend.draw(trend, size, self._measure)

    def bars(self, chart: BarChart, size: Size, slot: str) -> Drawing:
        """Draw one bar a row: names at the left, figures at the bars' ends, losses to the left of zero.

        Args:
            chart: At least one bar.
            size: The chart's size.
            slot: What the labels' slots begin with.
        """
        self._bars = self._bars or BarBoard()
        return self._bars.draw(chart, size, slot, self._measure)
