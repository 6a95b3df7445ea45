"""Units of quantity and money, and where an export says which it means (domain.md §2.1, F14).

A quantity is read as millionths of its unit, an integer; how many sticks that is, is known once the product is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

from guidebook.config import Wares
from guidebook.model import FEN_PER_YUAN

QUANTITY_DECIMALS = 6
_T = TypeVar("_T")
_CARTONS_PER_CASE = 50
_STICKS_PER_BOX = 50_000
_HINT = re.compile(r"单位[:：]?([^()（）]+)")
_SEPARATORS = re.compile(r"[/、,，;；和\s]+")


class Unit(IntEnum):
    """What a quantity counts."""

    CARTON = 0
    PACK = 1
    STICK = 2
    TEN_THOUSAND_STICKS = 3
    CASE = 4
    BOX = 5

    def sticks(self, sticks_per_carton: int, sticks_per_pack: int) -> int:
        """Sticks in one unit of a product."""
        return {
            Unit.CARTON: sticks_per_carton,
            Unit.PACK: sticks_per_pack,
            Unit.STICK: 1,
            Unit.TEN_THOUSAND_STICKS: 10_000,
            Unit.CASE: _CARTONS_PER_CASE * sticks_per_carton,
            Unit.BOX: _STICKS_PER_BOX,
        }[self]


@dataclass(frozen=True, slots=True)
class UnitWords:
    """The words of a company's exports.

    Attributes:
        quantity: Word → unit.
        money: Word → fen.
    """

    quantity: Mapping[str, Unit]
    money: Mapping[str, int]

    @classmethod
    def of(cls, wares: Wares) -> UnitWords:
        """The trade's words, and the company's own."""
        return cls(
            quantity={
                "条": Unit.CARTON,
                "盒": Unit.PACK,
                "包": Unit.PACK,
                "支": Unit.STICK,
                "万支": Unit.TEN_THOUSAND_STICKS,
                "件": Unit.CASE,
                "箱": Unit.BOX,
                "大箱": Unit.BOX,
                "标准箱": Unit.BOX,
                wares.pack: Unit.PACK,
                wares.unit: Unit.CARTON,
            },
            money={
                "元": FEN_PER_YUAN,
                "千元": FEN_PER_YUAN * 1_000,
                "万元": FEN_PER_YUAN * 10_000,
                "分": 1,
                wares.currency: FEN_PER_YUAN,
            },
        )


def title_hints(cells: Iterable[str]) -> tuple[str, ...]:
    """Unit words of title rows, as in 单位：条/元."""
    found: list[str] = []
    for cell in cells:
        for match in _HINT.finditer(unicodedata.normalize("NFKC", cell)):
            found += [word for word in _SEPARATORS.split(match[1]) if word]
    return tuple(found)


def split_units(text: str) -> tuple[str, ...]:
    """The words of a bracketed part, as in 元/条."""
    return tuple(word for word in _SEPARATORS.split(text) if word)


def first_known(words: Iterable[str], known: Mapping[str, _T]) -> _T | None:
    """The first word that is a known unit."""
    return next((known[word] for word in words if word in known), None)
