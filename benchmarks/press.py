"""The house's own press.  It breaks lines and draws charts itself, on the clock, which the others needn't."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.content import Content
from benchmarks.workers import Absent


class House:
    """Prints sheets by guidebook's press."""

    def __init__(self) -> None:
        import guidebook.pdf

        make = getattr(guidebook.pdf, "Press", None)
        if make is None:
            raise Absent("guidebook.pdf has no Press yet")
        plates = tempfile.TemporaryDirectory(prefix="plates-")
        weakref.finalize(self, plates.cleanup)
        self._press = make(plates=Path(plates.name))
        bind = getattr(self._press, "render_route", None)
        if bind:
            self.render_route = _routes(bind)

    def render(self, content: Content) -> bytes:
        """One sheet as a PDF file."""
        pdf: bytes = self._press.render(content.sheet).pdf
        return pdf


def _routes(bind: Callable[..., bytes]) -> Callable[[Sequence[Content]], bytes]:
    return lambda contents: bind([content.sheet for content in contents])
