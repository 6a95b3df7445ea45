"""The 135 loop: what was advised last month, what was done, what it earned, by rule and kind of shop (R034).

分析 → 计划 → 实施 → 评估 → 改进: the measures, the advice, the visit, this, and the tuning of rules by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from guidebook.measures import registry
from guidebook.measures.company.population import LEAST_SHOPS
from guidebook.measures.cube import Cube
from guidebook.measures.memory import follow_ups, remembered
from guidebook.measures.stock import stock_count
from guidebook.measures.supply import SupplyPolicy
from guidebook.model import FollowUp, Month, Product, ProductLine, ProductMonth, Result

if TYPE_CHECKING:
    from guidebook.snapshot import Snapshot

RESULTS = {
    Result.DONE: "done",
    Result.PARTLY: "partly",
    Result.NOT_DONE: "not_done",
    Result.NO_SUPPLY: "no_supply",
    Result.DISAGREED: "disagreed",
}


def results_of(snapshot: Snapshot, cube: Cube, month: Month) -> pd.DataFrame:
    """What became of the advice to buy of the month before, as the sheets tell it (`measures.memory.follow_ups`).

    Returns:
        One row an advice: month (whose sales show it), license_no, rule_id, sku_code (what it asked to buy), result,
        advised (real cartons), bought and sold (sticks; sold null without a verified count), earned (fen, null without
        a listed price).
    """
    catalogue = registry.products(snapshot, month)
    policy_this, policy = SupplyPolicy(snapshot, month), SupplyPolicy(snapshot, month.plus(1))
    memory = remembered(snapshot, month)
    shops = {shop.license_no: shop for shop in registry.retailers(snapshot, memory.keys())}
    index = {license_no: place for place, license_no in enumerate(cube.licenses)}
    last = month.plus(-1)
    rows = []
    for license_no, told in memory.items():
        wanted = {row.advised.bought_code for row in told if row.advised.month == last} - {None}
        if not wanted or license_no not in shops:
            continue
        place = index.get(license_no)
        lines = {} if place is None else dict(_lines(cube, place, wanted, catalogue, month))
        kind = SupplyPolicy.class_of(shops[license_no])
        for each in follow_ups(
            told, lines, catalogue, policy_this.lines_for(kind), policy.lines_for(kind), last
        ):
            rows.append((month.number, license_no, *_result(each)))
    frame = pd.DataFrame(
        rows,
        columns=[
            "month",
            "license_no",
            "rule_id",
            "sku_code",
            "result",
            "advised",
            "bought",
            "sold",
            "earned",
        ],
    )
    whole = dict.fromkeys(("month", "advised", "bought", "sold", "earned"), "Int64")
    return frame.astype({**whole, **dict.fromkeys(("license_no", "rule_id", "sku_code", "result"), "str")})


def _lines(
    cube: Cube, place: int, wanted: Iterable[str | None], catalogue: Mapping[str, Product], month: Month
) -> Iterator[tuple[str, ProductLine]]:
    """The lines of some products of a shop, as far as a result needs them."""
    for row in cube.slice_of(place):
        code = cube.skus[cube.sku[row]]
        if code in wanted and code in catalogue:
            counted = cube.counted_on[row].item()
            profit = int(cube.profit[row, -1]) if cube.listed[row, -1] else None
            yield (
                code,
                ProductLine(
                    product=catalogue[code],
                    this=ProductMonth(int(cube.sticks[row, -1]), int(cube.amount[row, -1]), profit),
                    last=None,
                    wanted=None if cube.wanted[row] < 0 else int(cube.wanted[row]),
                    stock=stock_count(
                        month,
                        int(cube.sticks[row, -1]),
                        cube.sold[row].tolist(),
                        int(cube.closing[row, -1]),
                        counted,
                        int(cube.out_events[row]),
                    ),
                ),
            )


def _result(found: FollowUp) -> tuple[object, ...]:
    advised = found.advised
    code, result = found.product.sku_code, found.result.value
    return advised.rule, code, result, advised.cartons, found.bought, found.sold, found.earned


def loop(
    advised: pd.DataFrame, results: pd.DataFrame, shops: pd.DataFrame, by: Iterable[str] = ()
) -> pd.DataFrame:
    """Which rules help and which annoy: counts by rule and kind of shop.

    Args:
        advised: Rows of license_no, rule_id: every sentence of 下月提升方向 of a month (the table 建议).
        results: As `results_of` gives them, of the month after it.
        shops: As `shops_of` gives them.
        by: Columns of `shops` that tell kinds of shops apart, such as market_type.

    Returns:
        One row a (rule_id, *by): shops, advised (sentences), to_buy (of these, with a result), done, partly, not_done,
        no_supply, disagreed; done_share (done ÷ what could be done: all but 没货), disagreed_share (of the same);
        earned (fen, of what was done or partly done; null where none of it has a listed price).  Of fewer than five
        shops only the number of shops is told.
    """
    keys = ["rule_id", *by]
    kinds = shops[["license_no", *by]]
    said = advised[["license_no", "rule_id"]].merge(kinds, on="license_no", how="left")
    groups = said.groupby(keys, dropna=False)
    frame = pd.DataFrame({"shops": groups["license_no"].nunique(), "advised": groups.size()})
    told = results.merge(kinds, on="license_no", how="left")
    for result, name in RESULTS.items():
        told[name] = (told["result"] == result.value).astype("int64")
    followed = told["done"].add(told["partly"]) > 0
    told["earned"] = told["earned"].astype("Int64").where(followed)
    counted = told.groupby(keys, dropna=False)
    sums = counted[list(RESULTS.values())].sum().assign(earned=counted["earned"].sum(min_count=1))
    sums.insert(0, "to_buy", counted.size())
    frame = frame.join(sums)
    counts = ["to_buy", *RESULTS.values()]
    frame[counts] = frame[counts].fillna(0).astype("Int64")
    possible = (frame["to_buy"] - frame["no_supply"]).astype(float)
    for name in ("done", "disagreed"):
        frame[f"{name}_share"] = frame[name].astype(float) / possible.where(possible > 0)
    few = frame["shops"] < LEAST_SHOPS
    hidden = frame.columns.drop("shops")
    frame = frame.astype({"advised": "Int64"})
    frame[hidden] = frame[hidden].mask(few)
    return frame.reset_index()
