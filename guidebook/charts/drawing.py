"""What a drawn chart is: a size, shapes, and words that stand over them.

Nothing here needs matplotlib, which draws the shapes (board.py): a process that only prints drawings need not load it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import NamedTuple

Measure = Callable[[str, bool], float]
"""Gives the width of a text in ems; the second argument says whether it is bold."""

INK, SOFT_INK, PALE, WARM, WORDS = "#1f4e5f", "#5b6670", "#bccbd1", "#a23b2a", "#1b1f23"
FAMILIES = "Noto Sans SC, Guidebook Rare Han"
_ABOVE_BASE = 0.88
"""How far a Chinese character rises above the base line, in ems."""

LINE_HEIGHT = 1.25
"""Of a label, in ems."""
BAR = 0.64
"""A bar's share of its pitch."""

CAPS = ("butt", "round", "square")
"""SVG's names for how lines end; their places are PDF's numbers."""
JOINS = ("miter", "round", "bevel")
"""The same for how lines turn."""


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

    @property
    def base(self) -> float:
        """How far below a label's top its base line lies: Chinese characters stand in the middle of their line."""
        return (self.line - self.text) / 2 + _ABOVE_BASE * self.text


class Label(NamedTuple):
    """Words in a chart, as wide as they are and one line high; (x, y) is their upper left corner, in points.

    Attributes:
        base: Where their base line lies, in points from the chart's top.
    """

    slot: str
    text: str
    x: float
    y: float
    width: float
    base: float
    strong: bool = False


class Shape(NamedTuple):
    """Figures that are painted in one go, in points from the chart's upper left corner, y downwards.

    Attributes:
        path: PDF's operators `m l c h re`, with at most two decimals.
        fill: The colour inside, as #rrggbb; None leaves it bare.
        stroke: The line's colour; None draws no line.
        width: The line's.
        cap: How the line ends, one of `CAPS` by its number.
        join: How the line turns, one of `JOINS` by its number.
    """

    path: str
    fill: str | None
    stroke: str | None
    width: float
    cap: int
    join: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn chart.

    Attributes:
        alt: The chart in words, for those who can't see it.
        shapes: In the order in which they are painted.
        labels: Its words, painted last.
    """

    size: Size
    alt: str
    shapes: tuple[Shape, ...]
    labels: tuple[Label, ...]

    @property
    def operators(self) -> str:
        """The shapes alone as PDF operators, in the chart's own coordinates.

        Each shape says all of its state but for the dashes and the miter limit, which nothing here changes.
        """
        return "\n".join(map(_painted, self.shapes))

    @property
    def svg(self) -> str:
        """An SVG element with the shapes, and with the labels as text.

        It takes a style attribute for one of the page's own, and WeasyPrint would complain of `fill` in it; so
        properties are attributes.
        """
        width, height = f"{self.size.width:.10g}", f"{self.size.height:.10g}"
        words = "".join(map(_text, self.labels))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt"'
            f' viewBox="0 0 {width} {height}"><title>{escape(self.alt)}</title>'
            f"{''.join(map(_element, self.shapes))}"
            f'<g font-family="{FAMILIES}" font-size="{self.size.text}" fill="{WORDS}">{words}</g></svg>'
        )


def _painted(shape: Shape) -> str:
    state = [f"{components(shape.fill)} rg"] if shape.fill else []
    if shape.stroke:
        state.append(f"{components(shape.stroke)} RG {shape.width:.10g} w {shape.cap} J {shape.join} j")
    return f"{' '.join(state)} {shape.path} {'B' if len(state) > 1 else 'S' if shape.stroke else 'f'}"


@lru_cache
def components(colour: str) -> str:
    """Return red, green and blue between 0 and 1, as short as six decimals can be."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return " ".join(f"{part:.6f}".rstrip("0").rstrip(".").lstrip("0") or "0" for part in parts)


def _element(shape: Shape) -> str:
    line = ""
    if shape.stroke:
        line = (
            f' stroke="{shape.stroke}" stroke-width="{shape.width:.10g}"'
            f' stroke-linecap="{CAPS[shape.cap]}" stroke-linejoin="{JOINS[shape.join]}"'
        )
    return f'<path d="{" ".join(_commands(shape.path))}" fill="{shape.fill or "none"}"{line}/>'


def _commands(path: str) -> Iterator[str]:
    """Say PDF's operators in the words of SVG, whose commands stand before their numbers."""
    numbers: list[str] = []
    for token in path.split():
        if token == "re":
            x, y, width, height = map(float, numbers)
            left, top, right, bottom = (f"{place:.2f}" for place in (x, y, x + width, y + height))
            yield f"M {left} {top} L {right} {top} L {right} {bottom} L {left} {bottom} z"
        elif token == "h":
            yield "z"
        elif token.isalpha():
            yield f"{token.upper()} {' '.join(numbers)}"
        else:
            numbers.append(token)
            continue
        numbers = []


def _text(label: Label) -> str:
    """Set a label.

    All begin at their left edge: WeasyPrint draws text with another anchor letter by letter.
    """
    weight = ' font-weight="700"' if label.strong else ""
    place = f'x="{label.x:.2f}" y="{label.base:.2f}"{weight}'
    return f'<text data-slot="{label.slot}" {place}>{escape(label.text)}</text>'
