"""What stands on a pack's cover: whom to visit, what changed, what to talk about, and who comes first."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from guidebook.config import Config
from guidebook.exports.covers import Covers
from guidebook.exports.lines import Line
from guidebook.model import Month


def line(seq: int, this: str | None, last: str | None, change: str | None, **other: object) -> Line:
    made = {"pdf": f"R01/{seq:03d}.pdf", "sha256": "0" * 64, "withheld": None, "talk": f"话{seq}", **other}
    return Line(f"3717021000{seq:02d}", f"店{seq}", "R01", seq, cartons=(this, last), change=change, **made)  # type: ignore[arg-type]


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
    snapshot = SimpleNamespace(
        id="58f2-bfcc-ddb2",
        managers=pd.DataFrame({"manager_id": ["M1"], "name": ["杨梅"]}),
        routes=pd.DataFrame({"route_id": ["R01"], "route_name": ["城东一线"], "manager_id": ["M1"]}),
        retailers=pd.DataFrame(
            {
                "license_no": [each.license_no for each in ALL],
                "county": ["示例区"] * 7,
                "town": ["东城街道", *[None] * 6],
                "address": [None, "和平街18号", *[None] * 5],
            }
        ),
    )
    return Covers(snapshot, Month.of(202610), date(2026, 11, 1), Config())  # type: ignore[arg-type]


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


def test_closed_shops_are_not_visited(covers: Covers) -> None:
    cover = covers.of("R01", ALL, closed={WITHHELD.license_no})
    assert [visit.shop_name for visit in cover.visits] == [each.shop_name for each in ALL[:-1]]
    assert "没有单子" not in cover.summary


def test_falling_shops_come_first_in_the_order_of_visits(covers: Covers) -> None:
    assert covers.falling_first(ALL) == [DOWN, AT_THE_LIMIT, JUST_FLAT, FLOOR, UP, FIRST, WITHHELD]


def test_the_cover_is_for_the_manager_and_names_its_snapshot(covers: Covers, tmp_path: Path) -> None:
    cover = covers.of("R01", ALL)
    assert cover.footer == "供客户经理拜访用，不留给店主。　快照 58f2-bfcc-ddb2"
    assert cover.title == "城东一线 2026年10月经营分析指导书 拜访清单"
    assert covers.of("R02", ()).route_text == "R02"
