"""What charts are drawn on: matplotlib figures that hold nothing but shapes, made once for each size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from guidebook.charts.drawing import Shape, Size

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.lines import Line2D
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path
    from matplotlib.transforms import Transform

Rectangle = tuple[float, float, float, float]
"""Left, bottom, right, top, in an axes' data."""


class Board:
    """A figure whose unit is the point and which paints no ground of its own.

    Args:
        size: The figure's.
    """

    def __init__(self, size: Size) -> None:
        from matplotlib.figure import Figure

        from guidebook.charts.renderer import ShapeRenderer

        self.size = size
        self.figure = Figure(figsize=(size.width / 72, size.height / 72), dpi=72)
        self.figure.patch.set_visible(False)
        self._renderer = ShapeRenderer(size.height)
        self._artists: list[Artist] = []

    def plane(self, bottom: float, height: float) -> Plane:
        """Add axes as wide as the figure, without any frame; bottom and height in points."""
        return Plane(self, bottom, height)

    def shapes(self) -> tuple[Shape, ...]:
        """Draw the artists, and nothing of the figure around them, in the order in which they were put."""
        return self._renderer.draw(self._artists)

    def keep(self, artist: Artist) -> None:
        """Draw this artist too from now on."""
        self._artists.append(artist)


class Plane:
    """Axes that are laid out once, in points, with a transform before theirs that is set anew for each sheet's data.

    Limits of axes would do the same, but to set them takes as long as to draw the whole chart.
    """

    def __init__(self, board: Board, bottom: float, height: float) -> None:
        from matplotlib.transforms import Affine2D

        size = board.size
        axes = board.figure.add_axes((0, bottom / size.height, 1, height / size.height))
        axes.set_axis_off()
        axes.set(xlim=(0, size.width), ylim=(0, height))
        self._board, self._axes = board, axes
        self._from_data = Affine2D()
        self.transform: Transform = self._from_data + Affine2D(axes.transData.get_matrix())
        """From data to the figure's points, counted from its lower left corner."""

    def scale(self, across: tuple[float, float], up: tuple[float, float]) -> None:
        """Set what one step of the data is in points, and where their zero lies, from the plane's lower left corner."""
        import numpy as np

        (dx, x), (dy, y) = across, up
        self._from_data.set_matrix(np.array([[dx, 0, x], [0, dy, y], [0, 0, 1]], float))

    def places(self, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        """Return where data points lie in the figure, in points from its upper left corner."""
        import numpy as np

        if not points:
            return []
        found = self.transform.transform(np.array(points, float))
        height = self._board.size.height
        return [(x, height - y) for x, y in found.tolist()]

    def patch(
        self, face: str = "none", edge: str = "none", line: float = 0, *, transform: Transform | None = None
    ) -> PathPatch:
        """Put an artist for any number of figures: one path, which WeasyPrint draws much faster than many.

        Args:
            face: The colour inside.
            edge: The colour of the line around.
            line: How wide that is.
            transform: From the path to the figure's points, if it isn't the plane's.
        """
        from matplotlib.patches import PathPatch

        patch = PathPatch(
            rectangles([]),
            facecolor=face,
            edgecolor=edge,
            linewidth=line,
            capstyle="butt",
            joinstyle="miter",
            clip_on=False,
            transform=self.transform if transform is None else transform,
        )
        self._put(patch)
        return patch

    def line(self, colour: str, width: float) -> Line2D:
        """Put a line through data points."""
        from matplotlib.lines import Line2D

        line = Line2D(
            [],
            [],
            color=colour,
            linewidth=width,
            solid_capstyle="projecting",
            solid_joinstyle="round",
            clip_on=False,
            transform=self.transform,
        )
        self._put(line)
        return line

    def _put(self, artist: Artist) -> None:
        self._axes.add_artist(artist)
        self._board.keep(artist)


def rectangles(corners: Iterable[Rectangle]) -> Path:
    """Return one path of closed rectangles; empty paths are allowed."""
    from matplotlib.path import Path

    points: list[tuple[float, float]] = []
    for left, bottom, right, top in corners:
        points += [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * (len(points) // 5)
    return Path(points, codes) if points else Path([(0.0, 0.0)])


def segment(start: tuple[float, float], end: tuple[float, float]) -> Path:
    """Return the path of a straight line."""
    from matplotlib.path import Path

    return Path([start, end])
