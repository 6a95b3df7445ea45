"""What the delivery man is told: tags, promises, short goods, goods to expect; nothing of the shop's earnings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guidebook.exports.delivery import DELIVERY_HEADINGS, DeliveryNotes
from guidebook.exports.records import settled, sheet_record
from guidebook.model import Outcome
from tests.exports.lists import read, write
from tests.golden import ADVICE, LICENSE, PROFILE, SHEET

CATALOGUE = {"6901001": "甲牌（硬）", "6901002": "丙牌（细支）", "6901003": "丁牌（金）"}
MADE = settled(sheet_record(PROFILE, ADVICE, SHEET), Outcome(LICENSE, SHEET.pdf_name, "00ff", 2))
SAID = MADE["next_month"][0] | {"cartons": None, "promise": False}


@pytest.fixture
def told(tmp_path: Path) -> Any:
    """The rows of a sheet that says something else."""

    def of(**changes: Any) -> list[dict[str, str]]:
        notes = DeliveryNotes(CATALOGUE, {LICENSE: "和平街18号"})
        bare = {"evaluation": [], "next_month": [], "follow_up": [], "supply": []}
        write(tmp_path / "list.csv", DELIVERY_HEADINGS, notes.rows, [MADE | bare | changes])
        return read(tmp_path / "list.csv")

    return of


def filled(row: dict[str, str]) -> dict[str, str]:
    """A row's matter."""
    shop = DELIVERY_HEADINGS[: DELIVERY_HEADINGS.index("事项")]
    return {name: cell for name, cell in row.items() if cell and name not in shop}


def test_every_shop_with_a_sheet_stands_there_with_its_address(told: Any) -> None:
    (row,) = told()
    assert (row["许可证号"], row["店名"], row["负责人"]) == (LICENSE, "某某便利店", "李建祥")
    assert (row["线路编码"], row["拜访顺序"], row["地址"]) == ("R01", "1", "和平街18号")
    assert filled(row) == {"事项": "没有要交代的"}


def test_a_withheld_sheet_tells_nothing(told: Any) -> None:
    assert told(pdf=None) == []


@pytest.mark.parametrize("rule", ["price_tag_fix", "price_change_notice"])
def test_tags_to_be_changed_are_told_in_the_words_of_the_sheet(told: Any, rule: str) -> None:
    (row,) = told(next_month=[SAID | {"rule": rule, "text": "换价签。"}])
    assert filled(row) == {
        "事项": "价签",
        "商品编码": "6901001",
        "商品全称": "甲牌（硬）",
        "单子上的话": "换价签。",
    }


def test_promises_are_told_with_their_last_day(told: Any) -> None:
    promise = SAID | {"rule": "greeting", "text": "下回带来。", "sku_code": None, "promise": True}
    kept = promise | {"rule": "commitment_status", "text": "办好了。", "promise": False}
    first, second = told(next_month=[promise], follow_up=[kept])
    assert filled(first) == {"事项": "答应的事", "单子上的话": "下回带来。", "期限": "2026-11-30"}
    assert filled(second) == {"事项": "答应的事", "单子上的话": "办好了。"}


def test_what_is_short_is_told_with_its_reason_and_what_is_not_is_not(told: Any) -> None:
    short = MADE["supply"][0] | {"reason": "到货晚"}
    (row,) = told(supply=[short, short | {"sku_code": "6901002", "status": "货足"}])
    assert filled(row) == {
        "事项": "货紧",
        "商品编码": "6901001",
        "商品全称": "甲牌（硬）",
        "货源状态": "紧",
        "限量": "每周5条",
        "同价可换": "—",
        "原因": "到货晚",
    }


def test_advised_goods_are_told_by_name_and_number_alone(told: Any) -> None:
    """The sentence may tell what the shop earns."""
    (row,) = told(next_month=[SAID | {"cartons": 3, "advised_sku_code": "6901003"}])
    assert filled(row) == {
        "事项": "可能要的货",
        "商品编码": "6901003",
        "商品全称": "丁牌（金）",
        "下月建议(条)": "3",
    }


def test_nothing_of_the_month_is_told(told: Any) -> None:
    (row,) = told(evaluation=MADE["evaluation"], next_month=[SAID])
    assert filled(row) == {"事项": "没有要交代的"}
