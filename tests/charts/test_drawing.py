from __future__ import annotations

import io
import pickle
import re
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest

from guidebook.charts import Charts, Drawing, Shape, Size
from guidebook.charts.drawing import CAPS, JOINS, PALE, components
from tests.charts.samples import SIZE, TREND, chart, measure

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"
NOTHING = replace(TREND, cartons=(0,) * 13, carton_prices=(None,) * 13, carton_price_text=None)
GAPS = replace(
    TREND,
    cartons=(*TREND.cartons[:5], 0, *TREND.cartons[6:]),
    carton_prices=(*TREND.carton_prices[:5], None, *TREND.carton_prices[6:]),
)


def drawings() -> dict[str, Drawing]:
    charts = Charts(measure)
    return {
        "trend": charts.trend(TREND, SIZE),
        "low trend": charts.trend(TREND, replace(SIZE, height=55)),
        "gaps": charts.trend(GAPS, SIZE),
        "nothing": charts.trend(NOTHING, SIZE),
        "moves": charts.bars(chart(("甲", 300), ("乙", 60), ("丙", -150.25)), SIZE, "moves"),
        "losses": charts.bars(chart(("甲", -300), ("丙", -1)), SIZE, "moves"),
        "zero": charts.bars(chart(("甲", 0)), SIZE, "moves"),
        "wide": charts.bars(chart(*((f"牌{n}", 9 - n) for n in range(8))), Size(511.2, 77.3, 10.5), "mix"),
    }


DRAWINGS = drawings()
every = pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS)

State = tuple[str, str, str, str, str]
"""Fill, stroke, width, cap and join as SVG says them."""


def hex_of(operands: list[float]) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in operands)


def painted(operators: str) -> list[tuple[State, list[list[float]]]]:
    """What a viewer of PDF would paint: for each shape its state and the points of its figures."""
    found: list[tuple[State, list[list[float]]]] = []
    fill = stroke = width = cap = join = ""
    figures: list[list[float]] = []
    file = pikepdf.new()
    for step in pikepdf.parse_content_stream(file.make_stream(operators.encode())):
        numbers, operator = [float(str(operand)) for operand in step.operands], str(step.operator)
        match operator:
            case "rg":
                fill = hex_of(numbers)
            case "RG":
                stroke = hex_of(numbers)
            case "w":
                width = f"{numbers[0]:g}"
            case "J":
                cap = CAPS[int(numbers[0])]
            case "j":
                join = JOINS[int(numbers[0])]
            case "re":
                x, y, w, h = numbers
                figures.append([x, y, x + w, y, x + w, y + h, x, y + h])
            case "m":
                figures.append(numbers)
            case "l" | "c":
                figures[-1].extend(numbers)
            case "h":
                pass
            case "f":
                found.append(((fill, "", "", "", ""), figures))
                figures = []
            case "S" | "B":
                found.append(((fill if operator == "B" else "none", stroke, width, cap, join), figures))
                figures = []
            case _:
                raise AssertionError(operator)
    assert not figures
    return found


def shown(svg: str) -> list[tuple[State, list[list[float]]]]:
    """The same for a viewer of SVG."""
    names = ("fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin")
    found: list[tuple[State, list[list[float]]]] = []
    for path in ElementTree.fromstring(svg).iter(f"{SVG}path"):
        fill, stroke, width, cap, join = (path.get(name, "") for name in names)
        figures = [
            [float(number) for number in re.findall(r"-?[\d.]+", figure)]
            for figure in path.get("d", "").split("M")[1:]
        ]
        found.append(((fill, stroke, width, cap, join), figures))
    return found


@every
def test_svg_and_operators_say_the_same(drawing: Drawing) -> None:
    printed, seen = painted(drawing.operators), shown(drawing.svg)
    assert [state for state, _ in printed] == [state for state, _ in seen]
    for (_, figures), (_, others) in zip(printed, seen, strict=True):
        for figure, other in zip(figures, others, strict=True):
            assert figure == pytest.approx(other, abs=1e-6)


