"""The 135 loop: results as sheets tell them, counts by rule and kind of shop."""

from __future__ import annotations

import pandas as pd

from guidebook.config import Config
from guidebook.measures import measure
from guidebook.measures.company.loop import loop, results_of
from guidebook.measures.company.population import shops_of
from guidebook.measures.cube import build_cube
from guidebook.snapshot import Snapshot
from tests.measures.company.town import OCTOBER, snapshot_of, with_advice

SIX = [f"37170210000{number}" for number in range(6)]


def test_results_are_those_that_sheets_tell(small_county: Snapshot) -> None:
    snapshot = with_advice(small_county)
    found = results_of(snapshot, build_cube(snapshot, OCTOBER), OCTOBER)
    told = [
        (
            profile.retailer.license_no,
            each.advised.rule,
            each.product.sku_code,
            each.result.value,
            each.advised.cartons,
            each.bought,
            each.sold,
            each.earned,
        )
        for profile in measure(snapshot, OCTOBER, OCTOBER.day_after, Config())
        for each in profile.follow_ups
    ]
    columns = ["license_no", "rule_id", "sku_code", "result", "advised", "bought", "sold", "earned"]
    mine = [
        tuple(None if pd.isna(cell) else cell for cell in row)
        for row in found[columns].astype(object).itertuples(index=False)
    ]
    assert sorted(mine, key=repr) == sorted(told, key=repr) and len({each[3] for each in told}) == 5


def counted(
    results: list[tuple[str, str, str, int | None]], advised: list[tuple[str, str]], *by: str
) -> pd.DataFrame:
    shops = [
        {"license_no": shop, "market_type": "城网" if place < 5 else "农网"} for place, shop in enumerate(SIX)
    ]
    told = pd.DataFrame(results, columns=["license_no", "rule_id", "result", "earned"])
    said = pd.DataFrame(advised, columns=["license_no", "rule_id"])
    return loop(said, told, shops_of(snapshot_of(retailers=shops)), by).set_index(["rule_id", *by])


def test_counts_by_rule_worked_out_by_hand() -> None:
    words = ["做了", "做了", "部分", "未做", "没货", "不同意"]
    earned = [1000, None, 500, 9999, None, None]
    results = [(shop, "gap", word, yuan) for shop, word, yuan in zip(SIX, words, earned, strict=True)]
    row = counted(results, [(shop, rule) for shop in SIX for rule in ("gap", "talk")]).loc["gap"]
    counts = [row[name] for name in ("shops", "advised", "to_buy", "done", "partly", "not_done", "no_supply")]
    assert counts == [6, 6, 6, 2, 1, 1, 1]
    assert (row["done_share"], row["disagreed_share"], row["earned"]) == (2 / 5, 1 / 5, 1500)


def test_advice_without_results_has_no_shares() -> None:
    row = counted([], [(shop, "talk") for shop in SIX]).loc["talk"]
    assert row["advised"] == 6 and row["to_buy"] == 0
    assert pd.isna(row["done_share"]) and pd.isna(row["earned"])


def test_fewer_than_five_shops_tell_only_that_they_are_few() -> None:
    results = [(shop, "gap", "做了", 100) for shop in SIX]
    frame = counted(results, [(shop, "gap") for shop in SIX], "market_type")
    assert frame.loc[("gap", "城网"), "earned"] == 500 and frame.loc[("gap", "农网"), "shops"] == 1
    assert frame.loc[("gap", "农网")].drop("shops").isna().all()
