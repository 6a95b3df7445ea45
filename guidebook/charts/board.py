"""What charts are drawn on: matplotlib figures that hold nothing but shapes, made once for all sizes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from guidebook.charts.drawing import Shape, Size

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.artist import Artist
    from matplotlib.path import Path
    from matplotlib.transforms import Transform
    from matplotlib.typing import CapStyleType, JoinStyleType
    from numpy.typing import NDArray

    from guidebook.charts.renderer import PathArtist

Rectangle = tuple[float, float, float, float]
"""Left, bottom, right, top, in an axes' data."""


class Board:
    """A figure that paints no ground of its own, and the artists on it."""

    def __init__(self) -> None:
        from matplotlib.figure import Figure

        from guidebook.charts.renderer import ShapeRenderer

        self.figure = Figure(dpi=72)  # whose unit is the point
        self.figure.patch.set_visible(False)
        self._renderer = ShapeRenderer()
        self._artists: list[Artist] = []

    def shapes(self, size: Size) -> tuple[Shape, ...]:
        """Draw the artists, and nothing of the figure around them, in the order in which they were put."""
        return self._renderer.draw(self._artists, size.height)

    def keep(self, artist: Artist) -> None:
        """Draw this artist too from now on."""
        self._artists.append(artist)


class Plane:
    """Axes without any frame, and a transform before theirs that is set anew for each sheet's data.

    The axes are laid out once for each size, in points.  Their limits would do the transform's work, but to set them
    takes as long as to draw the whole chart; to make axes for each size takes ten charts' time.

    Args:
        board: The figure of the axes.
    """

    def __init__(self, board: Board) -> None:
        from matplotlib.transforms import Affine2D

        self._board = board
        self._axes = board.figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._laid_out: dict[tuple[Size, float, float], NDArray[np.float64]] = {}
        self._height = 0.0
        self._from_data, self._from_axes = Affine2D(), Affine2D()
        self.transform: Transform = self._from_data + self._from_axes
        """From data to the figure's points, counted from its lower left corner."""

    def lay(self, size: Size, bottom: float, height: float) -> None:
        """Lay the axes into a figure of this size and as wide; bottom and height are points."""
        place = size, bottom, height
        if place not in self._laid_out:
            self._board.figure.set_size_inches(size.width / 72, size.height / 72, forward=False)
            self._axes.set_position((0, bottom / size.height, 1, height / size.height))
            self._axes.set(xlim=(0, size.width), ylim=(0, height))
            self._laid_out[place] = self._axes.transData.get_matrix().copy()
        self._from_axes.set_matrix(self._laid_out[place])
        self._height = size.height

    def scale(self, across: tuple[float, float], up: tuple[float, float]) -> None:
        """Set what one step of the data is in points, and where their zero lies, from the axes' lower left corner."""
        import numpy as np

        (dx, x), (dy, y) = across, up
        self._from_data.set_matrix(np.array([[dx, 0, x], [0, dy, y], [0, 0, 1]], float))

    def places(self, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        """Return where data points lie in the figure, in points from its upper left corner."""
        import numpy as np

        if not points:
            return []
        found = self.transform.transform(np.array(points, float))
        return [(x, self._height - y) for x, y in found.tolist()]

    def patch(
        self,
        face: str | None = None,
        edge: str = "none",
        line: float = 0,
        *,
        transform: Transform | None = None,
    ) -> PathArtist:
        """Put an artist for any number of figures: one path, which WeasyPrint draws much faster than many.

        Args:
            face: The colour inside.
            edge: The colour of the line around.
            line: How wide that is.
            transform: From the path to the figure's points, if it isn't the plane's.
        """
        return self._put(face, edge, line, "butt", "miter", transform)

    def line(self, colour: str, width: float) -> PathArtist:
        """Put a line through data points."""
        return self._put(None, colour, width, "projecting", "round")

    def _put(
        self,
        face: str | None,
        edge: str,
        line: float,
        cap: CapStyleType,
        join: JoinStyleType,
        transform: Transform | None = None,
    ) -> PathArtist:
        from guidebook.charts.renderer import PathArtist

        artist = PathArtist(face, edge, line, cap, join, self.transform if transform is None else transform)
        self._axes.add_artist(artist)
        self._board.keep(artist)
        return artist


def rectangles(corners: Iterable[Rectangle]) -> Path | None:
    """Return one path of closed rectangles; None where there is none."""
    from matplotlib.path import Path

    points: list[tuple[float, float]] = []
    for left, bottom, right, top in corners:
        points += [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * (len(points) // 5)
    return Path(points, codes) if points else None


def polyline(points: Sequence[tuple[float, float]]) -> Path:
    """Return the path of straight lines from point to point, interrupted where a point has no number (NaN)."""
    from matplotlib.path import Path

    return Path(points)
