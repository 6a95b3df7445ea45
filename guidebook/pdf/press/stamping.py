"""Formes to pages: the words of a sheet over the plates of its sections.

A page's content is kept as pieces, operators and words in turn, until the file's fonts are known: only then have
words the codes of glyphs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from guidebook.errors import GuidebookError
from guidebook.pdf.press.records import (
    PIXEL,
    ChartHole,
    FilledChart,
    FilledSection,
    Flow,
    Forme,
    Frame,
    Plate,
    Run,
    Tags,
)

Ink = str | tuple[int, str]
"""Operators, or words with the number of the face that prints them (guidebook.pdf.faces.FACES)."""

Width = Callable[[str, bool], float]
"""Gives the width of a text in ems; the second argument says whether it is bold."""
Setting = Callable[[str, bool], Sequence[tuple[int, str]]]
"""Divides a text into pieces that one face has."""

_SLACK = 0.7
"""Pixels that rounding may add up to."""
FONT_NAMES = ("/B", "/R", "/H")
"""The faces' names in a page's resources."""


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
        ink, first = page.ink, page.contents
        places = _Places(plate, section.words, self._width)
        ink.append(f"q\n1 0 0 1 0 {shift:g} cm\n" if shift else "q\n")
        for part in plate.parts:
            if isinstance(part, str):
                ink.append(part)
            elif isinstance(part, Run):
                ink += self._run(part, first, section.words, places)
            else:
                ink += self._chart(part, first, section.charts[part.chart])
        ink.append("Q\n")
        page.tags.append((plate.tags, [chart.alt for chart in section.charts]))
        page.contents += len(plate.tags.owners)
        page.states.update(plate.states)
        for mark in plate.bookmarks:
            runs = (plate.parts[at] for at in mark.runs)
            words = "".join(_words(run, section.words) for run in runs if isinstance(run, Run))
            page.bookmarks.append((mark.level, words, height - (mark.y + shift) * PIXEL))

    def _run(self, run: Run, first: int, words: Sequence[str], places: _Places) -> Iterator[Ink]:
        x = places.next(run)
        yield (f"/Span<</MCID {first + run.mcid}>>BDC\n{run.before}BT\n1 0 0 -1 {x:.3f} {run.y:.3f} Tm\n")
        if run.slot is not None:
            yield from self._shown(words[run.slot], run.bold, run.size)
        else:
            yield from self._own(run)
        yield "ET\nEMC\n"

    def _shown(self, text: str, bold: bool, size: float) -> Iterator[Ink]:
        for piece in self._setting(text, bold):
            yield f"{FONT_NAMES[piece[0]]} {size:.6g} Tf<"
            yield piece
            yield ">Tj\n"

    def _own(self, run: Run) -> Iterator[Ink]:
        """The form's own words, with spaces between letters where the style sheet puts some."""
        yield f"{FONT_NAMES[0 if run.bold else 1]} {run.size:.6g} Tf["
        for item in run.words:
            if isinstance(item, str):
                yield "<"
                yield (0 if run.bold else 1), item
                yield ">"
            else:
                yield f"{item:.5g}"
        yield "]TJ\n"

    def _chart(self, hole: ChartHole, first: int, chart: FilledChart) -> Iterator[Ink]:
        """The chart's shapes and words, which count points from its upper left corner."""
        scale = f"{1 / PIXEL:.6f}"
        yield (
            f"/Figure<</MCID {first + hole.mcid}>>BDC\nq\n{scale} 0 0 {scale} {hole.x:.3f} {hole.y:.3f} cm\n"
            f"{chart.operators}\n{chart.ink} rg\nBT\n"
        )
        for text, x, base, strong in chart.labels:
            yield f"1 0 0 -1 {x:.2f} {base:.2f} Tm\n"
            yield from self._shown(text, strong, chart.size)
        yield "ET\nQ\nEMC\n"


class _Places:
    """Where the runs of a section begin, as wide as its words are."""

    def __init__(self, plate: Plate, words: Sequence[str], width: Width) -> None:
        self._flows = plate.flows
        self._starts: list[Iterator[float]] = []
        spans: list[tuple[float, float]] = []
        runs: list[list[float]] = [[] for _ in plate.flows]
        for run in plate.parts:
            if isinstance(run, Run):
                runs[run.flow].append(_run_width(run, words, width))
        for flow, widths in zip(plate.flows, runs, strict=True):
            total = sum(widths) + sum(flow.gaps)
            start = flow.x - total if flow.from_right else flow.x
            if start < flow.least - _SLACK or start + total > flow.most + _SLACK:
                raise Unfit(f"放不进印版：{words}")
            spans.append((start, start + total))
            self._starts.append(_starts(start, flow, widths))
        for crowd in plate.crowds:
            for (_, end), (start, _) in pairwise(sorted(spans[number] for number in crowd)):
                if start < end - _SLACK:
                    raise Unfit(f"印版上叠在一起：{words}")

    def next(self, run: Run) -> float:
        """Where the next run of a flow begins."""
        return next(self._starts[run.flow])


def _starts(x: float, flow: Flow, widths: Sequence[float]) -> Iterator[float]:
    for gap, width in zip(flow.gaps, widths, strict=True):
        x += gap
        yield x
        x += width


def _words(run: Run, words: Sequence[str]) -> str:
    if run.slot is not None:
        return words[run.slot]
    return "".join(item for item in run.words if isinstance(item, str))


def _run_width(run: Run, words: Sequence[str], width: Width) -> float:
    """The width of a run in pixels."""
    if run.slot is not None:
        return width(words[run.slot], run.bold) * run.size
    letters = sum(width(item, run.bold) for item in run.words if isinstance(item, str))
    spaces = -sum(item for item in run.words if isinstance(item, float)) / 1000
    return (letters + spaces) * run.size
