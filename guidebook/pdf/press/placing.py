"""Where the sections of a page stand: one below the other, but for those that stay where their plates were cast."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from guidebook.errors import GuidebookError
from guidebook.pdf.press.records import PIXEL, Plate

SLACK = 0.7
"""Pixels that rounding may add up to."""


class Unfit(GuidebookError):
    """A sheet doesn't fit its plates: the reference press has to print it, or to say why it can't be printed."""


def placed(plates: Sequence[Plate], gap: float) -> list[float]:
    """How many pixels below where its plate was cast each section stands.

    Args:
        plates: Of the sections, from the top.
        gap: Points between those that leave it to the sheet.

    Raises:
        Unfit: They need more room than the page has, or cover each other.
    """
    shifts: list[float] = []
    below: float | None = None
    for plate in plates:
        if plate.fixed:
            shifts.append(0.0)
            continue
        margin = gap / PIXEL if plate.margin is None else plate.margin
        top = (plate.above if below is None else below) + margin
        below = top + plate.height
        shifts.append(round(top - plate.top, 3))
    _check(plates, shifts)
    return shifts


def _check(plates: Sequence[Plate], shifts: Sequence[float]) -> None:
    """See that sections keep within the page, and that those that follow each other leave the others alone.

    Raises:
        Unfit: They don't.
    """
    standing = list(zip(plates, shifts, strict=True))
    if any(plate.lower + shift > plate.foot + SLACK for plate, shift in standing if not plate.fixed):
        raise Unfit("印版超出了页面")
    fixed = [(plate.upper, plate.lower) for plate in plates if plate.fixed]
    flowing = [(plate.upper + shift, plate.lower + shift) for plate, shift in standing if not plate.fixed]
    whole = [(min(upper for upper, _ in flowing), max(lower for _, lower in flowing))] if flowing else []
    for (_, lower), (upper, _) in pairwise(sorted([*whole, *fixed])):
        if upper < lower - SLACK:
            raise Unfit("印版上的部分叠在一起")
