"""The press: sheets to files, laid out once for each kind of section and then only stamped."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from guidebook.charts import Drawing
from guidebook.model import Cover, Sheet
from guidebook.pdf.form import Form
from guidebook.pdf.press.cabinet import FORMAT, Cabinet, name_of
from guidebook.pdf.press.casting import GAP, cast, cast_frame
from guidebook.pdf.press.content import ContentFault
from guidebook.pdf.press.pieces import PLACEHOLDER, PagePieces, Piece, Pieces, reworded, take_apart
from guidebook.pdf.press.placing import Unfit
from guidebook.pdf.press.printer import Printer
from guidebook.pdf.press.records import Forme, Frame
from guidebook.pdf.press.stamping import Filling, Stamp
from guidebook.pdf.press.typecase import TypeCase
from guidebook.pdf.reference import ReferencePress, Rendered
from guidebook.resources import fonts_dir, templates_dir


class Press:
    """Prints sheets: the same bytes for the same sheet, in every process.

    A sheet that doesn't fit its plates is printed by the reference press.

    Args:
        plates: The folder where plates are kept; None forgets them with the process.
        fonts: The folder of the fonts; those that come with the program unless given.
        templates: The folder of the templates; likewise.

    Attributes:
        printer: Prints formes, alone or together.
        reference: Prints what the plates can't.

    Raises:
        GuidebookError: A library, a font or a template is missing or wrong.
    """

    def __init__(
        self, plates: Path | None = None, fonts: Path | None = None, templates: Path | None = None
    ) -> None:
        fonts, templates = fonts or fonts_dir(), templates or templates_dir()
        self.reference = ReferencePress(fonts, templates)
        self._cabinet = Cabinet(plates)
        case = TypeCase(self.reference.faces)
        self._stamp = Stamp(case.encode)
        self.printer = Printer(self._cabinet, case)
        house = _house(fonts)
        self._houses = {large: f"{house}\n{self.reference.css(large)}" for large in (False, True)}
        self._names: dict[tuple[str, bool], str] = {}
        self._refused: dict[str, ContentFault] = {}

    def render(self, sheet: Sheet) -> Rendered:
        """Print one sheet.

        Raises:
            SheetWithheld: The sheet can't be printed as it should; the message says why, in Chinese.
        """
        form = self.fill(sheet)
        try:
            pieces = self._pieces(sheet, form)
            forme = self._sheet_forme(sheet, form, pieces)
        except (Unfit, ContentFault):
            return self.reference.print(sheet, form)
        return Rendered(self.printer.sheet(forme), len(forme.pages), forme, pieces.words)

    def fill(self, sheet: Sheet) -> Form:
        """Break a sheet's lines and draw its charts.

        Raises:
            SheetWithheld: A character is in no font, or something doesn't fit into its box.
        """
        return self.reference.fill(sheet)

    def forme(self, sheet: Sheet, form: Form) -> Forme:
        """Stamp a sheet.

        Args:
            sheet: The sheet.
            form: Of `fill`.

        Raises:
            Unfit: A text leaves its box, or covers another one; or sections do.
            ContentFault: A plate can't be made.
        """
        return self._sheet_forme(sheet, form, self._pieces(sheet, form))

    def cover(self, cover: Cover) -> Forme | None:
        """Stamp the cover of a pack; None where it doesn't fit its plates: the reference press has to print it."""
        try:
            return self._forme(take_apart(self.reference.cover_html(cover)), large=False, gap=0.0, charts={})
        except (Unfit, ContentFault):
            return None

    def _pieces(self, sheet: Sheet, form: Form) -> Pieces:
        return take_apart(self.reference.markup.html(sheet, _bare(form)))

    def _sheet_forme(self, sheet: Sheet, form: Form, pieces: Pieces) -> Forme:
        return self._forme(pieces, large=sheet.large_print, gap=form.gap, charts=dict(form.drawings))

    def _forme(self, pieces: Pieces, *, large: bool, gap: float, charts: Mapping[str, Drawing]) -> Forme:
        name, frame = self._frame(pieces, large)
        pages = []
        for page in pieces.pages:
            sections = [self._filling(pieces, page, piece, charts, large) for piece in page.sections]
            pages.append(self._stamp.page(sections, gap, frame))
        return Forme(name, pieces.title, pages)

    def _frame(self, pieces: Pieces, large: bool) -> tuple[str, Frame]:
        document, reference = pieces.frame, self.reference
        name = self._name(document, large)
        return name, self._cabinet.frame(
            name, lambda: cast_frame(reference.typesetter, document, reference.style_sheet(large))
        )

    def _filling(
        self, pieces: Pieces, page: PagePieces, piece: Piece, charts: Mapping[str, Drawing], large: bool
    ) -> Filling:
        """Find a section's plate, or cast it, and bring what it will be filled with."""
        name, reference = self._name(piece.skeleton, large), self.reference
        if name in self._refused:
            raise self._refused[name]
        try:
            plate = self._cabinet.plate(
                name,
                lambda: cast(
                    reference.typesetter,
                    pieces.alone(page, piece.skeleton),
                    pieces.alone(page, reworded(piece.skeleton)),
                    len(piece.words),
                    reference.style_sheet(large),
                ),
            )
        except ContentFault as fault:
            self._refused[name] = fault
            raise
        return Filling(name, plate, piece.words, [charts[chart] for chart in plate.charts])

    def _name(self, skeleton: str, large: bool) -> str:
        known = self._names.get((skeleton, large))
        if known is None:
            known = self._names[skeleton, large] = name_of(skeleton, self._houses[large])
        return known


def _house(fonts: Path) -> str:
    """What decides the looks of all plates beside style sheets and skeletons, hashed."""
    from importlib.metadata import version

    digest = hashlib.sha256(f"{FORMAT} {version('weasyprint')}\n".encode())
    for path in sorted(fonts.glob("*.ttf")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _bare(form: Form) -> Form:
    """The form with what varies freely taken out: the gaps, and what the charts show."""
    blanks = {name: Drawing(drawing.size, PLACEHOLDER + name, (), ()) for name, drawing in form.drawings}
    back = form.back
    return replace(
        form,
        gap=GAP,
        trend=blanks.get("走势图"),
        contributions=blanks.get("多赚少赚图"),
        back=back and replace(back, pack_mix=blanks.get("价位图")),
    )
