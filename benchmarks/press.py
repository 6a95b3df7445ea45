"""The house's own press: from the same content as its rivals get, and from sheets alone."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Sequence
from pathlib import Path

from benchmarks.content import Content
from guidebook.pdf import Forme, PackPart, Press


class House:
    """Prints sheets whose lines are broken and whose charts are drawn, as the rivals do."""

    def __init__(self) -> None:
        plates = tempfile.TemporaryDirectory(prefix="plates-")
        weakref.finalize(self, plates.cleanup)
        self._press = Press(Path(plates.name))

    def render(self, content: Content) -> bytes:
        """One sheet as a PDF file."""
        return self._press.printer.sheet(self._forme(content))

    def render_route(self, contents: Sequence[Content]) -> bytes:
        """A route's sheets as one file."""
        parts = [PackPart(self._forme(content), content.sheet.heading.shop_name) for content in contents]
        return self._press.printer.pack("route", parts)

    def _forme(self, content: Content) -> Forme:
        return self._press.forme(content.sheet, content.form)


class WholeHouse(House):
    """Breaks the lines, draws the charts and makes the checks too, on the clock."""

    def render(self, content: Content) -> bytes:
        """One sheet as a PDF file."""
        return self._press.render(content.sheet).pdf

    def _forme(self, content: Content) -> Forme:
        return self._press.forme(content.sheet, self._press.fill(content.sheet))
