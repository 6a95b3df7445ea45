"""Formes to a file: one sheet, or a route's sheets in a pack that share their fonts.

Tagged as PDF/UA-1 asks (ISO 14289-1): a structure tree, a language, a title that viewers show, words for charts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import count
from typing import NamedTuple

from guidebook.pdf.press.fonts import OBJECTS_OF_A_FONT, put_font
from guidebook.pdf.press.inking import FONT_NAMES
from guidebook.pdf.press.objects import ObjectWriter, text_string
from guidebook.pdf.press.outlines import Heading, put_outlines
from guidebook.pdf.press.pieces import PLACEHOLDER
from guidebook.pdf.press.records import Forme, Frame, Page, TaggedChart
from guidebook.pdf.press.structure import OBJECTS_OF_A_CHART
from guidebook.pdf.press.tagging import Bases, FilledTags
from guidebook.pdf.press.typecase import Subset

MakeSubset = Callable[[int, Collection[str]], Subset]
FillTags = Callable[[tuple[str, ...], Bases], FilledTags]
"""Gives the structure of a page with some plates."""

_STEP = 200
"""The elements of a sheet's pages count from multiples of it, so that those of a page whose sections are of the same
kinds have the same numbers on most sheets: they are written once for many."""
_MOST_KEPT = 4000
"""Pages whose structure is remembered, some kilobytes each."""


@dataclass(frozen=True, slots=True)
class PackPart:
    """A sheet of a pack, and what its bookmark says."""

    forme: Forme
    label: str


class Binder:
    """Writes files.

    Args:
        tags: Writes the structure of pages.
        subset: Makes a font of a face's characters.
    """

    def __init__(self, tags: FillTags, subset: MakeSubset) -> None:
        self._tags = tags
        self._known_tags = lru_cache(_MOST_KEPT)(tags)
        self._subset = subset

    def sheet(self, forme: Forme, frame: Frame) -> bytes:
        """Write one sheet.

        Its fonts stay as they are: to compress their outlines takes a third of a file's time, and makes it by no more
        than a fifth smaller.
        """
        file = _File(frame, self._known_tags, _STEP)
        fonts = file.fonts([forme], self._subset, deflated=False)
        sheet = file.sheet(forme, fonts)
        return file.finish(forme.title, [sheet])

    def pack(self, title: str, parts: Sequence[PackPart], frame: Frame, *, duplex: bool = True) -> bytes:
        """Write sheets in the order in which they are visited, for duplex print each beginning on a front page."""
        file = _File(frame, self._tags)
        fonts = file.fonts([part.forme for part in parts], self._subset, deflated=True)
        sheets = [file.sheet(part.forme, fonts, label=part.label, pad=duplex) for part in parts]
        return file.finish(title, sheets, viewer="/Duplex/DuplexFlipLongEdge" if duplex else "")


class _Place(NamedTuple):
    """The numbers of a page's objects."""

    number: int
    content: int
    charts: int


