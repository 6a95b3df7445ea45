"""The structure of a section with its numbers filled in, packed and compressed.

Most sheets of a batch give a section of a kind the same numbers, so that this is done once for many.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from guidebook.pdf.press.objects import Packed, compressed
from guidebook.pdf.press.records import Plate, Tags
from guidebook.pdf.press.structure import HOLE, OBJECT, WIDTH

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
        self._forms: dict[str, _Form] = {}
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
            filled = self._filled[name, bases] = self._fill(name, bases)
        return filled

    def _fill(self, name: str, bases: Bases) -> FilledTags:
        tags = self._plate(name).tags
        form = self._forms.get(name)
        if form is None:
            form = self._forms[name] = _form(tags)
        return _fill(form, tags, bases)


@dataclass(frozen=True, slots=True)
class _Form:
    """The object stream of a plate's elements with holes for all numbers (PDF 32000, 7.5.7).

    Attributes:
        text: Ready for the operator %; every filled hole is as wide as any other, so that all places are known.
        holes: What each hole's number counts from, and how far it is from there.
        entries: Of the stream's dictionary.
    """

    text: str
    holes: list[tuple[int, int]]
    entries: str


def _form(tags: Tags) -> _Form:
    places = [f"{HOLE} {start}" for start in tags.starts]
    head = " ".join(places) + "\n"
    length = len(head) + len(places) * (WIDTH - len(HOLE))
    numbers = [(OBJECT, number) for number in range(len(places))]
    entries = f"/Type/ObjStm/N {len(places)}/First {length}"
    return _Form(head + tags.objects.rstrip("\n"), [*numbers, *tags.holes], entries)


def _fill(form: _Form, tags: Tags, bases: Bases) -> FilledTags:
    text = form.text % tuple([bases[kind] + number for kind, number in form.holes])
    parents = "".join([f"{bases.objects + owner} 0 R " for owner in tags.owners])
    packed = Packed(bases.objects, len(tags.starts), form.entries, compressed(text.encode("ascii")))
    return FilledTags(packed, parents, len(tags.owners))
