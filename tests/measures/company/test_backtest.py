"""The forecast's back-test: worked out by hand, without looking ahead, fair to limits."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from guidebook.measures.company.backtest import Forecast, Scope, back_test, history_of, summary
from guidebook.model import Month
from guidebook.snapshot import Snapshot
from tests.advice.profiles import code_of, profile_of
from tests.measures.company.town import OCTOBER

FIRST = OCTOBER.plus(-1)


def sales_of(**bought: list[float]) -> pd.DataFrame:
    """Cartons by shop and product (`s1_A`), month after month up to October."""
    rows = [
        {
            "month": OCTOBER.plus(place - len(counts) + 1).number,
            "license_no": pair.split("_")[0],
            "sku_code": pair.split("_")[1],
            "sticks": round(200 * count),
        }
        for pair, counts in bought.items()
        for place, count in enumerate(counts)
        if count
    ]
    return pd.DataFrame(rows)


def judged(sales: pd.DataFrame, first: Month = OCTOBER, limited: pd.Series | None = None) -> pd.DataFrame:
    tested = back_test(history_of(sales, first, OCTOBER, limited))
    return tested.set_index(["month", "scope", "forecast"])


def cartons(tested: pd.DataFrame, forecast: Forecast, scope: Scope = Scope.ALL) -> tuple[float, float, float]:
    row = tested.loc[(OCTOBER.number, scope.value, forecast.value)]
    return row["bought"] / 200, row["error"] / 200, row["surplus"] / 200


def test_simple_forecasts_worked_out_by_hand() -> None:
    """A: last month 6, a year ago 1, three months 4, then 9.  B: bought once a year ago, then 2."""
    tested = judged(sales_of(s1_A=[1, 4, 4, 4, 4, 4, 4, 4, 4, 3, 3, 6, 9], s1_B=[1] + [0] * 11 + [2]))
    assert cartons(tested, Forecast.LAST_MONTH) == (11, 3 + 2, -5)
    assert cartons(tested, Forecast.LAST_YEAR) == (11, 8 + 1, -9)
    assert cartons(tested, Forecast.MEAN) == (11, 5 + 2, -7)
    assert cartons(tested, Forecast.ZERO) == (11, 11, -11)
    assert cartons(tested, Forecast.MEAN, Scope.FREQUENT) == (9, 5, -5)
    assert cartons(tested, Forecast.MEAN, Scope.TOLD) == (9, 5, -5)


def test_shops_totals_let_errors_offset() -> None:
    even = [4.0] * 11
    tested = judged(sales_of(s1_A=[*even, 4, 6], s1_B=[*even, 4, 2], s2_A=[*even, 4, 5]))
    assert cartons(tested, Forecast.LAST_MONTH) == (13, 2 + 2 + 1, -1)
    assert cartons(tested, Forecast.LAST_MONTH, Scope.SHOPS) == (13, 0 + 1, -1)


def test_what_was_not_bought_in_the_year_before_is_not_judged() -> None:
    tested = judged(sales_of(s1_A=[4.0] * 13, s1_B=[0.0] * 12 + [50]))
    assert cartons(tested, Forecast.ZERO) == (4, 4, -4)


def test_our_forecast_is_the_one_that_sheets_use() -> None:
    name = "甲牌（硬）"
    counts = [3.0, 5, 0, 8, 4, 4, 7, 2, 6, 0, 5, 9]
    tested = judged(sales_of(s1_A=[*counts, 10.0]))
    months = {OCTOBER.plus(place - 12).text: {name: count} for place, count in enumerate(counts)}
    this = months.pop(OCTOBER.plus(-1).text)
    line = profile_of({"month": "2026-09", "months": months, "this": this}).line(code_of(name))
    assert line is not None and line.forecast is not None
    assert cartons(tested, Forecast.OURS)[2] == pytest.approx(
        line.forecast / 200 - 10, abs=0.02
    )  # the witness trades, too


def test_nothing_is_looked_at_ahead() -> None:
    """However October goes, what is said of September stays."""
    random = np.random.default_rng(3)
    pairs = {f"s{shop}_{code}": random.integers(0, 9, 14).tolist() for shop in range(5) for code in "ABC"}
    changed = {pair: [*counts[:-1], 99] for pair, counts in pairs.items()}
    one, other = (judged(sales_of(**each), FIRST).loc[FIRST.number] for each in (pairs, changed))
    pd.testing.assert_frame_equal(one, other)
    assert len(judged(sales_of(**pairs), FIRST).index.get_level_values("month").unique()) == 2


def test_a_month_at_the_limit_is_a_lower_bound() -> None:
    """Ten were expected and three came: no fault if supply gave no more; but two too few stay two too few."""
    even = [10.0] * 12
    sales = sales_of(s1_A=[*even, 3], s2_A=[*even, 12])
    limited = sales["month"] == OCTOBER.number
    assert cartons(judged(sales), Forecast.LAST_MONTH) == (15, 7 + 2, 5)
    assert cartons(judged(sales, limited=limited), Forecast.LAST_MONTH) == (15, 2, -2)


def test_returns_count_as_nothing() -> None:
    tested = judged(sales_of(s1_A=[*[4.0] * 11, -3, 2]))
    assert cartons(tested, Forecast.LAST_MONTH) == (2, 2, -2)


def test_a_month_without_any_sales_is_not_judged() -> None:
    sales = sales_of(s1_A=[4.0] * 14)
    gone = sales[sales["month"] != FIRST.number]
    assert judged(gone, FIRST).index.get_level_values("month").unique().tolist() == [OCTOBER.number]


def test_the_summary_weighs_by_what_was_bought() -> None:
    tested = back_test(history_of(sales_of(s1_A=[*[4.0] * 12, 5, 8]), FIRST, OCTOBER))
    ours = summary(tested).set_index(["scope", "forecast"])
    last = ours.loc[(Scope.ALL.value, Forecast.LAST_MONTH.value)]
    assert last["error"] == pytest.approx((1 + 3) / 13) and last["bias"] == pytest.approx(-4 / 13)
    mean = ours.loc[(Scope.ALL.value, Forecast.MEAN.value)]
    assert mean["better"] == 0 and mean["error"] == pytest.approx((1 + 8 - 13 / 3) / 13)
    assert ours.loc[(Scope.ALL.value, Forecast.ZERO.value)]["bias"] == -1


def _net(snapshot: Snapshot) -> dict[tuple[str, str], dict[int, int]]:
    found: dict[tuple[str, str], dict[int, int]] = {}
    columns = (snapshot.sales[name].tolist() for name in ("license_no", "sku_code", "month", "sticks"))
    for license_no, code, month, sticks in zip(*columns, strict=True):
        found.setdefault((license_no, code), {})[month] = max(sticks, 0)
    return found


def test_a_generated_county_by_loops(small_county: Snapshot) -> None:
    """The simple forecasts' errors, pair by pair, in October."""
    begun: dict[str, int] = {}
    year = [OCTOBER.plus(-back).number for back in range(12, 0, -1)]
    net = _net(small_county)
    for (license_no, _), months in net.items():
        for place, number in enumerate(year):
            if months.get(number, 0) > 0:
                begun[license_no] = min(begun.get(license_no, 99), place)
    errors = dict.fromkeys((Forecast.LAST_MONTH, Forecast.LAST_YEAR, Forecast.MEAN, Forecast.ZERO), 0.0)
    pairs = 0
    for (license_no, _), months in net.items():
        past = [months.get(number, 0) for number in year]
        if not any(past):
            continue
        pairs += 1
        actual = months.get(OCTOBER.number, 0)
        errors[Forecast.LAST_MONTH] += abs(past[-1] - actual)
        errors[Forecast.LAST_YEAR] += abs(past[0] - actual)
        errors[Forecast.MEAN] += abs(sum(past[-3:]) / min(3, 12 - begun[license_no]) - actual)
        errors[Forecast.ZERO] += actual
    tested = judged(small_county.sales)
    for forecast, error in errors.items():
        row = tested.loc[(OCTOBER.number, Scope.ALL.value, forecast.value)]
        assert row["pairs"] == pairs and row["error"] == pytest.approx(error)
