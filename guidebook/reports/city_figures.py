"""All that the city's report tells, measured: what pages, workbook and Parquet are made from (R030, R031, R117)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from guidebook.measures.company.backtest import back_test, history_of, summary
from guidebook.measures.company.fairness import unequal_limits
from guidebook.measures.company.focus import focus_codes, focus_counts, focus_notes
from guidebook.measures.company.limits import at_limit
from guidebook.measures.company.loop import loop, results_of
from guidebook.measures.company.matters import State, complaints_by_category, matters
from guidebook.measures.company.population import LEAST_SHOPS, shops_of
from guidebook.measures.company.price_bands import UNKNOWN, price_bands
from guidebook.measures.company.profile_age import profile_age
from guidebook.measures.company.profit import profit_bridge
from guidebook.measures.company.rates import Rates, shown_only
from guidebook.measures.company.satisfaction import satisfaction
from guidebook.measures.company.standing import standing
from guidebook.measures.company.trade import Goods
from guidebook.measures.company.value import GROUP, INDICATORS, value
from guidebook.measures.company.visits import LONGEST, visit_balance, visits_of
from guidebook.measures.cube import WINDOW, Cube, build_cube
from guidebook.measures.forecast import YEAR
from guidebook.model import Box, Month
from guidebook.sheet.back import PACK_BANDS

if TYPE_CHECKING:
    from guidebook.snapshot import Snapshot

WAYS: Mapping[Goods, tuple[tuple[str, ...], ...]] = {
    Goods.ALL: (
        (),
        ("county",),
        ("town",),
        ("route_id",),
        ("market_type",),
        ("format",),
        ("grade",),
        ("market_type", "format"),
        ("county", "market_type"),
    ),
    Goods.BRAND: ((), ("county",), ("market_type", "format")),
    Goods.PRODUCT: ((),),
}
"""How the month's rates are put together, for each kind of goods."""
JUDGED = 3
"""Months on which the forecast is judged, as far as there is a year before them."""
SEGMENTS = ("market_type", "format")
"""Kinds of shops for which rules are counted."""
EXPIRING_DAYS = 90
"""Licences that expire within so many days are counted."""


@dataclass(frozen=True)
class Totals:
    """A month of all shops: net sticks, net amount, profit by listed price (fen) of what has one; who bought."""

    month: int
    sticks: int
    amount: int
    profit: int
    shops: int


@dataclass(frozen=True)
class CityFigures:
    """The frames, each as the measure of its name gives it; of fewer than five shops nothing is told.

    Attributes:
        totals: By month number, of the covered months of the window.
        rates: The month's, by `WAYS`.
        trend: Everything's and the brands' over thirteen months, all shops together.
        focus_trend: The same of the products that the catalogue marks (重点); none where it marks none.
        focus: `focus_counts`; `focus_notes` what was noted, with each shop's name and route.
        profit: By brand (`profit_bridge`); brands of fewer than five shops are 其他.
        bands: `price_bands`; its `UNKNOWN` band holds those of fewer than five shops as well.
        forecast: `backtest.summary`; `judged` the months it was judged on.
        advice, segments: `loop` by rule, and by rule and each of `SEGMENTS` (columns segment, kind).
        said, results: Sentences of 下月提升方向 of the month before, and what became of those to buy, by result.
        care: By county: shops, yellow, orange, red, unseen, late, expiring.
        complaints: `complaints_by_category`.
        answers: `satisfaction`.
        values: Middle values of the five indicators by 业态 and 市场类型: n, and one column each.
        customers: `value.value` of every shop, with its name and route.
        breaches: What key shops were owed and didn't get in time: license_no, shop_name, route_id, kind (of a note, or
            visit), since (due, or last seen), late_days.
        complete: Middle completeness of profiles; `stale` how many are stale, `profiles` of how many.
        unfair: Products with unequal limits next month.
        product_names: Full names by code.
    """

    month: Month
    as_of: date
    snapshot: str
    totals: Mapping[int, Totals]
    rates: pd.DataFrame
    trend: pd.DataFrame
    focus_trend: pd.DataFrame
    focus: pd.DataFrame
    focus_notes: pd.DataFrame
    profit: pd.DataFrame
    bands: pd.DataFrame
    forecast: pd.DataFrame
    judged: tuple[Month, ...]
    advice: pd.DataFrame
    segments: pd.DataFrame
    said: int
    results: Mapping[str, int]
    care: pd.DataFrame
    complaints: pd.DataFrame
    answers: pd.DataFrame
    values: pd.DataFrame
    customers: pd.DataFrame
    breaches: pd.DataFrame
    complete: float | None
    stale: int
    profiles: int
    unfair: int
    route_names: Mapping[str, str]
    route_counties: Mapping[str, str]
    product_names: Mapping[str, str]


