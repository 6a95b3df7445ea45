"""Which characters can be printed: those that one of the bundled fonts has (R019)."""

from __future__ import annotations

import hashlib
from functools import cache

from guidebook.resources import fonts_dir


def first_missing(text: str) -> str | None:
    """The first character of a text that no font has; None if all can be printed."""
    if text.isascii() and text.isprintable():
        return None
    printable = _printable()
    return next((character for character in text if ord(character) not in printable), None)


@cache
def glyphs_hash() -> str:
    """What `first_missing` depends on, hashed."""
    return hashlib.sha256(repr(sorted(_printable())).encode()).hexdigest()


@cache
def _printable() -> frozenset[int]:
    import uharfbuzz

    faces = (
        uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))) for path in sorted(fonts_dir().glob("*.ttf"))
    )
    return frozenset().union(*(face.unicodes for face in faces))
