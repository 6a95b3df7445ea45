"""Which wording of a case a shop reads this month: another one every month, and another one than its twin's (R039).

Nothing is remembered: the choice follows from the shop, the rule and the month, the same on every machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import gcd

from guidebook.advice.segments import Segment, segments
from guidebook.advice.wordings.templates import Template
from guidebook.model import MarketType, Profile


@dataclass(frozen=True, slots=True)
class Variants:
    """The wordings of a case: for every shop, and for the shops of a segment."""

    neutral: tuple[Template, ...]
    packs: Mapping[Segment, tuple[Template, ...]] = field(default_factory=dict)

    def for_shop(self, profile: Profile) -> tuple[Template, ...]:
        """The list of the first of the shop's segments that has one, else the one for every shop."""
        if self.packs:
            for segment in segments(profile):
                if segment in self.packs:
                    return self.packs[segment]
        return self.neutral


Choice = Callable[[Profile, str, Variants], Template]
"""Chooses a wording for a shop; the text names the rule."""


def rotation(profile: Profile, rule: str, variants: Variants) -> Template:
    """The wording whose turn it is."""
    templates = variants.for_shop(profile)
    return templates[turn(profile, rule, len(templates))]


def turn(profile: Profile, key: str, count: int) -> int:
    """Whose turn it is of so many.

    Start and step are hashes of shop and key; the step has no divisor in common with `count`.  So the turn changes
    every month and comes to each within `count` months.  In the village it is one ahead of the town.

    Args:
        profile: The shop and the month.
        key: What is chosen: a rule, or another list of texts.
        count: How many there are, at least one.
    """
    digest = hashlib.sha256(f"{profile.retailer.license_no}|{key}".encode()).digest()
    steps = _steps(count)
    start = int.from_bytes(digest[:8], "big")
    step = steps[int.from_bytes(digest[8:12], "big") % len(steps)]
    month = profile.month.year * 12 + profile.month.month
    ahead = profile.retailer.market_type is MarketType.RURAL
    return (start + month * step + ahead) % count


@cache
def _steps(count: int) -> Sequence[int]:
    """Steps that lead through all of so many."""
    return tuple(step for step in range(1, count) if gcd(step, count) == 1) or (1,)