@every
def test_shapes_stay_inside_and_all_leave_a_mark(drawing: Drawing) -> None:
    for (fill, stroke, *_), figures in painted(drawing.operators):
        assert fill != "none" or stroke
        for figure in figures:
            across, down = figure[::2], figure[1::2]
            assert min(across) >= 0 <= min(down)
            assert max(across) <= drawing.size.width
            assert max(down) <= drawing.size.height
            extent = max(across) - min(across), max(down) - min(down)
            assert max(extent) > 0 if stroke else min(extent) > 0


@every
def test_coordinates_have_two_decimals_at_most(drawing: Drawing) -> None:
    numbers = re.findall(r"\d*\.\d+", " ".join(shape.path for shape in drawing.shapes))
    assert all(len(number.partition(".")[2]) <= 2 and not number.endswith("0") for number in numbers)


@every
def test_base_lines_are_those_of_the_text(drawing: Drawing) -> None:
    texts = list(ElementTree.fromstring(drawing.svg).iter(f"{SVG}text"))
    for label, text in zip(drawing.labels, texts, strict=True):
        assert float(text.get("y", "")) == label.base
        assert label.base == pytest.approx(label.y + 1.005 * drawing.size.text, abs=0.01)


def test_gains_are_filled_and_losses_outlined() -> None:
    gains, losses, zero = painted(DRAWINGS["moves"].operators)
    assert (gains[0][0], gains[0][1], len(gains[1])) == ("#1f4e5f", "", 2)
    assert (losses[0], len(losses[1])) == (("#ffffff", "#a23b2a", "1.1", "butt", "miter"), 1)
    assert len(zero[1][0]) == 4


def test_a_month_of_nothing_is_no_hair_line() -> None:
    """A viewer paints a filled rectangle without height as the thinnest line it can."""
    months = {state[0]: figures for state, figures in painted(DRAWINGS["gaps"].operators)}[PALE]
    assert len(months) == 11
    assert [state[1] for state, _ in painted(DRAWINGS["nothing"].operators)] == ["#5b6670"]


def test_colours_are_as_short_as_six_decimals_can_be() -> None:
    assert components("#ffffff") == "1 1 1"
    assert components("#000000") == "0 0 0"
    assert components("#1f4e5f") == ".121569 .305882 .372549"


def test_a_shape_both_filled_and_outlined_is_painted_at_once() -> None:
    shape = Shape("1 2 3 4 re", "#ffffff", "#000000", 1.1, 0, 0)
    assert Drawing(SIZE, "", (shape,), ()).operators == "1 1 1 rg 0 0 0 RG 1.1 w 0 J 0 j 1 2 3 4 re B"


def run(program: str, given: bytes = b"") -> bytes:
    return subprocess.run(
        [sys.executable, "-c", program], input=given, capture_output=True, check=True
    ).stdout


def test_every_process_draws_the_same() -> None:
    program = """
from hashlib import sha256
from tests.charts.test_drawing import DRAWINGS
print(sha256("".join(drawing.svg + repr(drawing) for drawing in DRAWINGS.values()).encode()).hexdigest())
"""
    here = "".join(drawing.svg + repr(drawing) for drawing in DRAWINGS.values())
    assert run(program).decode().strip() == sha256(here.encode()).hexdigest()


def test_drawings_need_no_matplotlib_once_they_are_drawn() -> None:
    program = """
import pickle, sys
import guidebook.charts.drawing
drawing = pickle.load(sys.stdin.buffer)
sys.stdout.buffer.write(pickle.dumps((drawing.svg, drawing.operators, drawing)))
assert not {"matplotlib", "numpy"} & set(sys.modules)
"""
    drawing = DRAWINGS["trend"]
    written = run(program, pickle.dumps(drawing))
    assert pickle.load(io.BytesIO(written)) == (drawing.svg, drawing.operators, drawing)
