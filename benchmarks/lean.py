"""The house's reference press: lean WeasyPrint, with all its checks.  It breaks lines and draws charts itself."""

from __future__ import annotations

from benchmarks.content import Content
from guidebook.pdf import ReferencePress


class Lean:
    """Prints sheets by the reference press."""

    def __init__(self) -> None:
        self._press = ReferencePress()

    def render(self, content: Content) -> bytes:
        """One sheet as a PDF file."""
        return self._press.render(content.sheet).pdf
