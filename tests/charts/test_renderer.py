from __future__ import annotations

import io
import math

import numpy as np
import pikepdf
import pypdfium2
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from guidebook.charts import Drawing, Shape, Size
from guidebook.charts.bars import BarBoard
from guidebook.charts.board import Board
from guidebook.charts.renderer import PathArtist, ShapeRenderer
from guidebook.charts.trend import TrendBoard
from tests.charts.samples import SIZE, TREND, chart, measure

HEIGHT = 100
SHARP = 4
"""Pixels a point."""


@pytest.fixture
def axes() -> Axes:
    """200 × 100 points; its data run from 0 to 20 and from 0 to 10, half of the figure's width and height."""
    axes = Figure(figsize=(200 / 72, HEIGHT / 72), dpi=72).add_axes((0.25, 0.25, 0.5, 0.5))
    axes.set(xlim=(0, 20), ylim=(0, 10))
    return axes


def shapes(axes: Axes, *artists: PathPatch | Rectangle | Circle | Line2D) -> tuple[Shape, ...]:
    for artist in artists:
        axes.add_artist(artist)
    return ShapeRenderer().draw(artists, HEIGHT)


def test_places_are_those_of_the_axes(axes: Axes) -> None:
    data = [(1.0, 2.0), (3.3, 7.7), (19.9, 0.1)]
    (shape,) = shapes(axes, Line2D(*zip(*data, strict=True)))
    expected = [(x, HEIGHT - y) for x, y in axes.transData.transform(data)]
    found = [float(token) for token in shape.path.split() if not token.isalpha()]
    assert found == pytest.approx(np.ravel(expected), abs=0.005 + 1e-9)
    assert shape.path.startswith("55 65 m ")


def test_how_lines_are_drawn_is_theirs(axes: Axes) -> None:
    first = Line2D([1, 2], [3, 4], color="#a23b2a", linewidth=1.5, solid_capstyle="projecting")
    first.set_solid_joinstyle("round")
    second = PathPatch(
        Path([(1, 1), (2, 2)]), fill=False, edgecolor="#000000", capstyle="butt", joinstyle="bevel"
    )
    found = shapes(axes, first, second)
    assert [(shape.fill, shape.stroke, shape.width, shape.cap, shape.join) for shape in found] == [
        (None, "#a23b2a", 1.5, 2, 1),
        (None, "#000000", 1, 0, 2),
    ]


def test_an_unknown_value_breaks_a_line_and_one_between_two_draws_none(axes: Axes) -> None:
    values = [1, 2, math.nan, 3, math.nan, 5, 4]
    (shape,) = shapes(axes, Line2D(range(7), values))
    assert shape.path == "50 70 m 55 65 l 75 50 m 80 55 l"


def test_rectangles_are_named_so(axes: Axes) -> None:
    (shape,) = shapes(axes, Rectangle((2, 1), 4, 3, facecolor="#bccbd1", linewidth=0))
    assert shape == Shape("60 55 20 15 re", "#bccbd1", None, 0, 0, 0)


def test_other_figures_keep_their_points(axes: Axes) -> None:
    leaning = PathPatch(
        Path([(0, 0), (2, 1), (3, 4), (1, 3), (0, 0)], closed=True), facecolor="#000000", linewidth=0
    )
    triangle = PathPatch(
        Path([(0, 0), (2, 0), (2, 2), (0, 0)], closed=True), facecolor="#000000", linewidth=0
    )
    first, second = shapes(axes, leaning, triangle)
    assert first.path == "50 75 m 60 70 l 65 55 l 55 60 l h"
    assert second.path == "50 75 m 60 75 l 60 65 l h"


def test_curves_stay_curves(axes: Axes) -> None:
    (shape,) = shapes(axes, Circle((10, 5), 1, facecolor="#000000", linewidth=0))
    operators = [token for token in shape.path.split() if token.isalpha()]
    assert operators == ["m", *["c"] * 8, "h"]


def test_what_leaves_no_mark_is_no_shape(axes: Axes) -> None:
    assert not shapes(
        axes,
        Rectangle((2, 1), 4, 0, facecolor="#000000", linewidth=0),
        Rectangle((2, 1), 0.0001, 4, facecolor="#000000", linewidth=0),
        PathPatch(Path([(0.0, 0.0)]), linewidth=1),
        Line2D([], []),
        Line2D([1], [1]),
        Rectangle((2, 1), 4, 4, facecolor="#000000", linewidth=0, visible=False),
    )


def test_a_flat_rectangle_with_a_line_is_that_line(axes: Axes) -> None:
    (shape,) = shapes(axes, Rectangle((2, 1), 4, 0, facecolor="none", edgecolor="#000000"))
    assert shape.path == "60 70 m 80 70 l"


