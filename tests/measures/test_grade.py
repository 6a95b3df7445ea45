"""A shop's score by the local 评档办法 (R046; domain.md §2.3)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from guidebook.model import GradeStanding, GradeTerm
from tests.advice.profiles import profile_of

A, B, C = "甲牌（硬）", "己牌（蓝）", "丁牌（金）"
SCALE = [
    {"label": "11档", "rank": 11, "floor": 40},
    {"label": "12档", "rank": 12, "floor": 60},
    {"label": "13档", "rank": 13},
    {"label": "14档", "rank": 14, "floor": 80.5},
]
VOLUME = {"term": "量", "weight": 35}


def standing(*rule: dict[str, Any], **given: Any) -> GradeStanding | None:
    case = {"shop": {"grade": 12}, "this": {A: 30, B: 10}, "peers": [{"this": {A: 100}}]}
    return profile_of({**case, "grade_scale": SCALE, **given, "grade_rule": list(rule)}).grade


def points(*rule: dict[str, Any], **given: Any) -> list[Fraction]:
    found = standing(*rule, **given)
    assert found is not None and found.score == sum(term.points for term in found.terms)
    return [term.points for term in found.terms]


def test_a_published_rule_worked_out_by_hand() -> None:
    """40 of 100 cartons, 4,740 of 10,000 yuan, 2 products of a mean of 1.5, 10 cartons of 二类 of a mean of 5."""
    rule = [
        VOLUME,
        {"term": "金额", "weight": 55},
        {"term": "规格数", "weight": 5, "base": "平均"},
        {"term": "二类及以上量", "weight": 5, "base": "平均"},
    ]
    found = standing(*rule, products={A: {"class": "三类"}, B: {"class": "二类"}})
    assert found is not None
    assert found.terms == (
        GradeTerm("量", Fraction(35), Fraction(14)),
        GradeTerm("金额", Fraction(55), Fraction("26.07")),
        GradeTerm("规格数", Fraction(5), Fraction(5)),
        GradeTerm("二类及以上量", Fraction(5), Fraction(5)),
    )
    assert (found.score, found.grade, found.floor) == (Fraction("50.07"), "12档", Fraction(60))
    assert (found.next_grade, found.next_floor) == ("14档", Fraction("80.5"))


def test_points_are_exact() -> None:
    assert points(VOLUME, this={A: 10}, peers=[{"this": {A: 30}}]) == [Fraction(35, 3)]


def test_the_best_shop_gets_the_whole_weight_and_no_more() -> None:
    assert points(VOLUME, this={A: 200}) == [35]
    assert points({**VOLUME, "base": "平均"}, this={A: 200}) == [35]  # 200 of a mean of 150
    assert points({**VOLUME, "base": "平均", "cap": 120}, this={A: 200}) == [42]
    assert points({**VOLUME, "base": "平均", "cap": 150}, this={A: 200}) == [Fraction(140, 3)]


def test_a_term_tells_the_most_points_that_it_gives() -> None:
    """Over the weight where the rule caps it higher: 10 of 5 points would be read as a slip."""
    found = standing({**VOLUME, "base": "平均", "cap": 200}, this={A: 200})
    assert found is not None and found.terms == (GradeTerm("量", Fraction(70), Fraction(140, 3)),)


def test_shops_that_bought_nothing_count_in_the_mean_and_closed_ones_nowhere() -> None:
    """The witness, which is closed, bought as well."""
    mean = {**VOLUME, "base": "平均"}
    assert points(mean, this={A: 30}, peers=[{"this": {A: 90}}, {"this": {}}]) == [Fraction(35 * 30, 40)]
    assert points({"term": "规格数", "weight": 5}, this={A: 1}, peers=[]) == [5]


def test_standard_cartons() -> None:
    slim = {B: {"sticks": 100, "packs": 10}}
    assert points(VOLUME, this={B: {"cartons": 10}}, products=slim) == [Fraction("3.5")]


def test_returns() -> None:
    assert points(VOLUME, this={A: 30, B: -10}) == [7]
    assert points(VOLUME, this={A: -30}) == [0]
    assert points({"term": "规格数", "weight": 5}, this={A: 30, B: -10}) == [5]


def test_nobody_bought_any() -> None:
    classes = {"products": {A: {"class": "三类"}, B: {"class": "四类"}}}
    assert points({"term": "二类及以上量", "weight": 5}, **classes) == [0]


def test_upper_classes() -> None:
    upper = {"term": "二类及以上量", "weight": 10}
    for name, counts in (("一类", True), ("二类", True), ("三类", False), (None, False)):
        classes = {A: {"class": "三类"}, B: {"class": name}, C: {"class": "一类"}}
        found = points(upper, products=classes, peers=[{"this": {C: 20}}])
        assert found == [5 if counts else 0]


def test_three_months_of_a_quarter() -> None:
    quarter = {**VOLUME, "period": "季"}
    bought = {"months": {"2026-07": {A: 900}, "2026-08": {A: 5}, "2026-09": {A: 10}}, "this": {A: 15}}
    peer = {"months": {"2026-07": {A: 1}, "2026-08": {A: 20}, "2026-09": {A: 20}}, "this": {A: 20}}
    assert points(quarter, **bought, peers=[peer]) == [Fraction("17.5")]
    assert standing(quarter, last={A: 3}) is None  # August isn't covered


def test_products_of_a_quarter_are_counted_once() -> None:
    rule = {"term": "规格数", "weight": 6, "period": "季"}
    months = {"2026-08": {A: 1, B: 1}, "2026-09": {A: 1, C: 1}}
    assert points(rule, months=months, this={A: 1}, peers=[]) == [6]
    peer = {"months": {"2026-08": {A: 1}, "2026-09": {A: 1}}, "this": {A: 1}}
    own = {"months": {"2026-08": {}, "2026-09": {}}, "this": {A: 1}}
    assert points(rule, **own, peers=[peer]) == [6]


@pytest.mark.parametrize(
    "given", [{"grade_scale": []}, {"shop": {}}, {"shop": {"grade": 20}}, {"grade_scale": SCALE[:1]}]
)
def test_without_rule_scale_or_grade_there_is_no_standing(given: dict[str, Any]) -> None:
    assert standing(VOLUME, **given) is None
    assert standing() is None


def test_a_term_that_cannot_be_measured_leaves_no_score() -> None:
    assert standing(VOLUME, {"term": "二类及以上量", "weight": 5}) is None


def test_the_top() -> None:
    found = standing(VOLUME, shop={"grade": 14})
    assert found is not None and (found.next_grade, found.next_floor) == (None, None)
    assert found.floor == Fraction("80.5")


def test_a_shop_that_never_bought() -> None:
    assert points(VOLUME, this={}) == [0]
