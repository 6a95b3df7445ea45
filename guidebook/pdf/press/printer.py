"""Formes to files.  Needs neither WeasyPrint nor matplotlib: a sheet stamped before is printed in a moment."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from guidebook.pdf.faces import Faces
from guidebook.pdf.press.cabinet import Cabinet
from guidebook.pdf.press.document import Binder, PackPart
from guidebook.pdf.press.records import Forme
from guidebook.pdf.press.tagging import Tagger
from guidebook.pdf.press.typecase import TypeCase
from guidebook.resources import fonts_dir


class Printer:
    """Prints formes.

    Args:
        cabinet: Has the plates that they were stamped with.
        case: The fonts.
    """

    def __init__(self, cabinet: Cabinet, case: TypeCase) -> None:
        self._cabinet = cabinet
        self._binder = Binder(Tagger(cabinet.plate).tags, case.subset)

    @classmethod
    def of(cls, plates: Path) -> Printer:
        """A printer with the program's fonts and the plates of a folder."""
        return cls(Cabinet(plates), TypeCase(Faces(fonts_dir())))

    def sheet(self, forme: Forme) -> bytes:
        """Print one sheet.

        Raises:
            KeyError: A plate is missing.
        """
        return self._binder.sheet(forme, self._cabinet.frame(forme.frame))

    def pack(self, title: str, parts: Sequence[PackPart], *, duplex: bool = True) -> bytes:
        """Print sheets as one file.

        Args:
            title: Of the document.
            parts: At least one, all on the same paper.
            duplex: Whether each begins on a front page.

        Raises:
            KeyError: A plate is missing.
        """
        return self._binder.pack(title, parts, self._cabinet.frame(parts[0].forme.frame), duplex=duplex)
