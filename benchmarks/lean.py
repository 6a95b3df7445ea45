"""The house's own way so far: lean WeasyPrint, with all its checks."""

from __future__ import annotations

from guidebook.model import Sheet
from guidebook.pdf import ReferencePress


class Lean:
    """Prints sheets by the reference press."""

    def __init__(self) -> None:
        self._press = ReferencePress()

    def render(self, sheet: Sheet) -> bytes:
        """One sheet as a PDF file."""
        return self._press.render(sheet).pdf
