"""TrueType fonts of a few glyphs, put together from those of a whole font (OpenType 1.9: glyf, hmtx, loca).

The bundled fonts have no instructions, and none of their glyphs is made of others, so that a glyph is the same bytes in
every font that has it.  HarfBuzz, which can cut any font, takes several times as long as these bytes take to be joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import pack, unpack, unpack_from
from typing import NamedTuple

from guidebook.errors import GuidebookError

_WORD, _ENTRY = 4, 16
_SUMS = 2**32
"""Sums of words are taken modulo this."""
_TOTAL = 0xB1B0AFBA
"""The sum of a font's words, with the adjustment in its head."""
_BEGINNING = pack(">L4H", 0x00010000, 6, 64, 2, 32)
"""Of a font with six tables."""
_LONG = 1
"""In the head: places of outlines are words."""


class Shape(NamedTuple):
    """A glyph as fonts have it.

    Attributes:
        outline: Whole words.
        total: Their sum.
        metrics: Its advance and its left side bearing, as one word.
    """

    outline: bytes
    total: int
    metrics: int


class WholeFont:
    """A font file.

    Args:
        path: Of the file.

    Raises:
        GuidebookError: It isn't one that the program comes with.
    """

    def __init__(self, path: Path) -> None:
        self._name = path.name
        with path.open("rb") as file:
            self._data = mmap(file.fileno(), 0, access=ACCESS_READ)
        (count,) = unpack_from(">4xH", self._data)
        entries = [unpack_from(">4s4x2L", self._data, 12 + _ENTRY * number) for number in range(count)]
        places = {name: slice(begin, begin + length) for name, begin, length in entries}
        self._glyf, self._hmtx, self._loca = (places[name].start for name in (b"glyf", b"hmtx", b"loca"))
        self._head, self._hhea, self._maxp = (
            self._data[places[name]] for name in (b"head", b"hhea", b"maxp")
        )
        self._head = self._head[:8] + bytes(_WORD) + self._head[12:]
        if int.from_bytes(self._head[50:52]) != _LONG:
            raise self._fault()
        self._advances = int.from_bytes(self._hhea[34:])
        self._blank = Shape(b"", 0, self._metrics(0))

    def shape(self, number: int) -> Shape:
        """The glyph with this number.

        Raises:
            GuidebookError: It is made of others.
        """
        begin, end = unpack_from(">2L", self._data, self._loca + _WORD * number)
        outline = _in_words(self._data[self._glyf + begin : self._glyf + end])
        if outline[:1] > b"\x7f":  # its contours are fewer than none
            raise self._fault()
        return Shape(outline, _sum(outline), self._metrics(number))

    def with_shapes(self, shapes: Sequence[Shape]) -> bytes:
        """A font with these glyphs, numbered from 1; the one for missing characters is blank."""
        outlines, totals, metrics = zip(self._blank, *shapes, strict=True)
        count = len(outlines)
        starts = list(accumulate(map(len, outlines), initial=0))
        hhea = self._hhea[:34] + count.to_bytes(2)
        maxp = self._maxp[:4] + count.to_bytes(2) + self._maxp[6:]
        tables = [
            (b"glyf", b"".join(outlines), sum(totals)),
            (b"head", self._head, _sum(self._head)),
            (b"hhea", hhea, _sum(hhea)),
            (b"hmtx", pack(f">{count}L", *metrics), sum(metrics)),
            (b"loca", pack(f">{count + 1}L", *starts), sum(starts)),
            (b"maxp", maxp, _sum(maxp)),
        ]
        directory, end = _BEGINNING, len(_BEGINNING) + _ENTRY * len(tables)
        for name, table, total in tables:
            directory += pack(">4s3L", name, total % _SUMS, end, len(table))
            end += len(_in_words(table))
        adjustment = (_TOTAL - _sum(directory) - sum(total for *_, total in tables)) % _SUMS
        head = self._head[:8] + adjustment.to_bytes(_WORD) + self._head[12:]
        glyf, _, *others = [table for _, table, _ in tables]
        return b"".join((directory, glyf, _in_words(head), *others))

    def _metrics(self, number: int) -> int:
        """Glyphs after the last with an advance of its own have that one's."""
        last = min(number, self._advances - 1)
        advance = self._hmtx + _WORD * last
        bearing = advance + 2 + 2 * (number - last)
        return int.from_bytes(self._data[advance : advance + 2] + self._data[bearing : bearing + 2])

    def _fault(self) -> GuidebookError:
        return GuidebookError(f"字体{self._name}不是程序带的那个", "请换回原来的字体文件")


def _in_words(data: bytes) -> bytes:
    return data + bytes(-len(data) % _WORD)


def _sum(data: bytes) -> int:
    data = _in_words(data)
    words: tuple[int, ...] = unpack(f">{len(data) // _WORD}L", data)
    return sum(words)
