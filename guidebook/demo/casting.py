"""Who plays the special parts: shops that open, close, pause, restart, sell one product or sixty, or far too much.

A small export must hold every special case too, so parts are cast, not left to chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from guidebook.demo.arrays import Flags, Ints, stream
from guidebook.demo.timeline import CURRENT, HISTORY


class Part(NamedTuple):
    """A special part: the share of shops that play it, and its months without orders.

    The silence begins with one month index and ends before another, each drawn from its range; `HISTORY`: it
    lasts to the end.
    """

    name: str
    share: float
    silent_from: tuple[int, int] = (0, 0)
    silent_until: tuple[int, int] = (0, 0)
    status: str = "正常"


PARTS = (
    Part("opened_now", 0.006, (0, 0), (CURRENT, CURRENT)),
    Part("zero_now", 0.010, (CURRENT, CURRENT), (HISTORY, HISTORY)),
    Part("back_again", 0.010, (CURRENT - 2, CURRENT - 1), (CURRENT, CURRENT)),
    Part("one_product", 0.008),
    Part("sixty_products", 0.004),
    Part("tiny", 0.010),
    Part("silent", 0.006, (CURRENT - 2, CURRENT - 2), (HISTORY, HISTORY)),
    Part("resting", 0.008, (CURRENT - 1, CURRENT), (HISTORY, HISTORY), "歇业"),
    Part("leaning", 0.020),
    Part("wide", 0.015),
    Part("piling", 0.015),
    Part("narrow", 0.030),
    Part("plain", 0.080),
    Part("modest", 0.080),
    Part("surging", 0.003),
    Part("opened_lately", 0.020, (0, 0), (CURRENT - 7, CURRENT - 3)),
    Part("paused_once", 0.020, (CURRENT - 7, CURRENT - 5), (CURRENT - 4, CURRENT - 3)),
    Part("closed", 0.008, (CURRENT - 6, CURRENT - 2), (HISTORY, HISTORY), "停业"),
    Part("cancelled", 0.006, (CURRENT - 8, CURRENT - 3), (HISTORY, HISTORY), "注销"),
    Part("changed", 0.003, (CURRENT - 5, CURRENT - 2), (HISTORY, HISTORY), "变更"),
)
"""Among the parts without silence: `leaning` shops live on one product, `wide` ones carry more than they sell, `piling`
ones buy far ahead in one of the last months, `narrow` ones have half the usual range, and a `surging` one suddenly buys
many times as much of one product.  `plain` shops carry nothing that is ever short and `modest` ones one such product;
their stock is in order, so that what is rarely most urgent gets its turn there."""

OPEN_STATUSES = ("正常", "歇业")
"""Shops that are owed a sheet."""

NAMED_PARTS = ("rare_owner", "rare_shop", "long_name", "trap_name")
"""Parts of the name alone, played by shops that are ordinary otherwise."""

NAMED_SHARES = (0.012, 0.003, 0.01, 0.002)
MOST_IN_PARTS = 0.6
"""At most so many shops of a tiny export are special: the first parts are cast before the others."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Which shops play which part, and in which months each shop orders."""

    players: MappingProxyType[str, Ints]
    status: list[str]
    open: Flags
    """Shape (shops, `HISTORY`)."""

    def plays(self, *parts: str) -> Flags:
        """Flags of the shops that play one of the parts."""
        flags = np.zeros(len(self.status), dtype=bool)
        for part in parts:
            flags[self.players[part]] = True
        return flags

    def ordinary(self) -> Flags:
        """Flags of the shops that play no part but perhaps one of the name."""
        return ~self.plays(*(part.name for part in PARTS))


def cast_parts(seed: int, shops: int) -> Cast:
    """Draw the players of all parts."""
    rng = stream(seed, "casting")
    deck = rng.permutation(shops)
    room = int(shops * MOST_IN_PARTS)
    status = np.full(shops, "正常", dtype=object)
    is_open = np.ones((shops, HISTORY), dtype=bool)
    players: dict[str, Ints] = {}
    taken = 0
    for part in PARTS:
        number = min(max(1, round(part.share * shops)), room - taken)
        chosen = deck[taken : taken + number]
        taken += number
        start = rng.integers(*part.silent_from, size=number, endpoint=True)
        end = rng.integers(*part.silent_until, size=number, endpoint=True)
        months = np.arange(HISTORY)
        is_open[chosen] = ~((start[:, None] <= months) & (months < end[:, None]))
        status[chosen] = part.status
        players[part.name] = chosen
    back = shops
    for name, share in zip(NAMED_PARTS, NAMED_SHARES, strict=True):
        number = min(max(1, round(share * shops)), back - taken)
        players[name] = deck[back - number : back]
        back -= number
    return Cast(MappingProxyType(players), list(status), is_open)
