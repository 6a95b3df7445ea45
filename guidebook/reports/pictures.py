"""The city report's charts.  Every one can be read without colours: figures stand in them, losses have an outline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guidebook.charts import Drawing, Measure, Size
from guidebook.charts.drawing import INK, LINE_HEIGHT, PALE, SOFT_INK, WARM
from guidebook.reports.figures import percent
from guidebook.reports.sketch import Sketch

LINE = "#c9d1d6"
SHADES = ("#ffffff", "#eef3f5", "#dbe6ea", "#c3d5db", "#a9c3cc", "#8cafbb")
"""From little to much: dark enough to be told apart in grey, light enough for black words."""
BANDS = ("#1f4e5f", "#ffffff", "#8cafbb", "#dbe6ea", "#5b8392", "#c3d5db", "#f4f7f8", "#a9c3cc", "#e6edf0")
"""Of neighbours in a stack: light beside dark, each within an outline."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A line of a chart: its name, and a value for each month, None where there is none."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a waterfall: its name, by how much it goes up or down; `whole` stands on the ground."""

    name: str
    value: float
    text: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a heat map or a tile.

    Attributes:
        text: What it says.
        shade: How dark it is, from 0 to 1; None where nothing is told.
        falls: How much less it tells of, from 0 to 1; None where it doesn't fall.
    """

    text: str
    shade: float | None
    falls: float | None = None


def shade(part: float | None) -> str:
    """The colour of a part between 0 and 1."""
    if part is None:
        return SHADES[0]
    return SHADES[min(int(part * len(SHADES)), len(SHADES) - 1)]


