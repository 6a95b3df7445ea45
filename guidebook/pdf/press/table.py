"""The table that tells where a file's objects are (PDF 32000, 7.5.8).

Of objects that are packed together, each entry differs from the one before it in nothing but the index, by one.  So the
table is written as differences (PNG's filter Up, 7.4.4.4): compressed, they are a tenth as large.
"""

from __future__ import annotations

from collections.abc import Iterable

MOST_PACKED = 4000
"""Objects in an object stream: readers unpack a whole one to find an object in it."""

_ENTRY = 8
"""Bytes of an entry: room for the filter, the object's kind, where it is (four), its index (two)."""
_FREE = b"\0\0\0\0\0\0\xff\xff"
_STREAM, _PACKED = b"\0\1", b"\0\2"
_UP = b"\2"
_INDEXES = [b"", *(index.to_bytes(2) for index in range(MOST_PACKED))]
"""After nothing: what they are joined by stands before each of them."""


class ObjectTable:
    """The objects of a file by their numbers; one of which nothing is noted is free.

    Attributes:
        FORM: How the table is written, as its dictionary says it.
    """

    FORM = f"/W[1 4 2]/DecodeParms<</Predictor 12/Columns {_ENTRY - 1}>>"

    def __init__(self) -> None:
        self._entries = bytearray(_FREE)

    def __len__(self) -> int:
        return len(self._entries) // _ENTRY

    def add(self, count: int) -> None:
        """Add free objects."""
        self._entries += _FREE * count

    def note_stream(self, number: int, at: int) -> None:
        """Note where a stream begins in the file."""
        self._note(number, _STREAM + at.to_bytes(4) + bytes(2))

    def note_packed(self, stream: int, first: int, count: int) -> None:
        """Note that consecutive objects are all that an object stream holds."""
        self._note(first, (_PACKED + stream.to_bytes(4)).join(_INDEXES[: count + 1]))

    def note_mixed(self, stream: int, numbers: Iterable[int]) -> None:
        """Note that these objects, in any order, are what an object stream holds."""
        kind = _PACKED + stream.to_bytes(4)
        for number, index in zip(numbers, _INDEXES[1:], strict=False):
            self._note(number, kind + index)

    def _note(self, first: int, entries: bytes) -> None:
        at = first * _ENTRY
        self._entries[at : at + len(entries)] = entries

    def written(self) -> bytes:
        """The table as its stream has it, before it is compressed.

        All bytes are taken from each other at once, as those of one great number.  Each has its highest bit set first,
        so that it borrows from no other; afterwards the bit is put right.
        """
        size = len(self._entries)
        highest = int.from_bytes(b"\x80" * size)
        own = int.from_bytes(self._entries)
        before = own >> 8 * _ENTRY
        less = (own | highest) - (before & ~highest)
        differences = bytearray((less ^ (own ^ before ^ highest) & highest).to_bytes(size))
        differences[::_ENTRY] = _UP * len(self)
        return bytes(differences)
