"""The bundled font files as the press needs them: which characters they have, and how wide each one is.

A bold character that the bold face lacks is taken from the regular one, and what that lacks from the rare one: the
same order in which fontconfig finds them while rendering.  The fonts have neither kerning nor ligatures, so a text is
as wide as its characters together (fonts/README.md).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

BOLD, REGULAR, RARE = "NotoSansSC-Bold.ttf", "NotoSansSC-Regular.ttf", "GuidebookRareHan-Regular.ttf"

FACES = (BOLD, REGULAR, RARE)
"""In the order in which a bold character is looked for; a regular one isn't looked for in the first."""

FAMILY_NAMES = {
    "Noto-Sans-SC-Bold": BOLD,
    "Noto-Sans-SC": REGULAR,
    "Guidebook-Rare-Han": RARE,
}
"""The font files by the names that WeasyPrint gives them in PDF."""

_MOST_KEPT = 10_000
"""Widths of texts that are remembered for each size."""


class Faces:
    """The faces of the sheet.

    Args:
        folder: The folder with the font files.

    Attributes:
        fonts: HarfBuzz's fonts, in the order of `FACES`.
    """

    def __init__(self, folder: Path) -> None:
        self.fonts = [_open(folder / name) for name in FACES]
        self._numbers: dict[bool, dict[str, int]] = {False: {}, True: {}}
        self._widths: dict[bool, dict[str, float]] = {False: {}, True: {}}
        self._measured: dict[tuple[float, bool], _Widths] = {}

    def first_missing(self, text: str) -> str | None:
        """Return the first character that no face has, None if all are there."""
        known = self._widths[False]
        if known.keys() >= set(text):
            return None
        for character in text:
            if character not in known and self._advance(character, bold=False) is None:
                return character
        return None

    def width(self, text: str, bold: bool = False) -> float:
        """Return how wide a text is, in ems.

        Raises:
            KeyError: No face has one of its characters.
        """
        known = self._widths[bold]
        try:
            return sum(map(known.__getitem__, text))
        except KeyError:
            for character in text:
                if character not in known and self._advance(character, bold=bold) is None:
                    raise
            return sum(map(known.__getitem__, text))

    def measure(self, size: float, *, bold: bool = False) -> Callable[[str], float]:
        """Return what tells how wide a text is in this size, in the size's unit."""
        known = self._measured.get((size, bold))
        if known is None:
            known = self._measured[size, bold] = _Widths(self, size, bold)
        return known.__getitem__

    def face_of(self, character: str, *, bold: bool) -> int:
        """Return which of `FACES` prints a character.

        Raises:
            KeyError: None has it.
        """
        known = self._numbers[bold].get(character)
        if known is not None:
            return known
        for number in range(0 if bold else 1, len(FACES)):
            if self.fonts[number].get_nominal_glyph(ord(character)) is not None:
                self._numbers[bold][character] = number
                return number
        raise KeyError(character)

    def _advance(self, character: str, *, bold: bool) -> float | None:
        try:
            font = self.fonts[self.face_of(character, bold=bold)]
        except KeyError:
            return None
        advance: float = font.get_glyph_h_advance(font.get_nominal_glyph(ord(character))) / font.face.upem
        self._widths[bold][character] = advance
        return advance


class _Widths(dict[str, float]):
    """How wide texts are that were measured lately: lines are filled piece by piece, and most pieces come again."""

    def __init__(self, faces: Faces, size: float, bold: bool) -> None:
        super().__init__()
        self._faces = faces
        self._size = size
        self._bold = bold

    def __missing__(self, text: str) -> float:
        if len(self) >= _MOST_KEPT:
            self.clear()
        width = self[text] = self._faces.width(text, self._bold) * self._size
        return width


def _open(path: Path) -> Any:
    """Open a font file; uharfbuzz has no types."""
    import uharfbuzz

    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))))
