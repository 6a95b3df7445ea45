"""Which characters must be printed, and whether a page shows them: pixel by pixel, never by the text of the file.

Where a character stands is asked of the PDF; what stands there is compared with the font file's own glyph, drawn by
FreeType, which takes no part in printing.  A blank, the box of a missing glyph and another character's all differ.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pypdfium2
from fontTools.ttLib import TTFont
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from guidebook.resources import fonts_dir
from tests.pdf.runs import Character, read_characters

BOLD, REGULAR, RARE = "NotoSansSC-Bold.ttf", "NotoSansSC-Regular.ttf", "GuidebookRareHan-Regular.ttf"
PIXELS = 6.0
"""A point."""
_SQUARE = 4
MOST_UNLIKE = 0.3
"""How much of a glyph's ink may stand elsewhere: edges are smoothed otherwise by FreeType than by pdfium."""
_UP, _DOWN = 1.0, 0.3
"""What is looked at above and below the base line, in ems."""


def standard() -> str:
    """《通用规范汉字表》: 8,105 characters."""
    lines = (fonts_dir() / "tgh2013.txt").read_text(encoding="utf-8").splitlines()
    return "".join(line for line in lines if not line.startswith("#"))


def level_2() -> str:
    """GB 18030, implementation level 2: the two blocks, what GBK has of the compatibility block, and the standard."""
    blocks = [*range(0x3400, 0x4DB6), *range(0x4E00, 0x9FF0)]
    pairs = (
        bytes([lead, trail])
        for lead in range(0x81, 0xFF)
        for trail in [*range(0x40, 0x7F), *range(0x80, 0xFF)]
    )
    gbk = {pair.decode("gb18030") for pair in pairs}
    compatibility = {character for character in gbk if "\uf900" <= character <= "\ufaff"}
    return "".join(sorted({*map(chr, blocks), *compatibility, *standard()}))


@cache
def covered(font: str) -> frozenset[int]:
    """The characters of a font file."""
    with TTFont(fonts_dir() / font, lazy=True) as file:
        return frozenset(file.getBestCmap())


def face_of(character: str, *, bold: bool) -> str:
    """The file whose glyph is wanted."""
    faces = (BOLD, REGULAR, RARE) if bold else (REGULAR, RARE)
    return next(face for face in faces if ord(character) in covered(face))


def batches(text: str, length: int) -> Iterator[str]:
    """A text in pieces of one length, the last one filled up from the beginning."""
    for start in range(0, len(text), length):
        piece = text[start : start + length]
        yield piece + text[: length - len(piece)]


@dataclass(frozen=True)
class Shown:
    """A character of a page, and how unlike its glyph it looks: 0 is the same, 1 is blank or something else."""

    character: str
    bold: bool
    unlike: float


def shown(
    pdf: bytes, wanted: Sequence[tuple[str, bool]], instead: Mapping[str, str] = MappingProxyType({})
) -> list[Shown]:
    """Look at the wanted texts (and whether each is bold) on the first page of a file.

    Args:
        pdf: The file.
        wanted: Texts, and whether each is bold.
        instead: Characters that are held against another one's glyph.

    Raises:
        LookupError: A text isn't there in one piece, character after character.
    """
    (characters, *_) = read_characters(pdf)
    document = pypdfium2.PdfDocument(pdf)
    try:
        bitmap = document[0].render(scale=PIXELS, grayscale=True)
        ink = 255.0 - bitmap.to_numpy().astype(float).reshape(bitmap.height, -1)[:, : bitmap.width]
        height = document[0].get_height()
    finally:
        document.close()
    text = "".join(character.text for character in characters)
    places = [at for at, character in enumerate(characters) for _ in character.text]
    found = []
    for words, bold in wanted:
        start = text.find(words)
        if start < 0:
            raise LookupError(f"not on the page: {words[:20]}…")
        for at in dict.fromkeys(places[start : start + len(words)]):
            character = characters[at]
            glyph = replace(character, text=instead.get(character.text, character.text))
            found.append(Shown(character.text, bold, unlike(ink, glyph, height, bold=bold)))
    return found


def unlike(ink: NDArray[np.float64], character: Character, height: float, *, bold: bool) -> float:
    """How unlike a character's own glyph the page is at its place."""
    size = character.size * PIXELS
    base, left = (height - character.base) * PIXELS, character.left * PIXELS
    top, bottom = math.floor(base - _UP * size), math.ceil(base + _DOWN * size)
    start, end = math.floor(left), math.ceil(character.right * PIXELS)
    there = ink[top:bottom, start:end]
    there = np.maximum(there - np.percentile(there, 10), 0)  # without the tint of the box it stands in
    glyph = drawn(
        face_of(character.text, bold=bold), character.text, size, left - start, base - top, there.shape
    )
    darkest = there.max()
    if darkest < 32:
        return 1.0
    wanted = _coarse(glyph / glyph.max())
    return float(min(1.0, np.abs(_coarse(there / darkest) - wanted).sum() / wanted.sum()))


def _coarse(picture: NDArray[np.float64]) -> NDArray[np.float64]:
    """The ink in squares of so many pixels that the smoothing of edges doesn't show."""
    rows, columns = (-length % _SQUARE for length in picture.shape)
    whole = np.pad(picture, ((0, rows), (0, columns)))
    return whole.reshape(whole.shape[0] // _SQUARE, _SQUARE, -1, _SQUARE).sum(axis=(1, 3))


def drawn(
    font: str, character: str, size: float, left: float, base: float, shape: tuple[int, ...]
) -> NDArray[np.float64]:
    """A font file's glyph by FreeType, its origin at a place of a picture."""
    picture = Image.new("L", (shape[1], shape[0]))
    ImageDraw.Draw(picture).text((left, base), character, 255, _font(fonts_dir() / font, size), anchor="ls")
    return np.asarray(picture, dtype=float)


@cache
def _font(path: Path, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
