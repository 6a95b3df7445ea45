"""What a tagged PDF says, in the order of its tags, read by pikepdf and nothing of the product.

Every marked content is decoded by its font's ToUnicode; the structure tree tells what it belongs to.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf

_PAIR = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>")
_BLOCK = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
UNKNOWN = "\ufffd"


@dataclass(frozen=True)
class Tag:
    """A structure element.

    Attributes:
        path: The roles from the document's to its own.
        text: What it holds itself, without what its kids hold.
        page: Of its contents; None if it holds none.
        headers: Of a cell, where in the list of tags its headers stand.
        attributes: What else it says of itself.
    """

    path: tuple[str, ...]
    text: str
    page: int | None
    headers: tuple[int, ...]
    attributes: tuple[str, ...]


@dataclass
class Font:
    """A font of a page, and which of its codes were shown."""

    dictionary: pikepdf.Object
    used: set[int] = field(default_factory=set)

    @property
    def name(self) -> str:
        """Without the mark of a subset."""
        return str(self.dictionary.BaseFont).partition("+")[2]

    @cached_property
    def characters(self) -> dict[int, str]:
        """By code."""
        table = self.dictionary.ToUnicode.read_bytes()
        if b"beginbfrange" in table:
            raise ValueError("ranges aren't read here")
        return {
            int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
            for block in _BLOCK.findall(table)
            for code, text in _PAIR.findall(block)
        }

    @cached_property
    def widths(self) -> dict[int, float]:
        """By code, in thousandths of the size, where the file tells them one by one."""
        found: dict[int, float] = {}
        items = list(self._descendant.W)
        while items:
            first, widths, *items = items
            found.update({int(first) + at: float(width) for at, width in enumerate(widths)})
        return found

    def width(self, code: int) -> float:
        """The width of a glyph, in thousandths of the size."""
        return self.widths.get(code, float(self._descendant.get("/DW", 1000)))

    def glyph(self, code: int) -> int:
        """The number of a code's glyph in the embedded font."""
        places = self._descendant.get("/CIDToGIDMap", "/Identity")
        if places == "/Identity":
            return code
        return int.from_bytes(self._places[2 * code : 2 * code + 2])

    @cached_property
    def _places(self) -> bytes:
        table = self._descendant.CIDToGIDMap
        return bytes(table.read_bytes(pikepdf.StreamDecodeLevel.specialized))  # runs of zeros are told

    @property
    def _descendant(self) -> Any:
        return self.dictionary.DescendantFonts[0]

    @property
    def file(self) -> bytes:
        """The embedded TrueType font."""
        return bytes(self._descendant.FontDescriptor.FontFile2.read_bytes())

    def decode(self, codes: bytes) -> str:
        """What codes say."""
        numbers = [int.from_bytes(codes[at : at + 2]) for at in range(0, len(codes), 2)]
        self.used.update(numbers)
        return "".join(self.characters.get(number, UNKNOWN) for number in numbers)


