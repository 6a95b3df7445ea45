"""The plate press held against the reference press: the same words, tags and bookmarks, and next to the same pixels."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import numpy as np
import pypdfium2
from fontTools.ttLib import TTFont

from guidebook.pdf.faces import FAMILY_NAMES
from tests.pdf.press.marked import UNKNOWN, Font, Marked
from tests.pdf.runs import Character, read_characters

DPI = 150
DARKER = 16
"""Levels of grey from which on a pixel counts as another one."""
FARTHEST = 0.5
"""Points by which a word may stand elsewhere."""
MOST_PIXELS = 0.005


@dataclass(frozen=True)
class Comparison:
    """What two files of a sheet differ in.

    Attributes:
        faults: Whatever must be the same and isn't, in words.
        distance: How far a word or a bookmark is from where it should be, in points.
        pixels: The share of a page's pixels that differ, of the worst page.
    """

    faults: list[str]
    distance: float
    pixels: float

    @property
    def is_same(self) -> bool:
        """Whether the sheets are the same to whoever reads them."""
        return not self.faults and self.distance <= FARTHEST and self.pixels <= MOST_PIXELS


def compare(pdf: bytes, reference: bytes) -> Comparison:
    """Compare a sheet's file with that of the reference press."""
    own, other = Marked(pdf), Marked(reference)
    faults = [
        *_unlike("pages", _sizes(own), _sizes(other)),
        *_unlike("tag", own.tags, other.tags),
        *_unlike("metadata", sorted(own.says.items()), sorted(other.says.items())),
        *file_faults(own),
    ]
    marks, expected = own.bookmarks, other.bookmarks
    faults += _unlike("bookmark", [mark[:3] for mark in marks], [mark[:3] for mark in expected])
    distances = [abs(mark[3] - there[3]) for mark, there in zip(marks, expected, strict=False)]
    for number, (page, there) in enumerate(
        zip(read_characters(pdf), read_characters(reference), strict=False)
    ):
        faults += _unlike(f"page {number + 1}, character", list(map(_look, page)), list(map(_look, there)))
        distances += [_distance(one, two) for one, two in zip(page, there, strict=False)]
    return Comparison(faults, max(distances), unlike_pixels(pdf, reference))


def file_faults(file: Marked) -> list[str]:
    """What is wrong with a file, whatever it says: damage, fonts, tags that lead nowhere."""
    faults = [f"syntax: {fault}" for fault in file.file.check_pdf_syntax()]
    faults += [f"unmarked text: {page[None]}" for page in file.pages if None in page]
    faults += [f"{font.name}: {fault}" for font in file.fonts.values() for fault in _font_faults(font)]
    if any(UNKNOWN in text for page in file.pages for text in page.values()):
        faults.append("a glyph without a character")
    try:
        file.check_parents()
    except AssertionError as error:
        faults.append(f"tags: {error}")
    return faults


def _font_faults(font: Font) -> Iterator[str]:
    dictionary = font.dictionary
    if dictionary.Encoding != "/Identity-H":
        yield f"encoding {dictionary.Encoding}"
    face = TTFont(io.BytesIO(font.file), lazy=True)
    upem, order = face["head"].unitsPerEm, face.getGlyphOrder()
    for code in sorted(font.used):
        glyph = font.glyph(code)
        if not 0 < glyph < len(order):
            yield f"code {code} shows glyph {glyph}"
            continue
        advance = face["hmtx"][order[glyph]][0] * 1000 / upem
        if abs(font.width(code) - advance) > 1:
            yield f"code {code} is {advance} wide, not {font.width(code)}"
    descriptor = dictionary.DescendantFonts[0].FontDescriptor
    if len({str(dictionary.BaseFont), str(descriptor.FontName)}) != 1:
        yield "two names"


def _sizes(file: Marked) -> list[tuple[float, ...]]:
    return [
        tuple(round(float(edge), 2) for edge in box)
        for page in file.file.pages
        for box in (page.mediabox, page.trimbox)
    ]


def _unlike(what: str, own: Sequence[Any], other: Sequence[Any]) -> list[str]:
    """The first pairs that differ."""
    pairs = [(at, one, two) for at, (one, two) in enumerate(zip_longest(own, other)) if one != two]
    return [f"{what} {at}: {one} instead of {two}" for at, one, two in pairs[:3]]


def _look(character: Character) -> tuple[str, float, str]:
    name = character.font.partition("+")[2]
    return character.text, round(character.size, 1), FAMILY_NAMES.get(name, f"{name}.ttf")


def _distance(one: Character, two: Character) -> float:
    return max(abs(one.left - two.left), abs(one.right - two.right), abs(one.base - two.base))


def unlike_pixels(pdf: bytes, reference: bytes) -> float:
    """The share of pixels that differ, of the page where most do."""
    pages = zip_longest(painted(pdf), painted(reference))
    return max(_share(one, two) for one, two in pages)


def _share(one: Any, two: Any) -> float:
    if one is None or two is None or one.shape != two.shape:
        return 1.0
    return float(np.mean(np.abs(one.astype(int) - two) > DARKER))


def painted(pdf: bytes) -> list[Any]:
    """The pages as pictures in grey."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=DPI / 72, grayscale=True).to_numpy().copy() for page in document]
    finally:
        document.close()
