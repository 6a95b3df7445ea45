import re
from datetime import date
from pathlib import Path

import pytest

import guidebook.advice
from guidebook.app.trails import WITHOUT_ROWS, SourceRow, Trails
from guidebook.measures import measure
from guidebook.model import Fact
from tests.advice.profiles import LICENSE, config_of, snapshot_of
from tests.workspace import OCTOBER

GIVEN = {
    "shop": {"market": "农网", "agreed": 30, "cash_day": "每月10日", "personality": "倔强"},
    "this": {"甲牌（硬）": {"cartons": 8, "open": 2, "close": 3, "verified": True}, "乙牌（软）": 5},
    "last": {"甲牌（硬）": 6, "丙牌（细支）": 4},
    "year_ago": {"甲牌（硬）": 7},
    "months": {"2026-01": {"甲牌（硬）": 9}, "2025-11": {"甲牌（硬）": 11}},
    "supply": {"甲牌（硬）": {"status": "紧", "cycle": 2}},
    "supply_this": {"甲牌（硬）": "足"},
    "orders": {date(2026, 10, 8): 12},
    "seasons": [{"tag": "农忙", "start": date(2026, 11, 5), "end": date(2026, 11, 20)}],
    "advised": [
        {
            "month": "2026-09",
            "rule": "substitute_same_price",
            "sku": "丁牌（金）",
            "buy": "甲牌（硬）",
            "cartons": 2,
        }
    ],
    "notes": [
        {"kind": "promise", "written": date(2026, 10, 5), "text": "台历", "printable": True},
        {"kind": "compliance_internal", "written": date(2026, 10, 6), "text": "画眉鸟"},
    ],
    "grade_rule": [{"term": "量", "weight": 100, "base": "最高", "period": "月"}],
    "grade_scale": [{"label": "12档", "rank": 12, "floor": 60}],
    "manager": {"name": "王芳", "phone": "13800000000", "since": date(2026, 10, 20)},
}
SNAPSHOT = snapshot_of(GIVEN)
PROFILE = next(measure(SNAPSHOT, OCTOBER, OCTOBER.day_after, config_of(GIVEN), [LICENSE]))
CODE = {line.product.sku_name: line.product.sku_code for line in PROFILE.lines}["甲牌（硬）"]
TRAILS = Trails(SNAPSHOT, PROFILE.retailer, OCTOBER)


def rows(measure_name: str, sku_code: str | None = None) -> list[SourceRow]:
    return list(TRAILS.rows(Fact("1", "1", measure_name, sku_code)))


def months(found: list[SourceRow]) -> list[str]:
    return [row.values["month"] for row in found if row.table == "sales"]


def test_every_measure_that_rules_name_is_traced_or_known_to_rest_on_no_rows() -> None:
    sources = Path(guidebook.advice.__file__).parent.rglob("*.py")
    named = {
        what
        for source in sources
        for what in re.findall(r'"([a-z_]+)\.[a-z_.]+"', source.read_text(encoding="utf-8"))
    } - {"language", "thresholds", "tones"}
    assert named - TRAILS.traced - WITHOUT_ROWS == set()
    assert not TRAILS.traced & WITHOUT_ROWS


@pytest.mark.parametrize(
    ("name", "sku_code", "wanted"),
    [
        ("account.this.sticks", None, ["2026-10"]),
        ("account.sticks_change", None, ["2026-09", "2026-10"]),
        ("account.sticks_change_year", None, ["2025-10", "2026-10"]),
        ("account.recent_sticks", None, ["2026-09", "2026-10"]),
        ("account.usual_sticks", None, ["2025-10", "2025-11", "2026-01", "2026-09"]),
        ("line.sticks_change", CODE, ["2026-09", "2026-10"]),
        ("line.sticks_change_year", CODE, ["2025-10", "2026-10"]),
        ("line.most_before", CODE, ["2025-11", "2026-01", "2026-09", "2026-10"]),
        ("season.more", CODE, ["2025-10", "2025-11"]),
        ("stock.closing", CODE, ["2026-10"]),
        ("follow_up.bought", CODE, ["2026-10"]),
        ("idle.lost_amount", None, ["2025-11", "2026-01", "2026-09", "2026-10"]),
    ],
)
def test_the_months_that_a_measure_looks_at(name: str, sku_code: str | None, wanted: list[str]) -> None:
    assert sorted(set(months(rows(name, sku_code)))) == wanted


@pytest.mark.parametrize(
    ("name", "sku_code", "table", "values"),
    [
        ("account.agreed_left", None, "retailers", {"agreed_cartons": "30"}),
        ("retailers.cash_day", None, "retailers", {"cash_day": "每月10日"}),
        ("account.this.order_cycles", None, "orders", {"ordered_on": "2026-10-08"}),
        ("supply.limit_per_cycle", CODE, "supply", {"month": "2026-11", "limit_per_cycle": "2"}),
        ("supply_this.status", CODE, "supply", {"month": "2026-10", "status": "足"}),
        ("follow_up.advised", CODE, "advice_log", {"rule_id": "substitute_same_price", "bought_code": CODE}),
        ("advised.month", CODE, "advice_log", {"month": "2026-09", "qty_suggested": "2"}),
        ("season.bought", CODE, "seasons", {"tag": "农忙"}),
        ("grade.score", None, "grade_rule", {"term": "量"}),
        ("grade.floor", None, "grade_scale", {"label": "12档"}),
        ("managers.name", None, "managers", {"name": "王芳"}),
        ("products.sku_name", CODE, "products", {"sku_name": "甲牌（硬）"}),
        ("products.list_price", CODE, "prices", {"sku_code": CODE}),
        ("products.list_margin", CODE, "prices", {"sku_code": CODE}),
        ("stock.closing", CODE, "sales", {"stock_close": "3"}),
    ],
)
def test_the_row_that_a_fact_rests_on(
    name: str, sku_code: str | None, table: str, values: dict[str, str]
) -> None:
    assert any(row.table == table and values.items() <= row.values.items() for row in rows(name, sku_code))


def test_notes_for_the_manager_alone_are_behind_no_fact() -> None:
    assert [row.values["text"] for row in rows("notes.text")] == ["台历"]


def test_inner_columns_are_behind_no_fact() -> None:
    every = [row for what in TRAILS.traced for row in rows(f"{what}.x", CODE)]
    names = {name for row in every for name in row.values}
    assert not names & {"ability", "personality", "education", "is_key", "avoid_topics", "focus"}
    assert "倔强" not in {value for row in every for value in row.values.values()}


@pytest.mark.parametrize(
    "name", ["month", "festival.day", "gap.buyers", "peers.products", "advice.trial_cartons"]
)
def test_what_rests_on_no_row_has_none(name: str) -> None:
    assert rows(name, CODE) == []
