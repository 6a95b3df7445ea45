"""The fonts of a file: of each face the characters that are printed, and no others.

Words are written in codes that are the same in every file; a file's own font, which HarfBuzz makes, numbers its few
glyphs anew, and a table leads from codes to these numbers (`CIDToGIDMap`).  So words are encoded before it is known
what else a file will print, and a file depends on nothing that was printed before it.  The table reaches from 0 to the
greatest code of a file; so common characters have small codes, whatever their glyphs' numbers in the whole face.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import count, groupby
from operator import attrgetter
from typing import Any, NamedTuple

from guidebook.errors import GuidebookError
from guidebook.pdf.faces import FACES, Faces

_NOT_IN_PDF = ("cmap", "name", "post", "OS/2", "GSUB", "GPOS", "GDEF", "BASE", "STAT", "VORG", "vhea", "vmtx")
"""Tables that only other programs than readers of PDF look at."""
_DROPPED = [int.from_bytes(name.encode()) for name in _NOT_IN_PDF]
_SIGNS = 1536
"""Glyphs with smaller numbers, Latin letters and signs in all faces, have them for codes."""
_ROW, _FIRST = 94, 0xA1
"""GB 2312 has rows of so many cells, and its bytes begin here."""
_COMMON = _ROW * _ROW
_MOST_KEPT = 20_000
"""Encoded texts that are remembered."""

COMMON_WIDTH = 1000
"""Of a Chinese character; fonts tell the widths of the other characters only."""


class Glyph(NamedTuple):
    """A character of a face.

    Attributes:
        code: What stands for it in files.
        number: Of its glyph in the whole face.
        width: In thousandths of the size.
        mapping: Its line in a font's table from codes to characters.
        width_entry: Its entry in a font's table of widths, empty for the common one.
    """

    code: int
    character: str
    number: int
    width: int
    mapping: str
    width_entry: str


@dataclass(frozen=True, slots=True)
class Subset:
    """Some characters of a face.

    Attributes:
        name: The font's name, with the tag that marks it as a subset.
        glyphs: What it has, by code.
        numbers: Of these glyphs in this font.
        ascent: Of the whole face, in thousandths.
        descent: Likewise, below zero.
        file: The TrueType font.
    """

    name: str
    glyphs: list[Glyph]
    numbers: list[int]
    ascent: int
    descent: int
    file: bytes


class Encoded(NamedTuple):
    """Characters that one face prints: which face (a number of `FACES`), and their codes in hexadecimal digits."""

    face: int
    characters: str
    codes: str


class EncodedText(NamedTuple):
    """A text in pieces that one face has each, and how wide it is, in ems."""

    width: float
    pieces: tuple[Encoded, ...]


class TypeCase:
    """The bundled fonts, to encode words and to take subsets from.

    Args:
        faces: The fonts, as the form is filled with them.
    """

    def __init__(self, faces: Faces) -> None:
        self._faces = faces
        self._fonts = [
            _Font(name.removesuffix(".ttf"), font) for name, font in zip(FACES, faces.fonts, strict=True)
        ]
        self._encoded: dict[tuple[str, bool], EncodedText] = {}

    def encode(self, text: str, bold: bool) -> EncodedText:
        """Divide a text into pieces that one face has, and encode them.

        Raises:
            KeyError: No face has one of its characters.
        """
        known = self._encoded.get((text, bold))
        if known is None:
            if len(self._encoded) >= _MOST_KEPT:
                self._encoded.clear()
            pieces = tuple(
                Encoded(face, piece, piece.translate(self._fonts[face].codes))
                for face, piece in self._divided(text, bold)
            )
            known = self._encoded[text, bold] = EncodedText(self._faces.width(text, bold), pieces)
        return known

    def _divided(self, text: str, bold: bool) -> Iterator[tuple[int, str]]:
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


class _Glyphs(dict[str, Glyph]):
    """The glyphs of the characters that were asked for so far."""

    def __init__(self, font: Any) -> None:
        super().__init__()
        self.font = font

    def __missing__(self, character: str) -> Glyph:
        number = self.font.get_nominal_glyph(ord(character))
        width = round(self.font.get_glyph_h_advance(number) * 1000 / self.font.face.upem)
        code = _code(character, number)
        self[character] = glyph = Glyph(
            code=code,
            character=character,
            number=number,
            width=width,
            mapping=f"<{code:04x}> <{character.encode('utf-16-be').hex()}>\n",
            width_entry="" if width == COMMON_WIDTH else f"{code}[{width}]",
        )
        return glyph


def _code(character: str, number: int) -> int:
    """The code of a character whose glyph has this number: after the signs, GB 2312 has what is common in Chinese."""
    if number < _SIGNS:
        return number
    try:
        row, cell = character.encode("gb2312")
    except ValueError:
        return _SIGNS + _COMMON + number
    return _SIGNS + (row - _FIRST) * _ROW + cell - _FIRST


class _Codes(dict[int, str]):
    """By character, its code as four hexadecimal digits; for `str.translate`."""

    def __init__(self, glyphs: _Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs

    def __missing__(self, character: int) -> str:
        self[character] = code = f"{self._glyphs[chr(character)].code:04x}"
        return code


class _Font:
    """A face to take subsets from.

    Args:
        name: Of the face.
        font: HarfBuzz's font of it.

    Attributes:
        codes: Encodes characters.
    """

    def __init__(self, name: str, font: Any) -> None:
        self._name = name
        self._glyphs = _Glyphs(font)
        self.codes = _Codes(self._glyphs)
        extents, upem = font.get_font_extents("ltr"), font.face.upem
        self._ascent = round(extents.ascender * 1000 / upem)
        self._descent = round(extents.descender * 1000 / upem)

    @cached_property
    def _prepared(self) -> Any:
        """The font as HarfBuzz makes many subsets of it quickly."""
        import uharfbuzz

        return uharfbuzz.subset_preprocess(self._glyphs.font.face)

    @cached_property
    def _wanted(self) -> Any:
        """What HarfBuzz is asked for, but for the characters."""
        import uharfbuzz as hb

        wanted = hb.SubsetInput()
        wanted.sets(hb.SubsetInputSets.UNICODE).clear()
        wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(_DROPPED)
        # A ）without its（ would bring the other along: glyphs must be those that are asked for, and no others.
        wanted.flags = (
            hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NO_BIDI_CLOSURE
        )
        return wanted

    def subset(self, characters: Collection[str]) -> Subset:
        import uharfbuzz as hb

        unicodes = self._wanted.sets(hb.SubsetInputSets.UNICODE)
        unicodes.clear()
        unicodes.update(map(ord, characters))
        plan = hb.SubsetPlan(self._prepared, self._wanted)
        glyphs = sorted(map(self._glyphs.__getitem__, characters), key=_BY_CODE)
        if len({glyph.code for glyph in glyphs}) < len(glyphs):  # · and ・ look the same
            glyphs = [min(twins) for _, twins in groupby(glyphs, _BY_CODE)]
        numbers = dict(zip(sorted({glyph.number for glyph in glyphs}), count(1)))
        last = max(numbers)
        if plan.old_to_new_glyph_mapping[last] != numbers[last]:
            raise GuidebookError(f"字体{self._name}裁出来的字形不是要的那些", "请换回原来的字体文件")
        return Subset(
            name=f"{_mark(''.join([glyph.character for glyph in glyphs]))}+{self._name}",
            glyphs=glyphs,
            numbers=[numbers[glyph.number] for glyph in glyphs],
            ascent=self._ascent,
            descent=self._descent,
            file=plan.execute().blob.data,
        )


_BY_CODE = attrgetter("code")


def _mark(texts: str) -> str:
    """Six letters that tell one subset from others (PDF 32000, 9.6.4)."""
    number = int.from_bytes(hashlib.sha256(texts.encode()).digest()[:8])
    letters = []
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters.append(chr(65 + letter))
    return "".join(letters)
