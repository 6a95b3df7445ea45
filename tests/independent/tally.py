"""What was compared, and what differed: all of it is told at once, and that something was compared at all."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from tests.independent.printed import cents

SHOWN = 30
CLOSE = Fraction(1, 2_000_000)
"""Quotients have six decimals at least."""


class Tally:
    """Counts comparisons by kind and keeps the differences."""

    def __init__(self) -> None:
        self.compared: Counter[str] = Counter()
        self.differences: list[str] = []

    def same(self, where: str, found: object, expected: object) -> None:
        """Both must be equal."""
        self.holds(where, found == expected, f"{found!r}, not {expected!r}")

    def money(self, where: str, found: object, expected: Fraction | None) -> None:
        """A decimal string with two decimals; null where unknown."""
        self.same(where, found, None if expected is None else cents(expected))

    def quotient(self, where: str, found: object, expected: Fraction | None) -> None:
        """A decimal string, exact or rounded at the sixth decimal or later."""
        if expected is None or not isinstance(found, str):
            self.same(where, found, expected)
        else:
            self.holds(where, abs(Fraction(found) - expected) <= CLOSE, f"{found}, not {float(expected)}")

    def holds(self, where: str, condition: bool, otherwise: str) -> None:
        """A condition must hold; `where` is `kind: place`."""
        self.compared[where.partition(":")[0].rpartition(" ")[2]] += 1
        if not condition:
            self.differences.append(f"{where}: {otherwise}")

    def report(self) -> str:
        """The differences, the first of them in full."""
        more = len(self.differences) - SHOWN
        return "\n".join([*self.differences[:SHOWN], *([f"… and {more} more"] if more > 0 else [])])
