"""Writes PDF objects to a file (PDF 32000, 7.5): streams as they are, all other objects packed into object streams.

Numbers are given out before objects are written, so that they can point at each other; one that was given out and
not used is told as free.  The same objects always give the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import deflate

_HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
_MOST_PACKED = 4000
"""Objects in an object stream: readers unpack a whole one to find an object in it."""
_LEVEL = 1
"""Of compression: zlib takes twice as long for the same.  (ISA-L takes half as long, but now and then, one stream in
some ten thousand, gives other bytes for the same data.)"""
_INDEXES = [b"", *(index.to_bytes(2) for index in range(_MOST_PACKED))]
"""Of objects in an object stream, after nothing: what they are joined by stands before each of them."""
_ENTRY = 7
"""Bytes of an object in the table: its kind, where it is, its index."""
_FREE = b"\0\0\0\0\0\xff\xff"


def compressed(data: bytes) -> bytes:
    """Data as `FlateDecode` has it."""
    return bytes(deflate.zlib_compress(data, _LEVEL))


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


def pack(objects: Sequence[tuple[int, str]]) -> tuple[str, bytes]:
    """Pack objects, numbers and ASCII contents, into an object stream.

    Returns:
        The entries of its dictionary, and what it holds, compressed.
    """
    places, at = [], 0
    for number, content in objects:
        places.append(f"{number} {at}")
        at += len(content) + 1
    head = " ".join(places) + "\n"
    data = (head + "\n".join([content for _, content in objects])).encode("ascii")
    return f"/Type/ObjStm/N {len(objects)}/First {len(head)}", compressed(data)


class ObjectWriter:
    """The objects of one file."""

    def __init__(self) -> None:
        self._body = bytearray(_HEADER)
        self._table = bytearray(_FREE)
        self._loose: list[tuple[int, str]] = []

    def reserve(self, count: int = 1) -> int:
        """Give out numbers.

        Returns:
            The first of them.
        """
        first = len(self._table) // _ENTRY
        self._table += _FREE * count
        return first

    def put(self, number: int, content: str) -> None:
        """Write an object that is no stream; ASCII only."""
        self._loose.append((number, content))

    def put_stream(self, number: int, entries: str, data: bytes) -> None:
        """Write a stream as it is: the entries of its dictionary, but for its length, and what it holds."""
        self._note(number, b"\1" + len(self._body).to_bytes(4) + b"\0\0")
        self._body += f"{number} 0 obj\n<<{entries}/Length {len(data)}>>stream\n".encode()
        self._body += data
        self._body += b"\nendstream\nendobj\n"

    def put_deflated(self, number: int, entries: str, data: bytes) -> None:
        """Write a stream whose data are `compressed`."""
        self.put_stream(number, f"{entries}/Filter/FlateDecode", data)

    def put_packed(self, packed: Packed) -> None:
        """Write objects that are packed already."""
        container = self._put_pack(packed.entries, packed.data)
        self._note(packed.first, container.join(_INDEXES[: packed.count + 1]))

    def finish(self, root: int, info: int) -> bytes:
        """Write what isn't packed yet, and the table of objects.

        Args:
            root: Number of the catalogue.
            info: Number of the information dictionary.

        Returns:
            The whole file.
        """
        for start in range(0, len(self._loose), _MOST_PACKED):
            loose = self._loose[start : start + _MOST_PACKED]
            container = self._put_pack(*pack(loose))
            for (number, _), index in zip(loose, _INDEXES[1:], strict=False):
                self._note(number, container + index)
        table = self.reserve()
        at = len(self._body)
        self._note(table, b"\1" + at.to_bytes(4) + b"\0\0")
        mark = hashlib.sha256(self._body).hexdigest()[:32]
        size = len(self._table) // _ENTRY
        self.put_deflated(
            table,
            f"/Type/XRef/Size {size}/W[1 4 2]/Root {root} 0 R/Info {info} 0 R/ID[<{mark}><{mark}>]",
            compressed(bytes(self._table)),
        )
        self._body += f"startxref\n{at}\n%%EOF\n".encode()
        return bytes(self._body)

    def _put_pack(self, entries: str, data: bytes) -> bytes:
        """Write an object stream; return what the table says of its objects, but for their indexes."""
        stream = self.reserve()
        self.put_deflated(stream, entries, data)
        return b"\2" + stream.to_bytes(4)

    def _note(self, first: int, entries: bytes) -> None:
        """Put the entries of consecutive numbers into the table."""
        at = first * _ENTRY
        self._table[at : at + len(entries)] = entries
