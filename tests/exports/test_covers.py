"""What stands on a pack's cover: whom to visit, what changed, what to talk about, and who comes first."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from guidebook.config import Config
from guidebook.exports.covers import Covers, Roll
from guidebook.exports.lines import Line
from guidebook.model import Month
from guidebook.reading.schema import COLUMNS, empty_tables
from guidebook.snapshot import freeze


def line(seq: int, this: str | None, last: str | None, change: str | None, **other: Any) -> Line:
    made: dict[str, Any] = {"pdf": f"R01/{seq:03d}.pdf", "sha256": "0" * 64, "withheld": None}
    made |= {"talk": f"话{seq}", **other}
    return Line(f"3717021000{seq:02d}", f"店{seq}", "R01", seq, cartons=(this, last), change=change, **made)


DOWN = line(1, "90", "100", "▼ 少10条")
JUST_FLAT = line(2, "95.5", "100", "▼ 少4.5条")
FLOOR = line(3, "7.5", "10", "▼ 少2.5条")
UP = line(4, "120", "100", "▲ 多20条")
FIRST = line(5, "20", "0", None)
AT_THE_LIMIT = line(6, "95", "100", "▼ 少5条")
WITHHELD = line(7, None, None, None, pdf=None, withheld="店名和档案不一样", talk=None)
ALL = (DOWN, JUST_FLAT, FLOOR, UP, FIRST, AT_THE_LIMIT, WITHHELD)


@pytest.fixture
def covers() -> Covers:
    return covers_of(())


def covers_of(closed: Collection[str]) -> Covers:
    roll = Roll(
        snapshot="58f2-bfcc-ddb2",
        names={"R01": "城东一线"},
        managers={"R01": "杨梅"},
        addresses={DOWN.license_no: "示例区东城街道", JUST_FLAT.license_no: "和平街18号"},
        owners={},
        closed=frozenset(closed),
    )
    return Covers(roll, Month.of(202610), date(2026, 11, 1), Config().bands)


def test_counts_follow_the_bands_of_the_sheets(covers: Covers) -> None:
    """Five in a hundred and three cartons both count as a change; less of either doesn't."""
    summary = covers.of("R01", ALL).summary
    assert summary == "客户经理 杨梅　7户：2户▼少了，1户▲多了，2户差不多，1户上月没有可比的，1户没有单子"


def test_a_shop_shows_what_its_sheet_says(covers: Covers) -> None:
    first, second, *_, last = covers.of("R01", ALL).visits
    assert (first.seq_text, first.shop_name, first.address) == ("001", "店1", "示例区东城街道")
    assert (first.change, first.talk) == ("▼ 少10条", "话1")
    assert second.address == "和平街18号"
    assert (last.change, last.talk) == ("—", "没有单子：店名和档案不一样")


def test_closed_shops_are_not_visited() -> None:
    cover = covers_of({WITHHELD.license_no}).of("R01", ALL)
    assert [visit.shop_name for visit in cover.visits] == [each.shop_name for each in ALL[:-1]]
    assert "没有单子" not in cover.summary


def test_falling_shops_come_first_in_the_order_of_visits(covers: Covers) -> None:
    assert covers.falling_first(ALL) == [DOWN, AT_THE_LIMIT, JUST_FLAT, FLOOR, UP, FIRST, WITHHELD]


def test_the_cover_is_for_the_manager_and_names_its_snapshot(covers: Covers) -> None:
    cover = covers.of("R01", ALL)
    assert cover.footer == "供客户经理拜访用，不留给店主。　快照 58f2-bfcc-ddb2"
    assert cover.title == "城东一线 2026年10月经营分析指导书 拜访清单"
    assert covers.of("R02", ()).route_text == "R02"


def test_a_roll_is_the_same_from_a_snapshot_at_hand_and_from_a_kept_one(tmp_path: Path) -> None:
    tables = empty_tables()
    shop = {"shop_name": "店", "owner_name": "主", "market_type": "城网", "format": "食杂店"}
    tables["retailers"] = filled(
        "retailers",
        [
            {**shop, "license_no": "1", "status": "正常", "county": "示例区", "town": "东城街道"},
            {**shop, "license_no": "2", "status": "注销", "address": "和平街18号", "county": "示例区"},
        ],
    )
    tables["managers"] = filled("managers", [{"manager_id": "M1", "name": "杨梅"}])
    tables["routes"] = filled(
        "routes",
        [
            {"license_no": "1", "route_id": "R01", "route_name": "城东一线", "manager_id": "M1"},
            {"license_no": "2", "route_id": "R02", "manager_id": "M9"},
        ],
    )
    snapshot = freeze(tables, tmp_path)
    roll = Roll.of(snapshot)
    assert roll == Roll.read(tmp_path, snapshot.id)
    assert roll == Roll(
        snapshot=snapshot.id,
        names={"R01": "城东一线"},
        managers={"R01": "杨梅"},
        addresses={"1": "示例区东城街道", "2": "和平街18号"},
        owners={"1": "主", "2": "主"},
        closed=frozenset({"2"}),
    )


def filled(name: str, rows: list[dict[str, str]]) -> pd.DataFrame:
    """A table of the snapshot in which all other columns are unknown."""
    return pd.DataFrame(
        {
            column: pd.Series([row.get(column, False if kind == "bool" else None) for row in rows]).astype(
                kind
            )
            for column, kind in COLUMNS[name].items()
        }
    )
