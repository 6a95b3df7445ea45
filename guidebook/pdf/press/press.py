"""The press: sheets to files, laid out once for each kind of section and then only stamped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from guidebook.charts import Drawing
from guidebook.charts.drawing import WORDS, components
from guidebook.model import Sheet
from guidebook.pdf.form import Form
from guidebook.pdf.press.cabinet import FORMAT, Cabinet, name_of
from guidebook.pdf.press.casting import GAP, cast, cast_frame
from guidebook.pdf.press.content import ContentFault
from guidebook.pdf.press.pieces import PLACEHOLDER, PagePieces, Piece, Pieces, take_apart
from guidebook.pdf.press.printer import Printer
from guidebook.pdf.press.records import FilledChart, FilledSection, Forme
from guidebook.pdf.press.stamping import Unfit
from guidebook.pdf.reference import ReferencePress, Rendered
from guidebook.resources import fonts_dir, templates_dir


class Press:
    """Prints sheets: the same bytes for the same sheet, in every process.

    A sheet that doesn't fit its plates is printed by the reference press.

    Args:
        plates: The folder where plates are kept; None forgets them with the process.
        fonts: The folder of the fonts; those that come with the program unless given.
        templates: The folder of the templates; likewise.

    Raises:
        GuidebookError: A library, a font or a template is missing or wrong.
    """

    def __init__(
        self, plates: Path | None = None, fonts: Path | None = None, templates: Path | None = None
    ) -> None:
        fonts, templates = fonts or fonts_dir(), templates or templates_dir()
        self.reference = ReferencePress(fonts, templates)
        self._cabinet = Cabinet(plates)
        self._printer = Printer(self._cabinet, fonts, self.reference.faces)
        self._houses = {large: _house(self.reference, fonts, large=large) for large in (False, True)}
        self._names: dict[tuple[str, bool], str] = {}

    def render(self, sheet: Sheet) -> Rendered:
        """Print one sheet.

        Raises:
            SheetWithheld: The sheet can't be printed as it should; the message says why, in Chinese.
        """
        try:
            forme = self.forme(sheet)
            pdf = self._printer.sheet(forme)
        except (Unfit, ContentFault):
            return self.reference.render(sheet)
        return Rendered(pdf, len(forme.pages), forme=forme)

    def forme(self, sheet: Sheet) -> Forme:
        """Choose the plates of a sheet and fill them.

        Raises:
            SheetWithheld: A character is in no font, or something doesn't fit into its box.
            ContentFault: A plate can't be made.
        """
        form = self.reference.fill(sheet)
        pieces = take_apart(self.reference.markup.html(sheet, _bare(form)))
        charts = (_filled(drawing) for _, drawing in form.drawings)
        large = sheet.large_print
        return Forme(
            frame=self._frame(pieces, large),
            title=pieces.title,
            gap=form.gap,
            pages=[
                [self._section(pieces, page, piece, charts, large) for piece in page.sections]
                for page in pieces.pages
            ],
        )

    def _frame(self, pieces: Pieces, large: bool) -> str:
        document = pieces.frame
        name = self._name(document, large)
        typesetter, css = self.reference.typesetter, self.reference.style_sheet(large)
        self._cabinet.frame(name, lambda: cast_frame(typesetter, document, css))
        return name

    def _section(
        self, pieces: Pieces, page: PagePieces, piece: Piece, charts: Iterator[FilledChart], large: bool
    ) -> FilledSection:
        """Find the section's plate, or cast it, and fill it."""
        name = self._name(piece.skeleton, large)
        reference = self.reference
        plate = self._cabinet.plate(
            name,
            lambda: cast(
                reference.typesetter, pieces.alone(page, piece.skeleton), reference.style_sheet(large)
            ),
        )
        return FilledSection(name, piece.words, [next(charts) for _ in range(plate.tags.figures)])

    def _name(self, skeleton: str, large: bool) -> str:
        known = self._names.get((skeleton, large))
        if known is None:
            known = self._names[skeleton, large] = name_of(skeleton, self._houses[large])
        return known


def _house(reference: ReferencePress, fonts: Path, *, large: bool) -> str:
    """What decides the looks of all plates of a print, hashed."""
    from importlib.metadata import version

    digest = hashlib.sha256(f"{FORMAT} {version('weasyprint')}\n{reference.css(large)}".encode())
    for path in sorted(fonts.glob("*.ttf")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _bare(form: Form) -> Form:
    """The form with what varies freely taken out: the gaps, and what the charts show."""
    back = form.back
    return replace(
        form,
        gap=GAP,
        trend=_blank(form.trend),
        contributions=_blank(form.contributions),
        back=back and replace(back, pack_mix=_blank(back.pack_mix)),
    )


def _blank(drawing: Drawing | None) -> Drawing | None:
    return drawing and Drawing(drawing.size, PLACEHOLDER, (), ())


def _filled(drawing: Drawing) -> FilledChart:
    return FilledChart(
        operators=drawing.operators.decode("ascii"),
        size=drawing.size.text,
        ink=components(WORDS),
        labels=[(label.text, label.x, label.base, label.strong) for label in drawing.labels],
        alt=drawing.alt,
    )
