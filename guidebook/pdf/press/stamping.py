"""The words of a sheet over the plates of its sections: pages whose content is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from guidebook.charts import Drawing
from guidebook.charts.drawing import WORDS, components
from guidebook.pdf.press.inking import FONT_NAMES, Encode, Hole, Inked, ink_plate, selecting, set_line
from guidebook.pdf.press.objects import compressed
from guidebook.pdf.press.placing import SLACK, Unfit, placed
from guidebook.pdf.press.records import (
    PIXEL,
    ChartHole,
    Frame,
    Mark,
    Page,
    Plate,
    Run,
    TaggedChart,
    TaggedSection,
)
from guidebook.pdf.press.typecase import EncodedText

_MOST_KEPT = 4000
"""Plates at their places that are remembered, some kilobytes each."""


class Filling(NamedTuple):
    """A section of a sheet: its plate, by name too, the lines of its slots, and its charts."""

    name: str
    plate: Plate
    words: Sequence[str]
    charts: Sequence[Drawing]


class Stamp:
    """Fills plates.

    Args:
        encode: Encodes words.
    """

    def __init__(self, encode: Encode) -> None:
        self._encode = encode
        self._inked: dict[tuple[str, int], Inked] = {}

    def page(self, sections: Sequence[Filling], gap: float, frame: Frame) -> Page:
        """Fill the plates of a page.

        Args:
            sections: From the top.
            gap: Points between those that leave it to the sheet.
            frame: The paper.

        Raises:
            Unfit: A text leaves its box, or covers another one; or sections do.
        """
        ink = _Ink()
        ink.add(f"1 0 0 -1 0 {frame.height:.6g} cm\nq\n{PIXEL} 0 0 {PIXEL} 0 0 cm\n")
        contents = 0
        marks: list[Mark] = []
        states: dict[str, str] = {}
        tagged: list[TaggedSection] = []
        shifts = placed([section.plate for section in sections], gap)
        for section, shift in zip(sections, shifts, strict=True):
            plate = section.plate
            ink.add(f"q\n1 0 0 1 0 {shift:g} cm\n" if shift else "q\n")
            self._section(ink, section, contents)
            ink.add("Q\n")
            marks += [
                Mark(mark.level, _heading(section, mark.runs), frame.height - (mark.y + shift) * PIXEL)
                for mark in plate.bookmarks
            ]
            states.update(plate.states)
            tagged.append(TaggedSection(section.name, list(_tagged(section, frame.height, shift))))
            contents += len(plate.tags.owners)
        ink.add("Q\n")
        return Page(
            content=compressed("".join(ink.written).encode("ascii")),
            characters=["".join(dict.fromkeys("".join(used))) for used in ink.used],
            sections=tagged,
            marks=marks,
            states=states,
        )

    def _section(self, ink: _Ink, section: Filling, first: int) -> None:
        """Write a section whose first marked content has this number."""
        inked = self._inked.get((section.name, first))
        if inked is None:
            if len(self._inked) >= _MOST_KEPT:
                self._inked.clear()
            inked = self._inked[section.name, first] = ink_plate(section.plate, first, self._encode)
        starts = [0.0] * inked.holes
        texts = self._set(inked, section, starts)
        for part in inked.parts:
            if isinstance(part, str):
                ink.add(part)
            elif isinstance(part, Hole):
                ink.add(f"{part.before}{starts[part.number]:.3f}{part.after}")
                if part.slot is not None:
                    ink.show(texts[part.slot], part.fonts)
            else:
                _draw(ink, part, first, section.charts[part.chart], self._encode)
        for used, own in zip(ink.used, inked.characters, strict=True):
            used.append(own)

    def _set(self, inked: Inked, section: Filling, starts: list[float]) -> list[EncodedText]:
        """Encode the words of a section and tell where its holes begin; return the words."""
        plate, words, encode = section.plate, section.words, self._encode
        texts: list[EncodedText] = [_NOTHING] * len(words)
        spans = inked.spans.copy()
        for number, flow, holes in inked.lines:
            widths = []
            for hole in holes:
                if hole.slot is None:
                    widths.append(hole.width)
                else:
                    word = words[hole.slot]
                    text = encode(word, hole.bold)
                    if not word.strip():
                        text = EncodedText(text.width, ())  # WeasyPrint doesn't paint blanks either
                    texts[hole.slot] = text
                    widths.append(text.width * hole.size)
            if len(holes) == 1:
                left = flow.x - widths[0] if flow.from_right else flow.x
                span = left, left + widths[0]
                starts[holes[0].number] = left
            else:
                begin, span = set_line(flow, widths)
                for hole, start in zip(holes, begin, strict=True):
                    starts[hole.number] = start
            if span[0] < flow.least - SLACK or span[1] > flow.most + SLACK:
                raise Unfit(f"放不进印版：{words}")
            spans[number] = span
        for crowd in plate.crowds:
            for (_, end), (start, _) in pairwise(sorted(spans[number] for number in crowd)):
                if start < end - SLACK:
                    raise Unfit(f"印版上叠在一起：{words}")
        return texts


_NOTHING = EncodedText(0.0, ())


class _Ink:
    """What is written of a page, and the characters used of each face."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.add = self.written.append
        self.used: list[list[str]] = [[] for _ in FONT_NAMES]

    def show(self, text: EncodedText, fonts: Sequence[str]) -> None:
        """Write words; `fonts` selects the faces."""
        for piece in text.pieces:
            self.written.append(f"{fonts[piece.face]}{piece.codes}>Tj\n")
            self.used[piece.face].append(piece.characters)


def _draw(ink: _Ink, hole: ChartHole, first: int, chart: Drawing, encode: Encode) -> None:
    """Write a chart's shapes and words, which count points from its upper left corner."""
    scale = f"{1 / PIXEL:.6f}"
    ink.add(
        f"/Figure<</MCID {first + hole.mcid}>>BDC\nq\n{scale} 0 0 {scale} {hole.x:.3f} {hole.y:.3f} cm\n"
        f"{chart.operators}\n{components(WORDS)} rg\nBT\n"
    )
    fonts = selecting(chart.size.text)
    for label in chart.labels:
        ink.add(f"1 0 0 -1 {label.x:.2f} {label.base:.2f} Tm\n")
        ink.show(encode(label.text, label.strong), fonts)
    ink.add("ET\nQ\nEMC\n")


def _tagged(section: Filling, height: float, shift: float) -> Iterator[TaggedChart]:
    """The charts of a section that stands so many pixels below where its plate was cast."""
    for part in section.plate.parts:
        if isinstance(part, ChartHole):
            chart = section.charts[part.chart]
            left, top = part.x * PIXEL, height - (part.y + shift) * PIXEL
            box = (left, top - chart.size.height, left + chart.size.width, top)
            yield TaggedChart(chart.alt, box)


def _heading(section: Filling, runs: Sequence[int]) -> str:
    """The words of a heading, which stand in these parts of its plate."""
    parts = (section.plate.parts[at] for at in runs)
    return "".join(_words(run, section.words) for run in parts if isinstance(run, Run))


def _words(run: Run, words: Sequence[str]) -> str:
    if run.slot is not None:
        return words[run.slot]
    return "".join(item for item in run.words if isinstance(item, str))
