"""Plates from WeasyPrint: a document with one section is laid out, and its file is cut at every text and chart.

Nothing here knows what a section says or looks like; templates and style sheets decide, as they do for whole sheets.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins
from msgspec.structs import replace

from guidebook.errors import SheetWithheld
from guidebook.pdf.faces import BOLD, FAMILY_NAMES, REGULAR
from guidebook.pdf.gates import check_boxes
from guidebook.pdf.layout import ABOVE, BELOW
from guidebook.pdf.press.content import ContentFault, Cut, CutFigure, CutText, cut
from guidebook.pdf.press.lines import PlacedLine, PlacedText, lines_of, section_of
from guidebook.pdf.press.pieces import PLACEHOLDER, other_words
from guidebook.pdf.press.records import PIXEL, Bookmark, ChartHole, Flow, Frame, Part, Plate, Run
from guidebook.pdf.press.structure import CutTags, cut_tags

if TYPE_CHECKING:
    from weasyprint import Document

    from guidebook.pdf.typesetter import Typesetter

GAP = 7.75
"""Points between sections in documents that plates are cast from; whatever has just this margin has the sheet's gap."""

_CLOSE = 0.01
"""Pixels by which two places of the same thing may differ."""


def cast(typesetter: Typesetter, xhtml: str, other: str, lines: int, style_sheet: Any) -> Plate:
    """Lay out a document and make a plate of the only section of its last page.

    What other words would move or stretch, but for the words behind them, can't be told from one layout: words in
    the middle of a line, a line below words, a table whose columns look at their cells.  So there are two.

    Args:
        typesetter: Lays out.
        xhtml: The document, a placeholder in each slot's lines.
        other: The same, with other words.
        lines: How many lines its slots have.
        style_sheet: Of the typesetter.

    Raises:
        ContentFault: WeasyPrint wrote something that the press doesn't know.
        SheetWithheld: WeasyPrint complained.
    """
    plate = _cast(typesetter, xhtml, [PLACEHOLDER] * lines, style_sheet, check=check_boxes)
    if not _alike(plate, _cast(typesetter, other, [other_words(line) for line in range(lines)], style_sheet)):
        raise ContentFault("随字数变的不只是字")
    return plate


def _cast(
    typesetter: Typesetter,
    xhtml: str,
    words: Sequence[str],
    style_sheet: Any,
    check: Callable[[Document], None] | None = None,
) -> Plate:
    import pikepdf

    document = typesetter.lay_out(xhtml, style_sheet)
    if check:
        try:
            check(document)
        except SheetWithheld as reason:
            raise ContentFault(str(reason)) from reason
    with pikepdf.open(io.BytesIO(typesetter.write(document, plain=True))) as file:
        page = file.pages[-1]
        pieces = cut(page)
        fonts = {name: _family(font) for name, font in page.resources.get("/Font", {}).items()}
        states = _states(page.resources)
        tags = cut_tags(_section(file))
    section = section_of(document.pages[-1])
    lines = lines_of(document.pages[-1])
    if [text.words for line in lines for text in line.texts if text.in_slot] != words:
        raise ContentFault("栏目里的字和模板填的不一样")
    parts = list(_parts(pieces, fonts, lines, list(tags.charts)))
    runs = [part for part in parts if isinstance(part, Run)]
    return Plate(
        parts=parts,
        flows=[_flow(line) for line in lines],
        crowds=_crowds(lines),
        tags=tags.tags,
        bookmarks=list(_bookmarks(tags, pieces, document)),
        charts=list(tags.charts.values()),
        states=states,
        above=section.top - section.margin,
        top=section.top,
        height=section.height,
        margin=None if abs(section.margin - GAP / PIXEL) < _CLOSE else section.margin,
        fixed=section.fixed,
        upper=min([section.top, *(run.y - ABOVE * run.size for run in runs)]),
        lower=max([section.top + section.height, *(run.y + BELOW * run.size for run in runs)]),
        foot=section.foot,
    )


def _alike(one: Any, other: Any) -> bool:
    """Whether two plates are the same but for rounding; which lines can cover each other is told by one alone."""
    if isinstance(one, Plate):
        one, other = (to_builtins(replace(plate, crowds=[])) for plate in (one, other))
    if isinstance(one, float):
        return isinstance(other, float) and abs(one - other) < _CLOSE
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(_alike, one, other))
    return bool(one == other)


def _states(resources: Any) -> dict[str, str]:
    """The graphics states; nothing else may be used but fonts."""
    for kind in ("/XObject", "/Pattern", "/Shading"):
        if resources.get(kind):
            raise ContentFault(kind)
    states = resources.get("/ExtGState", {})
    return {name: state.unparse(resolved=True).decode() for name, state in states.items()}


