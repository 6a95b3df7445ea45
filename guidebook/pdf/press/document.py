"""Stamped pages to a file: one sheet, or a route's sheets in a pack that share their fonts.

Tagged as PDF/UA-1 asks (ISO 14289-1): a structure tree, a language, a title that viewers show, words for charts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

from guidebook.pdf.press.inking import FONT_NAMES
from guidebook.pdf.press.objects import ObjectWriter, text_string
from guidebook.pdf.press.pieces import PLACEHOLDER
from guidebook.pdf.press.records import Frame, Tags
from guidebook.pdf.press.stamping import StampedPage
from guidebook.pdf.press.typecase import Subset

MakeSubset = Callable[[int, Collection[str]], Subset]


@dataclass(frozen=True, slots=True)
class StampedSheet:
    """A sheet's pages, and its bookmark in a pack."""

    pages: Sequence[StampedPage]
    label: str = ""


@dataclass(slots=True)
class _Mark:
    """A bookmark: its level, its words, where it leads."""

    level: int
    words: str
    page: int
    height: float


def sheet_file(frame: Frame, title: str, pages: Sequence[StampedPage], subset: MakeSubset) -> bytes:
    """Write one sheet.

    Args:
        frame: What its file says of itself, and how large its paper is.
        title: The document's title.
        pages: Its pages.
        subset: Makes a font of a face's characters.
    """
    return _Document(frame, subset, duplex=False).write([StampedSheet(pages)], title)


def pack_file(frame: Frame, title: str, sheets: Sequence[StampedSheet], subset: MakeSubset) -> bytes:
    """Write a route's sheets, each beginning on a front page, with a bookmark each.

    Args:
        frame: As for each of the sheets.
        title: The document's title.
        sheets: In the order in which they are visited.
        subset: Makes a font of a face's characters.
    """
    return _Document(frame, subset, duplex=True).write(sheets, title)


