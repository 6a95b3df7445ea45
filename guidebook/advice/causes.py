"""Which product caused a change (R004, R005; domain.md §2.4).

A product with a net return in either month is never named (F08).  Ties go to the product code, so that the same
input always names the same product.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import lcm

from guidebook.advice.comparing import Move
from guidebook.model import ProductLine, Profile

Measure = Callable[[ProductLine], Fraction | int | None]


def movers(profile: Profile, measure: Measure, move: Move) -> list[ProductLine]:
    """The products that moved the way of `move`, the largest contribution first.

    Args:
        profile: Whose account.
        measure: The contribution of a line; None counts as none.
        move: `UP` or `DOWN`.
    """
    return [line for _, line in _named(_steps(profile, measure, move))]


def leading(
    profile: Profile, measure: Measure, move: Move, share: Fraction, most: int
) -> Sequence[ProductLine]:
    """The first movers that together make at least `share` of all contributions of that way.

    Products with net returns count in the whole, though they are never named.

    Returns:
        At most `most` products; empty if even they don't reach the share.
    """
    steps = _steps(profile, measure, move)
    whole = sum(step for step, _ in steps)
    found = _named(steps)[:most]
    reached = 0
    for count, (step, _) in enumerate(found, start=1):
        reached += step
        if reached * share.denominator >= share.numerator * whole:
            return [line for _, line in found[:count]]
    return ()


def largest_mover(profile: Profile, measure: Measure, move: Move) -> ProductLine | None:
    """The product that moved most; None if none moved that way, or one with a net return moved more."""
    steps = _steps(profile, measure, move)
    found = _named(steps)
    return found[0][1] if found and found[0][0] == max(step for step, _ in steps) else None


def total(profile: Profile, measure: Measure) -> Fraction:
    """What all products of the account add to a change, together."""
    parts = [measure(line) or 0 for line in profile.account_lines]
    whole, denominator = _whole(parts)
    return Fraction(sum(whole), denominator)


def sold_as_bought(lines: Sequence[ProductLine]) -> bool:
    """Whether the verb for these products may be 卖 (§0.1)."""
    return bool(lines) and all(line.sold_as_bought for line in lines)


def all_sold_as_bought(profile: Profile) -> bool:
    """Whether the verb for a total of the account may be 卖: every product was counted."""
    return sold_as_bought(profile.account_lines)


def _steps(profile: Profile, measure: Measure, move: Move) -> list[tuple[int, ProductLine]]:
    """The products that moved the way of `move`, and how far: in whole numbers that compare as the fractions do."""
    lines = profile.account_lines
    whole, _ = _whole([measure(line) or 0 for line in lines])
    sign = move.value
    return [(sign * part, line) for part, line in zip(whole, lines, strict=True) if sign * part > 0]


def _named(steps: Sequence[tuple[int, ProductLine]]) -> list[tuple[int, ProductLine]]:
    """Those of them that may be named, the largest step first."""
    named = [(step, line) for step, line in steps if not line.has_return]
    return sorted(named, key=lambda pair: (-pair[0], pair[1].product.sku_code))


def _whole(parts: Sequence[Fraction | int]) -> tuple[list[int], int]:
    """The parts over one denominator, and that: whole numbers are added and compared much faster than fractions."""
    common = lcm(*(part.denominator for part in parts))
    return [part.numerator * (common // part.denominator) for part in parts], common