def cast_frame(typesetter: Typesetter, xhtml: str, style_sheet: Any) -> Frame:
    """What all sheets have in common that begin and end like this document.

    Args:
        typesetter: Lays out.
        xhtml: The document, with a placeholder for its title and as its only section.
        style_sheet: Of the typesetter.
    """
    import pikepdf

    document = typesetter.lay_out(xhtml, style_sheet)
    with pikepdf.open(io.BytesIO(typesetter.write(document, plain=True))) as file:
        left, bottom, right, top = (float(edge) for edge in file.pages[0].mediabox)
        info = (
            f"{name}{value.unparse().decode('latin-1')}"
            for name, value in file.docinfo.items()
            if name != "/Title"
        )
        return Frame(
            width=right - left,
            height=top - bottom,
            language=str(file.Root.Lang),
            info="".join(info),
            metadata=file.Root.Metadata.read_bytes().decode(),
        )


def _section(file: Any) -> Any:
    """The structure element of the last page's only section."""
    *_, container = file.Root.StructTreeRoot.K[0].K
    if len(container.K) != 1:
        raise ContentFault(f"{len(container.K)}个并列的部分")
    return container.K[0]


def _family(font: Any) -> str:
    """The font file that a subset was made from."""
    name = str(font.BaseFont).partition("+")[2]
    if name not in FAMILY_NAMES:
        raise ContentFault(f"字体{name}")
    return FAMILY_NAMES[name]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a text is in its plate."""

    flow: int
    text: PlacedText


def _parts(
    pieces: Sequence[Cut], fonts: dict[str, str], lines: Sequence[PlacedLine], charts: Sequence[int]
) -> Iterator[Part]:
    places = [_Place(flow, text) for flow, line in enumerate(lines) for text in line.texts]
    slots = {id(place): n for n, place in enumerate(place for place in places if place.text.in_slot)}
    painted: list[list[PlacedText]] = [[] for _ in lines]
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        elif isinstance(piece, CutFigure):
            yield ChartHole(piece.mcid, charts.index(piece.mcid), piece.x, piece.y)
        else:
            place = _place_of(piece, places)
            painted[place.flow].append(place.text)
            if place.text.in_slot and any(isinstance(item, float) and abs(item) > 1 for item in piece.glyphs):
                raise ContentFault("栏目里的字距")
            face = fonts[piece.font]
            if face not in (BOLD, REGULAR):
                raise ContentFault(f"版面自己的字“{place.text.words}”用了{face}")
            yield Run(
                mcid=piece.mcid,
                before=piece.before,
                bold=face == BOLD,
                size=piece.size,
                y=piece.y,
                flow=place.flow,
                slot=slots.get(id(place)),
                words=[] if place.text.in_slot else _own_words(piece, place.text.words),
            )
    if painted != [line.texts for line in lines]:
        raise ContentFault("一行字不按次序画")


def _place_of(cut_text: CutText, places: Sequence[_Place]) -> _Place:
    for place in places:
        if abs(place.text.x - cut_text.x) < _CLOSE and abs(place.text.base - cut_text.y) < _CLOSE:
            return place
    raise ContentFault(f"({cut_text.x:.1f}, {cut_text.y:.1f})处的字")


def _own_words(cut_text: CutText, words: str) -> list[str | float]:
    """The form's own words with the spaces that the style sheet puts between letters."""
    glyphs = sum(isinstance(item, int) for item in cut_text.glyphs)
    if glyphs != len(words):
        raise ContentFault(f"“{words}”的字数")
    found: list[str | float] = []
    letters = iter(words)
    for item in cut_text.glyphs:
        if isinstance(item, int):
            letter = next(letters)
            if found and isinstance(found[-1], str):
                found[-1] += letter
            else:
                found.append(letter)
        elif found and isinstance(found[-1], float):
            found[-1] += item
        else:
            found.append(item)
    return found


def _flow(line: PlacedLine) -> Flow:
    first, *others = line.texts
    gaps = [0.0]
    before = first
    for text in others:
        gaps.append(text.x - before.end)
        before = text
    return Flow(before.end if line.from_right else first.x, line.from_right, gaps, line.left, line.right)


def _crowds(lines: Sequence[PlacedLine]) -> list[list[int]]:
    """Lines with slots that stand beside others in the same box."""
    crowds = []
    for number, line in enumerate(lines):
        beside = [
            other
            for other in range(number + 1, len(lines))
            if lines[other].inside == line.inside
            and abs(lines[other].texts[0].base - line.texts[0].base) < lines[other].texts[0].width
        ]
        if beside and any(text.in_slot for other in (number, *beside) for text in lines[other].texts):
            crowds.append([number, *beside])
    return crowds


def _bookmarks(tags: CutTags, pieces: Sequence[Cut], document: Document) -> Iterator[Bookmark]:
    places = {piece.mcid: at for at, piece in enumerate(pieces) if isinstance(piece, CutText)}
    marks = document.pages[-1].bookmarks
    if len(marks) != len(tags.headings):
        raise ContentFault("书签")
    for (level, contents), (_, _, (_, y), _) in zip(tags.headings, marks, strict=True):
        yield Bookmark(level, [places[content] for content in contents], y)
