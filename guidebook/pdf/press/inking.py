"""A plate at its place on a page: whatever is the same on all sheets is written out, and the rest left as holes.

This is done once for each plate and number of its first marked content; sheets share the outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from guidebook.pdf.press.records import ChartHole, Flow, Plate, Run
from guidebook.pdf.press.typecase import EncodedText

Encode = Callable[[str, bool], EncodedText]
"""Encodes words; the second argument says whether they are bold."""

Span = tuple[float, float]
"""From where to where a line reaches, in pixels."""

FONT_NAMES = ("/B", "/R", "/H")
"""The names of `guidebook.pdf.faces.FACES` in a page's resources."""
_BOLD, _REGULAR, _ = FONT_NAMES
_END = "ET\nEMC\n"
"""Of a run."""


@dataclass(frozen=True, slots=True)
class Hole:
    """A run on a line with words that change from sheet to sheet.

    Attributes:
        number: Among the holes of its plate.
        slot: Number of its words; None if these words are the form's own, on a line with others that change.
        bold: Which face prints it.
        size: Its size in pixels.
        width: Of the form's own words, in pixels.
        before: What is written before its left edge, beginning with the end of a hole that lies just before.
        after: What follows that: its height, and the form's own words if they are.
        fonts: What is written before a piece's codes, for each face.
    """

    number: int
    slot: int | None
    bold: bool
    size: float
    width: float
    before: str
    after: str
    fonts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inked:
    """A plate, written out but for its holes.

    Attributes:
        parts: Its content in order.
        lines: The lines with holes: their numbers among the plate's flows, and their holes.
        spans: Where all other lines are; nothing for those with holes.
        holes: How many there are.
        characters: Of each face, what the form's own words need.
    """

    parts: list[str | Hole | ChartHole]
    lines: list[tuple[int, Flow, list[Hole]]]
    spans: list[Span]
    holes: int
    characters: list[str]


def ink_plate(plate: Plate, first: int, encode: Encode) -> Inked:
    """Write a plate out.

    Args:
        plate: The plate.
        first: Number of its first marked content on the page.
        encode: Encodes the form's own words.
    """
    runs: list[list[Run]] = [[] for _ in plate.flows]
    for part in plate.parts:
        if isinstance(part, Run):
            runs[part.flow].append(part)
    spans: list[Span] = []
    places: dict[int, float] = {}
    for flow, on_line in zip(plate.flows, runs, strict=True):
        if any(run.slot is not None for run in on_line):
            spans.append((0.0, 0.0))
            continue
        starts, span = set_line(flow, [own_width(run, encode) for run in on_line])
        spans.append(span)
        places.update(zip((run.mcid for run in on_line), starts, strict=True))
    parts: list[str | Hole | ChartHole] = []
    holes: dict[int, list[Hole]] = {}
    number = 0
    closing = ""
    for part in plate.parts:
        if not isinstance(part, Run):
            parts += (closing, part)
            closing = ""
        elif part.mcid in places:
            parts.append(f"{closing}{_before(part, first)}{places[part.mcid]:.3f}{_after(part, encode)}")
            closing = ""
        else:
            own = 0.0 if part.slot is not None else own_width(part, encode)
            hole = Hole(
                number,
                part.slot,
                part.bold,
                part.size,
                own,
                closing + _before(part, first),
                _after(part, encode),
                selecting(part.size),
            )
            holes.setdefault(part.flow, []).append(hole)
            parts.append(hole)
            number += 1
            closing = "" if part.slot is None else _END
    parts.append(closing)
    lines = [(flow, plate.flows[flow], on_line) for flow, on_line in holes.items()]
    return Inked(list(_joined(parts)), lines, spans, number, _characters(plate, encode))


def _joined(parts: Iterable[str | Hole | ChartHole]) -> Iterator[str | Hole | ChartHole]:
    """Put texts that follow each other together."""
    for is_text, together in groupby(parts, lambda part: isinstance(part, str)):
        if is_text:
            yield "".join(part for part in together if isinstance(part, str))
        else:
            yield from together


def _characters(plate: Plate, encode: Encode) -> list[str]:
    found = [""] * len(FONT_NAMES)
    for part in plate.parts:
        if isinstance(part, Run):
            for item in part.words:
                for piece in encode(item, part.bold).pieces if isinstance(item, str) else ():
                    found[piece.face] += piece.characters
    return found


def set_line(flow: Flow, widths: Sequence[float]) -> tuple[list[float], Span]:
    """Where runs of these widths begin on a line, and where the line is."""
    total = sum(widths) + sum(flow.gaps)
    left = x = flow.x - total if flow.from_right else flow.x
    starts = []
    for gap, width in zip(flow.gaps, widths, strict=True):
        starts.append(x + gap)
        x += gap + width
    return starts, (left, left + total)


def own_width(run: Run, encode: Encode) -> float:
    """The width of the form's own words, in pixels."""
    letters = sum(encode(item, run.bold).width for item in run.words if isinstance(item, str))
    spaces = -sum(item for item in run.words if isinstance(item, float)) / 1000
    return (letters + spaces) * run.size


def selecting(size: float) -> tuple[str, ...]:
    """What selects each face in this size, and begins a piece of its codes."""
    return tuple(f"{name} {size:.6g} Tf<" for name in FONT_NAMES)


def _before(run: Run, first: int) -> str:
    return f"/Span<</MCID {first + run.mcid}>>BDC\n{run.before}BT\n1 0 0 -1 "


def _after(run: Run, encode: Encode) -> str:
    """What follows a run's left edge; of words that change only their height."""
    written = f" {run.y:.3f} Tm\n"
    if run.slot is not None:
        return written
    written += f"{_BOLD if run.bold else _REGULAR} {run.size:.6g} Tf["
    for item in run.words:
        if isinstance(item, str):
            written += "".join(f"<{piece.codes}>" for piece in encode(item, run.bold).pieces)
        else:
            written += f"{item:.5g}"
    return f"{written}]TJ\n{_END}"