class _Document:
    """One file while it is written."""

    def __init__(self, frame: Frame, subset: MakeSubset, *, duplex: bool) -> None:
        self._frame = frame
        self._subset = subset
        self._duplex = duplex
        self._out = ObjectWriter()
        self._pages: list[int] = []
        self._parents: list[str] = []
        self._marks: list[_Mark] = []

    def write(self, sheets: Sequence[StampedSheet], title: str) -> bytes:
        out = self._out
        root, info, metadata, pages, tree = (out.reserve() for _ in range(5))
        codes, fonts = self._fonts(sheets)
        documents = [self._sheet(sheet, pages, tree, fonts, codes) for sheet in sheets]
        kids = " ".join(f"{number} 0 R" for number in self._pages)
        out.put(pages, f"<</Type/Pages/Count {len(self._pages)}/Kids[{kids}]>>")
        kids = " ".join(f"{number} 0 R" for number in documents)
        parents = "".join(self._parents)
        out.put(tree, f"<</Type/StructTreeRoot/K[{kids}]/ParentTree<</Nums[{parents}]>>>>")
        out.put(info, f"<</Title{text_string(title)}{self._frame.info}>>")
        packet = self._frame.metadata.replace(PLACEHOLDER, escape(title, quote=False), 1)
        out.put_stream(metadata, "/Type/Metadata/Subtype/XML", packet.encode(), plain=True)
        viewer = "/DisplayDocTitle true" + ("/Duplex/DuplexFlipLongEdge" if self._duplex else "")
        out.put(
            root,
            f"<</Type/Catalog/Pages {pages} 0 R/Lang{text_string(self._frame.language)}"
            f"/MarkInfo<</Marked true>>/Metadata {metadata} 0 R/StructTreeRoot {tree} 0 R"
            f"/ViewerPreferences<<{viewer}>>{self._outlines()}>>",
        )
        return out.finish(root, info)

    def _fonts(self, sheets: Sequence[StampedSheet]) -> tuple[list[dict[int, str]], str]:
        """Write the fonts of all words; return the codes of each face, and the fonts as resources."""
        used: list[set[str]] = [set() for _ in FONT_NAMES]
        for sheet in sheets:
            for page in sheet.pages:
                for ink in page.ink:
                    if not isinstance(ink, str):
                        used[ink[0]].update(ink[1])
        codes: list[dict[int, str]] = []
        entries = ""
        for face, characters in enumerate(used):
            if characters:
                subset = self._subset(face, characters)
                entries += f"{FONT_NAMES[face]} {self._font(subset)} 0 R"
                codes.append(subset.codes)
            else:
                codes.append({})
        return codes, f"<<{entries}>>"

    def _font(self, subset: Subset) -> int:
        out = self._out
        font, descendant, descriptor, file, unicode = (out.reserve() for _ in range(5))
        widths = " ".join(map(str, subset.widths))
        out.put(
            font,
            f"<</Type/Font/Subtype/Type0/BaseFont/{subset.name}/Encoding/Identity-H"
            f"/DescendantFonts[{descendant} 0 R]/ToUnicode {unicode} 0 R>>",
        )
        out.put(
            descendant,
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{subset.name}/CIDToGIDMap/Identity"
            f"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/W[1[{widths}]]/FontDescriptor {descriptor} 0 R>>",
        )
        out.put(
            descriptor,
            f"<</Type/FontDescriptor/FontName/{subset.name}/Flags 4"
            f"/FontBBox[0 {subset.descent} 1000 {subset.ascent}]/ItalicAngle 0/Ascent {subset.ascent}"
            f"/Descent {subset.descent}/CapHeight {subset.ascent}/StemV 80/FontFile2 {file} 0 R>>",
        )
        out.put_stream(file, f"/Length1 {len(subset.file)}", subset.file)
        out.put_stream(unicode, "", _to_unicode(subset.texts))
        return font

    def _sheet(
        self,
        sheet: StampedSheet,
        pages: int,
        tree: int,
        fonts: str,
        codes: Sequence[dict[int, str]],
    ) -> int:
        """Write a sheet's pages and tags; return the number of its part of the structure."""
        out = self._out
        document, first = out.reserve(), len(self._pages)
        if self._duplex:
            self._marks.append(_Mark(0, sheet.label, first, self._frame.height))
        containers = []
        for page in sheet.pages:
            containers.append(out.reserve())
            self._page(page, pages, document, containers[-1], fonts, codes)
        if self._duplex and len(self._pages) % 2:
            self._blank(pages)
        kids = " ".join(f"{number} 0 R" for number in containers)
        out.put(document, f"<</Type/StructElem/S/Document/P {tree} 0 R/K[{kids}]>>")
        return document

    def _page(
        self,
        page: StampedPage,
        pages: int,
        document: int,
        container: int,
        fonts: str,
        codes: Sequence[dict[int, str]],
    ) -> None:
        out = self._out
        number, content = out.reserve(), out.reserve()
        key = len(self._pages)
        self._pages.append(number)
        states = "".join(f"{name} {state}" for name, state in sorted(page.states.items()))
        out.put(
            number,
            f"<</Type/Page/Parent {pages} 0 R{self._boxes}/Contents {content} 0 R/StructParents {key}/Tabs/S"
            f"/Resources<</Font{fonts}/ExtGState<<{states}>>>>>>",
        )
        text = "".join([ink if isinstance(ink, str) else ink[1].translate(codes[ink[0]]) for ink in page.ink])
        out.put_stream(content, "", text.encode("ascii"))
        owners: list[int] = []
        sections = []
        for tags, alts in page.tags:
            sections.append(self._tags(tags, alts, container, number, owners))
        kids = " ".join(f"{section} 0 R" for section in sections)
        out.put(container, f"<</S/Div/P {document} 0 R/K[{kids}]>>")
        parents = " ".join([f"{owner} 0 R" for owner in owners])
        self._parents.append(f"{key}[{parents}]")
        if not self._duplex:
            self._marks += [_Mark(level, words, key, height) for level, words, height in page.bookmarks]

    def _tags(self, tags: Tags, alts: Sequence[str], container: int, page: int, owners: list[int]) -> int:
        """Write a section's elements; tell the owners of its marked contents; return the first element."""
        out = self._out
        texts = out.reserve(len(alts))
        for number, alt in enumerate(alts, texts):
            out.put(number, text_string(alt))
        first = out.reserve(len(tags.starts))
        bases = (first, len(owners), container, page, texts)
        filled = tags.objects % tuple([bases[kind] + number for kind, number in tags.holes])
        ends = [*tags.starts[1:], len(filled)]
        for number, (start, end) in enumerate(zip(tags.starts, ends, strict=True), first):
            out.put(number, filled[start:end])
        owners += [first + owner for owner in tags.owners]
        return first

    def _blank(self, pages: int) -> None:
        """Write an empty page, so that the next sheet begins on a front one."""
        number = self._out.reserve()
        self._pages.append(number)
        self._out.put(number, f"<</Type/Page/Parent {pages} 0 R{self._boxes}/Resources<<>>>>")

    @property
    def _boxes(self) -> str:
        box = f"[0 0 {self._frame.width:.6g} {self._frame.height:.6g}]"
        return f"/MediaBox{box}/BleedBox{box}/TrimBox{box}"

    def _outlines(self) -> str:
        """Write the bookmarks, those of a higher level below the one before; return the catalogue's entry."""
        if not self._marks:
            return ""
        out = self._out
        root = out.reserve()
        first = out.reserve(len(self._marks))
        nested = _nested([mark.level for mark in self._marks])
        for at, mark in enumerate(self._marks):
            parent, kids = nested.parents[at], nested.kids[at]
            beside = nested.kids[parent] if parent is not None else nested.tops
            place = beside.index(at)
            entries = (
                f"/Title{text_string(mark.words)}/Parent {root if parent is None else first + parent} 0 R"
            )
            if place:
                entries += f"/Prev {first + beside[place - 1]} 0 R"
            if place + 1 < len(beside):
                entries += f"/Next {first + beside[place + 1]} 0 R"
            if kids:
                entries += (
                    f"/First {first + kids[0]} 0 R/Last {first + kids[-1]} 0 R/Count {nested.below(at)}"
                )
            page = self._pages[mark.page]
            out.put(first + at, f"<<{entries}/Dest[{page} 0 R/XYZ 0 {mark.height:.6g} 0]>>")
        tops = nested.tops
        out.put(
            root,
            f"<</Type/Outlines/Count {len(self._marks)}/First {first + tops[0]} 0 R/Last {first + tops[-1]} 0 R>>",
        )
        return f"/Outlines {root} 0 R"