class _File:
    """One file while it is written.

    Args:
        frame: Of all sheets.
        tags: Writes the structure of pages.
        step: The elements of each page count from a multiple of it.
    """

    def __init__(self, frame: Frame, tags: FillTags, step: int = 1) -> None:
        self._frame = frame
        self._tags = tags
        self._step = step
        self._out = ObjectWriter()
        self._root, self._info, self._metadata, self._tree, self._all_pages = (
            self._out.reserve() for _ in range(5)
        )
        self._pages: list[int] = []
        self._owners: list[str] = []
        self._headings: list[Heading] = []

    def fonts(self, formes: Sequence[Forme], subset: MakeSubset, *, deflated: bool) -> str:
        """Write the fonts that these sheets need, compressed or as they are; return them as resources."""
        entries = ""
        for face, name in enumerate(FONT_NAMES):
            numbers = self._out.reserve(OBJECTS_OF_A_FONT)
            used = set().union(*(page.characters[face] for forme in formes for page in forme.pages))
            if used:
                put_font(self._out, numbers, subset(face, used), deflated=deflated)
                entries += f"{name} {numbers} 0 R"
        return f"<<{entries}>>"

    def sheet(self, forme: Forme, fonts: str, label: str | None = None, *, pad: bool = False) -> int:
        """Write a sheet's pages and tags; return the number of its part of the structure.

        Args:
            forme: The sheet.
            fonts: The resources of `fonts`.
            label: Its bookmark in a pack; None for the bookmarks of its headings.
            pad: Whether an empty page follows where the next sheet wouldn't begin on a front one.
        """
        document, first = self._out.reserve(), len(self._pages)
        if label is not None:
            self._headings.append(Heading(0, label, first, self._frame.height))
        places = [self._reserve(page) for page in forme.pages]
        elements = []
        for page, place in zip(forme.pages, places, strict=True):
            elements.append(self._page(page, place, document, fonts))
            if label is None:
                self._headings += [
                    Heading(mark.level, mark.words, len(self._pages) - 1, mark.height) for mark in page.marks
                ]
        if pad and len(self._pages) % 2:
            self._blank()
        kids = " ".join(f"{element} 0 R" for element in elements)
        self._out.put(document, f"<</Type/StructElem/S/Document/P {self._tree} 0 R/K[{kids}]>>")
        return document

    def _reserve(self, page: Page) -> _Place:
        charts = sum([len(section.charts) for section in page.sections])
        first = self._out.reserve(2 + OBJECTS_OF_A_CHART * charts)
        return _Place(first, first + 1, first + 2)

    def _page(self, page: Page, place: _Place, document: int, fonts: str) -> int:
        """Write a page and its tags; return the number of its element."""
        out = self._out
        key = len(self._pages)
        self._pages.append(place.number)
        states = "".join(f"{name} {state}" for name, state in sorted(page.states.items()))
        out.put(
            place.number,
            f"<</Type/Page/Parent {self._all_pages} 0 R{self._boxes}/Contents {place.content} 0 R"
            f"/StructParents {key}/Tabs/S/Resources<</Font{fonts}/ExtGState<<{states}>>>>>>",
        )
        out.put_deflated(place.content, "", page.content)
        self._charts(place.charts, [chart for section in page.sections for chart in section.charts])
        plates = tuple([section.plate for section in page.sections])
        tags = self._tags(plates, Bases(out.next(self._step), document, place.number, place.charts))
        out.reserve(tags.packed.count)
        out.put_packed(tags.packed)
        self._owners.append(f"{key} {tags.owners} 0 R")
        return tags.element

    def _charts(self, number: int, charts: Sequence[TaggedChart]) -> None:
        """Write what the structure tells of charts, from this number on."""
        for first, chart in zip(count(number, OBJECTS_OF_A_CHART), charts):
            edges = " ".join(f"{edge:.2f}" for edge in chart.box)
            self._out.put(first, text_string(chart.alt))
            self._out.put(first + 1, f"<</O/Layout/BBox[{edges}]>>")

    def _blank(self) -> None:
        """Write an empty page, so that the next sheet begins on a front one."""
        number = self._out.reserve()
        self._pages.append(number)
        self._out.put(number, f"<</Type/Page/Parent {self._all_pages} 0 R{self._boxes}/Resources<<>>>>")

    @property
    def _boxes(self) -> str:
        box = f"[0 0 {self._frame.width:.6g} {self._frame.height:.6g}]"
        return f"/MediaBox{box}/BleedBox{box}/TrimBox{box}"

    def finish(self, title: str, sheets: Sequence[int], viewer: str = "") -> bytes:
        """Write what belongs to the whole file.

        Args:
            title: Of the document.
            sheets: Numbers of the sheets' parts of the structure.
            viewer: What viewers are asked for beside showing the title.
        """
        out, frame = self._out, self._frame
        pages = " ".join(f"{number} 0 R" for number in self._pages)
        out.put(self._all_pages, f"<</Type/Pages/Count {len(self._pages)}/Kids[{pages}]>>")
        kids = " ".join(f"{number} 0 R" for number in sheets)
        owners = " ".join(self._owners)
        out.put(self._tree, f"<</Type/StructTreeRoot/K[{kids}]/ParentTree<</Nums[{owners}]>>>>")
        out.put(self._info, f"<</Title{text_string(title)}{frame.info}>>")
        packet = frame.metadata.replace(PLACEHOLDER, escape(title, quote=False), 1)
        out.put_stream(self._metadata, "/Type/Metadata/Subtype/XML", packet.encode())
        outlines = put_outlines(out, self._headings, self._pages)
        out.put(
            self._root,
            f"<</Type/Catalog/Pages {self._all_pages} 0 R/Lang{text_string(frame.language)}"
            f"/MarkInfo<</Marked true>>/Metadata {self._metadata} 0 R/StructTreeRoot {self._tree} 0 R"
            f"/ViewerPreferences<</DisplayDocTitle true{viewer}>>{outlines}>>",
        )
        return out.finish(self._root, self._info)
