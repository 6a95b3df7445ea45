"""What a shop will probably buy next month (R117; domain.md §2.6).

Half of each of two explainable estimates: the median of last month, the 3-, 6- and 12-month means and the same month
last year; and the twelve-month mean with each month capped at 1.2 × the shop's mean non-zero month, times half of the
product's trend in the whole market.  How good it is on real sales: `python -m benchmarks.forecast`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from guidebook.measures.cube import WINDOW, Cube
from guidebook.model import STICKS_PER_CARTON

if TYPE_CHECKING:
    from numpy.typing import NDArray

YEAR = 12
LEAST_HISTORY = 3
"""Months of purchases a shop needs before anything is forecast."""
LEAST_BOUGHT = 4
"""In how many of twelve months a product must have been bought (three or fewer can't be forecast)."""
CAP = 1.2
LARGEST_TREND = 1.6
TREND_WEIGHT = 200 * STICKS_PER_CARTON
"""Sticks of even trade mixed into a product's trend, so that rare goods don't swing."""


def forecast_sticks(cube: Cube) -> NDArray[np.int64]:
    """(rows,) expected purchases of next month in sticks; −1 where no quantity can be given."""
    year, covered = cube.sticks[:, WINDOW - YEAR :], cube.covered[WINDOW - YEAR :]
    months = months_known(year, covered, cube.owner)
    expected = expected_sticks(year, months, cube.sku, int(covered.sum()))
    return np.where(forecastable(year, months), np.rint(expected), -1).astype(np.int64)


def months_known(
    year: NDArray[np.int64], covered: NDArray[np.bool_], owner: NDArray[np.int64]
) -> NDArray[np.int64]:
    """(rows,) months from the shop's first purchase in twelve covered months to now.

    Args:
        year: (rows, 12) net sticks, one row a shop and product.
        covered: (12,) whether a month is covered at all.
        owner: (rows,) the shop's place.
    """
    bought = np.zeros((int(owner.max(initial=-1)) + 1, YEAR), bool)
    for column in np.flatnonzero(covered):
        bought[owner[year[:, column] > 0], column] = True
    since_first = np.where(bought.any(axis=1), YEAR - bought.argmax(axis=1), 0)
    return np.asarray(since_first[owner])


def forecastable(year: NDArray[np.int64], months: NDArray[np.int64]) -> NDArray[np.bool_]:
    """(rows,) whether a quantity can be given: enough history, and bought often enough in it."""
    bought = np.count_nonzero(year > 0, axis=1)
    return np.asarray((months >= LEAST_HISTORY) & (bought >= np.minimum(LEAST_BOUGHT, months)))


def expected_sticks(
    year: NDArray[np.int64], months: NDArray[np.int64], product: NDArray[np.int64], covered: int
) -> NDArray[np.float64]:
    """(rows,) expected sticks of the month after twelve others, whether or not a quantity should be told.

    Args:
        year: (rows, 12) net sticks, oldest month first, one row a shop and product.
        months: As `months_known` gives them.
        product: (rows,) the product's place.
        covered: How many of the twelve months are covered.
    """
    bought = np.clip(year, 0, None).astype(np.float64)
    trend = _market_trend(bought, product, covered)
    return np.asarray((_median_of_means(bought, months) + _capped_mean(bought, months) * trend) / 2)


def mean_of_last(year: NDArray[np.float64], window: int, months: NDArray[np.int64]) -> NDArray[np.float64]:
    """(rows,) the mean of the last months, as far as the shop had begun."""
    return np.asarray(year[:, YEAR - window :].sum(axis=1) / np.clip(np.minimum(window, months), 1, None))


def _median_of_means(year: NDArray[np.float64], months: NDArray[np.int64]) -> NDArray[np.float64]:
    """The target is next month, so the same month last year is the oldest of the last twelve."""
    means = [mean_of_last(year, window, months) for window in (1, 3, 6, YEAR)]
    last_year = np.where(months >= YEAR, year[:, 0], means[-1])
    return np.asarray(np.median(np.stack([*means, last_year]), axis=0))


def _capped_mean(year: NDArray[np.float64], months: NDArray[np.int64]) -> NDArray[np.float64]:
    active = np.count_nonzero(year > 0, axis=1)
    cap = CAP * year.sum(axis=1) / np.clip(active, 1, None)
    return mean_of_last(np.minimum(year, cap[:, None]), YEAR, months)


def _market_trend(year: NDArray[np.float64], product: NDArray[np.int64], covered: int) -> NDArray[np.float64]:
    """(rows,) each product's three-month rate against its twelve-month rate over all shops, drawn towards 1.

    Half of it holds (its root): what rose for three months doesn't go on at the whole of that pace.
    """
    count, months = int(product.max(initial=-1)) + 1, max(covered, 1)
    recent = np.bincount(product, year[:, YEAR - 3 :].sum(axis=1), minlength=count)
    whole = np.bincount(product, year.sum(axis=1), minlength=count) * min(3, months) / months
    trend = np.clip((recent + TREND_WEIGHT) / (whole + TREND_WEIGHT), 0, LARGEST_TREND)
    return np.asarray(np.sqrt(trend)[product])