@dataclass(frozen=True, slots=True)
class _Nested:
    """A list of levels as a tree, by their places in the list."""

    parents: list[int | None]
    kids: list[list[int]]
    tops: list[int]

    def below(self, at: int) -> int:
        """How many there are below one, at any depth."""
        return sum(1 + self.below(kid) for kid in self.kids[at])


def _nested(levels: Sequence[int]) -> _Nested:
    parents: list[int | None] = []
    kids: list[list[int]] = [[] for _ in levels]
    tops: list[int] = []
    above: list[int] = []
    for at, level in enumerate(levels):
        while above and levels[above[-1]] >= level:
            above.pop()
        parents.append(above[-1] if above else None)
        (kids[above[-1]] if above else tops).append(at)
        above.append(at)
    return _Nested(parents, kids, tops)


_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
{ranges}endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
_MOST_IN_RANGE = 100
"""Lines between `beginbfchar` and `endbfchar`."""


def _to_unicode(texts: str) -> bytes:
    """The table from glyphs to characters (PDF 32000, 9.10.3)."""
    lines = [f"<{glyph:04x}> <{_utf_16(text)}>\n" for glyph, text in enumerate(texts, 1)]
    blocks = [lines[at : at + _MOST_IN_RANGE] for at in range(0, len(lines), _MOST_IN_RANGE)]
    ranges = "".join(f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n" for block in blocks)
    return _CMAP.format(ranges=ranges).encode()


@cache
def _utf_16(character: str) -> str:
    return character.encode("utf-16-be").hex()
