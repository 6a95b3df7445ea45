"""档位: grades and their ranks (domain.md §2.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from guidebook.reading.text import fold

_CHINESE = {word: number for number, word in enumerate("零一二三四五六七八九")}
_COLUMN = re.compile(r"d[0-9]{1,2}|[0-9]{1,2}档|[一二三四五六七八九]?十?[一二三四五六七八九]?档")


def parse_grade(text: str) -> int | None:
    """The rank of a grade written as a number: 17档, 17, D17, 十七档; None for anything else."""
    plain = fold(text).removesuffix("档").removeprefix("d")
    if plain.isascii() and plain.isdigit() and 1 <= int(plain) <= 99:
        return int(plain)
    tens, ten, ones = plain.partition("十")
    if not plain or (tens and tens not in _CHINESE) or (ones and ones not in _CHINESE):
        return None
    if not ten:
        return _CHINESE[tens] or None
    return (_CHINESE[tens] if tens else 1) * 10 + (_CHINESE[ones] if ones else 0)


def grade_columns(folded: Sequence[str]) -> dict[int, int]:
    """Columns named after a grade (30档, 三十档, D30) → the grade."""
    return {
        column: grade
        for column, heading in enumerate(folded)
        if _COLUMN.fullmatch(heading) and (grade := parse_grade(heading))
    }


def grade_rank(label: str, scale: Mapping[str, int]) -> int | None:
    """A grade's rank, the higher the better; None where the scale, or without one the label, doesn't tell.

    17 and 17档 are the same grade of a scale.
    """
    number = parse_grade(label)
    if not scale or label in scale:
        return scale.get(label, number)
    return next((rank for known, rank in scale.items() if number and parse_grade(known) == number), None)
