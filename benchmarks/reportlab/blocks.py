"""What both pages are made of: titles, lines, tables, charts.  Each is drawn at a height and returns where it ends."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from benchmarks.reportlab.pen import INK, KEY, PALE, SOFT, Fonts, Pen
from benchmarks.shapes import Picture
from benchmarks.tables import Table
from guidebook.pdf.form import Lines, Packed, Paragraphs
from guidebook.pdf.styles import Styles


@dataclass(frozen=True, slots=True)
class Look:
    """A text's size and the height of its lines."""

    size: float
    line: float


class Blocks:
    """Draws blocks in the sizes of one print.

    Args:
        pen: Draws them.
        fonts: Its faces.
        styles: The sizes.
    """

    def __init__(self, pen: Pen, fonts: Fonts, styles: Styles) -> None:
        self.pen = pen
        self.points = styles.points
        self.wide = styles.points("content-width")
        self._fonts = fonts

    def title(self, words: str, y: float, look: Look, x: float = 0.0) -> float:
        """A section's title."""
        self.pen.left(words, x, y, look.line, look.size, bold=True, fill=KEY)
        return y + look.line

    def lines(self, lines: Lines, x: float, y: float, look: Look, fill: str = INK) -> float:
        """Lines under each other."""
        for line in lines:
            self.pen.left(line, x, y, look.line, look.size, fill=fill)
            y += look.line
        return y

    def paragraphs(self, paragraphs: Paragraphs, x: float, y: float, look: Look) -> float:
        """Texts under each other."""
        for nth, lines in enumerate(paragraphs.texts):
            y = self.lines(lines, x, y + (paragraphs.space if nth else 0.0), look)
        return y

    def packed(self, rows: Packed, y: float, style: str) -> float:
        """Lines of short texts, some of which stand at the right edge."""
        look, gap = self.look(style), self.points(f"{style}-gap")
        for row in rows:
            x = 0.0
            for item in row:
                if item.right:
                    self.pen.right(item.words, self.wide, y, look.line, look.size, fill=SOFT)
                    continue
                self.pen.left(item.words, x, y, look.line, look.size, fill=SOFT)
                x += self._fonts.width(item.words, look.size) + gap
            y += look.line
        return y

    def look(self, style: str) -> Look:
        """The look of a style that has a size and a line of its own."""
        return Look(self.points(f"{style}-text"), self.points(f"{style}-line"))

    def table(
        self,
        table: Table,
        y: float,
        head: Look,
        body: Look,
        *,
        width: float | None = None,
        bold: Collection[int] = (),
        head_left: bool = False,
        total: bool = False,
    ) -> float:
        """A table: its first column stands left, the others right."""
        width = width or self.wide
        y = self.table_head(table, y, head, width, left=(0,) if head_left else ())
        ends = _ends(table, width)
        thin, strong = self.points("rule"), self.points("strong-rule")
        for nth, row in enumerate(table.rows, start=1):
            is_total = total and nth == len(table.rows)
            self.pen.left(row[0], 0.0, y, body.line, body.size, bold=is_total)
            for column, words in enumerate(row[1:], start=1):
                heavy = is_total or column in bold
                self.pen.right(words, ends[column], y, body.line, body.size, bold=heavy)
            y += body.line
            if not is_total:
                before_total = total and nth == len(table.rows) - 1
                self.pen.rule(0.0, y, width, strong if before_total else thin, KEY if before_total else PALE)
                y += thin
        return y

    def table_head(
        self, table: Table, y: float, look: Look, width: float, *, left: Collection[int] = ()
    ) -> float:
        """A table's head, and the rule under it."""
        ends = _ends(table, width)
        for column, words in enumerate(table.head):
            if column in left:
                begin = ends[column - 1] if column else 0.0
                self.pen.left(words, begin, y, look.line, look.size, fill=SOFT)
            else:
                self.pen.right(words, ends[column], y, look.line, look.size, fill=SOFT)
        y += look.line
        self.pen.rule(0.0, y, width, self.points("strong-rule"), KEY)
        return y + self.points("strong-rule")

    def chart(
        self, title: str, picture: Picture, x: float, y: float, look: Look, caption: str | None = None
    ) -> float:
        """A chart under its title."""
        self.title(title, y, look, x)
        if caption:
            self.pen.right(caption, x + picture.width, y, look.line, look.size, bold=True)
        self.pen.picture(picture, x, y + look.line)
        return y + look.line + picture.height


def _ends(table: Table, width: float) -> list[float]:
    """Where the columns end."""
    ends, end = [], 0.0
    for share in table.widths:
        end += share * width
        ends.append(end)
    return ends
