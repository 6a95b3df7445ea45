"""Formes to pages: the words of a sheet over the plates of its sections.

A page's content is kept as pieces, operators and words in turn, until the file's fonts are known: only then have
words the codes of glyphs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from guidebook.errors import GuidebookError
from guidebook.pdf.press.inking import FONT_NAMES, Hole, Ink, Inked, Width, ink_plate, set_line
from guidebook.pdf.press.records import (
    PIXEL,
    ChartHole,
    FilledChart,
    FilledSection,
    Forme,
    Frame,
    Plate,
    Run,
    Tags,
)

Setting = Callable[[str, bool], Sequence[tuple[int, str]]]
"""Divides a text into pieces that one face has."""

_SLACK = 0.7
"""Pixels that rounding may add up to."""


class Unfit(GuidebookError):
    """A sheet doesn't fit its plates: the reference press has to print it, or to say why it can't be printed."""


@dataclass(slots=True)
class StampedPage:
    """A page ready to be encoded.

    Attributes:
        ink: Its content.
        tags: The structure of each section, and its charts in words.
        contents: How many marked contents it has.
        bookmarks: Level, words and height (points from the foot) of each heading.
        states: Graphics states by name.
    """

    ink: list[Ink] = field(default_factory=list)
    tags: list[tuple[Tags, list[str]]] = field(default_factory=list)
    contents: int = 0
    bookmarks: list[tuple[int, str, float]] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)


class Stamp:
    """Fills plates.

    Args:
        width: How wide texts are.
        setting: Which faces print them.
    """

    def __init__(self, width: Width, setting: Setting) -> None:
        self._width = width
        self._setting = setting
        self._inked: dict[tuple[str, int], Inked] = {}

    def pages(self, forme: Forme, frame: Frame, plates: Mapping[str, Plate]) -> list[StampedPage]:
        """Fill the plates of a sheet.

        Args:
            forme: Whose words.
            frame: What all sheets of its kind have in common.
            plates: By name, at least those that the forme names.

        Raises:
            Unfit: A text leaves its box, or covers another one.
        """
        return [self._page(sections, forme.gap / PIXEL, frame, plates) for sections in forme.pages]

    def _page(
        self, sections: Sequence[FilledSection], gap: float, frame: Frame, plates: Mapping[str, Plate]
    ) -> StampedPage:
        page = StampedPage()
        page.ink.append(f"1 0 0 -1 0 {frame.height:.6g} cm\nq\n{PIXEL} 0 0 {PIXEL} 0 0 cm\n")
        below = frame.top / PIXEL
        for section in sections:
            plate = plates[section.plate]
            if plate.fixed:
                top = plate.top
            else:
                top = below + (gap if plate.margin is None else plate.margin)
                below = top + plate.height
            self._section(page, section, plate, round(top - plate.top, 3), frame.height)
        page.ink.append("Q\n")
        return page

    def _section(
        self, page: StampedPage, section: FilledSection, plate: Plate, shift: float, height: float
    ) -> None:
        """Put a section on the page, so many pixels below where its plate was cast."""
        key = section.plate, page.contents
        inked = self._inked.get(key)
        if inked is None:
            inked = self._inked[key] = ink_plate(plate, page.contents, self._width)
        ink, words = page.ink, section.words
        starts = self._starts(inked, plate, words)
        ink.append(f"q\n1 0 0 1 0 {shift:g} cm\n" if shift else "q\n")
        for part in inked.parts:
            if isinstance(part, Hole):
                ink.append(f"{part.before}{starts[part.number]:.3f}")
                ink += part.after
                if part.slot is not None:
                    self._show(ink, words[part.slot], part.bold, part.size)
                    ink.append("ET\nEMC\n")
            elif isinstance(part, ChartHole):
                self._chart(ink, part, page.contents, section.charts[part.chart])
            else:
                ink.append(part)
        ink.append("Q\n")
        page.tags.append((plate.tags, [chart.alt for chart in section.charts]))
        page.contents += len(plate.tags.owners)
        page.states.update(plate.states)
        for mark in plate.bookmarks:
            runs = (plate.parts[at] for at in mark.runs)
            text = "".join(_words(run, words) for run in runs if isinstance(run, Run))
            page.bookmarks.append((mark.level, text, height - (mark.y + shift) * PIXEL))

    def _starts(self, inked: Inked, plate: Plate, words: Sequence[str]) -> list[float]:
        """Where the holes begin, as wide as their words are."""
        width = self._width
        found, spans = [0.0] * inked.holes, inked.spans.copy()
        for number, flow, holes in inked.lines:
            starts, span = set_line(
                flow,
                [
                    hole.width if hole.slot is None else width(words[hole.slot], hole.bold) * hole.size
                    for hole in holes
                ],
            )
            if span[0] < flow.least - _SLACK or span[1] > flow.most + _SLACK:
                raise Unfit(f"放不进印版：{words}")
            spans[number] = span
            for hole, start in zip(holes, starts, strict=True):
                found[hole.number] = start
        for crowd in plate.crowds:
            for (_, end), (start, _) in pairwise(sorted(spans[number] for number in crowd)):
                if start < end - _SLACK:
                    raise Unfit(f"印版上叠在一起：{words}")
        return found

    def _chart(self, ink: list[Ink], hole: ChartHole, first: int, chart: FilledChart) -> None:
        """Put a chart's shapes and words, which count points from its upper left corner."""
        scale = f"{1 / PIXEL:.6f}"
        ink.append(
            f"/Figure<</MCID {first + hole.mcid}>>BDC\nq\n{scale} 0 0 {scale} {hole.x:.3f} {hole.y:.3f} cm\n"
            f"{chart.operators}\n{chart.ink} rg\nBT\n"
        )
        for text, x, base, strong in chart.labels:
            ink.append(f"1 0 0 -1 {x:.2f} {base:.2f} Tm\n")
            self._show(ink, text, strong, chart.size)
        ink.append("ET\nQ\nEMC\n")

    def _show(self, ink: list[Ink], text: str, bold: bool, size: float) -> None:
        for piece in self._setting(text, bold):
            ink += (f"{FONT_NAMES[piece[0]]} {size:.6g} Tf<", piece, ">Tj\n")


def _words(run: Run, words: Sequence[str]) -> str:
    if run.slot is not None:
        return words[run.slot]
    return "".join(item for item in run.words if isinstance(item, str))
