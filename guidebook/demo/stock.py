"""Returns, opened cartons, and the stock that was counted and verified in a third of the shops."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from guidebook.demo.arrays import Flags, Floats, Ints, pick, stream
from guidebook.demo.baskets import Baskets
from guidebook.demo.casting import Cast
from guidebook.demo.catalogue import LONG_AGO, Catalogue
from guidebook.demo.demand import Deliveries, piling
from guidebook.demo.timeline import HISTORY

CARTON = 10
"""Quantities are integers in tenths of a carton: packs (盒)."""

VERIFIED_SHARE = 0.30
COUNTED_PARTS = ("wide", "piling", "modest")
CALM_PARTS = ("plain", "modest")
"""Of the shops that never paused, and those whose part shows in their stock; a third of all."""

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

CALM_COVER = 20
"""Days for which a calm shop has enough of everything."""

HOT_COVER = 0.6
"""Of products in short supply little more than half as much is left."""

SPREAD_OF_COVER = 0.25
DEAD_SHARE = 0.6
"""Of the products a shop gave up, so many are left on its shelf for good; the rest is sold off."""

DEAD_STOCK = (2, 9)
SLOW_SHARE, SLOW_MONTHS = 0.5, 2
"""Of the products newly taken up, so many hardly sell in their first two months; in modest shops none does."""

STAYS = (0.75, 0.95)
"""Of what goes slowly, and of what a piling shop bought ahead, so much is left at the month's end."""

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
    always = np.asarray(cast.open.all(axis=1))
    counted = pick(rng, always, VERIFIED_SHARE) | (always & cast.plays(*COUNTED_PARTS))
    verified = counted[baskets.shop]
    bought = deliveries.delivered * CARTON
    bought -= _returns(rng, bought, cast.open[baskets.shop], verified)
    bought += _boxes(rng, bought, catalogue, baskets, ~verified)
    calm = cast.plays(*CALM_PARTS)[baskets.shop]
    target = _targets(rng, baskets, bought, catalogue.hot[baskets.product], cast.plays("wide")[baskets.shop])
    target[calm] = _in_order(bought[calm])
    stays = _staying(rng, baskets, piling(cast)[baskets.shop], cast.plays("modest")[baskets.shop])
    opening, closing = np.zeros_like(bought), np.zeros_like(bought)
    on_shelf = np.where(baskets.share[:, 0] > 0, target[:, 0], 0)
    for month in range(HISTORY):
        opening[:, month] = on_shelf
        impossible = verified & (on_shelf + bought[:, month] < 0)
        bought[impossible, month] = 0
        there = on_shelf + bought[:, month]
        slow = (stays[:, month] * there / CARTON).astype(np.int64) * CARTON
        on_shelf = np.minimum(np.maximum(target[:, month], slow), there)
        closing[:, month] = on_shelf
    short = deliveries.delivered < deliveries.wanted
    pressure = RUN_OUT_PRESSURE * ((closing == 0) + short * 1.0) * (deliveries.wanted > 0)
    pressure[2 * deliveries.delivered < deliveries.wanted] *= 2
    pressure[calm] = 0
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


def _staying(rng: np.random.Generator, baskets: Baskets, piled: Flags, always: Flags) -> Floats:
    """What part of the goods is left at the end of each month at least: (rows, `HISTORY`)."""
    carried = baskets.share > 0
    first = np.argmax(carried, axis=1)
    slow = (first > 0) & (always | (rng.random(len(baskets)) < SLOW_SHARE))
    age = np.arange(HISTORY) - first[:, None]
    some = (slow[:, None] & (age >= 0) & (age < SLOW_MONTHS)) | piled
    return np.where(some, rng.uniform(*STAYS, (len(baskets), 1)), 0.0)


def _targets(rng: np.random.Generator, baskets: Baskets, bought: Ints, hot: Flags, wide: Flags) -> Ints:
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
    dead = wide | (rng.random(rows) < DEAD_SHARE)
    left = np.where(dead, rng.integers(*DEAD_STOCK, rows, endpoint=True), 0)
    given_up = np.arange(HISTORY) >= last[:, None]
    ended = (last < HISTORY - 1)[:, None] & given_up
    return np.asarray(np.where(ended, left[:, None], target) * CARTON, dtype=np.int64)


def _in_order(bought: Ints) -> Ints:
    """Just enough at the end of each month, of what is bought in it; whole cartons, in tenths."""
    cartons = np.ceil(bought * CALM_COVER / DAYS_A_MONTH / CARTON).astype(np.int64)
    return np.asarray(np.maximum(cartons, 0) * CARTON, dtype=np.int64)
