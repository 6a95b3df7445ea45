"""Where WeasyPrint has put each text, and the boxes and cells that it must stay in.

The library's public interface gives points of elements only, so this module, with press/lines.py, looks at its
laid-out boxes; the version is pinned (pyproject.toml).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from weasyprint import Page

_POINTS = 0.75
"""A CSS pixel."""
ABOVE, BELOW = 0.86, 0.12
"""A Chinese character from its baseline, in ems."""


class Area(NamedTuple):
    """A rectangle on a page, in points from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


class Text(NamedTuple):
    """A text on one line.

    Attributes:
        box: The name of the fixed box it stands in (data-box), in Chinese.
        slot: Its slot's name (data-slot), empty if it is the form's own.
        inside: What it must not leave: the page's margins, its fixed box, its cell.
        points: Its size.
    """

    words: str
    box: str
    slot: str
    area: Area
    inside: tuple[Area, ...]
    points: float


def texts_of(page: Page) -> Iterator[Text]:
    """Yield the page's texts in reading order."""
    box = page._page_box
    yield from _walk(box, "版面", "", (_area(box, "content_box_x", "content_box_y", "width", "height"),))


def _walk(box: Any, name: str, slot: str, inside: tuple[Area, ...]) -> Iterator[Text]:
    from weasyprint.formatting_structure.boxes import TableCellBox, TextBox

    if isinstance(box, TextBox):
        size = box.style["font_size"] * _POINTS
        base = (box.position_y + box.baseline) * _POINTS
        left = box.position_x * _POINTS
        area = Area(left, base - ABOVE * size, left + box.width * _POINTS, base + BELOW * size)
        yield Text(box.text, name, slot, area, inside, size)
        return
    if box.element is not None and not box.element_tag.endswith("::marker"):
        slot = box.element.get("data-slot", slot)
        fixed = box.element.get("data-box")
        if fixed is not None or isinstance(box, TableCellBox):
            name = fixed or name
            inside = (*inside, _area(box, "border_box_x", "border_box_y", "border_width", "border_height"))
    for child in getattr(box, "children", ()):
        yield from _walk(child, name, slot, inside)


def _area(box: Any, x: str, y: str, width: str, height: str) -> Area:
    left, top = getattr(box, x)(), getattr(box, y)()
    across, down = (
        value() if callable(value) else value for value in (getattr(box, width), getattr(box, height))
    )
    return Area(left * _POINTS, top * _POINTS, (left + across) * _POINTS, (top + down) * _POINTS)