class Marked:
    """A file."""

    def __init__(self, pdf: bytes) -> None:
        self.file = pikepdf.open(io.BytesIO(pdf))
        self.fonts: dict[tuple[int, int], Font] = {}
        self.pages = [self._texts(page) for page in self.file.pages]
        self._numbers = {page.obj.objgen: number for number, page in enumerate(self.file.pages)}
        self._elements: list[tuple[tuple[str, ...], pikepdf.Object]] = list(
            _walk(self.file.Root.StructTreeRoot, ())
        )

    def _texts(self, page: pikepdf.Page) -> dict[int | None, str]:
        """The texts of a page by their marks; those without a mark are under None."""
        found: dict[int | None, str] = defaultdict(str)
        fonts: Any = page.resources.get("/Font", {}) if "/Resources" in page.obj else {}
        marks: list[int | None] = []
        font: Font | None = None
        kept: list[Font | None] = []
        for instruction in pikepdf.parse_content_stream(page) if "/Contents" in page.obj else ():
            operands, operator = list(instruction.operands), str(instruction.operator)
            if operator == "BDC":
                marks.append(int(operands[1].MCID))
                found[marks[-1]] += ""
            elif operator == "BMC":
                marks.append(marks[-1] if marks else None)
            elif operator == "EMC":
                marks.pop()
            elif operator == "q":
                kept.append(font)
            elif operator == "Q":
                font = kept.pop()
            elif operator == "Tf":
                dictionary = fonts[str(operands[0])]
                font = self.fonts.setdefault(dictionary.objgen, Font(dictionary))
            elif operator in ("Tj", "TJ"):
                assert font is not None
                shown = operands if operator == "Tj" else list(operands[0])
                strings = (bytes(item) for item in shown if hasattr(item, "__bytes__"))
                found[marks[-1] if marks else None] += "".join(map(font.decode, strings))
        return found

    @cached_property
    def tags(self) -> list[Tag]:
        """All elements in reading order."""
        names = self.names
        return [self._tag(path, element, names) for path, element in self._elements]

    @cached_property
    def names(self) -> dict[str, int]:
        """Where the elements stand that have a name.

        Raises:
            ValueError: Two have the same.
        """
        named = [(str(element.ID), at) for at, (_, element) in enumerate(self._elements) if "/ID" in element]
        if len(dict(named)) != len(named):
            raise ValueError("two elements have the same name")
        return dict(named)

    def _tag(self, path: tuple[str, ...], element: Any, names: dict[str, int]) -> Tag:
        contents = [kid for kid in _kids(element) if isinstance(kid, int)]
        page = self._numbers[element.Pg.objgen] if contents else None
        text = "" if page is None else "".join(self.pages[page][number] for number in contents)
        attributes = dict(element.get("/A", {}))
        headers = tuple(names[str(name)] for name in attributes.pop("/Headers", []))
        attributes.pop("/BBox", None)  # WeasyPrint counts it in pixels, and from the top
        if set(attributes) == {"/O"}:
            attributes.clear()
        said = tuple(f"{key} {value}" for key, value in sorted(attributes.items()))
        alt = (f"Alt {element.Alt}",) if "/Alt" in element else ()
        return Tag(path, text, page, headers, said + alt)

    def check_parents(self) -> None:
        """See that each marked content leads back to the element that holds it.

        Raises:
            AssertionError: One doesn't.
        """
        numbers = list(self.file.Root.StructTreeRoot.ParentTree.Nums)
        owners = {int(key): list(found) for key, found in zip(numbers[::2], numbers[1::2], strict=True)}
        held = {
            (self._numbers[element.Pg.objgen], kid): element.objgen
            for _, element in self._elements
            for kid in _kids(element)
            if isinstance(kid, int)
        }
        for number, page in enumerate(self.file.pages):
            if "/StructParents" in page.obj:
                own = owners.pop(int(page.obj.StructParents))
                marks = sorted(mark for mark in self.pages[number] if mark is not None)
                assert marks == list(range(len(own)))
                assert [held.pop((number, mark)) for mark in marks] == [owner.objgen for owner in own]
        assert (owners, held) == ({}, {})
        for _, element in self._elements:
            assert element.objgen in {
                kid.objgen for kid in _kids(element.P) if isinstance(kid, pikepdf.Object)
            }

    @property
    def bookmarks(self) -> list[tuple[int, str, int, float]]:
        """Level, words, page and height of each."""
        return list(self._bookmarks(self.file.Root.Outlines, 0)) if "/Outlines" in self.file.Root else []

    def _bookmarks(self, above: Any, level: int) -> Iterator[tuple[int, str, int, float]]:
        mark, before = above.get("/First"), None
        while mark is not None:
            assert mark.Parent.objgen == above.objgen
            assert before is None or mark.Prev.objgen == before.objgen
            page, kind, _, height, _ = mark.Dest
            assert kind == "/XYZ"
            yield level, str(mark.Title), self._numbers[page.objgen], float(height)
            below = list(self._bookmarks(mark, level + 1))
            assert int(mark.get("/Count", 0)) == len(below)
            yield from below
            before, mark = mark, mark.get("/Next")
        assert before is None or above.Last.objgen == before.objgen

    @property
    def says(self) -> dict[str, str]:
        """What the file says of itself."""
        said = {key: str(value) for key, value in self.file.docinfo.items()}
        with self.file.open_metadata() as metadata:
            said |= {f"XMP {key}": str(metadata[key]) for key in metadata}
        root = self.file.Root
        said["language"] = str(root.Lang)
        said["marked"] = str(root.MarkInfo.Marked)
        said["shows its title"] = str(root.ViewerPreferences.get("/DisplayDocTitle"))
        return said


def _walk(node: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for kid in _kids(node):
        if isinstance(kid, pikepdf.Dictionary):
            own = (*path, str(kid.S))
            yield own, kid
            yield from _walk(kid, own)


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]
