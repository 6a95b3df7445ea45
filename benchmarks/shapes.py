"""A chart as shapes and words, taken from its SVG, for rivals that draw it by their own means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

from guidebook.charts import Drawing

_PATH = "{http://www.w3.org/2000/svg}path"
_TEXT = "{http://www.w3.org/2000/svg}text"
_COMMAND = re.compile(r"([MLCz])([^MLCz]*)")

Points = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A path of M, L, C and z, in points from the upper left corner; `fill` and `stroke` are colours, or None."""

    commands: tuple[tuple[str, Points], ...]
    fill: str | None
    stroke: str | None
    line: float


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a chart; (x, y) is where their base line begins."""

    text: str
    x: float
    y: float
    strong: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart; lengths are points."""

    width: float
    height: float
    text: float
    shapes: tuple[Shape, ...]
    words: tuple[Words, ...]


def picture(drawing: Drawing) -> Picture:
    """Read a drawing's SVG."""
    root = ElementTree.fromstring(drawing.svg)
    shapes = [_shape(path) for path in root.iter(_PATH)]
    words = tuple(
        Words(text.text or "", float(text.get("x", 0)), float(text.get("y", 0)), "font-weight" in text.attrib)
        for text in root.iter(_TEXT)
    )
    size = drawing.size
    drawn = tuple(shape for shape in shapes if len(shape.commands) > 1)
    return Picture(size.width, size.height, size.text, drawn, words)


def _shape(path: ElementTree.Element) -> Shape:
    commands = tuple(
        (command, tuple(map(float, numbers.split())))
        for command, numbers in _COMMAND.findall(path.get("d", ""))
    )
    fill, stroke = path.get("fill", "none"), path.get("stroke", "none")
    return Shape(
        commands,
        None if fill == "none" else fill,
        None if stroke == "none" else stroke,
        float(path.get("stroke-width", 0)),
    )
