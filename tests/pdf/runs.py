"""Where the words of a PDF stand, read by pypdfium2: cells of tables, lines of sentences, labels of charts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2

from guidebook.pdf.readback import text_pages

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

_WIDE_GAP = 0.6
"""Between characters, in ems, from which on another run begins."""
_FONT_GAP = 0.02
"""The same between characters of different fonts."""
_NO_CHARACTER = (0xFFFE, 0xFFFF)
_HIGH_HALF = range(0xD800, 0xDC00)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that stand side by side: a table's cell, a line of a sentence, a chart's label.

    Attributes:
        page: From 0.
        left: Like the other edges in points, from the page's upper left corner.
        size: Of the characters, in points.
        font: Its name in the file.
    """

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    font: str


def read_runs(pdf: bytes) -> list[Run]:
    """Return the runs of all pages in the order of the file."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        heights = [size[1] for size in map(document.get_page_size, range(len(document)))]
        return [
            run
            for number, page in enumerate(text_pages(document))
            for run in _runs(page, number, heights[number])
        ]
    finally:
        document.close()


def row_of(runs: list[Run], label: Run) -> list[Run]:
    """Return what stands to the right of a run on its line, from left to right."""
    middle = (label.top + label.bottom) / 2
    beside = (
        run
        for run in runs
        if run.page == label.page and run.left >= label.right and run.top < middle < run.bottom
    )
    return sorted(beside, key=lambda run: run.left)


def read_characters(pdf: bytes) -> list[list[Character]]:
    """Return the characters of each page in the order of the file."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [list(_characters(page)) for page in text_pages(document)]
    finally:
        document.close()


@dataclass(slots=True)
class Character:
    """A character; edges and base line in points from the page's lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    base: float
    size: float
    font: str

    def continues(self, before: Character) -> bool:
        """Whether it stands right behind another one of the same size, on the same line."""
        gap = _WIDE_GAP if self.font == before.font else _FONT_GAP
        return (
            abs(self.base - before.base) < 0.1
            and abs(self.size - before.size) < 0.1
            and -0.5 < self.left - before.right < gap * self.size
        )


def _runs(page: PdfTextPage, number: int, height: float) -> Iterator[Run]:
    run: list[Character] = []
    for character in _characters(page):
        if run and not character.continues(run[-1]):
            yield _run(run, number, height)
            run = []
        run.append(character)
    if run:
        yield _run(run, number, height)


def _run(characters: list[Character], number: int, height: float) -> Run:
    first, last = characters[0], characters[-1]
    text = "".join(character.text for character in characters)
    return Run(
        page=number,
        text=text,
        left=first.left,
        top=height - first.top,
        right=last.right,
        bottom=height - first.bottom,
        size=first.size,
        font=first.font,
    )


def _characters(page: PdfTextPage) -> Iterator[Character]:
    """Yield the characters that the file holds, without the spaces that pdfium adds between them."""
    from ctypes import byref, c_int, create_string_buffer

    from pypdfium2 import raw

    matrix, flags, name = raw.FS_MATRIX(), c_int(), create_string_buffer(200)
    high = b""
    for at in range(page.count_chars()):
        code = raw.FPDFText_GetUnicode(page, at)
        if raw.FPDFText_IsGenerated(page, at) == 1 or code in _NO_CHARACTER:
            continue
        if code in _HIGH_HALF:  # of a character beyond U+FFFF, which pdfium counts as two
            high = code.to_bytes(2, "big")
            continue
        text = (high + code.to_bytes(2, "big")).decode("utf-16-be")
        high = b""
        left, bottom, right, top = page.get_charbox(at, loose=True)
        raw.FPDFText_GetMatrix(page, at, matrix)
        raw.FPDFText_GetFontInfo(page, at, name, len(name), byref(flags))
        size = raw.FPDFText_GetFontSize(page, at) * abs(matrix.d)
        font = name.value.decode("utf-8", "replace")
        yield Character(text, left, bottom, right, top, _base(page, at), size, font)


def _base(page: PdfTextPage, at: int) -> float:
    """The height of a character's base line."""
    from ctypes import byref, c_double

    from pypdfium2 import raw

    x, y = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(page, at, byref(x), byref(y))
    return y.value
