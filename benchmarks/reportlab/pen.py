"""A pen on ReportLab's canvas: words, rules, boxes and charts, counted from the upper left corner."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from benchmarks.shapes import Picture, Shape
from benchmarks.workers import Absent
from guidebook.pdf.faces import BOLD, RARE, REGULAR
from guidebook.resources import fonts_dir

INK, SOFT, PALE, KEY, WASH = "#1b1f23", "#56616b", "#c9d1d6", "#1f4e5f", "#f4f7f8"
WIDTH, HEIGHT = 595.28, 841.89
LEFT, TOP = 38.0, 27.0
MIDDLE = 0.38
"""How far above its base line the middle of a Chinese character lies, in ems."""


class Fonts:
    """The three faces, registered once a process; ReportLab embeds what a document uses of them.

    Raises:
        Absent: There is no ReportLab.
    """

    def __init__(self) -> None:
        try:
            from reportlab import rl_config
            from reportlab.lib.colors import HexColor
            from reportlab.pdfbase import pdfmetrics
            from reportlab.pdfbase.ttfonts import TTFont
        except ImportError:
            raise Absent("no PyPI package `reportlab` here; benchmarks/setup installs it") from None
        rl_config.useA85 = 0  # as text, its streams would be a quarter larger
        self.characters: dict[str, frozenset[str]] = {}
        self.widths: dict[str, dict[str, float]] = {}
        for name in (BOLD, REGULAR, RARE):
            font = TTFont(name, str(fonts_dir() / name))
            pdfmetrics.registerFont(font)
            self.characters[name] = frozenset(map(chr, font.face.charToGlyph))
            self.widths[name] = {chr(code): width / 1000 for code, width in font.face.charWidths.items()}
        self.colours = {name: HexColor(name) for name in (INK, SOFT, PALE, KEY, WASH)}
        self._hex = HexColor

    def colour(self, name: str) -> Any:
        """A colour of ReportLab's; #rrggbb."""
        if name not in self.colours:
            self.colours[name] = self._hex(name)
        return self.colours[name]

    def runs(self, text: str, *, bold: bool) -> Iterator[tuple[str, str]]:
        """Split a text where the face changes: what one face lacks is taken from the next."""
        first = BOLD if bold else REGULAR
        if self.characters[first].issuperset(text):
            yield first, text
            return
        order = (BOLD, REGULAR, RARE) if bold else (REGULAR, RARE)

        def face(character: str) -> str:
            return next((name for name in order if character in self.characters[name]), RARE)

        for name, characters in groupby(text, face):
            yield name, "".join(characters)

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """How wide a text is, in points."""
        return size * sum(
            sum(map(self.widths[name].__getitem__, run)) for name, run in self.runs(text, bold=bold)
        )


class Pen:
    """Draws one document.

    Args:
        fonts: The faces.
        title: The document's.
    """

    def __init__(self, fonts: Fonts, title: str) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self._fonts = fonts
        self._file = io.BytesIO()
        self._canvas = Canvas(
            self._file,
            pagesize=(WIDTH, HEIGHT),
            invariant=1,
            pageCompression=1,
            initialFontName=REGULAR,
            lang="zh-CN",
        )
        self._canvas.setTitle(title)

    def finish(self) -> bytes:
        """Return the file."""
        self._canvas.save()
        return self._file.getvalue()

    def turn(self) -> None:
        """End a page."""
        self._canvas.showPage()

    def base(
        self,
        words: str,
        x: float,
        y: float,
        size: float,
        *,
        bold: bool = False,
        fill: str = INK,
        room: float = 0.0,
    ) -> None:
        """Set a text whose base line begins at (x, y); `room` goes between its characters."""
        canvas = self._canvas
        canvas.setFillColor(self._fonts.colour(fill))
        for face, run in self._fonts.runs(words, bold=bold):
            canvas.setFont(face, size)
            canvas.drawString(LEFT + x, HEIGHT - TOP - y, run, charSpace=room)
            x += self._fonts.width(run, size, bold=bold)

    def left(
        self, words: str, x: float, y: float, line: float, size: float, *, bold: bool = False, fill: str = INK
    ) -> None:
        """Set a text from x on, in the middle of a line whose top is y."""
        if words:
            self.base(words, x, y + line / 2 + MIDDLE * size, size, bold=bold, fill=fill)

    def right(
        self, words: str, x: float, y: float, line: float, size: float, *, bold: bool = False, fill: str = INK
    ) -> None:
        """Set a text up to x."""
        if words:
            width = self._fonts.width(words, size, bold=bold)
            self.left(words, x - width, y, line, size, bold=bold, fill=fill)

    def rule(
        self, x: float, y: float, width: float, thick: float, colour: str, *, dashed: bool = False
    ) -> None:
        """Draw a rule whose upper edge is y."""
        canvas = self._canvas
        canvas.setStrokeColor(self._fonts.colour(colour))
        canvas.setLineWidth(thick)
        if dashed:
            canvas.setDash(3 * thick)
        level = HEIGHT - TOP - y - thick / 2
        canvas.line(LEFT + x, level, LEFT + x + width, level)
        if dashed:
            canvas.setDash()

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        thick: float,
        *,
        edge: str = KEY,
        fill: str | None = None,
    ) -> None:
        """Draw a box; its outer edge is as large as said."""
        canvas = self._canvas
        canvas.setStrokeColor(self._fonts.colour(edge))
        canvas.setLineWidth(thick)
        if fill:
            canvas.setFillColor(self._fonts.colour(fill))
        canvas.rect(
            LEFT + x + thick / 2,
            HEIGHT - TOP - y - height + thick / 2,
            width - thick,
            height - thick,
            fill=int(fill is not None),
        )

    def blank(self, x: float, y: float, width: float, height: float) -> None:
        """Paint a rectangle white."""
        self._canvas.setFillColorRGB(1, 1, 1)
        self._canvas.rect(LEFT + x, HEIGHT - TOP - y - height, width, height, stroke=0, fill=1)

    def picture(self, picture: Picture, x: float, y: float) -> None:
        """Draw a chart whose upper left corner is at (x, y)."""
        for shape in picture.shapes:
            self._shape(shape, LEFT + x, HEIGHT - TOP - y)
        for words in picture.words:
            self.base(words.text, x + words.x, y + words.y, picture.text, bold=words.strong)

    def _shape(self, shape: Shape, left: float, top: float) -> None:
        canvas = self._canvas
        path = canvas.beginPath()
        for command, points in shape.commands:
            places = [left + number if at % 2 == 0 else top - number for at, number in enumerate(points)]
            if command == "M":
                path.moveTo(*places)
            elif command == "L":
                path.lineTo(*places)
            elif command == "C":
                path.curveTo(*places)
            else:
                path.close()
        if shape.fill:
            canvas.setFillColor(self._fonts.colour(shape.fill))
        if shape.stroke:
            canvas.setStrokeColor(self._fonts.colour(shape.stroke))
            canvas.setLineWidth(shape.line)
        canvas.drawPath(path, stroke=int(shape.stroke is not None), fill=int(shape.fill is not None))
