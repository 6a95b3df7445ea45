"""Returns, opened cartons, and the stock that was counted and verified in a third of the shops."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from guidebook.demo.arrays import Flags, Floats, Ints, pick, stream
from guidebook.demo.baskets import Baskets
from guidebook.demo.casting import Cast
from guidebook.demo.catalogue import LONG_AGO, Catalogue
from guidebook.demo.demand import Deliveries
from guidebook.demo.timeline import HISTORY

CARTON = 10
"""Quantities are integers in tenths of a carton: packs (盒)."""

VERIFIED_SHARE = 0.42
"""Of the shops that never paused; a third of all."""

RETURN_SHARE, RETURN_AT_LEAST = 0.02, 2
RETURNED_WITHIN, MOST_RETURNED = 3, 4
"""Months after which nothing is taken back, and cartons."""

BOX_SHARE, BOX_AT_LEAST = 0.0008, 2
MOST_BOXES = 9
SOLD_BY_THE_BOX = 10
"""Only products whose price in fen divides by ten are sold by the pack, so that every amount is exact."""

DAYS_A_MONTH = 365.25 / 12
COVERS = ((0.76, 14, 28), (0.12, 1, 8), (0.12, 40, 100))
"""What a shop keeps of a product: share of rows, and the range of days its stock would last.

Most have enough, some are about to run out, some have far too much.
"""

HOT_COVER = 0.6
"""Of products in short supply little more than half as much is left."""

SPREAD_OF_COVER = 0.25
DEAD_SHARE = 0.6
"""Of the products a shop gave up, so many are left on its shelf for good; the rest is sold off."""

DEAD_STOCK = (2, 9)
RUN_OUT_PRESSURE = 0.8
"""Times a month that an empty or a tight product ran out; twice that where the shop got less than half."""


@dataclass(frozen=True, slots=True)
class Stock:
    """What was bought and what was left, in tenths of a carton: all of shape (rows, `HISTORY`).

    `bought` is net: whole months of nothing but a return are negative.  The rest holds where `verified` does.
    """

    bought: Ints
    opening: Ints
    closing: Ints
    out_events: Ints
    verified: Flags
    """Rows of shops whose stock is counted: shape (rows,)."""


def keep_stock(
    seed: int, catalogue: Catalogue, cast: Cast, baskets: Baskets, deliveries: Deliveries
) -> Stock:
    """Let goods come back, and follow the counted shops' stock from month to month.

    Closing stock is the next month's opening stock, and what was sold (opening + bought − closing) is never
    negative.
    """
    rng = stream(seed, "stock")
    counted = pick(rng, np.asarray(cast.open.all(axis=1)), VERIFIED_SHARE)
    verified = counted[baskets.shop]
    bought = deliveries.delivered * CARTON
    bought -= _returns(rng, bought, cast.open[baskets.shop], verified)
    bought += _boxes(rng, bought, catalogue, baskets, ~verified)
    target = _targets(rng, baskets, bought, catalogue.hot[baskets.product])
    opening, closing = np.zeros_like(bought), np.zeros_like(bought)
    on_shelf = np.where(baskets.share[:, 0] > 0, target[:, 0], 0)
    for month in range(HISTORY):
        opening[:, month] = on_shelf
        impossible = verified & (on_shelf + bought[:, month] < 0)
        bought[impossible, month] = 0
        on_shelf = np.minimum(target[:, month], on_shelf + bought[:, month])
        closing[:, month] = on_shelf
    short = deliveries.delivered < deliveries.wanted
    pressure = RUN_OUT_PRESSURE * ((closing == 0) + short * 1.0) * (deliveries.wanted > 0)
    pressure[2 * deliveries.delivered < deliveries.wanted] *= 2
    return Stock(bought, opening, closing, np.minimum(rng.poisson(pressure), 4), verified)


def _returns(rng: np.random.Generator, bought: Ints, is_open: Flags, verified: Flags) -> Ints:
    """Goods taken back in a month without a purchase of them, of what came in the three months before."""
    returned = np.zeros_like(bought)
    for month in range(RETURNED_WITHIN, HISTORY):
        lately = bought[:, month - RETURNED_WITHIN : month].max(axis=1)
        possible = is_open[:, month] & (bought[:, month] == 0) & (lately >= 2 * CARTON)
        chosen = pick(rng, possible & ~verified, RETURN_SHARE, RETURN_AT_LEAST)
        chosen |= pick(rng, possible & verified, RETURN_SHARE, 0)
        returned[chosen, month] = np.minimum(lately[chosen] // (2 * CARTON), MOST_RETURNED) * CARTON
    return returned


def _boxes(
    rng: np.random.Generator, bought: Ints, catalogue: Catalogue, baskets: Baskets, allowed: Flags
) -> Ints:
    """A few orders that end in single packs, of products that were never limited."""
    price_divides = (catalogue.wholesale % SOLD_BY_THE_BOX == 0).all(axis=1)
    plenty = ~catalogue.hot & (catalogue.launch == LONG_AGO)
    by_the_box = (price_divides & plenty)[baskets.product] & allowed
    boxes = np.zeros_like(bought)
    for month in range(HISTORY):
        chosen = pick(rng, by_the_box & (bought[:, month] > 0), BOX_SHARE, BOX_AT_LEAST)
        boxes[chosen, month] = rng.integers(1, MOST_BOXES, chosen.sum(), endpoint=True)
    return boxes


def _targets(rng: np.random.Generator, baskets: Baskets, bought: Ints, hot: Flags) -> Ints:
    """What a shop means to have left at the end of each month: whole cartons, in tenths."""
    rows = len(baskets)
    shares, shortest, longest = (np.array(column) for column in zip(*COVERS, strict=True))
    kind = rng.choice(len(COVERS), rows, p=shares)
    days = rng.uniform(shortest[kind], longest[kind]) * np.where(hot, HOT_COVER, 1.0)
    carried = baskets.share > 0
    monthly = bought.sum(axis=1) / np.maximum(carried.sum(axis=1), 1)
    noise: Floats = rng.lognormal(0, SPREAD_OF_COVER, (rows, HISTORY))
    target = np.rint((monthly * days / DAYS_A_MONTH / CARTON)[:, None] * noise).astype(np.int64)
    last = HISTORY - 1 - np.argmax(carried[:, ::-1], axis=1)
    left = np.where(rng.random(rows) < DEAD_SHARE, rng.integers(*DEAD_STOCK, rows, endpoint=True), 0)
    given_up = np.arange(HISTORY) >= last[:, None]
    ended = (last < HISTORY - 1)[:, None] & given_up
    return np.asarray(np.where(ended, left[:, None], target) * CARTON, dtype=np.int64)
