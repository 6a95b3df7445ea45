"""The reference press: one sheet, plain WeasyPrint.  Any sheet can be printed by it, and others are held to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from guidebook.charts import Charts
from guidebook.errors import SheetWithheld
from guidebook.model import Sheet
from guidebook.pdf.faces import Faces
from guidebook.pdf.filler import FormFiller
from guidebook.pdf.gates import check_boxes, check_characters, check_file, check_labels
from guidebook.pdf.markup import Markup
from guidebook.pdf.styles import read_styles
from guidebook.pdf.typesetter import Typesetter
from guidebook.resources import fonts_dir, templates_dir


@dataclass(frozen=True, slots=True)
class Rendered:
    """A sheet's PDF file and how many pages it has."""

    pdf: bytes
    pages: int


class ReferencePress:
    """Prints sheets: the same bytes for the same sheet, in every process.

    Making one takes about a second; it keeps fonts, style sheets, templates and the charts' figures for all sheets.

    Args:
        fonts: The folder of the fonts; those that come with the program unless given.
        templates: The folder of the templates; likewise.

    Raises:
        GuidebookError: A library, a font or a template is missing or wrong.
    """

    def __init__(self, fonts: Path | None = None, templates: Path | None = None) -> None:
        fonts, templates = fonts or fonts_dir(), templates or templates_dir()
        self._faces = Faces(fonts)
        self._typesetter = Typesetter(fonts)
        self._markup = Markup(templates)
        charts = Charts(self._faces.width)
        styles = {large: read_styles(templates / "css", large=large) for large in (False, True)}
        self._fillers = {large: FormFiller(styles[large], self._faces, charts) for large in styles}
        self._style_sheets = {large: self._typesetter.style_sheet(styles[large].css) for large in styles}

    def html(self, sheet: Sheet) -> str:
        """Return the sheet's HTML, its lines broken and its charts drawn.

        Raises:
            SheetWithheld: A character is in no font, or something doesn't fit into its box.
        """
        check_characters(sheet, self._faces)
        form = self._fillers[sheet.large_print].fill(sheet)
        for name, drawing in form.drawings:
            check_labels(name, drawing)
        return self._markup.html(sheet, form)

    def render(self, sheet: Sheet) -> Rendered:
        """Print one sheet.

        Raises:
            SheetWithheld: The sheet can't be printed as it should; the message says why, in Chinese.
        """
        document = self._typesetter.lay_out(self.html(sheet), self._style_sheets[sheet.large_print])
        pages = 2 if sheet.back and not sheet.back.is_empty else 1
        if len(document.pages) != pages:
            raise SheetWithheld(f"应有{pages}页，排出来是{len(document.pages)}页")
        check_boxes(document)
        pdf = self._typesetter.write(document)
        check_file(pdf, pages)
        return Rendered(pdf, pages)
