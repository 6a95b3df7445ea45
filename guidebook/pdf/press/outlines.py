"""A file's outline: the bookmarks that readers show beside its pages (PDF 32000, 12.3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guidebook.pdf.press.objects import ObjectWriter, text_string


@dataclass(frozen=True, slots=True)
class Heading:
    """A bookmark: its level, its words, the place of its page, and how high on it, in points from the foot."""

    level: int
    words: str
    page: int
    height: float


def put_outlines(out: ObjectWriter, headings: Sequence[Heading], pages: Sequence[int]) -> str:
    """Write bookmarks, each below the last one of a higher level.

    Args:
        out: The file.
        headings: In the order in which they are read.
        pages: Numbers of the file's pages.

    Returns:
        The catalogue's entry, empty without headings.
    """
    if not headings:
        return ""
    root, first = out.reserve(), out.reserve(len(headings))
    tree = _Tree([heading.level for heading in headings])
    for at, heading in enumerate(headings):
        above = tree.parents[at]
        beside, kids = tree.tops if above is None else tree.kids[above], tree.kids[at]
        place = beside.index(at)
        entries = f"/Title{text_string(heading.words)}/Parent {root if above is None else first + above} 0 R"
        if place:
            entries += f"/Prev {first + beside[place - 1]} 0 R"
        if place + 1 < len(beside):
            entries += f"/Next {first + beside[place + 1]} 0 R"
        if kids:
            entries += f"/First {first + kids[0]} 0 R/Last {first + kids[-1]} 0 R/Count {tree.below(at)}"
        page = pages[heading.page]
        out.put(first + at, f"<<{entries}/Dest[{page} 0 R/XYZ 0 {heading.height:.6g} 0]>>")
    ends = f"/First {first + tree.tops[0]} 0 R/Last {first + tree.tops[-1]} 0 R"
    out.put(root, f"<</Type/Outlines/Count {len(headings)}{ends}>>")
    return f"/Outlines {root} 0 R"


class _Tree:
    """Levels as a tree, by their places in the list.

    Attributes:
        parents: Of each the one it is below; None at the top.
        kids: Of each those right below it.
        tops: Those below none.
    """

    def __init__(self, levels: Sequence[int]) -> None:
        self.parents: list[int | None] = []
        self.kids: list[list[int]] = [[] for _ in levels]
        self.tops: list[int] = []
        above: list[int] = []
        for at, level in enumerate(levels):
            while above and levels[above[-1]] >= level:
                above.pop()
            self.parents.append(above[-1] if above else None)
            (self.kids[above[-1]] if above else self.tops).append(at)
            above.append(at)

    def below(self, at: int) -> int:
        """How many there are below one, at any depth."""
        return sum(1 + self.below(kid) for kid in self.kids[at])
