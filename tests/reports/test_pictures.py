"""Charts of whatever data: every word inside, none over another, and losses told without colour."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidebook.charts import Drawing, Size
from guidebook.charts.drawing import WARM
from guidebook.pdf.gates import check_labels
from guidebook.reports import pictures
from guidebook.reports.pages import ReportPress
from guidebook.reports.pictures import Cell, Curve, Step

measure = ReportPress().measure
MONTHS = [f"{25 + month // 12}年{month % 12 + 1}月" for month in range(9, 22)]
part = st.floats(0, 1)
few_examples = settings(max_examples=25, deadline=None)


def checked(drawing: Drawing) -> Drawing:
    """A drawing whose words have their places."""
    check_labels("图", drawing)
    return drawing


@few_examples
@given(st.lists(st.lists(st.none() | st.floats(-1, 3), min_size=13, max_size=13), min_size=1, max_size=4))
def test_curves_keep_their_words_apart(values: list[list[float | None]]) -> None:
    lines = [Curve(f"牌子{place}", line) for place, line in enumerate(values)]
    checked(pictures.curves(MONTHS, lines, Size(246, 170, 8.5), measure))


@few_examples
@given(st.lists(st.integers(-300_000, 300_000), min_size=1, max_size=10), st.integers(0, 10_000_000))
def test_a_waterfall_keeps_its_words_apart(changes: list[int], start: int) -> None:
    steps = [
        Step("9月能赚", start, f"{start:,}", whole=True),
        *(Step(f"牌子{place}", change, f"{change:+,}") for place, change in enumerate(changes)),
        Step("10月能赚", start + sum(changes), f"{start + sum(changes):,}", whole=True),
    ]
    checked(pictures.waterfall(steps, Size(768, 300, 9), measure))


@few_examples
@given(st.lists(st.lists(part, min_size=7, max_size=7), min_size=1, max_size=13))
def test_stacks_keep_their_words_apart(parts: list[list[float]]) -> None:
    shares = [[value / (sum(line) or 1) for value in line] for line in parts]
    names = [f"{low}–{low + 5}元" for low in range(7)]
    checked(pictures.stacks(MONTHS[-len(shares) :], names, shares, Size(370, 280, 8.5), measure))


@few_examples
@given(st.integers(1, 18), st.integers(1, 10), part)
def test_a_heat_map_of_any_size_keeps_its_words_in_their_cells(rows: int, columns: int, value: float) -> None:
    cells = [[Cell(f"{100 * value:.0f}%", value)] * columns for _ in range(rows)]
    names = [f"一个名字很长很长很长很长的牌子{row}" for row in range(rows)]
    heads = [("城网", f"娱乐服务类（{column}）") for column in range(columns)]
    size = Size(768, 24.75 + 21 * rows, 9)
    checked(pictures.heat_map(names, heads, cells, size, measure))


def test_tiles_of_routes_that_fall_have_an_outline_of_their_own() -> None:
    routes = [
        ("东街一线", Cell("+3.0%", 0.1)),
        ("西街一线", Cell("−3.0%", 0.0, 0.1)),
        ("南街", Cell("−30.0%", 0, 1)),
    ]
    drawing = checked(pictures.tiles(("示例区", routes), 8, (96, 30), 9, measure))
    edges = [(shape.stroke, shape.width) for shape in drawing.shapes]
    assert edges[0] == (pictures.LINE, 0.5)
    assert edges[1][0] == edges[2][0] == WARM
    assert edges[0][1] < edges[1][1] < edges[2][1]
    assert "西街一线 −3.0%" in drawing.alt


def test_a_bar_is_as_long_as_its_share() -> None:
    series = [("本程序", [0.2, 0.4]), ("三个月平均", [0.4, None])]
    drawing = checked(pictures.bars(["全部", "各户合计"], series, Size(370, 280, 8.5), measure))
    widths = [float(shape.path.split()[2]) for shape in drawing.shapes]
    assert widths[0] == pytest.approx(widths[1] / 2, abs=0.02)
    assert [label.text for label in drawing.labels].count("—") == 1


def test_what_has_no_data_says_so() -> None:
    drawing = pictures.curves(MONTHS, [Curve("全部", [None] * 13)], Size(246, 170, 8.5), measure)
    assert drawing.alt == "没有数据"


def test_shades_grow_with_what_they_tell_and_stay_light_enough_for_words() -> None:
    def light(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    shades = [light(pictures.shade(place / 20)) for place in range(21)]
    assert shades == sorted(shades, reverse=True)
    assert len(set(shades)) == len(pictures.SHADES)
    assert min(shades) > 150