def city_figures(snapshot: Snapshot, month: Month, as_of: date, stale_days: int) -> CityFigures:
    """Measure the city.

    Args:
        snapshot: What the month's sheets were made from.
        month: Their month.
        as_of: The day they were made for.
        stale_days: After how many days what people entered is stale.
    """
    cube, shops, rates = build_cube(snapshot, month), shops_of(snapshot), Rates(snapshot)
    window = [month.plus(back - WINDOW + 1) for back in range(WINDOW)]
    now = pd.concat([rates.of([month], ways, [goods]) for goods, ways in WAYS.items()], ignore_index=True)
    marked = focus_codes(snapshot)
    products = (Goods.PRODUCT,) if marked else ()
    trend = rates.of(window, ((),), (Goods.ALL, Goods.BRAND, *products))
    of_product = trend["goods"] == Goods.PRODUCT.value
    noted = focus_notes(snapshot, month, as_of)
    brands = snapshot.products.dropna(subset="brand").set_index("sku_code")["brand"]
    results = results_of(snapshot, cube, month)
    log = snapshot.advice_log
    advised = log[(log["month"] == month.plus(-1).number) & (log["box"] == Box.NEXT_MONTH.value)]
    tested, judged = _tested(snapshot, month)
    profiles = profile_age(snapshot, as_of, stale_days)
    valued = value(shops, month, snapshot.sales, snapshot.orders, snapshot.notes, results)
    return CityFigures(
        month=month,
        as_of=as_of,
        snapshot=snapshot.id,
        totals={each.month: each for each in _totals(cube)},
        rates=shown_only(now),
        trend=shown_only(trend[~of_product]),
        focus_trend=shown_only(trend[of_product & trend["good"].isin(marked)]),
        focus=focus_counts(snapshot, noted),
        focus_notes=_named(noted, shops, ["route_id", "license_no"]),
        profit=_enough(profit_bridge(cube, {str(code): str(name) for code, name in brands.items()})),
        bands=_enough_bands(price_bands(snapshot, cube, PACK_BANDS)),
        forecast=tested,
        judged=judged,
        advice=loop(advised, results, shops),
        segments=_segments(advised, results, shops),
        said=len(advised),
        results={str(key): int(count) for key, count in results["result"].value_counts().items()},
        care=_care(snapshot, cube, shops, month, as_of),
        complaints=complaints_by_category(matters(snapshot, as_of)),
        answers=satisfaction(snapshot.feedback, shops, month),
        values=_values(valued),
        customers=_named(valued, shops, ["route_id", "contribution_rank", "license_no"]),
        breaches=_breaches(snapshot, shops, as_of),
        complete=float(profiles["complete"].median()) if len(profiles) >= LEAST_SHOPS else None,
        stale=int(profiles["stale"].fillna(False).sum()),
        profiles=len(profiles),
        unfair=unequal_limits(snapshot, month.plus(1))["sku_code"].nunique(),
        route_names=_first(shops, "route_name"),
        route_counties=_first(shops, "county"),
        product_names=dict(zip(snapshot.products["sku_code"], snapshot.products["sku_name"], strict=True)),
    )


def _totals(cube: Cube) -> Iterator[Totals]:
    for place, number in enumerate(cube.months):
        if cube.covered[place]:
            sticks = cube.sticks[:, place]
            bought = pd.Series(sticks).groupby(cube.owner).sum()
            yield Totals(
                number,
                int(sticks.sum()),
                int(cube.amount[:, place].sum()),
                int(cube.profit[:, place][cube.listed[:, place]].sum()),
                int((bought > 0).sum()),
            )


def _enough(profit: pd.DataFrame) -> pd.DataFrame:
    """Brands of fewer than five shops put together."""
    few = profit["shops"] < LEAST_SHOPS
    if not few.any():
        return profit
    rest = profit[few].drop(columns="brand").sum()
    together = pd.DataFrame([{"brand": "其他（不到五户的）", **rest}])
    return pd.concat([profit[~few], together], ignore_index=True)


def _enough_bands(bands: pd.DataFrame) -> pd.DataFrame:
    """Bands of fewer than five shops in a month go with what has no listed price; too few of that aren't told."""
    few = bands["shops"] < LEAST_SHOPS
    folded = bands.assign(band=bands["band"].where(~few, UNKNOWN))
    sums = folded.groupby(["month", "band"])[["shops", "sticks", "share"]].sum(min_count=1).reset_index()
    sums["sticks"] = sums["sticks"].astype("Int64")
    untold = sums["shops"] < LEAST_SHOPS
    sums[["sticks", "share"]] = sums[["sticks", "share"]].mask(untold)
    return sums


