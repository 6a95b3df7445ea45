"""The reference press: one sheet, plain WeasyPrint.  Any sheet can be printed by it, and others are held to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guidebook.charts import Charts
from guidebook.errors import SheetWithheld
from guidebook.model import Cover, Sheet
from guidebook.pdf.cover import CoverFiller
from guidebook.pdf.faces import Faces
from guidebook.pdf.filler import FormFiller
from guidebook.pdf.form import Form
from guidebook.pdf.gates import check_boxes, check_characters, check_file, check_labels
from guidebook.pdf.markup import Markup
from guidebook.pdf.styles import read_styles
from guidebook.resources import fonts_dir, templates_dir

if TYPE_CHECKING:
    from guidebook.pdf.press.records import Forme
    from guidebook.pdf.typesetter import Typesetter


@dataclass(frozen=True, slots=True)
class Rendered:
    """A sheet's PDF file.

    Attributes:
        pages: How many pages it has.
        forme: What was stamped for it; None if WeasyPrint laid the whole sheet out.
        words: The words that were stamped.
    """

    pdf: bytes
    pages: int
    forme: Forme | None = None
    words: str = ""


class ReferencePress:
    """Prints sheets: the same bytes for the same sheet, in every process.

    It keeps fonts, style sheets, templates and the charts' figures for all sheets.  WeasyPrint takes about a second
    to load, and is loaded when it is first needed.

    Args:
        fonts: The folder of the fonts; those that come with the program unless given.
        templates: The folder of the templates; likewise.

    Attributes:
        faces: The fonts' measures.
        markup: The templates.

    Raises:
        GuidebookError: A font or a template is missing or wrong.
    """

    def __init__(self, fonts: Path | None = None, templates: Path | None = None) -> None:
        self._fonts, templates = fonts or fonts_dir(), templates or templates_dir()
        self.faces = Faces(self._fonts)
        self.markup = Markup(templates)
        charts = Charts(self.faces.width)
        self._styles = {large: read_styles(templates / "css", large=large) for large in (False, True)}
        self._fillers = {
            large: FormFiller(styles, self.faces, charts) for large, styles in self._styles.items()
        }
        self._cover_filler = CoverFiller(self._styles[False], self.faces)
        self._style_sheets: dict[bool, Any] = {}

    @cached_property
    def typesetter(self) -> Typesetter:
        """WeasyPrint.

        Raises:
            GuidebookError: A library is missing.
        """
        from guidebook.pdf.typesetter import Typesetter

        return Typesetter(self._fonts)

    def css(self, large: bool) -> str:
        """The style sheet of ordinary or of large print."""
        return self._styles[large].css

    def style_sheet(self, large: bool) -> Any:
        """The same, as the typesetter wants it.

        Raises:
            GuidebookError: WeasyPrint doesn't take all of it.
        """
        if large not in self._style_sheets:
            self._style_sheets[large] = self.typesetter.style_sheet(self.css(large))
        return self._style_sheets[large]

    def fill(self, sheet: Sheet) -> Form:
        """Break a sheet's lines and draw its charts.

        Raises:
            SheetWithheld: A character is in no font, or something doesn't fit into its box.
        """
        check_characters(sheet, self.faces)
        form = self._fillers[sheet.large_print].fill(sheet)
        for name, drawing in form.drawings:
            check_labels(name, drawing)
        return form

    def html(self, sheet: Sheet) -> str:
        """Return the sheet's HTML, its lines broken and its charts drawn.

        Raises:
            SheetWithheld: A character is in no font, or something doesn't fit into its box.
        """
        return self.markup.html(sheet, self.fill(sheet))

    def cover_html(self, cover: Cover) -> str:
        """Return the HTML of a pack's cover, its lines broken."""
        return self.markup.cover(cover, self._cover_filler.fill(cover))

    def cover(self, cover: Cover) -> bytes:
        """Print the cover of a pack.

        Raises:
            SheetWithheld: It can't be printed as it should; the message says why, in Chinese.
        """
        document = self.typesetter.lay_out(self.cover_html(cover), self.style_sheet(large=False))
        check_boxes(document)
        return self.typesetter.write(document)

    def render(self, sheet: Sheet) -> Rendered:
        """Print one sheet.

        Raises:
            SheetWithheld: The sheet can't be printed as it should; the message says why, in Chinese.
        """
        return self.print(sheet, self.fill(sheet))

    def print(self, sheet: Sheet, form: Form) -> Rendered:
        """Print a sheet whose form is filled.

        Raises:
            SheetWithheld: Likewise.
        """
        typesetter = self.typesetter
        document = typesetter.lay_out(self.markup.html(sheet, form), self.style_sheet(sheet.large_print))
        pages = 2 if sheet.back and not sheet.back.is_empty else 1
        if len(document.pages) != pages:
            raise SheetWithheld(f"应有{pages}页，排出来是{len(document.pages)}页")
        check_boxes(document)
        pdf = typesetter.write(document)
        check_file(pdf, pages)
        return Rendered(pdf, pages)
