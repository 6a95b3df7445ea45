"""Writes PDF objects to a file (PDF 32000, 7.5): streams as they are, all other objects packed into object streams.

Numbers are given out before objects are written, so that they can point at each other; one that was given out and
not used is told as free.  The same objects always give the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from deflate import crc32, zlib_compress

from guidebook.pdf.press.table import MOST_PACKED, ObjectTable

_HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
_LEVEL = 1
"""Of compression: zlib takes twice as long for the same.  (ISA-L takes half as long, but now and then, one stream in
some ten thousand, gives other bytes for the same data.)"""


def compressed(data: bytes) -> bytes:
    """Data as `FlateDecode` has it."""
    return bytes(zlib_compress(data, _LEVEL))


def text_string(text: str) -> str:
    """A text as PDF writes it in dictionaries (7.9.2.2)."""
    if text.isascii() and text.isprintable():
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        return f"({escaped})"
    return f"<feff{text.encode('utf-16-be').hex()}>"


@dataclass(frozen=True, slots=True)
class Packed:
    """Objects with consecutive numbers, packed into an object stream.

    Attributes:
        first: The first one's number.
        count: How many there are.
        entries: Of the stream's dictionary.
        data: What the stream holds, compressed.
    """

    first: int
    count: int
    entries: str
    data: bytes


def object_stream(numbers: Sequence[str], starts: Iterable[str], text: str) -> tuple[str, bytes]:
    """Pack objects into an object stream.

    Args:
        numbers: Of the objects.
        starts: Where each begins in the text.
        text: The objects; ASCII only.

    Returns:
        The entries of its dictionary, and what it holds, compressed.
    """
    places = [""] * (2 * len(numbers))
    places[0::2] = numbers
    places[1::2] = starts
    head = " ".join(places) + "\n"
    return f"/Type/ObjStm/N {len(numbers)}/First {len(head)}", compressed((head + text).encode("ascii"))


def pack(objects: Sequence[tuple[int, str]]) -> tuple[str, bytes]:
    """Pack objects, numbers and contents, as `object_stream` does."""
    numbers = [str(number) for number, _ in objects]
    contents = [content for _, content in objects]
    starts = accumulate([len(content) + 1 for content in contents[:-1]], initial=0)
    return object_stream(numbers, map(str, starts), "\n".join(contents))


class ObjectWriter:
    """The objects of one file."""

    def __init__(self) -> None:
        self._body = bytearray(_HEADER)
        self._table = ObjectTable()
        self._loose: list[tuple[int, str]] = []

    def reserve(self, count: int = 1) -> int:
        """Give out numbers.

        Returns:
            The first of them.
        """
        first = len(self._table)
        self._table.add(count)
        return first

    def next(self, step: int) -> int:
        """The next number that is a multiple; those before it aren't used."""
        self._table.add(-len(self._table) % step)
        return len(self._table)

    def put(self, number: int, content: str) -> None:
        """Write an object that is no stream; ASCII only."""
        self._loose.append((number, content))

    def put_stream(self, number: int, entries: str, data: bytes) -> None:
        """Write a stream as it is: the entries of its dictionary, but for its length, and what it holds."""
        self._table.note_stream(number, len(self._body))
        self._body += f"{number} 0 obj\n<<{entries}/Length {len(data)}>>stream\n".encode()
        self._body += data
        self._body += b"\nendstream\nendobj\n"

    def put_deflated(self, number: int, entries: str, data: bytes) -> None:
        """Write a stream whose data are `compressed`."""
        self.put_stream(number, f"{entries}/Filter/FlateDecode", data)

    def put_packed(self, packed: Packed) -> None:
        """Write objects that are packed already."""
        stream = self.reserve()
        self.put_deflated(stream, packed.entries, packed.data)
        self._table.note_packed(stream, packed.first, packed.count)

    def finish(self, root: int, info: int) -> bytes:
        """Write what isn't packed yet, and the table of objects.

        Args:
            root: Number of the catalogue.
            info: Number of the information dictionary.

        Returns:
            The whole file.
        """
        for start in range(0, len(self._loose), MOST_PACKED):
            loose = self._loose[start : start + MOST_PACKED]
            stream = self.reserve()
            self.put_deflated(stream, *pack(loose))
            self._table.note_mixed(stream, [number for number, _ in loose])
        number, at = self.reserve(), len(self._body)
        self._table.note_stream(number, at)
        table = self._table.written()
        mark = hashlib.sha256(table + crc32(self._body).to_bytes(4)).hexdigest()[:32]
        self.put_deflated(
            number,
            f"/Type/XRef/Size {len(self._table)}{ObjectTable.FORM}"
            f"/Root {root} 0 R/Info {info} 0 R/ID[<{mark}><{mark}>]",
            compressed(table),
        )
        self._body += f"startxref\n{at}\n%%EOF\n".encode()
        return bytes(self._body)
