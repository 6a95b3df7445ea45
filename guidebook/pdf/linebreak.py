"""Where Chinese lines end (design.md, "Chinese typography").

A line may end between any two characters, except: before closing punctuation, after opening punctuation, inside a
number, between a number and its unit (8条, 36.9元, 10月30日), inside a word of Latin letters.  The last line keeps
about three characters together, so that no single one stands alone.  Names stay whole where that costs no line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence

Width = Callable[[str], float]

_CLOSING = "，。；：！？、）》〉”’】」』〕｝％%‰℃°·…—,.;:!?)]}"
_OPENING = "（《〈“‘【「『〔｛￥¥([{"
_HAN = r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_PIECE = re.compile(
    rf"""
    第?[+−-]?\d+(?:[.,:/-]\d+)*      # a number
        (?:%|个{_HAN}|{_HAN}|[A-Za-z]+)?     # and what it counts
    | [A-Za-zÀ-ɏ][A-Za-zÀ-ɏ0-9'’&.-]*        # a word
    | [ \u3000]+
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_DATE_PART = re.compile(r"\d[年月]$")
_SPACES = " \u3000"
_LEAST_LAST = 3
"""Characters; Latin letters and digits count half."""


def break_lines(text: str, limit: float, width: Width, names: Collection[str] = ()) -> list[str]:
    """Break a text into lines no wider than `limit`.

    Args:
        text: One paragraph.
        limit: How wide a line may be, in the unit of `width`.
        width: Gives the width of a text.
        names: What had better not be divided.

    Returns:
        The lines, without the spaces at which they were broken; an empty list for an empty text.
    """
    if width(text) <= limit:
        return [text.rstrip(_SPACES)] if text.strip(_SPACES) else []
    lines = _filled(_unbreakable(text, ()), limit, width)
    if len(lines) > 1 and any(name in text for name in names):
        whole = _filled(_unbreakable(text, names), limit, width)
        if len(whole) == len(lines):
            return whole
    return lines


def _filled(parts: Sequence[str], limit: float, width: Width) -> list[str]:
    """Fill line after line.  A text is as wide as its characters together, so widths may be added up."""
    lines: list[str] = []
    line, used = "", 0.0
    for part in parts:
        needed = width(part)
        bare = part.rstrip(_SPACES)
        if used + (needed if bare == part else width(bare)) <= limit:
            line, used = line + part, used + needed
            continue
        if line.strip(_SPACES):
            lines.append(line.rstrip(_SPACES))
        line = part.lstrip(_SPACES)
        used = width(line)
        while used > limit and len(line) > 1:
            fits = _longest(line, limit, width)
            lines.append(line[:fits])
            line = line[fits:]
            used = width(line)
    if line.strip(_SPACES):
        lines.append(line.rstrip(_SPACES))
    return lines


def pack_lines(
    items: Sequence[str], limit: float, gap: float, width: Width
) -> tuple[tuple[tuple[int, str], ...], ...]:
    """Set short texts one after the other with a gap between, as many on a line as fit.

    A text wider than a line is broken, and its last line takes further texts.

    Returns:
        The lines: of each text its number among the items, and what of it stands there.
    """
    lines: list[list[tuple[int, str]]] = []
    free = 0.0
    for number, item in enumerate(items):
        needed = gap + width(item)
        if lines and needed <= free:
            lines[-1].append((number, item))
            free -= needed
            continue
        for line in break_lines(item, limit, width):
            lines.append([(number, line)])
            free = limit - width(line)
    return tuple(tuple(line) for line in lines)


def _unbreakable(text: str, names: Collection[str]) -> list[str]:
    """Split a text where lines may end."""
    parts: list[str] = []
    for piece in _pieces(text, names):
        if parts and _belongs(parts[-1], piece):
            parts[-1] += piece
        else:
            parts.append(piece)
    last = ""
    while len(parts) > 1 and _letters(last) < _LEAST_LAST:
        last = parts.pop() + last
    return [*parts, last] if last else parts


def _pieces(text: str, names: Collection[str]) -> Iterator[str]:
    """Split a text into characters, numbers with their units, words, and names."""
    rest = text
    while rest:
        # A pattern of the names would be compiled for every sheet, which takes longer than to break its lines.
        places = [(rest.index(name), -len(name), name) for name in names if name and name in rest]
        at, _, name = min(places, default=(len(rest), 0, ""))
        yield from _PIECE.findall(rest[:at])
        if name:
            yield name
        rest = rest[at + len(name) :]


def _belongs(before: str, piece: str) -> bool:
    """Whether no line may end between these two."""
    if piece[0] in _CLOSING or before[-1] in _OPENING:
        return True
    return piece[0].isdigit() and bool(_DATE_PART.search(before))


def _letters(text: str) -> float:
    return sum((0.5 if character.isascii() else 1.0) for character in text if character.isalnum())


def _longest(text: str, limit: float, width: Width) -> int:
    """How many characters of an over-long part fit, at least one."""
    fits = 1
    while fits < len(text) and width(text[: fits + 1]) <= limit:
        fits += 1
    return fits
