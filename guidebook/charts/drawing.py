"""What a chart is made of: a size, labels, and matplotlib figures that hold nothing but shapes."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

Measure = Callable[[str, bool], float]
"""Gives the width of a text in ems; the second argument says whether it is bold."""

Rectangle = tuple[float, float, float, float]
"""Left, bottom, right, top, in an axes' data."""

INK, SOFT_INK, PALE, WARM, WORDS = "#1f4e5f", "#5b6670", "#bccbd1", "#a23b2a", "#1b1f23"
FAMILIES = "Noto Sans SC, Guidebook Rare Han"
_ABOVE_BASE = 0.88
"""How far a Chinese character rises above the base line, in ems."""
_GROUP = re.compile(r"</?g[^>]*>")
_STYLE = re.compile(r'style="([^"]*)"')
_PROPERTY = re.compile(r"([a-z-]+): ([^;]+);?")
_LONG_NUMBER = re.compile(r"\d+\.\d{3,}")
_SPACE = re.compile(r"\s+")

LINE_HEIGHT = 1.25
"""Of a label, in ems."""
BAR = 0.64
"""A bar's share of its pitch."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a chart is and its words are, in points."""

    width: float
    height: float
    text: float

    @property
    def line(self) -> float:
        """The height of a label."""
        return self.text * LINE_HEIGHT


@dataclass(frozen=True, slots=True)
class Label:
    """Words in a chart, as wide as they are and one line high; (x, y) is their upper left corner, in points."""

    slot: str
    text: str
    x: float
    y: float
    width: float
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn chart: an SVG element with the words of its labels."""

    size: Size
    svg: str
    labels: tuple[Label, ...]


def new_figure(size: Size) -> Figure:
    """Make a figure whose units are points and which paints no ground of its own."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    figure = Figure(figsize=(size.width / 72, size.height / 72), dpi=72)
    figure.patch.set_visible(False)
    FigureCanvasSVG(figure)
    return figure


def new_axes(figure: Figure, size: Size, bottom: float, height: float) -> Axes:
    """Add axes as wide as the figure, without any frame; bottom and height in points."""
    axes = figure.add_axes((0, bottom / size.height, 1, height / size.height))
    axes.set_axis_off()
    return axes


def new_patch(face: str = "none", edge: str = "none", line: float = 0) -> PathPatch:
    """Make an artist for any number of rectangles: one path, which WeasyPrint draws much faster than many."""
    from matplotlib.patches import PathPatch

    return PathPatch(
        rectangles([]), facecolor=face, edgecolor=edge, linewidth=line, joinstyle="miter", clip_on=False
    )


def rectangles(corners: Iterable[Rectangle]) -> Path:
    """Return one path of closed rectangles; empty paths are allowed."""
    from matplotlib.path import Path

    points: list[tuple[float, float]] = []
    for left, bottom, right, top in corners:
        points += [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * (len(points) // 5)
    return Path(points, codes) if points else Path([(0.0, 0.0)])


def place(axes: Axes, x: float, y: float) -> tuple[float, float]:
    """Return where a data point lies in the figure, in points from its lower left corner."""
    across, up = axes.transData.transform((x, y))
    return float(across), float(up)


def to_drawing(figure: Figure, size: Size, alt: str, labels: Iterable[Label]) -> Drawing:
    """Draw the figure and set its labels: the same for the same data in every process.

    Args:
        figure: The shapes.
        size: Of the chart.
        alt: The chart in words, for those who can't see it.
        labels: Its words.
    """
    import matplotlib as mpl

    written = io.StringIO()
    no_metadata = {"Date": None, "Creator": None, "Format": None, "Type": None}
    with mpl.rc_context({"svg.hashsalt": "guidebook"}):
        figure.savefig(written, format="svg", metadata=no_metadata)
    labels = tuple(labels)
    words = "".join(_text(label, size) for label in labels)
    opening, shapes = _plain(written.getvalue())
    group = f'<g font-family="{FAMILIES}" font-size="{size.text}" fill="{WORDS}">{words}</g>'
    return Drawing(size, f"{opening}<title>{escape(alt)}</title>{shapes}{group}</svg>", labels)


def _plain(svg: str) -> tuple[str, str]:
    """Keep what WeasyPrint draws: no declarations, no style sheet, no groups, properties as attributes.

    It would take a style attribute for one of the page's own, and complain of `fill`.

    Returns:
        The opening tag, and the shapes.
    """
    start, end = svg.index("<svg"), svg.index("</defs>") + len("</defs>")
    shapes = _GROUP.sub("", svg[end : svg.rindex("</svg>")])
    shapes = _STYLE.sub(lambda style: _PROPERTY.sub(r'\1="\2"', style[1]), shapes)
    shapes = _LONG_NUMBER.sub(lambda number: f"{float(number[0]):.2f}", _SPACE.sub(" ", shapes))
    return svg[start : svg.index(">", start) + 1], shapes


def _text(label: Label, size: Size) -> str:
    """Set a label; the Chinese characters stand in the middle of its line.

    All begin at their left edge: WeasyPrint draws text with another anchor letter by letter.
    """
    y = label.y + (size.line - size.text) / 2 + _ABOVE_BASE * size.text
    weight = ' font-weight="700"' if label.strong else ""
    place = f'x="{label.x:.2f}" y="{y:.2f}"{weight}'
    return f'<text data-slot="{label.slot}" {place}>{escape(label.text)}</text>'
