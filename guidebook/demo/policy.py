"""The supply policy: what may be ordered each week, by product, market and grade, fair to equals (R110)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from guidebook.demo.arrays import Flags, Floats, Ints, Texts
from guidebook.demo.baskets import Baskets
from guidebook.demo.catalogue import NEW_FOR_MONTHS, Catalogue
from guidebook.demo.population import GRADES, Population
from guidebook.demo.timeline import CURRENT, HISTORY

GRADE_STEPS = (1, 7, 13, 19, 25)
"""A limit holds from one of these grades to the one before the next."""

CASE = 50
"""Products in full supply can be ordered by the case of fifty cartons a week: more than any shop wants."""

GENEROSITY = 1.15
"""A tight product's weekly limit: this part of what the shops of its grades want on average, at least one."""

LIKED_IN_VILLAGES = 200_00
"""Retail fen a carton below which town and village have limits of their own (R074)."""

NEW_LIMIT = 2
STOP_MENTIONED = 2
"""For so many months the policy says that a product has stopped."""

CUT = 2
"""What a cut limit is divided by."""

CUTS = {-1: (6, 9), 0: (0, 3), 1: (1, 4)}
PLENTY = {-1: (7, 10), 0: (8, 11), 1: (2, 5)}
"""Month, counted from the current one → places among the tight products, most wanted first: whose limit is cut from
then on, and which are in full supply for that month."""


class Status(StrEnum):
    """供货状态."""

    FULL = "足"
    TIGHT = "紧"
    LIMITED = "限"
    STOPPED = "停"
    NEW = "新"


@dataclass(frozen=True, slots=True)
class Policy:
    """Weekly limits, and what the policy file says about them.

    `limit` has the shape (products, 2 markets: village and town, grade steps, `HISTORY` + 1); `status` is of
    shape (products, `HISTORY` + 1), blank where the policy doesn't mention a product.
    """

    limit: Ints
    status: list[list[str]]

    def limits_of(self, shops: Population, baskets: Baskets) -> Ints:
        """The weekly limits of each basket row: (rows, `HISTORY`)."""
        step = np.digitize(shops.grade, GRADE_STEPS) - 1
        market = shops.urban.astype(np.int64)
        rows = self.limit[baskets.product, market[baskets.shop], step[baskets.shop]]
        return np.asarray(rows[:, :HISTORY], dtype=np.int64)


def grade_ranges() -> list[tuple[int, int]]:
    """First and last grade of each step."""
    return list(zip(GRADE_STEPS, [*(step - 1 for step in GRADE_STEPS[1:]), GRADES], strict=True))


def set_policy(catalogue: Catalogue, population: Population, baskets: Baskets, weekly: Floats) -> Policy:
    """Set all months' limits from what shops want.

    Args:
        catalogue: The products.
        population: The shops.
        baskets: What they carry.
        weekly: Cartons a week each basket row wants on average, shape (rows,).
    """
    by_market = catalogue.hot & (catalogue.retail[:, CURRENT] < LIKED_IN_VILLAGES)
    base = _base_limits(population, baskets, weekly, len(catalogue), by_market)
    limit = np.full((*base.shape, HISTORY + 1), CASE, dtype=np.int64)
    limit[catalogue.hot] = base[catalogue.hot][..., None]
    status = np.where(catalogue.hot[:, None], Status.TIGHT, Status.FULL).repeat(HISTORY + 1, axis=1)
    wanted = np.bincount(baskets.product, weekly, minlength=len(catalogue))
    ranking = np.argsort(-wanted, kind="stable")
    _change_supply(limit, status, [n for n in ranking if catalogue.hot[n] and base[n].max() >= CUT])
    _launch_and_stop(limit, status, catalogue)
    return Policy(limit, status.tolist())


def _change_supply(limit: Ints, status: Texts, tight: list[int]) -> None:
    """Cut the limits of some tight products, and let others come in plenty for a month."""
    for months, places in CUTS.items():
        since = CURRENT + months
        for product in (tight[place] for place in places if place < len(tight)):
            limit[product, ..., since:] = np.maximum(1, limit[product, ..., since:] // CUT)
            status[product, since:] = Status.LIMITED
    for months, places in PLENTY.items():
        for product in (tight[place] for place in places if place < len(tight)):
            limit[product, ..., CURRENT + months] = CASE
            status[product, CURRENT + months] = Status.FULL


def _launch_and_stop(limit: Ints, status: Texts, catalogue: Catalogue) -> None:
    """Limit new products while they are new, and mention stopped ones for two months."""
    months = np.arange(HISTORY + 1)
    age = months - catalogue.launch[:, None]
    is_new = (age >= 0) & (age < NEW_FOR_MONTHS)
    limit[np.broadcast_to(is_new[:, None, None, :], limit.shape)] = NEW_LIMIT
    status[is_new] = Status.NEW
    gone = months - catalogue.stop[:, None]
    limit[np.broadcast_to(gone[:, None, None, :] >= 0, limit.shape)] = 0
    status[(age < 0) | (gone >= 0)] = ""
    status[(gone >= 0) & (gone < STOP_MENTIONED)] = Status.STOPPED


def _base_limits(
    population: Population, baskets: Baskets, weekly: Floats, products: int, by_market: Flags
) -> Ints:
    """Limits of ordinary months: (products, markets, grade steps), never falling with the grade."""
    steps = len(GRADE_STEPS)
    step = np.digitize(population.grade, GRADE_STEPS) - 1
    market = population.urban.astype(np.int64)
    cell = (baskets.product * 2 + market[baskets.shop]) * steps + step[baskets.shop]
    size = products * 2 * steps
    wanted = np.bincount(cell, weekly, minlength=size).reshape(products, 2, steps)
    carriers = np.bincount(cell, minlength=size).reshape(products, 2, steps)
    for figures in (wanted, carriers):
        figures[~by_market] = figures[~by_market].sum(axis=1, keepdims=True)
    mean = wanted / np.maximum(carriers, 1)
    limit = np.maximum(1, np.rint(GENEROSITY * mean)).astype(np.int64)
    return np.asarray(np.maximum.accumulate(limit, axis=2), dtype=np.int64)
