"""`route_pack.pdf`: a route's sheets in visit order, ready for duplex printing in one run.

The sheets' tags are kept, each sheet has a bookmark, and the same sheets always give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Page, Pdf, String

from guidebook.storage import whole_file

_LANGUAGE = "zh-CN"


@dataclass(frozen=True, slots=True)
class PackPart:
    """A sheet of the pack, or its cover: the file and what its bookmark says."""

    pdf: Path | BytesIO
    label: str


def write_pack(path: Path, parts: Iterable[PackPart], title: str, as_of: date, *, duplex: bool = True) -> int:
    """Join sheets into one file.

    Args:
        path: The file to write.
        parts: The sheets in the order they are visited.
        title: The document's title.
        as_of: The day the sheets are made for; the document's date.
        duplex: Whether every sheet starts on a front page: one without a back gets an empty one.

    Returns:
        The number of pages, blank ones included.
    """
    pack = Pdf.new()
    tags = _Tags(pack)
    with pack.open_outline() as outline:
        for part in parts:
            first = len(pack.pages)
            with Pdf.open(part.pdf) as sheet:
                pack.pages.extend(sheet.pages)
                tags.adopt(sheet, first)
            if duplex and len(pack.pages) % 2:
                pack.add_blank_page(page_size=_size(pack.pages[-1]))
            outline.root.append(OutlineItem(part.label, first))
    tags.finish()
    _describe(pack, title, as_of, duplex)
    with whole_file(path) as file:
        pack.save(file, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return len(pack.pages)


def contents(path: Path) -> list[tuple[str, int, int]]:
    """The bookmarks of a pack, each with its first page, counted from 1, and the number of its pages."""
    with Pdf.open(path) as pack, pack.open_outline() as outline:
        places: dict[object, int] = {page.objgen: number for number, page in enumerate(pack.pages, 1)}
        targets = [item.destination for item in outline.root]
        firsts = [places[target[0].objgen] for target in targets if isinstance(target, Array)]
        ends = [*firsts[1:], len(places) + 1]
        return [
            (item.title, first, end - first)
            for item, first, end in zip(outline.root, firsts, ends, strict=True)
        ]


def _size(page: Page) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    return right - left, top - bottom


def _describe(pack: Pdf, title: str, as_of: date, duplex: bool) -> None:
    pack.Root.Lang = String(_LANGUAGE)
    pack.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if duplex:
        pack.Root.ViewerPreferences.Duplex = Name.DuplexFlipLongEdge
    pack.docinfo[Name.Title] = title
    pack.docinfo[Name.CreationDate] = f"D:{as_of:%Y%m%d}000000Z"


class _Tags:
    """The structure trees of the sheets under one root (PDF 32000, 14.7): a `Document` for each sheet."""

    def __init__(self, pack: Pdf) -> None:
        self._pack = pack
        self._root = pack.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._children: list[Object] = []
        self._parents: list[int | Object] = []
        self._roles: dict[str, Object] = {}
        self._next_key = 0

    def adopt(self, sheet: Pdf, first: int) -> None:
        """Take over the tags of a sheet whose pages now begin at index `first`."""
        if Name.StructTreeRoot not in sheet.Root:
            return
        tree = self._pack.copy_foreign(sheet.Root.StructTreeRoot)
        kids = tree.get(Name.K, Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            kid.P = self._root
            self._children.append(kid)
        self._roles.update(tree.get(Name.RoleMap, Dictionary()).items())
        entries = _numbers(tree.get(Name.ParentTree, Dictionary()))
        for key, parents in entries.items():
            self._parents += [self._next_key + key, parents]
        self._shift(first)
        self._next_key += max(entries, default=-1) + 1

    def _shift(self, first: int) -> None:
        """Point the pages' keys, and their annotations', at the joined parent tree."""
        for page in list(self._pack.pages)[first:]:
            for name, holders in (
                (Name.StructParents, [page.obj]),
                (Name.StructParent, list(page.obj.get(Name.Annots, Array()))),
            ):
                for holder in holders:
                    if name in holder:
                        holder[name] = int(holder[name]) + self._next_key

    def finish(self) -> None:
        """Hang the joined tree into the pack; a pack of untagged sheets stays untagged."""
        if not self._children:
            return
        self._root.K = Array(self._children)
        self._root.ParentTree = Dictionary(Nums=Array(self._parents))
        self._root.ParentTreeNextKey = self._next_key
        if self._roles:
            self._root.RoleMap = Dictionary(self._roles)
        self._pack.Root.StructTreeRoot = self._root
        self._pack.Root.MarkInfo = Dictionary(Marked=True)


def _numbers(tree: Object) -> dict[int, Object]:
    """A number tree, flat."""
    found: dict[int, Object] = {}
    nums = list(tree.get(Name.Nums, Array()))
    for key, value in zip(nums[::2], nums[1::2], strict=True):
        found[int(key)] = value
    for kid in tree.get(Name.Kids, Array()):
        found.update(_numbers(kid))
    return found
