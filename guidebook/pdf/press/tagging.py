"""The structure of a section with its numbers filled in, packed and compressed.

Most sheets of a batch give a section of a kind the same numbers, so that this is done once for many.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from guidebook.pdf.press.objects import Packed, pack
from guidebook.pdf.press.records import Plate

_MOST_KEPT = 4000
"""Sections that are remembered, a kilobyte each."""


class Bases(NamedTuple):
    """What numbers count from, in the order of `Tags.holes`."""

    objects: int
    contents: int
    parent: int
    page: int
    charts: int


@dataclass(frozen=True, slots=True)
class FilledTags:
    """A section's elements.

    Attributes:
        packed: The objects.
        parents: Which of them owns each marked content, as references.
        contents: How many there are.
    """

    packed: Packed
    parents: str
    contents: int


class Tagger:
    """Fills in numbers.

    Args:
        plate: Gives a plate by its name.
    """

    def __init__(self, plate: Callable[[str], Plate]) -> None:
        self._plate = plate
        self._filled: dict[tuple[str, Bases], FilledTags] = {}

    def count(self, name: str) -> int:
        """How many objects the structure of a plate has."""
        return len(self._plate(name).tags.starts)

    def tags(self, name: str, bases: Bases) -> FilledTags:
        """The structure of a plate with these numbers."""
        filled = self._filled.get((name, bases))
        if filled is None:
            if len(self._filled) >= _MOST_KEPT:
                self._filled.clear()
            filled = self._filled[name, bases] = _fill(self._plate(name), bases)
        return filled


def _fill(plate: Plate, bases: Bases) -> FilledTags:
    tags = plate.tags
    text = tags.objects % tuple([bases[kind] + number for kind, number in tags.holes])
    ends = [*tags.starts[1:], len(text)]
    objects = [
        (number, text[start:end].rstrip("\n"))
        for number, (start, end) in enumerate(zip(tags.starts, ends, strict=True), bases.objects)
    ]
    parents = "".join([f"{bases.objects + owner} 0 R " for owner in tags.owners])
    return FilledTags(Packed(bases.objects, len(objects), *pack(objects)), parents, len(tags.owners))
