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
    found: Sequence[ProductLine], measure: Measure, share: Fraction, most: int
) -> Sequence[ProductLine]:
    """The first products that together make at least `share` of all contributions in `found`.

    Returns:
        At most `most` products; empty if even they don't reach the share.
    """
    total = sum(abs(Fraction(measure(line) or 0)) for line in found)
    reached = Fraction(0)
    for count, line in enumerate(found[:most], start=1):
        reached += abs(Fraction(measure(line) or 0))
        if reached >= share * total:
            return found[:count]
    return ()


def sold_as_bought(lines: Sequence[ProductLine]) -> bool:
    """Whether the verb for these products may be 卖 (§0.1)."""
    return bool(lines) and all(line.sold_as_bought for line in lines)


def all_sold_as_bought(profile: Profile) -> bool:
    """Whether the verb for a total of the account may be 卖: every product was counted."""
    return sold_as_bought(profile.account_lines)