def _tested(snapshot: Snapshot, month: Month) -> tuple[pd.DataFrame, tuple[Month, ...]]:
    """The forecast judged on the latest months that have a whole year before them."""
    covered = set(snapshot.months)
    judged = [
        each
        for each in (month.plus(back - JUDGED + 1) for back in range(JUDGED))
        if all(each.plus(-ago).number in covered for ago in range(YEAR + 1))
    ]
    if not judged:
        return pd.DataFrame(columns=["scope", "forecast", "pairs", "error", "bias", "better"]), ()
    sales = snapshot.sales
    wanted = {judged[0].plus(ago - YEAR).number for ago in range(YEAR + len(judged))}
    if not set(sales["month"].unique()) <= wanted:
        from dataclasses import replace

        snapshot = replace(snapshot, sales=sales[sales["month"].isin(wanted)].reset_index(drop=True))
    history = history_of(snapshot.sales, judged[0], judged[-1], at_limit(snapshot, judged))
    return summary(back_test(history)), tuple(judged)


def _segments(advised: pd.DataFrame, results: pd.DataFrame, shops: pd.DataFrame) -> pd.DataFrame:
    parts = [
        loop(advised, results, shops, [name]).rename(columns={name: "kind"}).assign(segment=name)
        for name in SEGMENTS
    ]
    return pd.concat(parts, ignore_index=True)


def _care(snapshot: Snapshot, cube: Cube, shops: pd.DataFrame, month: Month, as_of: date) -> pd.DataFrame:
    """Who needs care, counted by county; a county of fewer than five shops is told of by none of its counts."""
    stand = standing(snapshot, cube, month)
    balance = visit_balance(shops, visits_of(snapshot.notes, snapshot.feedback), as_of)
    owed = matters(snapshot, as_of)
    late = owed[owed["state"] == State.LATE.value].groupby("license_no").size()
    frame = stand[["license_no", "churn", "lost_amount"]].merge(
        shops[["license_no", "county", "license_expiry"]], on="license_no"
    )
    frame = frame.merge(balance[["license_no", "overdue"]], on="license_no", how="left")
    limit = pd.Timestamp(as_of) + pd.Timedelta(days=EXPIRING_DAYS)
    told = pd.DataFrame(
        {
            "county": frame["county"],
            "shops": 1,
            "yellow": frame["churn"] == "黄",
            "orange": frame["churn"] == "橙",
            "red": frame["churn"] == "红",
            "lost_amount": frame["lost_amount"],
            "unseen": frame["overdue"].fillna(False).astype(bool),
            "late": late.reindex(frame["license_no"]).fillna(0).to_numpy(),
            "expiring": frame["license_expiry"] <= limit,
        }
    )
    counted = told.groupby("county", dropna=False).sum().astype("Int64")
    few = counted["shops"] < LEAST_SHOPS
    hidden = counted.columns.drop("shops")
    counted[hidden] = counted[hidden].mask(few)
    return counted.reset_index()


def _named(frame: pd.DataFrame, shops: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """The same with each shop's name and route."""
    names = shops[["license_no", "shop_name", "route_id"]]
    return frame.merge(names, on="license_no").sort_values(order, kind="stable").reset_index(drop=True)


def _breaches(snapshot: Snapshot, shops: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """What key shops were owed and didn't get in time: answers, promises, visits; the longest late first (R075)."""
    keys = shops.loc[shops["is_key"], "license_no"]
    owed = matters(snapshot, as_of)
    late = owed[owed["license_no"].isin(keys) & (owed["late_days"] > 0).fillna(False)]
    balance = visit_balance(shops, visits_of(snapshot.notes, snapshot.feedback), as_of)
    unseen = balance[balance["license_no"].isin(keys) & balance["overdue"]]
    told = [
        late[["license_no", "kind", "due", "late_days"]].rename(columns={"due": "since"}),
        pd.DataFrame(
            {
                "license_no": unseen["license_no"],
                "kind": "visit",
                "since": pd.to_datetime(unseen["last_visit"]).astype("datetime64[s]"),
                "late_days": (unseen["days"] - LONGEST).astype("Int64"),
            }
        ),
    ]
    found = _named(pd.concat(told, ignore_index=True), shops, ["license_no", "kind"])
    return found.sort_values("late_days", ascending=False, kind="stable").reset_index(drop=True)


def _values(found: pd.DataFrame) -> pd.DataFrame:
    groups = found.groupby(GROUP)
    frame = groups[list(INDICATORS)].median().astype(float)
    known = groups[list(INDICATORS)].count()
    frame = frame.where(known >= LEAST_SHOPS)
    frame.insert(0, "n", groups.size())
    return frame[frame["n"] >= LEAST_SHOPS].reset_index()


def _first(shops: pd.DataFrame, column: str) -> dict[str, str]:
    """By route, the value that most of its shops have."""
    known = shops.dropna(subset=["route_id", column])
    if known.empty:
        return {}
    most = known.groupby("route_id")[column].agg(lambda values: values.value_counts().index[0])
    return {str(route): str(name) for route, name in most.items()}
