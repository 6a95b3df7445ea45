"""A chart's ground in points, from its upper left corner: matplotlib draws the shapes, the page's fonts the words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from guidebook.charts import Drawing, Label, Measure, Size
from guidebook.charts.board import Board, Plane, polyline, rectangles

Align = Literal["left", "middle", "right"]

_CUT = "…"


class Sketch:
    """A chart that is drawn once.

    Args:
        size: How large it is; all its words have one size.
        measure: How wide texts are in the fonts that will print them.
    """

    def __init__(self, size: Size, measure: Measure) -> None:
        self.size = size
        self._measure = measure
        self._board = Board()
        self._plane = Plane(self._board)
        self._plane.lay(size, 0.0, size.height)
        self._plane.scale((1.0, 0.0), (-1.0, size.height))
        self._labels: list[Label] = []

    def box(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        *,
        fill: str | None = None,
        edge: str = "none",
        width: float = 0.0,
    ) -> None:
        """Draw a rectangle, its line inside of it."""
        inset = width / 2
        corners = (left + inset, top + inset, right - inset, bottom - inset)
        self._plane.patch(fill, edge, width).path = rectangles([corners])

    def line(self, points: Sequence[tuple[float, float]], colour: str, width: float) -> None:
        """Draw a line through points; one point is drawn as a dot would be."""
        self._plane.line(colour, width).path = polyline(points)

    def width(self, text: str, *, strong: bool = False) -> float:
        """How wide words are."""
        return self._measure(text, strong) * self.size.text

    def fitted(self, text: str, room: float, *, strong: bool = False) -> str:
        """Words that are no wider than the room; what was cut ends with an ellipsis."""
        if self.width(text, strong=strong) <= room:
            return text
        while text and self.width(text + _CUT, strong=strong) > room:
            text = text[:-1]
        return text + _CUT if text else ""

    def words(self, x: float, y: float, text: str, *, align: Align = "left", strong: bool = False) -> None:
        """Write words whose line has its middle at `y`; moved so that they stay inside of the chart.

        Args:
            x: Where they begin, have their middle or end, as `align` says.
            y: The middle of the line.
            text: The words; nothing is written where there are none.
            align: What `x` is.
            strong: Whether they are bold.
        """
        if not text:
            return
        width = self.width(text, strong=strong)
        left = x - {"left": 0.0, "middle": 0.5, "right": 1.0}[align] * width
        left = max(min(left, self.size.width - width), 0.0)
        top = max(min(y - self.size.line / 2, self.size.height - self.size.line), 0.0)
        slot = f"w{len(self._labels)}"
        self._labels.append(
            Label(slot, text, round(left, 2), round(top, 2), width, round(top + self.size.base, 2), strong)
        )

    def drawing(self, alt: str) -> Drawing:
        """The chart as it stands.

        Args:
            alt: The chart in words.
        """
        return Drawing(self.size, alt, self._board.shapes(self.size), tuple(self._labels))
