"""Shops of the same kind and size (R047; domain.md §2.6b)."""

from __future__ import annotations

from statistics import median_low
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidebook.measures import measure
from guidebook.model import Peers
from tests.advice.profiles import config_of, month_of, profile_of, snapshot_of

A, B, C = "甲牌（硬）", "己牌（蓝）", "丁牌（金）"
SHOP = {"market": "城网", "format": "便利店", "grade": 12, "county": "东县", "town": "某镇"}


def peers(*others: dict[str, Any], **shop: Any) -> Peers | None:
    return profile_of({"shop": SHOP | shop, "this": {A: 9}, "peers": list(others)}).peers


def test_five_are_enough_and_four_are_not() -> None:
    assert peers({"shops": 5, "this": {A: 1, B: 1}}) == Peers(shops=5, nearby=False, products=2)
    assert peers({"shops": 4, "this": {A: 1, B: 1}}) is None


def test_the_shop_itself_does_not_count() -> None:
    five = {"shops": 5, "this": {A: 1, B: 1, C: 1}}
    assert peers(five) == profile_of({"shop": SHOP, "this": {}, "peers": [five]}).peers


def test_only_who_bought_in_the_sheets_month() -> None:
    assert peers({"shops": 4, "this": {A: 1}}, {"last": {A: 1}, "this": {A: -1}}) is None


@pytest.mark.parametrize("other", [{"market": "农网"}, {"format": "超市"}, {"grade": 8}, {"grade": 16}])
def test_shops_of_another_kind(other: dict[str, Any]) -> None:
    assert peers({"shops": 5, "this": {A: 1}, **other}) is None


@pytest.mark.parametrize("grade", [9, 15])
def test_grades_up_to_three_apart(grade: int) -> None:
    assert peers({"shops": 5, "this": {A: 1}, "grade": grade}) is not None


@pytest.mark.parametrize("unknown", ["market", "format", "grade"])
def test_what_is_not_known_is_not_alike(unknown: str) -> None:
    assert peers({"shops": 5, "this": {A: 1}}, **{unknown: None}) is None


def test_the_lower_of_two_in_the_middle() -> None:
    rich, poor = {"this": {A: 1, B: 1, C: 1}}, {"this": {A: 1}}
    assert peers({"shops": 3, **rich}, {"shops": 3, **poor}) == Peers(shops=6, nearby=False, products=1)
    assert peers({"shops": 4, **rich}, {"shops": 3, **poor}) == Peers(shops=7, nearby=False, products=3)


@pytest.mark.parametrize(
    ("places", "nearby"),
    [
        ([{"county": "东县", "town": "某镇"}], True),
        ([{"county": "东县", "town": "他镇"}], True),
        ([{"county": "东县"}], True),
        ([{"county": "西县", "town": "某镇"}], False),
        ([{"county": "东县", "town": "某镇"}, {"county": "西县"}], False),
        ([{}], False),
    ],
)
def test_nearby_if_all_are_of_the_town_or_the_county(places: list[dict[str, str]], nearby: bool) -> None:
    found = peers(*({"shops": 5, "this": {A: 1}, **place} for place in places))
    assert found is not None and found.nearby is nearby


def test_a_town_without_a_county() -> None:
    found = peers({"shops": 5, "this": {A: 1}, "town": "某镇"}, county=None)
    assert found is not None and found.nearby
    found = peers({"shops": 5, "this": {A: 1}}, county=None, town=None)
    assert found is not None and not found.nearby


GOODS = [A, B, C, "乙牌（软）", "丙牌（细支）"]
OTHER = st.fixed_dictionaries(
    {
        "this": st.lists(st.sampled_from(GOODS), unique=True).map(lambda names: dict.fromkeys(names, 1)),
        "grade": st.sampled_from([8, 11, 12, 14, 16]),
        "town": st.sampled_from(["某镇", "他镇"]),
        "county": st.just("东县"),
    }
)


@given(st.lists(OTHER, max_size=14))
@settings(max_examples=25, deadline=None)
def test_every_shops_peers_worked_out_one_by_one(others: list[dict[str, Any]]) -> None:
    case = {"shop": SHOP, "this": {A: 1}, "peers": others}
    profiles = list(measure(snapshot_of(case), month_of(case), month_of(case).day_after, config_of(case)))
    for profile in profiles:
        own = profile.retailer
        counts = [
            (sum(line.this.sticks > 0 for line in other.lines), other.account.this.sticks)
            for other in profiles
            if other is not profile
            and abs((other.retailer.grade_rank or 0) - (own.grade_rank or 0)) <= 3
            and other.account.this.sticks > 0
        ]
        expected = None
        bought = [sticks for _, sticks in counts]
        if len(counts) >= 5 and 2 * max(bought) <= sum(bought):
            expected = Peers(len(counts), nearby=True, products=median_low(count for count, _ in counts))
        assert profile.peers == expected
