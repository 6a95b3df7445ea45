"""The registry's tables as records, unknowns as None (R069, R106)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from guidebook.measures import measure, registry
from guidebook.model import (
    InnerProfile,
    Level,
    MarketType,
    Month,
    Personality,
    PriceChange,
    Product,
    Retailer,
)
from guidebook.reading.schema import conform
from guidebook.snapshot import Snapshot
from tests.advice.profiles import LICENSE, code_of, config_of, profile_of, snapshot_of

A = "甲牌（硬）"
OCTOBER = Month(2026, 10)


def with_table(name: str, **columns: list[Any]) -> Snapshot:
    snapshot = snapshot_of({"this": {A: 1}})
    return replace(snapshot, **{name: conform(name, pd.DataFrame(columns))})


def own(snapshot: Snapshot) -> Retailer:
    (retailer,) = registry.retailers(snapshot, [LICENSE])
    return retailer


def test_a_bare_retailer() -> None:
    assert own(snapshot_of({"this": {A: 1}})) == Retailer(LICENSE, "某某便利店", "李建祥")


def test_a_retailer_with_everything() -> None:
    snapshot = with_table(
        "retailers",
        license_no=[LICENSE],
        shop_name=["某某便利店"],
        owner_name=["李建祥"],
        status=["歇业"],
        market_type=["农网"],
        county=["东县"],
        town=["某镇"],
        format=["食杂店"],
        grade=["12档"],
        grade_rank=[12],
        ability=["低"],
        personality=["倔强"],
        education=["高"],
        avoid_topics=["stock,supply"],
        is_key=[True],
        large_print=[True],
        order_weekday=[3],
        order_cycle_days=[10],
        lead_days=[1],
        capital_limit=[50_000],
        new_ok=[True],
        first_month=[202401],
    )
    retailer = own(snapshot)
    assert (retailer.market_type, retailer.county, retailer.grade, retailer.grade_rank) == (
        MarketType.RURAL,
        "东县",
        "12档",
        12,
    )
    assert (retailer.large_print, retailer.new_ok, retailer.capital_limit) == (True, True, 50_000)
    assert (retailer.order_weekday, retailer.order_cycle_days, retailer.lead_days) == (3, 10, 1)
    assert retailer.first_month == Month(2024, 1)
    assert retailer.inner == InnerProfile(
        Level.LOW, Personality.STUBBORN, Level.HIGH, is_key=True, avoid_topics=frozenset({"stock", "supply"})
    )


def test_what_must_not_be_printed_is_not_in_a_retailers_words() -> None:
    """Nothing that prints a retailer by accident shows what the company thinks of him (R069)."""
    retailer = Retailer(LICENSE, "店", inner=InnerProfile(personality=Personality.STUBBORN))
    assert "倔强" not in repr(retailer) and "inner" not in repr(retailer)


@pytest.mark.parametrize(
    ("status", "owed"), [("正常", True), ("歇业", True), ("停业", False), ("注销", False), ("变更", False)]
)
def test_who_is_owed_a_sheet(status: str, owed: bool) -> None:
    snapshot = with_table(
        "retailers",
        license_no=[LICENSE],
        shop_name=["店"],
        status=[status],
        order_cycle_days=[7],
        lead_days=[2],
    )
    assert bool(registry.retailers(snapshot)) is owed
    assert bool(list(measure(snapshot, OCTOBER, OCTOBER.day_after, config_of({})))) is owed


def test_all_or_some_sorted_by_licence() -> None:
    snapshot = snapshot_of({"this": {A: 1}, "neighbours": {A: 3}})
    numbers = [
        profile.retailer.license_no
        for profile in measure(snapshot, OCTOBER, OCTOBER.day_after, config_of({}))
    ]
    assert numbers == sorted(numbers) and len(numbers) == 4
    chosen = list(measure(snapshot, OCTOBER, OCTOBER.day_after, config_of({}), [numbers[3], numbers[1]]))
    assert [profile.retailer.license_no for profile in chosen] == [numbers[1], numbers[3]]


def test_visit_and_manager() -> None:
    snapshot = with_table(
        "routes",
        license_no=[LICENSE],
        route_id=["R01"],
        route_name=["一号线"],
        manager_id=["M1"],
        visit_seq=[7],
    )
    visit = own(snapshot).visit
    assert visit is not None and (visit.route_id, visit.route_name, visit.visit_seq) == ("R01", "一号线", 7)
    assert visit.manager is None
    managers = conform("managers", pd.DataFrame({"manager_id": ["M1"], "name": ["周明"], "phone": [None]}))
    visit = own(replace(snapshot, managers=managers)).visit
    assert visit is not None and visit.manager is not None
    assert (visit.manager.name, visit.manager.phone) == ("周明", None)


def product(given: dict[str, Any]) -> Product:
    return registry.products(snapshot_of({"this": {A: 1}, **given}), OCTOBER)[code_of(A)]


def test_prices_are_those_of_the_months_last_day() -> None:
    assert (product({}).wholesale_price, product({}).list_price) == (10_000, 11_200)
    changed = {"repriced": {A: {"from": date(2026, 10, 31), "wholesale": 104}}}
    assert product(changed).wholesale_price == 10_400
    changed = {"repriced": {A: {"from": date(2026, 11, 1), "wholesale": 104}}}
    assert product(changed).wholesale_price == 10_000


def test_packs_of_a_carton() -> None:
    assert product({}).packs_per_carton == 10
    assert product({"products": {A: {"sticks": 100, "packs": 5}}}).packs_per_carton == 5


def price_change(**change: Any) -> PriceChange | None:
    given = {"this": {A: 1}, "repriced": {A: {"from": date(2026, 11, 10), **change}}}
    line = profile_of(given).line(code_of(A))
    assert line is not None
    return line.price_change


def test_prices_that_change_next_month() -> None:
    assert price_change(wholesale=104, list=118) == PriceChange(
        date(2026, 11, 10), 10_000, 10_400, 11_200, 11_800
    )
    assert price_change(wholesale=104, list=None) == PriceChange(
        date(2026, 11, 10), 10_000, 10_400, 11_200, None
    )
    assert price_change(wholesale=100, list=112) is None
    assert price_change(wholesale=100, list=None) is None
    assert price_change(**{"from": date(2026, 12, 1), "list": 118}) is None
    assert price_change(**{"from": date(2026, 10, 31), "list": 118}) is None


def test_unknown_cells() -> None:
    assert [registry.some(value) for value in (None, pd.NaT, pd.NA, float("nan"))] == [None] * 4
    assert (registry.some(0), registry.some(""), registry.some("x")) == (0, "", "x")
    assert registry.day(pd.NaT) is None
    assert registry.day(pd.Timestamp("2026-10-30")) == date(2026, 10, 30)


FRESHNESS = {"ability": "高", "personality": "倔强", "education": "低", "consumer_group": "务工,居民"}


@pytest.mark.parametrize(
    ("profile_date", "fresh"),
    [(date(2026, 5, 5), True), (date(2026, 5, 4), False), (date(2026, 10, 30), True), (None, True)],
)
def test_what_people_entered_long_ago_is_unknown_again(profile_date: date | None, fresh: bool) -> None:
    """On 2026-11-01, 2026-05-05 is 180 days ago (R043)."""
    shop = FRESHNESS | {"profile_date": profile_date, "is_key": True, "scale": "大", "town": "某镇"}
    retailer = profile_of({"shop": shop, "this": {A: 1}}).retailer
    assert retailer.inner == InnerProfile(
        ability=Level.HIGH if fresh else None,
        personality=Personality.STUBBORN if fresh else None,
        education=Level.LOW if fresh else None,
        is_key=True,
    )
    assert retailer.consumer_group == (("务工", "居民") if fresh else ())
    assert (retailer.scale, retailer.town) == ("大", "某镇")


def test_the_day_the_sheet_is_made_for_decides_what_is_stale() -> None:
    shop = FRESHNESS | {"profile_date": date(2026, 5, 5)}
    later = profile_of({"as_of": date(2026, 11, 2), "shop": shop, "this": {A: 1}}).retailer
    assert (later.inner, later.consumer_group) == (InnerProfile(), ())
    patient = {"input": {"stale_profile_days": 181}}
    later = profile_of({"as_of": date(2026, 11, 2), "shop": shop, "this": {A: 1}, "config": patient}).retailer
    assert later.inner.ability is Level.HIGH


def test_what_the_shop_told_of_itself() -> None:
    shop = {"agreed": 60, "cash_day": "每月10日", "market_day": "逢五", "license_expiry": date(2026, 12, 1)}
    retailer = profile_of({"shop": shop, "this": {A: 1}}).retailer
    assert (retailer.agreed_cartons, retailer.cash_day, retailer.market_day) == (60, "每月10日", "逢五")
    assert retailer.license_expiry == date(2026, 12, 1)


def test_since_when_a_manager_comes() -> None:
    manager = {"name": "王芳", "phone": 13800000000, "since": date(2026, 10, 20)}
    visit = profile_of({"manager": manager, "this": {A: 1}}).retailer.visit
    assert visit is not None and visit.manager is not None
    assert (visit.manager.name, visit.manager.phone) == ("王芳", "13800000000")
    assert visit.manager.since == date(2026, 10, 20)
