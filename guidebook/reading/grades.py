"""档位: grades written as numbers (domain.md §2.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