def curves(months: Sequence[str], lines: Sequence[Curve], size: Size, measure: Measure) -> Drawing:
    """Draw lines over months, the first one thick; each ends with its last figure.

    Args:
        months: Their labels.
        lines: At least one; the names of all but the first stand at their ends.
        size: The chart's.
        measure: Of texts.
    """
    sketch = Sketch(size, measure)
    known = [value for line in lines for value in line.values if value is not None]
    if not known:
        sketch.words(size.width / 2, size.height / 2, "没有数据", align="middle")
        return sketch.drawing("没有数据")
    low, high = min(known), max(known)
    low = min(low, 0.0) if low < 0.25 * high or low < 0 else low
    if high - low < 1e-9:
        low, high = min(low, 0.0), max(high, 1.0)
    ends = [_ending(line) for line in lines]
    room = max(sketch.width(text, strong=place == 0) for place, text in enumerate(ends)) + 6
    axis = max(sketch.width(percent(value)) for value in (low, high)) + 4
    left, right = axis, size.width - room
    top, bottom = size.line * 0.7, size.height - size.line * 1.9

    def at(place: int, value: float) -> tuple[float, float]:
        across = left + (right - left) * (place + 0.5) / len(months)
        return across, bottom - (bottom - top) * (value - low) / (high - low)

    for value in (low, high):
        y = at(0, value)[1]
        sketch.line([(left, y), (right, y)], LINE, 0.5)
        sketch.words(axis - 4, y, percent(value), align="right")
    if low < 0 < high:
        y = at(0, 0.0)[1]
        sketch.line([(left, y), (right, y)], SOFT_INK, 0.7)
    for place in sorted({0, len(months) // 2, len(months) - 1}):
        sketch.words(at(place, low)[0], size.height - size.line * 0.6, months[place], align="middle")
    labels: list[tuple[float, int, str]] = []
    for number, line in reversed(list(enumerate(lines))):
        colour, width = ((INK, 2.2), (WARM, 1.0), (SOFT_INK, 1.0), ("#8cafbb", 1.0))[min(number, 3)]
        run: list[tuple[float, float]] = []
        for place, point in enumerate([*line.values, None]):
            if point is not None:
                run.append(at(place, point))
            elif run:
                if len(run) == 1:
                    (x, y), reach = run[0], 1.6
                    sketch.box(x - reach, y - reach, x + reach, y + reach, fill=colour)
                sketch.line(run, colour, width)
                run = []
        last = next((value for value in reversed(line.values) if value is not None), None)
        if last is not None:
            labels.append((at(0, last)[1], number, ends[number]))
    for y, number, text in _apart(labels, size.line, size.line / 2, size.height - size.line * 1.7):
        sketch.words(right + 3, y, text, strong=number == 0)
    told = "；".join(
        f"{line.name}：" + "、".join("—" if v is None else percent(v) for v in line.values) for line in lines
    )
    return sketch.drawing(told)


def _ending(line: Curve) -> str:
    last = next((value for value in reversed(line.values) if value is not None), None)
    figure = "—" if last is None else percent(last)
    return f"{line.name} {figure}" if line.name else figure


def _apart(
    labels: Sequence[tuple[float, int, str]], line: float, top: float, bottom: float
) -> list[tuple[float, int, str]]:
    """Labels moved so that none covers another, inside the chart."""
    placed: list[tuple[float, int, str]] = []
    for y, number, text in sorted(labels):
        least = placed[-1][0] + line if placed else top
        placed.append((max(y, least), number, text))
    limit = bottom
    for place in range(len(placed) - 1, -1, -1):
        y, number, text = placed[place]
        placed[place] = (min(y, limit), number, text)
        limit = placed[place][0] - line
    return placed


def heat_map(
    rows: Sequence[str],
    columns: Sequence[tuple[str, str]],
    cells: Sequence[Sequence[Cell]],
    size: Size,
    measure: Measure,
) -> Drawing:
    """Draw a table whose cells are the darker the more they say.

    Args:
        rows: Names at the left.
        columns: Two lines above each column.
        cells: By row and column.
        size: The chart's.
        measure: Of texts.
    """
    sketch = Sketch(size, measure)
    names = min(max((sketch.width(row) for row in rows), default=0.0), size.width * 0.22) + 6
    head = 2.2 * size.line
    wide, high = (size.width - names) / max(len(columns), 1), (size.height - head) / max(len(rows), 1)
    for place, (upper, lower) in enumerate(columns):
        middle = names + (place + 0.5) * wide
        sketch.words(middle, size.line * 0.55, sketch.fitted(upper, wide - 2), align="middle", strong=True)
        sketch.words(middle, size.line * 1.6, sketch.fitted(lower, wide - 2), align="middle")
    for row, name in enumerate(rows):
        y = head + row * high
        sketch.words(names - 6, y + high / 2, sketch.fitted(name, names - 6), align="right")
        for column, cell in enumerate(cells[row]):
            x = names + column * wide
            sketch.box(x, y, x + wide, y + high, fill=shade(cell.shade), edge=LINE, width=0.4)
            sketch.words(x + wide / 2, y + high / 2, sketch.fitted(cell.text, wide - 2), align="middle")
    told = "；".join(
        f"{name}："
        + "、".join(f"{''.join(column)}{cell.text}" for column, cell in zip(columns, line, strict=True))
        for name, line in zip(rows, cells, strict=True)
    )
    return sketch.drawing(told)


def tiles(
    county: tuple[str, Sequence[tuple[str, Cell]]],
    across: int,
    tile: tuple[float, float],
    text: float,
    measure: Measure,
) -> Drawing:
    """Draw a tile for each route of a county: dark where it grows, with a thick line around where it falls.

    Args:
        county: Its name; its routes with their cells.
        across: Tiles in a line.
        tile: How wide and high a tile is.
        text: The size of its words.
        measure: Of texts.
    """
    name, routes = county
    wide, high = tile
    head = 1.4 * text * LINE_HEIGHT
    size = Size(across * wide, head + -(-len(routes) // across) * high, text)
    sketch = Sketch(size, measure)
    sketch.words(0, size.line * 0.7, sketch.fitted(name, size.width, strong=True), strong=True)
    for place, (route, cell) in enumerate(routes):
        left, top = place % across * wide, head + place // across * high
        edge, width = (LINE, 0.5) if cell.falls is None else (WARM, 0.8 + 2.4 * cell.falls)
        box = (left + 1, top + 1, left + wide - 1, top + high - 1)
        sketch.box(*box, fill=shade(cell.shade), edge=edge, width=width)
        middle, room = left + wide / 2, wide - 8
        sketch.words(middle, top + high * 0.3, sketch.fitted(route, room), align="middle")
        figure = sketch.fitted(cell.text, room, strong=True)
        sketch.words(middle, top + high * 0.7, figure, align="middle", strong=True)
    return sketch.drawing(f"{name}：" + "；".join(f"{route} {cell.text}" for route, cell in routes))


def stacks(
    months: Sequence[str],
    bands: Sequence[str],
    shares: Sequence[Sequence[float]],
    size: Size,
    measure: Measure,
) -> Drawing:
    """Draw a column a month, shared out among bands; the last one's shares are written beside it.

    Args:
        months: Their labels.
        bands: Their names, from the foot.
        shares: By month and band; each month's add up to 1.
        size: The chart's.
        measure: Of texts.
    """
    sketch = Sketch(size, measure)
    ends = [f"{name} {100 * part:.1f}%" for name, part in zip(bands, shares[-1], strict=True)]
    room = max(map(sketch.width, ends)) + 12
    pitch = (size.width - room) / len(months)
    top, bottom = size.line * 0.6, size.height - size.line * 1.3
    labels = []
    for place, (month, parts) in enumerate(zip(months, shares, strict=True)):
        left, right = place * pitch + pitch * 0.12, (place + 1) * pitch - pitch * 0.12
        below = bottom
        for band, part in enumerate(parts):
            above = below - part * (bottom - top)
            if part > 0:
                sketch.box(left, above, right, below, fill=BANDS[band % len(BANDS)], edge=SOFT_INK, width=0.4)
            if place == len(months) - 1:
                labels.append(((above + below) / 2, band, ends[band]))
                if part > 0:
                    sketch.line(
                        [(right, (above + below) / 2), (right + 3, (above + below) / 2)], SOFT_INK, 0.4
                    )
            below = above
        if (len(months) - 1 - place) % 3 == 0:
            sketch.words((left + right) / 2, size.height - size.line * 0.55, month, align="middle")
    end = (len(months)) * pitch
    for y, _, text in _apart(labels, size.line, size.line / 2, bottom - size.line * 0.4):
        sketch.words(end + 4, y, text)
    told = "；".join(
        f"{month}：" + "、".join(f"{name}{100 * part:.1f}%" for name, part in zip(bands, parts, strict=True))
        for month, parts in zip(months, shares, strict=True)
    )
    return sketch.drawing(told)


def waterfall(steps: Sequence[Step], size: Size, measure: Measure) -> Drawing:
    """Draw how one figure becomes another: gains filled, losses outlined, both ends on the ground.

    The ground is cut off where the ends are great beside the steps; the scale is the same for all.

    Args:
        steps: The first and the last are whole.
        size: The chart's.
        measure: Of texts.
    """
    sketch = Sketch(size, measure)
    levels, level = [], 0.0
    for step in steps:
        before = 0.0 if step.whole else level
        level = step.value if step.whole else level + step.value
        levels.append((before, level))
    tops = [max(pair) for pair in levels]
    lows = [min(pair) for pair, step in zip(levels, steps, strict=True) if not step.whole] or [0.0]
    high, low = max(tops), min(*lows, *(step.value for step in steps if step.whole))
    span = max(high - low, abs(high) * 1e-6, 1e-9)
    ground = 0.0 if low - 1.2 * span < 0 else low - 0.35 * span
    if low < 0:
        ground = low
    top, bottom = 1.6 * size.line, size.height - 2.6 * size.line
    pitch = size.width / len(steps)

    def at(value: float) -> float:
        return bottom - (bottom - top) * (value - ground) / max(high - ground, 1e-9)

    for place, (step, (before, after)) in enumerate(zip(steps, levels, strict=True)):
        left, right = (place + 0.16) * pitch, (place + 0.84) * pitch
        start = max(ground, 0.0) if step.whole else before
        upper, lower = sorted((at(start), at(after)))
        if step.whole:
            sketch.box(left, upper, right, lower, fill=INK)
        elif step.value >= 0:
            sketch.box(left, upper, right, lower, fill="#8cafbb", edge=INK, width=0.6)
        else:
            sketch.box(left, upper, right, lower, fill="#ffffff", edge=WARM, width=1.2)
        if place + 1 < len(steps):
            y = at(after)
            sketch.line([(right, y), ((place + 1.16) * pitch, y)], SOFT_INK, 0.5)
        sketch.words(
            (left + right) / 2, upper - size.line * 0.6, step.text, align="middle", strong=step.whole
        )
        for row, part in enumerate(_two_lines(sketch, step.name, pitch - 2)):
            sketch.words((left + right) / 2, bottom + (0.9 + row) * size.line, part, align="middle")
    sketch.line([(0, bottom), (size.width, bottom)], SOFT_INK, 0.7)
    return sketch.drawing("；".join(f"{step.name} {step.text}" for step in steps))


def _two_lines(sketch: Sketch, text: str, room: float) -> tuple[str, ...]:
    """A name on one line, or on two where it is too long for one."""
    if sketch.width(text) <= room:
        return (text,)
    count = next((at for at in range(len(text), 0, -1) if sketch.width(text[:at]) <= room), 1)
    return text[:count], sketch.fitted(text[count:], room)


def bars(
    names: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None]]],
    size: Size,
    measure: Measure,
) -> Drawing:
    """Draw groups of horizontal bars, each with its share at its end.

    Args:
        names: Of the groups.
        series: Names of the bars of each group, and their shares by group; the first is filled.
        size: The chart's.
        measure: Of texts.
    """
    sketch = Sketch(size, measure)
    labels = max(sketch.width(name) for name, _ in series) + 8
    most = max((value for _, values in series for value in values if value is not None), default=1.0) or 1.0
    line = size.height / (len(names) * (len(series) + 1.4))
    room = size.width - labels - sketch.width("100.0%") - 8
    told = []
    for group, name in enumerate(names):
        y = group * line * (len(series) + 1.4)
        sketch.words(0, y + line * 0.6, sketch.fitted(name, size.width, strong=True), strong=True)
        for row, (own, values) in enumerate(series):
            middle, value = y + (row + 1.6) * line, values[group]
            sketch.words(labels - 6, middle, own, align="right", strong=row == 0)
            if value is None:
                sketch.words(labels, middle, "—")
                continue
            end = labels + room * value / most
            fill = INK if row == 0 else PALE
            sketch.box(labels, middle - line * 0.36, end, middle + line * 0.36, fill=fill)
            sketch.words(end + 4, middle, f"{100 * value:.1f}%", strong=row == 0)
            told.append(f"{name} {own} {100 * value:.1f}%")
    return sketch.drawing("；".join(told))
