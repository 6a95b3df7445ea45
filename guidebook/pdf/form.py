"""How one sheet stands in the form: what the templates need beside the sheet's own words.  All lengths are points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from guidebook.charts import Drawing

Lines = tuple[str, ...]


class Item(NamedTuple):
    """A short text on a line: its slot, and whether it stands at the right edge instead of beside the one before."""

    slot: str
    words: str
    right: bool = False


Packed = tuple[tuple[Item, ...], ...]
"""Lines of short texts."""


@dataclass(frozen=True, slots=True)
class Name:
    """The shop's name: one line of ordinary size, or two, and smaller ones where it is long (F28)."""

    lines: Lines
    points: float


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Texts with their lines, and the space between them; where they need the room, all run on in one paragraph."""

    texts: tuple[Lines, ...]
    space: float = 0.0

    @property
    def count(self) -> int:
        """How many lines there are."""
        return sum(map(len, self.texts))


@dataclass(frozen=True, slots=True)
class BackForm:
    """What the templates of the back need beside the sheet's own words.

    Attributes:
        sections: The templates of its sections, from the top.
    """

    sections: tuple[str, ...]
    running: Packed
    substitutes: tuple[Lines, ...]
    supply_note: Paragraphs
    order_note: Paragraphs
    pack_mix: Drawing | None
    grade: Paragraphs
    tear_off_for: Packed


@dataclass(frozen=True, slots=True)
class Form:
    """What the templates need beside the sheet's own words.

    Attributes:
        sections: The templates of the front's sections, from the top.
        meta: The lines under the shop's name: licence, grade, route, manager.
        gap: Height between the front's sections.
        row: Height of a row of 牌子变化.
    """

    sections: tuple[str, ...]
    name: Name
    meta: Packed
    gap: float
    row: float
    trend: Drawing | None
    contributions: Drawing | None
    evaluation: Paragraphs
    next_month: Paragraphs
    follow_up: Paragraphs
    footer: Packed
    back: BackForm | None

    @property
    def drawings(self) -> Iterator[tuple[str, Drawing]]:
        """The charts, with their names in Chinese."""
        pack_mix = self.back.pack_mix if self.back else None
        for name, drawing in (
            ("走势图", self.trend),
            ("多赚少赚图", self.contributions),
            ("价位图", pack_mix),
        ):
            if drawing:
                yield name, drawing
