from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from guidebook.advice import Adviser
from guidebook.advice.likeness import Mask
from guidebook.advice.sameness import Twin
from guidebook.app.population import choose
from guidebook.batch.drafting import twin_of
from guidebook.batch.filing import ToldLately
from guidebook.config import Config
from guidebook.model import MarketType, Profile
from guidebook.reading.schema import conform
from tests.advice.profiles import LICENSE, profile_of, snapshot_of
from tests.workspace import OCTOBER, hashes, lines, manifest, remember_this_month_as_last, run, table

GIVEN = {
    "shop": {"market": "城网"},
    "this": {"甲牌（硬）": 48, "乙牌（软）": 20},
    "last": {"甲牌（硬）": 30, "乙牌（软）": 26},
}


def test_the_manifest_tells_how_like_the_months_sheets_are(finished: Path) -> None:
    content = manifest(finished)["sameness"]
    composed = [line for line in lines(finished) if line["account"]]
    care = [line for line in composed if any(s["rule"] == "zero_month" for s in line["evaluation"])]
    assert content["sheets"] == sum(line["pdf"] is not None for line in composed)
    assert content["care"] == len(care) == 1
    assert content["G1"]["compared"] == len(composed) - len(care)
    assert (content["G2"]["compared"], content["G2"]["largest"]) == (0, None)
    assert not content["G3"]["judged"]
    assert content["G4"] == {"held": True, "groups": []}


def test_a_sheet_like_last_months_is_told_in_summary_manifest_and_exceptions(
    output: Path, exports: Path
) -> None:
    license_no = next(line["license_no"] for line in lines(output) if line["pdf"])
    remember_this_month_as_last(output, [license_no])
    summary = run(exports, output)
    assert summary.counts.resumed == summary.counts.made
    assert summary.strict_exit_code == 3
    assert summary.sameness.months.alike == (license_no,)
    assert manifest(output)["sameness"]["G2"]["alike"] == [license_no]
    told = [row for row in table(output, "exceptions.csv") if row["问题"] == "话和上月的指导书太像"]
    assert [(row["级别"], row["许可证号"]) for row in told] == [("提醒", license_no)]
    assert summary.shops.keys() >= {license_no}


def test_routes_made_earlier_count_too(exports: Path, finished: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    for route in ("R01", "R02"):
        run(exports, output, select=partial(choose, routes=[route]))
    parts, whole = manifest(output)["sameness"], manifest(finished)["sameness"]
    assert {gate: parts[gate] for gate in ("sheets", "care", "G2", "G3", "G4")} == {
        gate: whole[gate] for gate in ("sheets", "care", "G2", "G3", "G4")
    }
    assert hashes(output) == hashes(finished)


def twin_beside(profile: Profile) -> Twin | None:
    adviser = Adviser(Config())
    return twin_of(profile, adviser.advise(profile), adviser, Mask([]))


@pytest.mark.parametrize(("market", "found"), [("城网", True), ("农网", True), (None, False)])
def test_a_shop_is_compared_with_itself_in_the_other_market(market: str | None, found: bool) -> None:
    profile = profile_of(GIVEN)
    profile = replace(
        profile, retailer=replace(profile.retailer, market_type=MarketType(market) if market else None)
    )
    pair = twin_beside(profile)
    assert (pair is not None) is found
    assert pair is None or pair.license_no == LICENSE


def test_a_shop_that_ordered_nothing_has_no_twin() -> None:
    assert twin_beside(profile_of({**GIVEN, "this": {}})) is None


def test_what_was_advised_lately_is_looked_up() -> None:
    dead = {"license_no": LICENSE, "rule_id": "dead_stock_clear", "sku_code": "甲", "box": "next_month"}
    rows = [
        dead | {"month": 202608},
        dead | {"month": 202609},
        dead | {"month": 202609, "sku_code": "乙", "box": None},
        dead | {"month": 202609, "sku_code": "丙", "box": "follow_up"},
        dead | {"month": 202608, "sku_code": None},
        dead | {"month": 202609, "sku_code": "丁", "rule_id": "volume_flat"},
        dead | {"month": 202510, "sku_code": "戊"},
    ]
    log = conform("advice_log", pd.DataFrame(rows))
    snapshot = replace(snapshot_of(GIVEN), advice_log=log)
    rules = Adviser(Config()).rules
    assert ToldLately(snapshot, OCTOBER, rules).of(LICENSE) == {
        ("dead_stock_clear", "甲"): 1,
        ("dead_stock_clear", "乙"): 1,
        ("dead_stock_clear", None): 2,
    }
    assert ToldLately(snapshot, OCTOBER, rules).of("371702999999") == {}
    assert ToldLately(snapshot, OCTOBER, ()).of(LICENSE) == {}
