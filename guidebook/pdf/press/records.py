"""What the press keeps: plates, cast once for each kind of section, and formes, sheets stamped with them.

Lengths are CSS pixels (¾ point) from a page's upper left corner, as WeasyPrint writes them.  All records can be
written as MessagePack: plates and formes outlive the process that made them, and reading them runs no code.
"""

from __future__ import annotations

from msgspec import DecodeError, Struct, msgpack

PIXEL = 0.75
"""A CSS pixel in points."""


class Run(Struct, frozen=True, array_like=True, tag=0):
    """A text on one line, set in one style: what stands between `BT` and `ET`, and the marks around it.

    Attributes:
        mcid: Number of its marked content, counted from the section's first.
        before: Operators inside the mark and before the text, such as its colour.
        bold: Whether the bold face prints it.
        size: The font's size.
        y: The base line.
        flow: Number of the flow it stands in.
        slot: Number of its words among those of the section's slots; None if they are the form's own.
        words: The form's own words: texts and, between them, how far to move on, in thousandths of the size.
    """

    mcid: int
    before: str
    bold: bool
    size: float
    y: float
    flow: int
    slot: int | None
    words: list[str | float]


class ChartHole(Struct, frozen=True, array_like=True, tag=1):
    """Where a chart is drawn.

    Attributes:
        mcid: Number of its marked content.
        chart: Number of the chart in the section.
        x: Its left edge.
        y: Its upper edge.
    """

    mcid: int
    chart: int
    x: float
    y: float


Part = str | Run | ChartHole


class Flow(Struct, frozen=True, array_like=True):
    """Runs that follow each other on a line.

    Attributes:
        x: Where the first begins, or, `from_right`, where the last one ends.
        from_right: Whether the line is set to the right.
        gaps: What lies before each run.
        least: The left edge of what the flow must not leave.
        most: The right edge.
    """

    x: float
    from_right: bool
    gaps: list[float]
    least: float
    most: float


class Bookmark(Struct, frozen=True, array_like=True):
    """A heading in the file's outline: its level, its runs (by their places among the parts), its height."""

    level: int
    runs: list[int]
    y: float


class Tags(Struct, frozen=True, array_like=True):
    """A section's part of the structure tree, as objects with holes for numbers.

    Attributes:
        objects: One text for all objects, with a hole (`%7d`) for each number.  All holes are as wide, so that
            objects always begin at the same places.
        holes: For each hole what its number counts from (0: the section's first object, 1: its first marked content,
            2: the section's parent, 3: its page, 4: the first object of its charts), and how far.
        starts: Where each object begins in the text, once its holes are filled.
        owners: For each marked content, which object it belongs to.
    """

    objects: str
    holes: list[tuple[int, int]]
    starts: list[int]
    owners: list[int]


class Plate(Struct, frozen=True, array_like=True):
    """A section of one kind, laid out.

    Attributes:
        parts: Its content in reading order.
        flows: The lines its runs stand on.
        crowds: Flows that stand beside each other in one box, and must not cover each other.
        tags: Its structure.
        bookmarks: Its headings.
        charts: The names of its charts.
        states: The graphics states it uses: their names, and what PDF writes for them.
        above: Where its page's first section begins.
        top: The upper edge where it was cast.
        height: Its height.
        margin: The room above it; None for the sheet's gap between sections.
        fixed: Whether it stays where it was cast.
        upper: Where its uppermost words or its box begin, where it was cast.
        lower: Where its lowest words or its box end.
        foot: The lower edge of what the page has for sections.
    """

    parts: list[Part]
    flows: list[Flow]
    crowds: list[list[int]]
    tags: Tags
    bookmarks: list[Bookmark]
    charts: list[str]
    states: dict[str, str]
    above: float
    top: float
    height: float
    margin: float | None
    fixed: bool
    upper: float
    lower: float
    foot: float


class Frame(Struct, frozen=True, array_like=True):
    """What sheets of a kind have in common: their paper, and what the file says of itself.

    Attributes:
        width: Of the page, in points.
        height: Likewise.
        language: Of the document.
        info: Entries of the information dictionary, but for the title.
        metadata: The XMP packet, with a placeholder for the title.
    """

    width: float
    height: float
    language: str
    info: str
    metadata: str


class Mark(Struct, frozen=True, array_like=True):
    """A heading of a page: its level, its words, and its height in points from the page's foot."""

    level: int
    words: str
    height: float


class TaggedChart(Struct, frozen=True, array_like=True):
    """A chart as the structure tree has it: in words, and where it is (left, lower, right and upper edge, points)."""

    alt: str
    box: tuple[float, float, float, float]


class TaggedSection(Struct, frozen=True, array_like=True):
    """A section of a page as the structure tree has it: its plate and its charts."""

    plate: str
    charts: list[TaggedChart]


class Page(Struct, frozen=True, array_like=True):
    """A page that is written, but for the fonts.

    Attributes:
        content: Its operators, compressed as in a file.
        characters: What it needs of each face (guidebook.pdf.faces.FACES).
        sections: Its structure.
        marks: Its headings.
        states: Graphics states by name.
    """

    content: bytes
    characters: list[str]
    sections: list[TaggedSection]
    marks: list[Mark]
    states: dict[str, str]


class Forme(Struct, frozen=True, array_like=True):
    """A sheet ready to be printed, alone or in a pack.

    Attributes:
        frame: Name of its frame.
        title: The document's title.
        pages: Front and back.
    """

    frame: str
    title: str
    pages: list[Page]

    def packed(self) -> bytes:
        """The forme to be kept."""
        return msgpack.encode(self)

    @classmethod
    def unpacked(cls, kept: bytes) -> Forme:
        """A forme that was kept.

        Raises:
            ValueError: It is damaged, or was kept by another version of the program.
        """
        try:
            return msgpack.decode(kept, type=cls)
        except DecodeError as error:
            raise ValueError(str(error)) from error
