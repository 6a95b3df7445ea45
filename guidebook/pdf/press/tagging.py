"""The structure of a page with its numbers filled in: an element, and those of its sections, in one object stream.

A page has hundreds of numbers.  All are as wide as the greatest, so that it is known where objects begin; and how each
is written in this width is looked up.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from guidebook.pdf.press.objects import Packed, object_stream
from guidebook.pdf.press.records import Plate, Tags
from guidebook.pdf.press.structure import CHART, CONTENT, HOLE, OBJECT, PAGE, PARENT, WIDTH


class Bases(NamedTuple):
    """What a page's numbers count from.

    Attributes:
        objects: The first of its elements, whose numbers are the greatest so far.
        parent: What the page's own element is below.
        page: The page itself.
        charts: The first object of its charts.
    """

    objects: int
    parent: int
    page: int
    charts: int


@dataclass(frozen=True, slots=True)
class FilledTags:
    """A page's structure.

    Attributes:
        packed: Its objects.
        element: Number of the page's own element.
        owners: Number of the array that tells which element owns each marked content.
    """

    packed: Packed
    element: int
    owners: int


class Tagger:
    """Fills in numbers.

    Args:
        plate: Gives a plate by its name.
    """

    def __init__(self, plate: Callable[[str], Plate]) -> None:
        self._plate = plate
        self._forms: dict[tuple[str, int], _Form] = {}
        self._numerals: dict[int, list[str]] = {}

    def tags(self, plates: Sequence[str], bases: Bases) -> FilledTags:
        """The structure of a page with these plates."""
        of_page = [self._plate(name).tags for name in plates]
        element = bases.objects + sum([len(tags.starts) for tags in of_page])
        end = max(element + 2, sum([len(tags.owners) for tags in of_page]))
        width = len(str(end))
        structure = _Structure(bases, element, self._upto(end, width))
        for name in plates:
            structure.add(self._form(name, width))
        structure.close(bases.parent)
        numbers = structure.numerals[bases.objects : element + 2]
        starts = map(self._upto(structure.starts[-1] + 1, 0).__getitem__, structure.starts)
        stream = object_stream(numbers, starts, "".join(structure.text))
        return FilledTags(Packed(bases.objects, len(numbers), *stream), element, element + 1)

    def _form(self, name: str, width: int) -> _Form:
        form = self._forms.get((name, width))
        if form is None:
            form = self._forms[name, width] = _form(self._plate(name).tags, width)
        return form

    def _upto(self, end: int, width: int) -> list[str]:
        """How numbers are written in this width: all below the end, and maybe some more."""
        known = self._numerals.setdefault(width, [])
        known += [f"{number:{width}}" for number in range(len(known), end)]
        return known


def _references(numbers: Sequence[str]) -> str:
    return " 0 R ".join([*numbers, ""])


@dataclass(frozen=True, slots=True)
class _Form:
    """A plate's elements with holes for all numbers.

    Attributes:
        text: In turns what stands before a hole, and a hole.
        pick: Picks what goes into the holes from the numbers of objects, contents and charts, of parent and page.
        starts: Where objects begin, once the holes are filled.
        length: Of the text then.
        owners: For each marked content, which object it belongs to.
        charts: How many objects its charts have.
    """

    text: list[str]
    pick: Callable[[list[str]], tuple[str, ...]]
    starts: list[int]
    length: int
    owners: list[int]
    charts: int


def _form(tags: Tags, width: int) -> _Form:
    between = [text.replace("%%", "%") for text in tags.objects.split(HOLE)]
    text = [""] * (2 * len(between) - 1)
    text[0::2] = between
    objects, contents = len(tags.starts), len(tags.owners)
    charts = sum(kind == CHART for kind, _ in tags.holes)
    first = {OBJECT: 0, CONTENT: objects, CHART: objects + contents}
    first |= {PARENT: objects + contents + charts, PAGE: objects + contents + charts + 1}
    ends = list(accumulate(len(part) + WIDTH for part in between))
    starts = [start - bisect(ends, start) * (WIDTH - width) for start in tags.starts]
    length = sum(map(len, between)) + width * len(tags.holes)
    pick = itemgetter(*(first[kind] + number for kind, number in tags.holes))
    return _Form(text, pick, starts, length, tags.owners, charts)


class _Structure:
    """A page's structure while it is written.

    Attributes:
        numerals: How numbers are written.
        text: The objects, in parts.
        length: Of the text.
        starts: Where objects begin in it.
        sections: Numbers of the sections' own elements.
        owners: Numbers of the elements that own the marked contents.
    """

    def __init__(self, bases: Bases, element: int, numerals: list[str]) -> None:
        self.numerals = numerals
        self.text: list[str] = []
        self.length = 0
        self.starts: list[int] = []
        self.sections: list[str] = []
        self.owners: list[str] = []
        self._object, self._chart = bases.objects, bases.charts
        self._around = [numerals[element], numerals[bases.page]]

    def add(self, form: _Form) -> None:
        """Write a section."""
        objects = self.numerals[self._object : self._object + len(form.starts)]
        contents = self.numerals[len(self.owners) : len(self.owners) + len(form.owners)]
        charts = self.numerals[self._chart : self._chart + form.charts]
        text = form.text.copy()
        text[1::2] = form.pick([*objects, *contents, *charts, *self._around])
        self.text += text
        self.starts += [self.length + start for start in form.starts]
        self.length += form.length
        self.sections.append(objects[0])
        self.owners += [objects[owner] for owner in form.owners]
        self._object += len(form.starts)
        self._chart += form.charts

    def close(self, parent: int) -> None:
        """Write the page's own element, and the array of owners."""
        element = f"<</S/Div/P {parent} 0 R/K[{_references(self.sections)}]>>\n"
        self.text += [element, f"[{_references(self.owners)}]"]
        self.starts += [self.length, self.length + len(element)]
