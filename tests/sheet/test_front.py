"""The front as a whole: heading, trend, foot, and what one sheet holds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from guidebook.advice import Adviser
from guidebook.model import Manager, Month, Profile, Sheet, Visit
from guidebook.sheet import compose
from guidebook.sheet.figures import Words
from guidebook.sheet.heading import footer, heading
from guidebook.sheet.trend import trend
from tests.advice.profiles import LICENSE, config_of, profile_of

A, B = "甲牌（硬）", "丙牌（细支）"
VISIT = Visit("R01", "城东一线", 7, Manager("M1", "周明", "13800000000"))


def visited(**given: Any) -> Profile:
    profile = profile_of({"this": {A: 3}, **given})
    return replace(profile, retailer=replace(profile.retailer, visit=VISIT, grade="12档"))


def test_heading() -> None:
    found = heading(visited(), config_of({}))
    assert (found.shop_name, found.owner_name, found.license_no, found.license_text) == (
        "某某便利店",
        "李建祥",
        LICENSE,
        LICENSE,
    )
    assert found.route_text == "城东一线 第7户"
    assert found.month_text == "2026年10月"
    assert found.manager_text == "客户经理 周明\u300013800000000"
    assert found.grade_text == "12档"


def test_heading_by_settings() -> None:
    found = heading(
        visited(), config_of({"config": {"sheet": {"license_digits": "last4", "show_grade": False}}})
    )
    assert found.license_text == f"尾号{LICENSE[-4:]}"
    assert found.grade_text is None
    assert found.license_no == LICENSE


@pytest.mark.parametrize(
    ("visit", "route", "manager"),
    [
        (None, None, None),
        (Visit("R01", None, None, None), "R01", None),
        (Visit("R01", None, 3, Manager("M1", "周明")), "R01 第3户", "客户经理 周明"),
    ],
)
def test_heading_with_what_is_known(visit: Visit | None, route: str | None, manager: str | None) -> None:
    profile = profile_of({"this": {A: 3}})
    found = heading(replace(profile, retailer=replace(profile.retailer, visit=visit)), config_of({}))
    assert (found.route_text, found.manager_text) == (route, manager)


def test_footer() -> None:
    config = config_of({"config": {"company": {"complaint_phone": "12313"}}})
    assert footer(visited(supply={A: "足"}), config) == (
        "烟不卖给18岁以下的孩子，看不准就请他出示身份证。",
        "供货数截至10月28日，跟电话订货那边是同一份，当天有变以订货为准。",
        "供本店经营参考，请勿张贴、转发。\u3000投诉电话 12313\u3000快照 7f3a-91c2-04de",
    )
    assert footer(visited(), config_of({"config": {"company": {"law_notice": ""}}})) == (
        "供本店经营参考，请勿张贴、转发。\u3000快照 7f3a-91c2-04de",
    )


def months(**given: Any) -> tuple[tuple[str, ...], tuple[float, ...], tuple[float | None, ...]]:
    found = trend(profile_of(given), Words.of(config_of({})))
    assert found is not None
    return found.labels, found.cartons, found.carton_prices


def test_the_trend_begins_with_the_first_purchase() -> None:
    given = {
        "covered": ["2026-06"],
        "months": {"2026-07": {A: 2}, "2026-08": {}},
        "last": {B: 1},
        "this": {A: 3},
    }
    assert months(**given) == (("7月", "8", "9", "10"), (2, 0, 1, 3), (100, None, 220, 100))


def test_januaries_are_marked() -> None:
    given = {"month": "2026-02", "months": {"2025-12": {A: 2}}, "last": {A: 1}, "this": {A: 3}}
    assert months(**given)[0] == ("12月", "1月", "2")


def test_a_month_of_returns_is_drawn_as_nothing() -> None:
    given = {"months": {"2026-08": {A: 2}}, "last": {A: -1}, "this": {A: 3}}
    assert months(**given)[1:] == ((2, 0, 3), (100, None, 100))


def test_words_of_the_trend_are_those_of_the_account() -> None:
    found = trend(profile_of({"last": {A: 40}, "this": {A: [30, 3011]}}), Words.of(config_of({})))
    assert found is not None
    assert (found.cartons_text, found.carton_price_text) == ("30条", "100.4元")
    assert found.title == "近2个月：条数（柱）和平均每条（线）"


def test_a_single_month_is_no_trend() -> None:
    assert trend(profile_of({"last": {}, "this": {A: 3}}), Words.of(config_of({}))) is None
    assert trend(profile_of({"this": {}}), Words.of(config_of({}))) is None


def sheet(**given: Any) -> Sheet:
    config = config_of(given)
    profile = visited(**given)
    return compose(profile, Adviser(config).advise(profile), config)


def test_a_sheet() -> None:
    found = sheet(last={A: 40, B: 10}, this={A: 30, B: 18}, config={"company": {"name": "某某烟草"}})
    assert found.month == Month(2026, 10)
    assert found.title == "某某便利店 2026年10月经营分析指导书"
    assert (found.route_id, found.visit_seq, found.company_name) == ("R01", 7, "某某烟草")
    assert found.pdf_name == f"R01/007_{LICENSE}_某某便利店.pdf"
    assert [sentence.rule for sentence in found.evaluation] == [
        "volume_flat",
        "price_up_cause",
        "profit_up_by_brand",
    ]
    assert found.next_month and found.trend and found.contributions and found.back
    assert found.contributions.caption == "合计 +80"


def test_what_the_company_thinks_of_a_shop_is_not_on_its_sheet() -> None:
    """Ability, personality, schooling and topics steer the advice and are printed nowhere (R069)."""
    found = sheet(shop={"ability": "低", "avoid": "supply"}, last={A: 40}, this={A: 30})
    assert not any(word in repr(found) for word in ("ability", "avoid", "personality", "education", "inner"))


def test_large_print_has_fewer_rows() -> None:
    goods = dict.fromkeys([A, "乙牌（软）", B, "丁牌（金）", "己牌（蓝）", "庚牌（白）", "壬牌（银）"], 3)
    assert len(sheet(last={}, this=goods).moves.rows) == 8
    large = sheet(last={}, this=goods, shop={"large_print": True})
    assert large.large_print
    assert len(large.moves.rows) == 6


def test_the_account_the_table_and_the_sentences_print_the_same_figures() -> None:
    """One rounding for all of them (R006)."""
    found = sheet(last={A: [40, 4007.77], B: 10}, this={A: 30, B: [18, 3955.55]})
    cartons, price, profit = found.account.rows
    total = found.moves.rows[-1]
    assert (total.this, total.last, total.change) == (cartons.this, cartons.last, cartons.change)
    assert profit.change is not None and profit.change.figure is not None and total.profit is not None
    assert total.profit.number == f"+{profit.change.figure.number}"
    assert price.this is not None
    text = "".join(sentence.text for sentence in found.evaluation)
    assert f"{price.this.number}元" in text
    assert f"多{profit.change.figure.number}元" in text
