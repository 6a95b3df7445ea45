"""Fills the cover of a pack: breaks its lines, and shares its shops out among pages.  All lengths are points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guidebook.model import Cover, CoverVisit
from guidebook.pdf.faces import Faces
from guidebook.pdf.form import Lines
from guidebook.pdf.linebreak import break_lines
from guidebook.pdf.styles import Styles

_UNPRINTABLE = "〓"
"""Printers' own sign for a character that no font has: such a shop has no sheet, and is on the list all the same."""


@dataclass(frozen=True, slots=True)
class VisitForm:
    """A shop's lines: the name's, the address's and those of what to talk about; there is always one of each."""

    seq: str
    name: Lines
    address: Lines
    change: str
    talk: Lines

    @property
    def lines(self) -> int:
        """How many lines its row is high."""
        return max(len(self.name) + len(self.address), len(self.talk))


@dataclass(frozen=True, slots=True)
class CoverPage:
    """A page's shops, and what stands at its foot."""

    visits: tuple[VisitForm, ...]
    footer: str


@dataclass(frozen=True, slots=True)
class CoverForm:
    """The pages of a cover, at least one."""

    pages: tuple[CoverPage, ...]


class CoverFiller:
    """Fills covers.

    Args:
        styles: The sizes of ordinary print.
        faces: The fonts that will print it.
    """

    def __init__(self, styles: Styles, faces: Faces) -> None:
        self._styles = styles
        self._faces = faces

    def fill(self, cover: Cover) -> CoverForm:
        """Fill the form of one cover."""
        pages = list(self._paged([self._visit(visit) for visit in cover.visits]))
        return CoverForm(
            tuple(
                CoverPage(visits, f"{cover.footer}　第{number}页，共{len(pages)}页")
                for number, visits in enumerate(pages, 1)
            )
        )

    def _visit(self, visit: CoverVisit) -> VisitForm:
        points = self._styles.points
        place, talk = points("visit-place-width"), points("visit-talk-width")
        text, name = points("visit-text"), points("visit-name-text")
        return VisitForm(
            seq=visit.seq_text or "—",
            name=self._broken(visit.shop_name, place, name, bold=True),
            address=self._broken(visit.address or "—", place, text),
            change=visit.change,
            talk=self._broken(visit.talk, talk, text),
        )

    def _broken(self, words: str, limit: float, size: float, *, bold: bool = False) -> Lines:
        missing = self._faces.first_missing(words)
        while missing:
            words = words.replace(missing, _UNPRINTABLE)
            missing = self._faces.first_missing(words)
        return tuple(break_lines(words, limit, self._faces.measure(size, bold=bold))) or ("—",)

    def _paged(self, visits: list[VisitForm]) -> Iterator[tuple[VisitForm, ...]]:
        """Share the shops out: as many on a page as it holds."""
        points = self._styles.points
        line, pad = points("visit-line"), points("visit-pad")
        taken = points("cover-head")
        page: list[VisitForm] = []
        for visit in visits:
            height = visit.lines * line + pad
            if page and taken + height > points("content-height") - points("cover-foot"):
                yield tuple(page)
                page, taken = [], points("cover-head")
            page.append(visit)
            taken += height
        yield tuple(page)
