"""Where plates are kept: in memory, and in files that the next run finds.

A plate's name is made from everything that decides it: its skeleton, the style sheet, the fonts, WeasyPrint's version.
So a changed template simply leads to other names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from guidebook.errors import UsageError
from guidebook.pdf.press.records import Frame, Plate
from guidebook.storage import write_whole

FORMAT = 7
"""Changes when plates are cast in another way."""

_HASH = 32
"""Bytes before the content, by which damage is noticed."""

Kept = TypeVar("Kept", Plate, Frame)


class Cabinet:
    """Plates and frames by name.

    Args:
        folder: Where they are kept; None forgets them with the process.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self.plates: dict[str, Plate] = {}
        self.frames: dict[str, Frame] = {}

    def plate(self, name: str, make: Callable[[], Plate] | None = None) -> Plate:
        """Return a plate, cast now if there is none yet.

        Raises:
            KeyError: It isn't there, and nothing was given to make it.
        """
        return self._find(self.plates, Plate, name, make)

    def frame(self, name: str, make: Callable[[], Frame] | None = None) -> Frame:
        """Return a frame, likewise.

        Raises:
            KeyError: As for plates.
        """
        return self._find(self.frames, Frame, name, make)

    def _find(
        self, known: dict[str, Kept], kind: type[Kept], name: str, make: Callable[[], Kept] | None
    ) -> Kept:
        found = known.get(name)
        if found is None:
            found = self._read(kind, name)
            if found is None:
                if make is None:
                    raise KeyError(name)
                found = make()
                self._write(name, found)
            known[name] = found
        return found

    def _read(self, kind: type[Kept], name: str) -> Kept | None:
        """What a file holds; a damaged one is as good as none, for a single bit may be a figure on paper."""
        if self._folder is None:
            return None
        with suppress(OSError, msgspec.DecodeError):
            content = (self._folder / name).read_bytes()
            if content[:_HASH] == hashlib.sha256(content[_HASH:]).digest():
                return msgspec.msgpack.decode(memoryview(content)[_HASH:], type=kind)
        return None

    def _write(self, name: str, made: Plate | Frame) -> None:
        """Keep it; that this fails only costs the next process its time."""
        if self._folder is not None:
            with suppress(OSError, UsageError):
                content = msgspec.msgpack.encode(made)
                # one that a power cut leaves damaged is noticed, and cast again
                write_whole(self._folder / name, hashlib.sha256(content).digest() + content, lasting=False)


def name_of(skeleton: str, house: str) -> str:
    """The name of a plate or frame.

    Args:
        skeleton: The HTML it is cast from.
        house: What else decides its looks: fonts and versions, hashed, and the style sheet.
    """
    return hashlib.sha256(f"{house}\n{skeleton}".encode()).hexdigest()[:32]
