"""Which product caused a change (R004, R005; domain.md §2.4).

A product with a net return in either month is never named (F08).  Ties go to the product code, so that the same
input always names the same product.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import accumulate
from math import lcm

from guidebook.advice.comparing import Move
from guidebook.advice.once import once
from guidebook.model import ProductLine, Profile
from guidebook.model.record import record

Measure = Callable[[ProductLine], Fraction | int | None]
"""What a product adds to a change; None counts as nothing."""


@record(frozen=True, slots=True)
class Movers:
    """The products that moved a figure one way.

    Attributes:
        lines: Those that may be named, the largest contribution first.
        steps: What each of these contributed, in whole numbers of one unit.
        most: The largest contribution of all, of products with net returns too.
        whole: All contributions of that way together, likewise.
    """

    lines: Sequence[ProductLine]
    steps: Sequence[int]
    most: int
    whole: int

    @property
    def largest(self) -> ProductLine | None:
        """The product that moved most; None if none moved that way, or one with a net return moved more."""
        return self.lines[0] if self.lines and self.steps[0] == self.most else None

    def leading(self, share: Fraction, most: int) -> Sequence[ProductLine]:
        """The first that together make at least `share` of the whole.

        Returns:
            At most `most` products; empty if even they don't reach the share.
        """
        for count, reached in enumerate(accumulate(self.steps[:most]), start=1):
            if reached * share.denominator >= share.numerator * self.whole:
                return self.lines[:count]
        return ()


@once
def movers(profile: Profile, measure: Measure, move: Move) -> Movers:
    """The products of the account that moved the way of `move`: `UP` or `DOWN`."""
    lines, sign = profile.account_lines, move.value
    parts, _ = _whole([measure(line) or 0 for line in lines])
    moved = [(sign * part, line) for part, line in zip(parts, lines, strict=True) if sign * part > 0]
    named = [(step, line) for step, line in moved if not line.has_return]
    named.sort(key=lambda pair: (-pair[0], pair[1].product.sku_code))
    steps = [step for step, _ in moved]
    return Movers(
        lines=[line for _, line in named],
        steps=[step for step, _ in named],
        most=max(steps, default=0),
        whole=sum(steps),
    )


@once
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


def _whole(parts: Sequence[Fraction | int]) -> tuple[list[int], int]:
    """The parts over one denominator, and that: whole numbers are added and compared much faster than fractions."""
    common = lcm(*{part.denominator for part in parts})
    if common == 1:
        return [part.numerator for part in parts], 1
    return [part.numerator * (common // part.denominator) for part in parts], common
