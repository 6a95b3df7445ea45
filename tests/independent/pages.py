"""Where words stand on a PDF page: lines, cells, and tables whose cells are known by row label and column heading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

CELL_GAP = 5.0
"""Points of white between two cells; between a number and its unit there are three."""

LABEL_GAP = 0.5
"""Points of white between two labels of a chart, which may stand close; inside one there is none."""

ALIGNED = 2.0
"""How far, in points, a cell may stand from its column's edge."""


class NotThere(AssertionError):
    """What should stand on the page can't be found."""


@dataclass(frozen=True)
class Cell:
    """Characters side by side: their text without white space, and where they stand (points, y upwards)."""

    text: str
    left: float
    right: float
    middle: float
    height: float

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def top(self) -> float:
        return self.middle + self.height / 2

    @property
    def bottom(self) -> float:
        return self.middle - self.height / 2


@dataclass(frozen=True)
class Line:
    """The cells of one line, from the left."""

    cells: tuple[Cell, ...]

    @property
    def texts(self) -> list[str]:
        return [cell.text for cell in self.cells]

    @property
    def text(self) -> str:
        return "".join(self.texts)

    @property
    def middle(self) -> float:
        return self.cells[0].middle

    @property
    def top(self) -> float:
        return self.cells[0].top

    @property
    def bottom(self) -> float:
        return self.cells[0].bottom


class Page:
    """A page's characters.

    Args:
        characters: One cell for each visible character.
    """

    def __init__(self, characters: Sequence[Cell]) -> None:
        self.characters = characters

    @property
    def text(self) -> str:
        """All that stands on the page, line by line."""
        return "".join(line.text for line in self.lines())

    def lines(
        self,
        above: float = float("inf"),
        below: float = float("-inf"),
        left: float = float("-inf"),
        right: float = float("inf"),
        gap: float = CELL_GAP,
    ) -> list[Line]:
        """The lines between two heights and two sides, from the top."""
        inside = (
            c for c in self.characters if below < c.middle < above and c.left >= left and c.right <= right
        )
        rows: list[list[Cell]] = []
        for character in sorted(inside, key=lambda c: -c.middle):
            if rows and rows[-1][0].middle - character.middle < 0.4 * character.height:
                rows[-1].append(character)
            else:
                rows.append([character])
        return [Line(tuple(_cells(row, gap))) for row in rows]

    def line(self, texts: Sequence[str]) -> Line:
        """The one line that consists of just these cells."""
        found = [line for line in self.lines() if line.texts == list(texts)]
        if len(found) != 1:
            raise NotThere(f"{len(found)} lines read {list(texts)}")
        return found[0]

    def starting(self, text: str) -> Line:
        """The one line that starts so."""
        found = [line for line in self.lines() if line.text.startswith(text)]
        if len(found) != 1:
            raise NotThere(f"{len(found)} lines start with {text}")
        return found[0]


def _cells(row: Iterable[Cell], gap: float) -> list[Cell]:
    cells: list[list[Cell]] = []
    for character in sorted(row, key=lambda c: c.left):
        if cells and character.left - cells[-1][-1].right < gap:
            cells[-1].append(character)
        else:
            cells.append([character])
    return [
        Cell("".join(c.text for c in cell), cell[0].left, cell[-1].right, cell[0].middle, cell[0].height)
        for cell in cells
    ]


def read_pages(path: Path) -> list[Page]:
    """All pages of a file."""
    with pypdfium2.PdfDocument(path) as document:
        return [_read(page.get_textpage()) for page in document]


def _read(text: pypdfium2.PdfTextPage) -> Page:
    characters = []
    high = 0
    for index in range(text.count_chars()):
        code = pypdfium2.raw.FPDFText_GetUnicode(text.raw, index)
        if 0xD800 <= code < 0xDC00:
            high = code - 0xD800  # the first half of a rare character: text is UTF-16 here
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + (high << 10) + code - 0xDC00
        character = chr(code)
        if not character.isspace():
            left, bottom, right, top = text.get_charbox(index, loose=True)
            characters.append(Cell(character, left, right, (bottom + top) / 2, top - bottom))
    return Page(characters)


def read_table(
    page: Page, head: Line, below: float, *, from_left: bool = False, right: float = float("inf")
) -> list[list[str]]:
    """Read a table: one text for the row's label and each column, "" where nothing stands.

    A figure stands under its heading: flush with the heading's right edge, or with the left one in tables that are
    set `from_left`.  What stands between two columns belongs to the right one (▲ 多 before 8 条).  A cell may run
    over several lines: each belongs to the row whose label is nearest.

    Args:
        page: The page.
        head: The headings; the first stands over the labels.
        below: The height where the table ends.
        from_left: Whether the columns are flush left.
        right: Where the table ends on its right.
    """
    headings = head.cells[1:]
    lines = page.lines(above=head.bottom, below=below, right=right)
    start = head.cells[0].left
    labels = [line.cells[0] for line in lines if abs(line.cells[0].left - start) < ALIGNED]
    rows = [[label.text, *[""] * len(headings)] for label in labels]
    for line in lines:
        if not labels:
            raise NotThere(f"{line.text} stands under {head.text}, but there is no row")
        row = rows[min(range(len(labels)), key=lambda n: abs(labels[n].middle - line.middle))]
        for cell in line.cells:
            if cell not in labels:
                row[1 + _column(cell, headings, from_left)] += cell.text
    return rows


def _column(cell: Cell, headings: Sequence[Cell], from_left: bool) -> int:
    """Which column a cell stands in."""
    if from_left:
        column = max((n for n, h in enumerate(headings) if h.left - ALIGNED <= cell.left), default=-1)
        if column < 0 or abs(headings[column].left - cell.left) > ALIGNED:
            raise NotThere(f"{cell.text} stands under no heading")
        return column
    column = next((n for n, h in enumerate(headings) if cell.right <= h.right + ALIGNED), -1)
    if column < 0 or (column and cell.left < headings[column - 1].right):
        raise NotThere(f"{cell.text} stands under no heading")
    return column
