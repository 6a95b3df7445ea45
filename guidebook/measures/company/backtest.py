"""How good the forecast was: walked forward month by month, without looking ahead (R117; domain.md §2.6).

Every month is forecast from the twelve before it alone, by the program's forecast and by the simple ones that it must
beat: last month, the same month last year, the three-month mean, and nothing at all (which shows how much a forecast
gains by being too low).  A month in which a shop got all that supply allowed is a lower bound of what it would have
bought: no forecast is blamed for being above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from guidebook.measures.forecast import YEAR, expected_sticks, forecastable, mean_of_last, months_known

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from guidebook.model import Month

FREQUENT = 9
"""A product bought in so many of twelve months is bought regularly."""


class Forecast(StrEnum):
    """Whose forecast it is."""

    OURS = "本程序"
    LAST_MONTH = "上月"
    LAST_YEAR = "去年同月"
    MEAN = "三个月平均"
    ZERO = "零"


class Scope(StrEnum):
    """What is forecast: products of shops, of all bought in the year before, or shops' totals of these."""

    ALL = "全部"
    FREQUENT = "常进的（十二个月里进过九个月以上）"
    TOLD = "单子上给数的"
    SHOPS = "各户合计"


@dataclass(frozen=True)
class History:
    """Net purchases as a table.

    Attributes:
        months: Numbers of the months, one after the other without a gap; columns.
        covered: (months,) whether a month has any sales at all.
        owner, product: (rows,) the shop's and the product's place; one row a pair that was ever bought.
        sticks: (rows, months) net.
        at_limit: (rows, months) whether supply gave no more; all False where nothing is known of it.
    """

    months: list[int]
    covered: NDArray[np.bool_]
    owner: NDArray[np.int64]
    product: NDArray[np.int64]
    sticks: NDArray[np.int64]
    at_limit: NDArray[np.bool_]


def history_of(sales: pd.DataFrame, first: Month, last: Month, at_limit: pd.Series | None = None) -> History:
    """Lay sales out for a back-test.

    Args:
        sales: Rows of month, license_no, sku_code, sticks.
        first: The first month that can be forecast; twelve months before it are laid out too.
        last: The last one.
        at_limit: Of each row, whether supply gave no more (`guidebook.measures.company.limits`).
    """
    count = 12 * (last.year - first.year) + last.month - first.month + 1
    months = [first.plus(place - YEAR).number for place in range(YEAR + count)]
    column = pd.Index(months).get_indexer(pd.Index(sales["month"]))
    inside = column >= 0
    owner, _ = pd.factorize(sales["license_no"][inside], sort=True)
    product, codes = pd.factorize(sales["sku_code"][inside], sort=True)
    keys, row = np.unique(owner.astype(np.int64) * max(len(codes), 1) + product, return_inverse=True)
    sticks = np.zeros((len(keys), len(months)), np.int64)
    np.add.at(sticks, (row, column[inside]), sales["sticks"].to_numpy(np.int64)[inside])
    limited = np.zeros(sticks.shape, bool)
    if at_limit is not None:
        limited[row, column[inside]] = at_limit.to_numpy(bool)[inside]
    covered = np.bincount(column[inside], minlength=len(months)) > 0
    owners, products = np.divmod(keys, max(len(codes), 1))
    return History(months, covered, owners, products, sticks, limited)


def back_test(history: History) -> pd.DataFrame:
    """Forecast every month but the first twelve, by what was known before it.

    Returns:
        One row a (month, scope, forecast): `pairs` (shops and products, or shops, that are forecast), `bought`
        (what was really bought of them, sticks), `error` (sum of absolute errors), `surplus` (forecast − bought).
    """
    rows: list[tuple[object, ...]] = []
    for place in range(YEAR, len(history.months)):
        if history.covered[place]:
            rows += _judged(history, place)
    return pd.DataFrame(rows, columns=["month", "scope", "forecast", "pairs", "bought", "error", "surplus"])


def _judged(history: History, place: int) -> Iterable[tuple[object, ...]]:
    past, covered = history.sticks[:, place - YEAR : place], history.covered[place - YEAR : place]
    known = np.flatnonzero((past > 0).any(axis=1))
    past, owner, product = past[known], history.owner[known], history.product[known]
    months = months_known(past, covered, owner)
    bought = np.clip(past, 0, None).astype(np.float64)
    forecasts: Mapping[Forecast, NDArray[np.float64]] = {
        Forecast.OURS: expected_sticks(past, months, product, int(covered.sum())),
        Forecast.LAST_MONTH: bought[:, -1],
        Forecast.LAST_YEAR: bought[:, 0],
        Forecast.MEAN: mean_of_last(bought, 3, months),
        Forecast.ZERO: np.zeros(len(bought)),
    }
    actual = np.clip(history.sticks[known, place], 0, None).astype(np.float64)
    limited = history.at_limit[known, place]
    told = forecastable(past, months)
    scopes = {
        Scope.ALL: np.ones(len(actual), bool),
        Scope.FREQUENT: np.count_nonzero(past > 0, axis=1) >= FREQUENT,
        Scope.TOLD: told,
    }
    shops = int(owner.max(initial=-1)) + 1
    for forecast, expected in forecasts.items():
        fair = np.where(limited, np.minimum(expected, actual), expected)
        for scope, those in scopes.items():
            yield history.months[place], scope.value, forecast.value, *_errors(fair[those], actual[those])
        expected_total = np.bincount(owner, fair, minlength=shops).astype(np.float64)
        bought_total = np.bincount(owner, actual, minlength=shops).astype(np.float64)
        yield (
            history.months[place],
            Scope.SHOPS.value,
            forecast.value,
            *_errors(expected_total, bought_total),
        )


def _errors(expected: NDArray[np.float64], actual: NDArray[np.float64]) -> tuple[int, float, float, float]:
    surplus = expected - actual
    return len(actual), float(actual.sum()), float(np.abs(surplus).sum()), float(surplus.sum())


def summary(tested: pd.DataFrame) -> pd.DataFrame:
    """All months of a back-test together.

    Returns:
        One row a (scope, forecast): `pairs`, `error` (weighted absolute error: a share of what was bought), `bias`
        (surplus as a share of it), `better` (share by which the error is below the three-month mean's); null where
        nothing was bought.
    """
    sums = tested.groupby(["scope", "forecast"])[["pairs", "bought", "error", "surplus"]].sum()
    order = [(scope.value, forecast.value) for scope in Scope for forecast in Forecast]
    sums = sums.reindex([each for each in order if each in sums.index])
    sums = sums.astype({"bought": float, "error": float, "surplus": float})
    bought = sums["bought"].where(sums["bought"] > 0)
    mean = sums["error"].xs(Forecast.MEAN.value, level="forecast")
    base = mean.reindex(sums.index.get_level_values("scope")).to_numpy()
    better = 1 - sums["error"] / np.where(base > 0, base, np.nan)
    return pd.DataFrame(
        {
            "pairs": sums["pairs"],
            "error": sums["error"] / bought,
            "bias": sums["surplus"] / bought,
            "better": better,
        }
    ).reset_index()
