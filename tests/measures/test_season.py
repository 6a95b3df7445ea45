"""Festivals that move between months, and local seasons (R078, F23; domain.md §2.8)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from guidebook.measures.season import MID_AUTUMN, SPRING, comparable_with_last_year, festivals
from guidebook.model import Feast, Festival, LocalSeason, Month, SeasonTag
from tests.advice.profiles import profile_of

A = "甲牌（硬）"


@pytest.mark.parametrize(
    ("month", "comparable"),
    [
        ("2026-01", False),  # 春节 2025-01-29, 2026-02-17
        ("2026-02", False),
        ("2026-03", True),
        ("2026-08", True),
        ("2025-09", False),  # 中秋 2024-09-17, 2025-10-06: 19 days
        ("2025-10", False),
        ("2026-09", False),  # 2025-10-06, 2026-09-25: 11 days
        ("2026-10", False),
        ("2027-09", False),  # 2026-09-25, 2027-09-15: just 10 days
        ("2027-10", False),
        ("2028-10", False),  # 2027-09-15, 2028-10-03
        ("2026-11", True),
        ("2026-12", True),
        ("2040-10", False),  # no date known
        ("2040-11", True),
    ],
)
def test_comparable(month: str, comparable: bool) -> None:
    year, number = month.split("-")
    assert comparable_with_last_year(Month(int(year), int(number))) is comparable


def test_a_small_shift_allows_the_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MID_AUTUMN, 2031, MID_AUTUMN[2028].replace(year=2031, month=9, day=20))
    monkeypatch.setitem(MID_AUTUMN, 2032, MID_AUTUMN[2028].replace(year=2032, month=9, day=28))
    assert comparable_with_last_year(Month(2032, 9))  # 20 → 28 September of a leap year: 9 days
    monkeypatch.setitem(MID_AUTUMN, 2032, MID_AUTUMN[2028].replace(year=2032, month=9, day=29))
    assert not comparable_with_last_year(Month(2032, 9))


def test_festivals_lie_in_their_months() -> None:
    assert all(day.year == year and day.month in (9, 10) for year, day in MID_AUTUMN.items())
    assert all(day.year == year and day.month in (1, 2) for year, day in SPRING.items())


def test_the_nearest_festivals_and_when_shops_bought_for_last_years() -> None:
    """春节 was on 2026-02-17, bought for on 02-02; 中秋 on 2025-10-06, bought for on 09-21."""
    assert festivals(date(2026, 12, 20)) == (
        Festival(Feast.SPRING, date(2027, 2, 6), 48, Month(2026, 2)),
        Festival(Feast.MID_AUTUMN, date(2026, 9, 25), -86, Month(2025, 9)),
    )
    assert festivals(date(2025, 2, 1))[0] == Festival(Feast.SPRING, date(2025, 1, 29), -3, Month(2024, 1))


def test_the_day_of_the_festival_itself() -> None:
    assert [festival.days_to for festival in festivals(date(2027, 2, 6))] == [0, -134]


@pytest.mark.parametrize(("as_of", "year"), [(date(2026, 8, 12), 2026), (date(2026, 8, 14), 2027)])
def test_nearest_by_days(as_of: date, year: int) -> None:
    """Between 2026-02-17 and 2027-02-06 lie 354 days."""
    assert festivals(as_of)[0].day.year == year


def test_without_last_years_day_there_is_no_festival() -> None:
    assert festivals(date(2024, 2, 1)) == ()


def test_a_profile_knows_the_festivals_of_its_day() -> None:
    profile = profile_of({"month": "2026-12", "as_of": date(2026, 12, 20), "this": {A: 1}})
    assert profile.festivals == festivals(date(2026, 12, 20))


def tags(*seasons: dict[str, Any], **shop: Any) -> list[str]:
    given = {"shop": shop, "this": {A: 1}, "seasons": list(seasons)}
    return [season.tag for season in profile_of(given).seasons]


FARMING = {"tag": "农忙", "start": date(2026, 11, 5), "end": date(2026, 11, 20)}


@pytest.mark.parametrize(
    ("start", "end", "touches"),
    [
        (date(2026, 10, 1), date(2026, 10, 31), False),
        (date(2026, 10, 1), date(2026, 11, 1), True),
        (date(2026, 11, 30), date(2026, 12, 9), True),
        (date(2026, 12, 1), date(2026, 12, 9), False),
        (date(2026, 10, 1), date(2026, 12, 31), True),
    ],
)
def test_seasons_that_touch_next_month(start: date, end: date, touches: bool) -> None:
    assert bool(tags({"tag": "农忙", "start": start, "end": end})) is touches


def test_a_season_and_its_month_last_year() -> None:
    (season,) = profile_of({"this": {A: 1}, "seasons": [FARMING]}).seasons
    assert season == LocalSeason(SeasonTag.FARMING, date(2026, 11, 5), date(2026, 11, 20), Month(2025, 11))


def test_seasons_of_the_shops_own_place_and_market() -> None:
    shop = {"county": "东县", "town": "某镇", "market": "农网"}
    for place in ({}, {"region": "东县"}, {"region": "某镇"}, {"market": "农网"}):
        assert tags({**FARMING, **place}, **shop) == ["农忙"]
    for place in ({"region": "西县"}, {"market": "城网"}, {"region": "某镇", "market": "城网"}):
        assert tags({**FARMING, **place}, **shop) == []
    assert tags({**FARMING, "region": "东县"}) == tags({**FARMING, "market": "农网"}) == []


def test_seasons_stand_by_their_first_day() -> None:
    earlier = {"tag": "返乡", "start": date(2026, 11, 1), "end": date(2026, 12, 31)}
    assert tags(FARMING, earlier) == ["返乡", "农忙"]
