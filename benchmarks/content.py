"""What the rivals print: composed sheets, their lines broken and their charts drawn before the clock starts.

The house's press appears twice: with this content, as its rivals have it, and with nothing but the sheet.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.shapes import Picture, picture
from guidebook.app.preparing import prepare
from guidebook.app.request import Request
from guidebook.app.stages import Stages
from guidebook.app.watch import Unwatched
from guidebook.charts import Charts, Drawing
from guidebook.errors import SheetWithheld
from guidebook.measures import measure
from guidebook.model import Month, Sheet
from guidebook.pdf.faces import Faces
from guidebook.pdf.filler import FormFiller
from guidebook.pdf.form import Form
from guidebook.pdf.gates import check_characters
from guidebook.pdf.styles import Styles, read_styles
from guidebook.resources import fonts_dir, templates_dir
from guidebook.sheet import compose


@dataclass(frozen=True, slots=True)
class Content:
    """A sheet with its form, and its charts as shapes for those who draw them themselves."""

    sheet: Sheet
    form: Form
    trend: Picture | None
    contributions: Picture | None
    pack_mix: Picture | None


class Filler:
    """Makes contents of sheets."""

    def __init__(self) -> None:
        self._faces = Faces(fonts_dir())
        charts = Charts(self._faces.width)
        self._fillers = {large: FormFiller(styles, self._faces, charts) for large, styles in prints().items()}

    def content(self, sheet: Sheet) -> Content:
        """Break the lines and draw the charts.

        Raises:
            SheetWithheld: The sheet can't be printed as it should.
        """
        check_characters(sheet, self._faces)
        form = self._fillers[sheet.large_print].fill(sheet)
        pack_mix = form.back.pack_mix if form.back else None
        return Content(sheet, form, _shapes(form.trend), _shapes(form.contributions), _shapes(pack_mix))


def prints() -> dict[bool, Styles]:
    """The sizes of ordinary and, under True, of large print."""
    return {large: read_styles(templates_dir() / "css", large=large) for large in (False, True)}


def compose_contents(data: Path, month: str, most: int) -> list[Content]:
    """Everything up to printing, for at most so many retailers of a data folder."""
    filler = Filler()
    return list(islice(_contents(filler, compose_sheets(data, month)), most))


def _contents(filler: Filler, sheets: Iterator[Sheet]) -> Iterator[Content]:
    for sheet in sheets:
        try:
            yield filler.content(sheet)
        except SheetWithheld as reason:
            print(f"left out, for all rivals: {sheet.pdf_name}: {reason}")


def compose_sheets(data: Path, month: str) -> Iterator[Sheet]:
    """Compose the sheets of a data folder's retailers."""
    year, number = month.split("-")
    with tempfile.TemporaryDirectory() as output:
        request = Request(Month(int(year), int(number)), data=data, output=Path(output))
        prepared = prepare(request, Stages(), Unwatched())
        for profile in measure(prepared.snapshot, request.month, request.day, prepared.config):
            yield compose(profile, prepared.adviser.advise(profile), prepared.config)


def _shapes(drawing: Drawing | None) -> Picture | None:
    return picture(drawing) if drawing else None
