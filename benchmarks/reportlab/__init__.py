"""ReportLab: the sheet drawn by hand on its canvas, every line at its height; fonts registered once a worker.

It writes no tags: what it draws is words and lines at places, as one would expect of such a script.
"""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.content import Content, prints
from benchmarks.reportlab.back import draw_back
from benchmarks.reportlab.front import draw_front
from benchmarks.reportlab.pen import Fonts, Pen


class ReportLab:
    """Prints sheets by hand-written canvas code."""

    def __init__(self) -> None:
        self._fonts = Fonts()
        self._styles = prints()

    def render(self, content: Content) -> bytes:
        """One sheet as a PDF file."""
        return self._draw([content])

    def render_route(self, contents: Sequence[Content]) -> bytes:
        """All these sheets as one PDF file."""
        return self._draw(contents)

    def _draw(self, contents: Sequence[Content]) -> bytes:
        pen = Pen(self._fonts, contents[0].sheet.title)
        for content in contents:
            styles = self._styles[content.sheet.large_print]
            draw_front(pen, self._fonts, styles, content)
            pen.turn()
            if content.form.back:
                draw_back(pen, self._fonts, styles, content)
                pen.turn()
        return pen.finish()
