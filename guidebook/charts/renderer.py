"""A renderer for matplotlib's artists that keeps what they draw as shapes.

Saving a whole figure as SVG takes many times as long as drawing the few artists whose data have changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_hex, to_rgba
from matplotlib.path import Path

from guidebook.charts.drawing import Shape

if TYPE_CHECKING:
    from matplotlib.transforms import Transform
    from matplotlib.typing import CapStyleType, ColorType, JoinStyleType

_CAPS = {"butt": 0, "round": 1, "projecting": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}

_HUNDREDTHS = np.array([100.0, -100.0])
"""Of a point, in which shapes are measured, downwards."""
_FOUR_CORNERS = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO]

_Point = list[int]
"""Across and down, in hundredths of a point, so that what is a rectangle is known exactly."""


class PathArtist(Artist):
    """Draws one path, whose points change from sheet to sheet, and nothing else of it.

    Matplotlib's own patches and lines settle colours, caps, clips, hatches and dashes anew whenever they are drawn,
    which takes longer than to draw a few bars.

    Args:
        face: The colour inside; None leaves it bare.
        edge: The line's colour.
        line: The line's width; 0 draws none.
        cap: How the line ends.
        join: How it turns.
        transform: From the path to the figure's points.
    """

    def __init__(
        self,
        face: ColorType | None,
        edge: ColorType,
        line: float,
        cap: CapStyleType,
        join: JoinStyleType,
        transform: Transform,
    ) -> None:
        super().__init__()
        self.set_transform(transform)
        self.path: Path | None = None
        self._face = None if face is None else to_rgba(face)
        self._context = GraphicsContextBase()
        self._context.set_snap(False)  # figures stand where the data put them, not on whole pixels
        self._context.set_foreground(edge)
        self._context.set_linewidth(line)
        self._context.set_capstyle(cap)
        self._context.set_joinstyle(join)

    def draw(self, renderer: RendererBase) -> None:
        """Draw the path, if there is one."""
        if self.path is not None:
            renderer.draw_path(self._context, self.path, self.get_transform(), self._face)


class ShapeRenderer(RendererBase):
    """Takes paths in opaque colours and unbroken lines, unclipped; a figure's unit must be the point."""

    def __init__(self) -> None:
        super().__init__()
        self._top = np.zeros(2)
        self._shapes: list[Shape] = []

    def draw(self, artists: Iterable[Artist], height: float) -> tuple[Shape, ...]:
        """Return the shapes of these artists in the order in which they are painted; nothing else is drawn.

        Args:
            artists: What to draw.
            height: The figure's, in points: matplotlib counts from its foot, shapes count from its top.
        """
        self._top = np.array([0.0, 100 * height])
        self._shapes = []
        for artist in artists:
            artist.draw(self)
        return tuple(self._shapes)

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: ColorType | None = None,  # noqa: N803 - matplotlib's own name
    ) -> None:
        """Keep a path, as matplotlib's own renderers would draw it; what has no extent isn't kept."""
        width = float(gc.get_linewidth())
        clean = path.cleaned(transform, remove_nans=True, curves=True)
        vertices = np.asarray(clean.vertices) * _HUNDREDTHS + self._top
        points: list[list[int]] = np.rint(vertices).astype(int).tolist()
        figures = _figures(points, np.asarray(clean.codes).tolist())
        operators = " ".join(filter(None, (_operators(*figure, width > 0) for figure in figures)))
        if operators:
            self._shapes.append(
                Shape(
                    operators,
                    None if rgbFace is None else _hex(rgbFace),
                    _hex(gc.get_rgb()) if width > 0 else None,
                    width,
                    _CAPS[gc.get_capstyle()],
                    _JOINS[gc.get_joinstyle()],
                )
            )


@lru_cache
def _hex(colour: ColorType) -> str:
    return to_hex(colour)


@lru_cache(maxsize=1 << 14)
def _number(hundredths: int) -> str:
    return f"{hundredths / 100:.10g}"


def _figures(
    points: Iterable[_Point], codes: Iterable[int]
) -> Iterator[tuple[list[_Point], list[int], bool]]:
    """Split a path where the pen is lifted: points, their codes, and whether the figure is closed."""
    found: list[_Point] = []
    kinds: list[int] = []
    for point, code in zip(points, codes, strict=True):
        if code in (Path.MOVETO, Path.CLOSEPOLY, Path.STOP):
            if found:
                yield found, kinds, code == Path.CLOSEPOLY
            found, kinds = [], []
            if code != Path.MOVETO:
                continue
        found.append(point)
        kinds.append(code)


def _operators(points: list[_Point], codes: list[int], closed: bool, stroked: bool) -> str:
    """Return the operators that make a figure; none for one that leaves no mark."""
    if closed and codes == _FOUR_CORNERS and _is_upright(points):
        return _rectangle(points[0], points[2], stroked)
    across, down = zip(*points, strict=True)
    if not _leaves_mark(min(across) < max(across), min(down) < max(down), stroked):
        return ""
    parts: list[str] = []
    for (x, y), code, nth in zip(points, codes, count(), strict=False):
        parts += (_number(x), _number(y))
        if code != Path.CURVE4:
            parts.append("l" if nth else "m")
        elif nth % 3 == 0:
            parts.append("c")
    return " ".join([*parts, "h"] if closed else parts)


def _rectangle(corner: _Point, opposite: _Point, stroked: bool) -> str:
    """Return the operators of an upright rectangle; one without any width or height is a line, if it has one.

    Viewers would paint its inside as a hair line, which would stand for a month of nothing.
    """
    (a, b), (c, d) = corner, opposite
    left, right, top, bottom = min(a, c), max(a, c), min(b, d), max(b, d)
    if not _leaves_mark(left < right, top < bottom, stroked):
        return ""
    if left < right and top < bottom:
        return f"{_number(left)} {_number(top)} {_number(right - left)} {_number(bottom - top)} re"
    return f"{_number(left)} {_number(top)} m {_number(right)} {_number(bottom)} l"


def _leaves_mark(wide: bool, high: bool, stroked: bool) -> bool:
    return (wide and high) or (stroked and (wide or high))


def _is_upright(corners: list[_Point]) -> bool:
    """Whether four points are the corners of a rectangle whose edges run across and down."""
    (a, b), (c, d), (e, f), (g, h) = corners
    return (a, d, e, h) == (g, b, c, f) or (a, d, e, h) == (c, f, g, b)
