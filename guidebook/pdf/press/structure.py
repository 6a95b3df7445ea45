"""A laid-out section's part of the structure tree (PDF 32000, 14.7), rewritten as objects with holes for numbers.

What WeasyPrint tags is kept: roles, order, the cells' headers, the figures' words.  What readers do without
(`Type`, and the page of elements that hold no marked content themselves) isn't written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from guidebook.pdf.press.content import ContentFault
from guidebook.pdf.press.pieces import PLACEHOLDER
from guidebook.pdf.press.records import Tags

OBJECT, CONTENT, PARENT, PAGE, CHART = range(5)
"""What a hole's number counts from."""

OBJECTS_OF_A_CHART = 2
"""The chart in words, and where it is: both differ from sheet to sheet, and so are objects of their own."""

HOLE = "%7d"
WIDTH = 7
"""Characters of a filled hole."""


@dataclass(slots=True)
class _Element:
    """An element of the tree: its number among those of the section, and what it holds."""

    source: Any
    number: int
    parent: int | None
    table: int | None
    kids: list[_Element | int] = field(default_factory=list)


@dataclass(slots=True)
class _Writing:
    """The objects' text while it is written."""

    text: list[str] = field(default_factory=list)
    holes: list[tuple[int, int]] = field(default_factory=list)
    length: int = 0

    def add(self, words: str) -> None:
        """Write words."""
        self.text.append(words.replace("%", "%%"))
        self.length += len(words)

    def hole(self, kind: int, number: int) -> None:
        """Leave a hole."""
        self.text.append(HOLE)
        self.holes.append((kind, number))
        self.length += WIDTH


@dataclass(frozen=True, slots=True)
class CutTags:
    """A section's tags, its charts by their marked contents, its headings as level and marked contents."""

    tags: Tags
    charts: dict[int, str]
    headings: list[tuple[int, list[int]]]


def cut_tags(section: Any) -> CutTags:
    """Rewrite the element of a section and all it holds.

    Args:
        section: A structure element of pikepdf.

    Raises:
        ContentFault: An element has something that the press doesn't know.
    """
    elements: list[_Element] = []
    root = _collect(section, None, None, elements)
    writing, starts, owners = _Writing(), [], {}
    charts: dict[int, str] = {}
    for element in elements:
        starts.append(writing.length)
        if element.source.S == "/Figure":
            _write(element, writing, len(charts))
            charts.update(_chart(element))
        else:
            _write(element, writing, None)
        owners.update({kid: element.number for kid in element.kids if isinstance(kid, int)})
    if sorted(owners) != list(range(len(owners))):
        raise ContentFault("标记的编号不连续")
    tags = Tags("".join(writing.text), writing.holes, starts, [owners[n] for n in range(len(owners))])
    return CutTags(tags, charts, list(_headings(root)))


def _chart(element: _Element) -> Iterator[tuple[int, str]]:
    """The marked content and the name of a chart, whose words begin with the placeholder while it is cast."""
    alt = str(element.source.get("/Alt", ""))
    match element.kids:
        case [int() as content] if alt.startswith(PLACEHOLDER):
            yield content, alt.removeprefix(PLACEHOLDER)
        case _:
            raise ContentFault(f"图“{alt}”")


def _collect(source: Any, parent: int | None, table: int | None, elements: list[_Element]) -> _Element:
    import pikepdf

    known = {"/Type", "/S", "/P", "/Pg", "/K", "/A", "/ID", "/Alt"}
    strange = set(source.keys()) - known
    if strange:
        raise ContentFault(f"结构标记{'、'.join(sorted(strange))}")
    element = _Element(source, len(elements), parent, table)
    elements.append(element)
    if source.S == "/Table":
        table = element.number
    kids = source.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            element.kids.append(kid)
        else:
            element.kids.append(_collect(kid, element.number, table, elements))
    return element


def _write(element: _Element, writing: _Writing, figure: int | None) -> None:
    source = element.source
    writing.add(f"<</S{source.S}/P ")
    if element.parent is None:
        writing.hole(PARENT, 0)
    else:
        writing.hole(OBJECT, element.parent)
    writing.add(" 0 R")
    if any(isinstance(kid, int) for kid in element.kids):
        writing.add("/Pg ")
        writing.hole(PAGE, 0)
        writing.add(" 0 R")
    if element.kids:
        writing.add("/K[")
        for kid in element.kids:
            if isinstance(kid, int):
                writing.hole(CONTENT, kid)
                writing.add(" ")
            else:
                writing.hole(OBJECT, kid.number)
                writing.add(" 0 R ")
        writing.add("]")
    _write_cell(element, writing)
    if figure is not None:
        for place, key in enumerate(("/Alt ", "/A ")):
            writing.add(key)
            writing.hole(CHART, OBJECTS_OF_A_CHART * figure + place)
            writing.add(" 0 R")
    writing.add(">>\n")


def _write_cell(element: _Element, writing: _Writing) -> None:
    """A cell's name, its spans, and the names of its headers: numbers of table, row and column."""
    source = element.source
    if "/ID" in source:
        writing.add("/ID(")
        _write_name(str(source.ID), element, writing)
        writing.add(")")
    if source.S not in ("/TD", "/TH"):
        return
    cell = source.A
    strange = set(cell.keys()) - {"/O", "/Headers", "/ColSpan", "/RowSpan"}
    if strange:
        raise ContentFault(f"格子的属性{'、'.join(sorted(strange))}")
    spans = "".join(f"{key} {int(cell[key])}" for key in ("/ColSpan", "/RowSpan") if key in cell)
    headers = list(cell.get("/Headers", []))
    if not headers and not spans:
        return
    writing.add(f"/A<</O/Table{spans}")
    if headers:
        writing.add("/Headers[")
        for name in headers:
            writing.add("(")
            _write_name(str(name), element, writing)
            writing.add(")")
        writing.add("]")
    writing.add(">>")


def _write_name(name: str, element: _Element, writing: _Writing) -> None:
    """WeasyPrint names a header after its table's object, its row and its column."""
    _, row, column = name.split("-")
    if element.table is None:
        raise ContentFault("表外的格子")
    writing.hole(OBJECT, element.table)
    writing.add(f"-{row}-{column}")


def _headings(element: _Element) -> Iterator[tuple[int, list[int]]]:
    tag = str(element.source.S)
    if len(tag) == 3 and tag[1] == "H" and tag[2].isdigit():
        yield int(tag[2]), list(_contents(element))
        return
    for kid in element.kids:
        if isinstance(kid, _Element):
            yield from _headings(kid)


def _contents(element: _Element) -> Iterator[int]:
    for kid in element.kids:
        if isinstance(kid, int):
            yield kid
        else:
            yield from _contents(kid)
