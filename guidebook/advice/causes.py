"""Which product caused a change (R004, R005; domain.md §2.4).

A product with a net return in either month is never named (F08).  Ties go to the product code, so that the same
input always names the same product.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

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
    sign = move.value
    moved = [
        (sign * (measure(line) or 0), line)
        for line in profile.account_lines
        if not line.has_return and sign * (measure(line) or 0) > 0
    ]
    return [line for _, line in sorted(moved, key=lambda pair: (-pair[0], pair[1].product.sku_code))]


def leading(
    profile: Profile, measure: Measure, move: Move, share: Fraction, most: int
) -> Sequence[ProductLine]:
    """The first movers that together make at least `share` of all contributions of that way.

    Products with net returns count in the whole, though they are never named.

    Returns:
        At most `most` products; empty if even they don't reach the share.
    """
    found = movers(profile, measure, move)
    whole = sum(max(move.value * (measure(line) or 0), 0) for line in profile.account_lines)
    reached = Fraction(0)
    for count, line in enumerate(found[:most], start=1):
        reached += abs(Fraction(measure(line) or 0))
        if reached >= share * whole:
            return found[:count]
    return ()


def largest_mover(profile: Profile, measure: Measure, move: Move) -> ProductLine | None:
    """The product that moved most; None if none moved that way, or one with a net return moved more."""
    found = movers(profile, measure, move)
    if not found:
        return None
    most = max(move.value * (measure(line) or 0) for line in profile.account_lines)
    return found[0] if abs(measure(found[0]) or 0) == most else None


def sold_as_bought(lines: Sequence[ProductLine]) -> bool:
    """Whether the verb for these products may be 卖 (§0.1)."""
    return bool(lines) and all(line.sold_as_bought for line in lines)


def all_sold_as_bought(profile: Profile) -> bool:
    """Whether the verb for a total of the account may be 卖: every product was counted."""
    return sold_as_bought(profile.account_lines)
