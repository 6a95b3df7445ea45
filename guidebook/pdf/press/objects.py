"""Writes PDF objects to a file (PDF 32000, 7.5): streams as they are, all other objects packed into object streams.

Numbers are given out before objects are written, so that they can point at each other; one that was given out and
not used is told as free.  The same objects always give the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from isal import isal_zlib

_HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
_MOST_PACKED = 4000
"""Objects in an object stream: readers unpack a whole one to find an object in it."""
_LEVEL = 2
"""Of compression: zlib's best takes ten times as long and saves a twentieth."""


def text_string(text: str) -> str:
    """A text as PDF writes it in dictionaries (7.9.2.2)."""
    if text.isascii() and text.isprintable():
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        return f"({escaped})"
    return f"<feff{text.encode('utf-16-be').hex()}>"


class ObjectWriter:
    """The objects of one file."""

    def __init__(self) -> None:
        self._body = bytearray(_HEADER)
        self._entries: dict[int, bytes] = {}
        self._next = 1
        self._packed: list[tuple[int, str]] = []

    def reserve(self, count: int = 1) -> int:
        """Give out numbers.

        Returns:
            The first of them.
        """
        first = self._next
        self._next += count
        return first

    def put(self, number: int, content: str) -> None:
        """Write an object that is no stream; ASCII only."""
        self._packed.append((number, content))

    def put_stream(self, number: int, entries: str, data: bytes, *, plain: bool = False) -> None:
        """Write a stream.

        Args:
            number: Of the object.
            entries: The entries of its dictionary, but for its length and filter.
            data: What it holds, not compressed.
            plain: Leave it so.
        """
        self._note(number)
        if not plain:
            data = isal_zlib.compress(data, _LEVEL)
            entries += "/Filter/FlateDecode"
        self._body += f"{number} 0 obj\n<<{entries}/Length {len(data)}>>stream\n".encode()
        self._body += data
        self._body += b"\nendstream\nendobj\n"

    def finish(self, root: int, info: int) -> bytes:
        """Write what is packed, and the table of objects.

        Args:
            root: Number of the catalogue.
            info: Number of the information dictionary.

        Returns:
            The whole file.
        """
        for start in range(0, len(self._packed), _MOST_PACKED):
            self._pack(self._packed[start : start + _MOST_PACKED])
        table = self.reserve()
        at = len(self._body)
        self._note(table)
        free = b"\0\0\0\0\0\xff\xff"
        entries = b"".join(self._entries.get(number, free) for number in range(self._next))
        mark = hashlib.sha256(self._body).hexdigest()[:32]
        self.put_stream(
            table,
            f"/Type/XRef/Size {self._next}/W[1 4 2]/Root {root} 0 R/Info {info} 0 R/ID[<{mark}><{mark}>]",
            entries,
        )
        self._body += f"startxref\n{at}\n%%EOF\n".encode()
        return bytes(self._body)

    def _note(self, number: int) -> None:
        """Remember that an object begins here."""
        self._entries[number] = b"\1" + len(self._body).to_bytes(4) + b"\0\0"

    def _pack(self, objects: Sequence[tuple[int, str]]) -> None:
        stream = self.reserve()
        container = b"\2" + stream.to_bytes(4)
        places, at = [], 0
        for index, (number, content) in enumerate(objects):
            self._entries[number] = container + index.to_bytes(2)
            places.append(f"{number} {at}")
            at += len(content) + 1
        head = " ".join(places) + "\n"
        data = (head + "\n".join(content for _, content in objects)).encode("ascii")
        self.put_stream(stream, f"/Type/ObjStm/N {len(objects)}/First {len(head)}", data)
