"""Formes to files.  Needs neither WeasyPrint nor matplotlib: a sheet composed before is printed in a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from guidebook.pdf.faces import Faces
from guidebook.pdf.press.cabinet import Cabinet
from guidebook.pdf.press.document import StampedSheet, pack_file, sheet_file
from guidebook.pdf.press.records import Forme
from guidebook.pdf.press.stamping import Stamp, StampedPage
from guidebook.pdf.press.typecase import TypeCase


@dataclass(frozen=True, slots=True)
class PackPart:
    """A sheet of a pack, and what its bookmark says."""

    forme: Forme
    label: str


class Printer:
    """Prints formes.

    Args:
        cabinet: Has the plates.
        fonts: The folder of the fonts.
        faces: The same fonts.
    """

    def __init__(self, cabinet: Cabinet, fonts: Path, faces: Faces) -> None:
        self._cabinet = cabinet
        self._case = TypeCase(fonts, faces)
        self._stamp = Stamp(faces.width, self._case.set)

    def sheet(self, forme: Forme) -> bytes:
        """Print one sheet.

        Raises:
            Unfit: A text doesn't fit its plate.
            KeyError: A plate is missing.
        """
        frame = self._cabinet.frame(forme.frame)
        return sheet_file(frame, forme.title, self._pages(forme), self._case.subset)

    def pack(self, title: str, parts: Sequence[PackPart]) -> bytes:
        """Print sheets as one file.

        Args:
            title: Of the document.
            parts: At least one, all of the same kind of paper.

        Raises:
            Unfit: A text doesn't fit its plate.
            KeyError: A plate is missing.
        """
        sheets = [StampedSheet(self._pages(part.forme), part.label) for part in parts]
        return pack_file(self._cabinet.frame(parts[0].forme.frame), title, sheets, self._case.subset)

    def _pages(self, forme: Forme) -> list[StampedPage]:
        names = {section.plate for page in forme.pages for section in page}
        plates = {name: self._cabinet.plate(name) for name in names}
        return self._stamp.pages(forme, self._cabinet.frame(forme.frame), plates)