def by_agg(board: Board, size: Size) -> np.ndarray:
    """The board's artists as matplotlib's own renderer paints them, in grey."""
    renderer = RendererAgg(SHARP * size.width, SHARP * size.height, SHARP * 72)
    for artist in board.figure.findobj(PathArtist):
        artist.set_transform(artist.get_transform() + Affine2D().scale(SHARP))
        artist.draw(renderer)
    seen = np.asarray(renderer.buffer_rgba()).astype(float)
    opaque = seen[..., 3:] / 255
    return (seen[..., :3] * opaque + 255 * (1 - opaque)).mean(axis=2)


def by_viewer(drawing: Drawing) -> np.ndarray:
    """The operators as a viewer of PDF paints them, in grey."""
    size = drawing.size
    file = pikepdf.new()
    page = file.add_blank_page(page_size=(size.width, size.height))
    page.Contents = file.make_stream(b"1 0 0 -1 0 %f cm\n" % size.height + drawing.operators.encode())
    written = io.BytesIO()
    file.save(written)
    document = pypdfium2.PdfDocument(written.getvalue())
    try:
        return document[0].render(scale=SHARP).to_numpy()[..., :3].mean(axis=2)
    finally:
        document.close()


def differing(first: np.ndarray, second: np.ndarray) -> float:
    """The share of what is painted that differs by more than the edges' softness."""
    rows, columns = (min(sides) for sides in zip(first.shape, second.shape, strict=True))
    one, other = first[:rows, :columns], second[:rows, :columns]
    return float((abs(one - other) > 45).sum() / (one < 240).sum())


@pytest.mark.parametrize("size", [SIZE, Size(511.25, 62.5, 10.5)])
def test_a_trend_looks_as_matplotlib_paints_it(size: Size) -> None:
    board = TrendBoard()
    drawing = board.draw(TREND, size, measure)
    painted = by_agg(board.board, size)
    assert differing(painted, by_viewer(drawing)) < 0.005
    assert differing(painted, np.full_like(painted, 255)) > 0.5


@pytest.mark.parametrize("size", [SIZE, Size(511.25, 62.5, 10.5)])
def test_bars_look_as_matplotlib_paints_them(size: Size) -> None:
    board = BarBoard()
    drawing = board.draw(chart(("甲", 300), ("乙", 60), ("丙", -150)), size, "moves", measure)
    painted = by_agg(board.board, size)
    assert differing(painted, by_viewer(drawing)) < 0.005
    assert differing(painted, np.full_like(painted, 255)) > 0.5


@pytest.mark.parametrize("size", [Size(260, 90, 9), Size(511.25, 124.5, 10)])
def test_months_stand_where_axes_with_their_limits_would_put_them(size: Size) -> None:
    """The axes of a board have points for limits, and another transform before theirs."""
    board = TrendBoard()
    board.draw(TREND, Size(300, 62, 9), measure)
    months, latest, ground, line, _ = board.draw(TREND, size, measure).shapes
    free = size.height - 4 * size.line - 6
    across = (-0.5, 12.5 + 5 * 13 / (size.width - 5))

    def axes(bottom: float, height: float, up: tuple[float, float]) -> Axes:
        figure = Figure(figsize=(size.width / 72, size.height / 72), dpi=72)
        axes = figure.add_axes((0, bottom / size.height, 1, height / size.height))
        axes.set(xlim=across, ylim=up)
        return axes

    def places(axes: Axes, points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(x, size.height - y) for x, y in axes.transData.transform(points)]

    lower = axes(size.line, 0.6 * free, (0, max(TREND.cartons)))
    bars = [float(token) for token in f"{months.path} {latest.path}".split() if token != "re"]
    tops = places(lower, [(at - 0.32, cartons) for at, cartons in enumerate(TREND.cartons)])
    assert list(zip(bars[::4], bars[1::4], strict=True)) == pytest.approx(np.array(tops), abs=0.0051)
    foot = f"{round(size.height - size.line, 2):.10g}"
    assert ground.path == f"0 {foot} m {size.width - 5:.10g} {foot} l"

    prices = [price for price in TREND.carton_prices if price is not None]
    upper = axes(0.6 * free + 3 * size.line + 3, 0.4 * free, (min(prices), max(prices)))
    drawn = [float(token) for token in line.path.split() if not token.isalpha()]
    expected = places(upper, list(enumerate(prices)))
    assert list(zip(drawn[::2], drawn[1::2], strict=True)) == pytest.approx(np.array(expected), abs=0.0051)
