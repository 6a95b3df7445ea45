"""Where WeasyPrint has put each text of a laid-out page, and which texts share a line: what a plate's flows come from.

The library's public interface gives points of elements only, so this module, with pdf/layout.py, looks at its
laid-out boxes; the version is pinned (pyproject.toml).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from guidebook.pdf.press.content import ContentFault

if TYPE_CHECKING:
    from weasyprint import Page


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text on one line; pixels from the page's upper left corner."""

    words: str
    in_slot: bool
    x: float
    base: float
    width: float

    @property
    def end(self) -> float:
        """Its right edge."""
        return self.x + self.width


@dataclass(slots=True)
class PlacedLine:
    """Texts that follow each other; a box of fixed width in a line ends one and begins the next.

    Attributes:
        from_right: Whether they are set to the right.
        left: The left edge of the innermost box or cell that they must stay in.
        right: Its right edge.
        inside: Which box or cell that is.
    """

    from_right: bool
    left: float
    right: float
    inside: int
    texts: list[PlacedText] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PlacedSection:
    """The section of a page that has but one; pixels from the page's upper left corner.

    Attributes:
        top: The upper edge of its border.
        height: From border to border.
        margin: The room above it.
        fixed: Whether it stands outside of the flow of sections.
        foot: The lower edge of what the page has for sections.
    """

    top: float
    height: float
    margin: float
    fixed: bool
    foot: float


def section_of(page: Page) -> PlacedSection:
    """Where the page's only section is.

    Raises:
        ContentFault: The page has several, or none, or one with room below.
    """
    (html,) = page._page_box.children[:1]
    (body,) = html.children
    *_, container = body.children
    sections = [_box(child) for child in container.children]
    if len(sections) != 1:
        raise ContentFault(f"{len(sections)}个并列的部分")
    (section,) = sections
    if section.margin_bottom:
        raise ContentFault("下边距")
    return PlacedSection(
        top=section.border_box_y(),
        height=section.border_height(),
        margin=section.margin_top,
        fixed=section.style["position"] == "absolute",
        foot=page._page_box.content_box_y() + page._page_box.height,
    )


def lines_of(page: Page) -> list[PlacedLine]:
    """All lines of a page that hold text."""
    box = page._page_box
    edges = (box.content_box_x(), box.content_box_x() + box.width, id(box))
    return [line for line in _lines(box, edges, False) if line.texts]


def _lines(box: Any, edges: tuple[float, float, int], in_slot: bool) -> Iterator[PlacedLine]:
    from weasyprint.formatting_structure.boxes import LineBox, TableCellBox

    box = _box(box)
    if isinstance(box, LineBox):
        yield from _line(box, edges, in_slot)
        return
    if box.element is not None and not box.element_tag.endswith("::marker"):
        in_slot = in_slot or box.element.get("data-slot") is not None
        if box.element.get("data-box") is not None or isinstance(box, TableCellBox):
            left = box.border_box_x()
            edges = (left, left + box.border_width(), id(box))
    for child in getattr(box, "children", ()):
        yield from _lines(child, edges, in_slot)


def _line(line: Any, edges: tuple[float, float, int], in_slot: bool) -> Iterator[PlacedLine]:
    """The line's runs of text, and the lines inside its boxes."""
    from_right = line.style["text_align_all"] in ("right", "end")

    def new() -> PlacedLine:
        return PlacedLine(from_right, *edges)

    current = new()
    for text, box, inside_slot in _inline(line, in_slot):
        if text is not None:
            current.texts.append(text)
            continue
        yield current
        yield from _lines(box, edges, inside_slot)
        current = new()
    yield current


def _inline(box: Any, in_slot: bool) -> Iterator[tuple[PlacedText | None, Any, bool]]:
    """The texts of a line and, without a text, the boxes that stand in it or are taken out of it."""
    from weasyprint.formatting_structure.boxes import InlineBox, TextBox

    for child in box.children:
        child = _box(child)
        inside = in_slot or (child.element is not None and child.element.get("data-slot") is not None)
        if isinstance(child, TextBox):
            base = child.position_y + child.baseline
            yield PlacedText(child.text, inside, child.position_x, base, child.width), child, inside
        elif isinstance(child, InlineBox):
            yield from _inline(child, inside)
        else:
            yield None, child, inside


def _box(box: Any) -> Any:
    """The box itself, where WeasyPrint keeps its place with another one."""
    return getattr(box, "_box", box)
