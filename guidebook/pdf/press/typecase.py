"""The fonts of a file: of each face the characters that are printed, and no others.

HarfBuzz makes the subset.  Glyphs are numbered anew in the order of the font, so a file's bytes depend on its own
characters alone, whatever else was printed before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from guidebook.pdf.faces import FACES, Faces

_NOT_IN_PDF = ("cmap", "name", "post", "OS/2", "GSUB", "GPOS", "GDEF", "BASE", "STAT", "VORG", "vhea", "vmtx")
"""Tables that only other programs than readers of PDF look at."""
_DROPPED = [int.from_bytes(name.encode()) for name in _NOT_IN_PDF]


@dataclass(frozen=True, slots=True)
class Subset:
    """Some characters of a face.

    Attributes:
        name: The font's name, with the tag that marks it as a subset.
        codes: By character, its glyph as four hexadecimal digits; for `str.translate`.
        texts: By glyph, from glyph 1 on, its character.
        widths: By glyph, from glyph 1 on, in thousandths of the size.
        ascent: Of the whole face, in thousandths.
        descent: Likewise, below zero.
        file: The TrueType font.
    """

    name: str
    codes: dict[int, str]
    texts: str
    widths: list[int]
    ascent: int
    descent: int
    file: bytes


class TypeCase:
    """The bundled fonts, to take subsets from.

    Args:
        folder: The folder with the font files.
        faces: The same fonts, as the form is filled with them.
    """

    def __init__(self, folder: Path, faces: Faces) -> None:
        self._faces = faces
        self._fonts = [_Font(folder / name) for name in FACES]
        self._cases: dict[tuple[str, bool], tuple[tuple[int, str], ...]] = {}

    def set(self, text: str, bold: bool) -> tuple[tuple[int, str], ...]:
        """Divide a text into pieces that one face has: the face's number and the piece."""
        known = self._cases.get((text, bold))
        if known is None:
            known = tuple(self._divided(text, bold))
            if len(self._cases) > _MOST_KEPT:
                self._cases.clear()
            self._cases[text, bold] = known
        return known

    def _divided(self, text: str, bold: bool) -> Iterable[tuple[int, str]]:
        start, face = 0, None
        for at, character in enumerate(text):
            own = self._faces.face_of(character, bold=bold)
            if own != face:
                if face is not None:
                    yield face, text[start:at]
                start, face = at, own
        if face is not None:
            yield face, text[start:]

    def subset(self, face: int, characters: Collection[str]) -> Subset:
        """Make a font of these characters of a face, all of which it has."""
        return self._fonts[face].subset(characters)


_MOST_KEPT = 20_000


class _Font:
    """A font file, and the glyphs and widths of the characters that were asked for so far."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._glyphs: dict[str, int] = {}
        self._widths: dict[str, int] = {}

    @cached_property
    def _font(self) -> Any:
        import uharfbuzz

        return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(self._path))))

    @cached_property
    def _prepared(self) -> Any:
        """The font as HarfBuzz makes many subsets of it quickly."""
        import uharfbuzz

        return uharfbuzz.subset_preprocess(self._font.face)

    def subset(self, characters: Collection[str]) -> Subset:
        import uharfbuzz as hb

        for character in characters:
            if character not in self._glyphs:
                self._learn(character)
        wanted = hb.SubsetInput()
        wanted.sets(hb.SubsetInputSets.UNICODE).update(map(ord, characters))
        wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(_DROPPED)
        # A ）without its（ would bring the other along: glyphs must be those that are asked for, and no others.
        wanted.flags = (
            hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NO_BIDI_CLOSURE
        )
        plan = hb.SubsetPlan(self._prepared, wanted)
        numbers = plan.old_to_new_glyph_mapping
        places = {character: numbers[self._glyphs[character]] for character in characters}
        by_glyph = {place: character for character, place in sorted(places.items(), reverse=True)}
        texts = "".join(by_glyph[place] for place in sorted(by_glyph))
        upem, extents = self._font.face.upem, self._font.get_font_extents("ltr")
        return Subset(
            name=f"{_mark(texts)}+{self._path.stem}",
            codes={ord(character): f"{place:04x}" for character, place in places.items()},
            texts=texts,
            widths=[self._widths[character] for character in texts],
            ascent=round(extents.ascender * 1000 / upem),
            descent=round(extents.descender * 1000 / upem),
            file=plan.execute().blob.data,
        )

    def _learn(self, character: str) -> None:
        glyph = self._font.get_nominal_glyph(ord(character))
        self._glyphs[character] = glyph
        self._widths[character] = round(self._font.get_glyph_h_advance(glyph) * 1000 / self._font.face.upem)


def _mark(texts: str) -> str:
    """Six letters that tell one subset from others (PDF 32000, 9.6.4)."""
    number = int.from_bytes(hashlib.sha256(texts.encode()).digest()[:8])
    letters = []
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters.append(chr(65 + letter))
    return "".join(letters)
