"""Shops alike in what they sell, and what they buy that a shop doesn't (R047; domain.md §2.6b)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from guidebook.measures.cube import WINDOW, Cube
from guidebook.measures.neighbours import FEW, LARGE_POOL, MANY, SCALE, Neighbourhoods
from guidebook.model import Gap, MarketType, Offer, Product, Retailer, SupplyLine, SupplyStatus
from tests.advice.profiles import Profile, code_of, profile_of

A, B, C, D = "甲牌（硬）", "己牌（蓝）", "丁牌（金）", "戊牌（红）"
RECENT = ("2026-08", "2026-09", "2026-10")


def buying(shops: int, *names: str, cartons: float = 2, months: int = 3, **more: Any) -> dict[str, Any]:
    """Other shops that sell A as the shop does, and bought something in the last months."""
    bought = {month: dict.fromkeys(names, cartons) for month in RECENT[3 - months :]}
    return {"shops": shops, "months": {"2026-07": {A: 20}, **bought}, **more}


def profile(*others: dict[str, Any], **given: Any) -> Profile:
    case = {"months": {"2026-07": {A: 30}}, "this": {A: 9}, "supply": {B: "足", C: "足", D: "足"}}
    return profile_of({**case, **given, "peers": list(others)})


def gaps(*others: dict[str, Any], **given: Any) -> list[tuple[str, int, int, int]]:
    found = profile(*others, **given).gaps
    return [(gap.offer.product.sku_name, gap.shops, gap.buyers, gap.usual) for gap in found]


def test_what_neighbours_buy_and_the_shop_does_not() -> None:
    assert gaps(buying(6, B)) == [(B, 6, 6, 400)]


def test_never_fewer_than_five_neighbours() -> None:
    assert gaps(buying(5, B)) == [(B, 5, 5, 400)]
    assert gaps(buying(4, B)) == []


def test_a_shop_that_shares_no_product_is_no_neighbour() -> None:
    stranger = {"shops": 3, "months": {month: {B: 2} for month in RECENT}}
    assert gaps(buying(5, D), stranger) == [(D, 5, 5, 400)]
    assert gaps(buying(4, D), stranger) == []


def test_two_in_five_must_buy_it() -> None:
    assert gaps(buying(2, B), buying(3)) == [(B, 5, 2, 400)]
    assert gaps(buying(2, B), buying(4)) == []


@pytest.mark.parametrize("month", RECENT)
def test_in_one_of_the_last_three_months(month: str) -> None:
    assert gaps({"shops": 5, "months": {"2026-07": {A: 20}, month: {B: 6}}}) == [(B, 5, 5, 400)]
    long_ago = {"shops": 5, "months": {"2026-06": {A: 20, B: 9}, "2026-07": {B: 9}}}
    assert gaps(long_ago) == []


def test_two_cartons_a_month_at_the_middle_one_of_its_buyers() -> None:
    assert gaps(buying(5, B, cartons=1.9)) == []
    assert gaps(buying(3, B, cartons=1), buying(3, B, cartons=2)) == []  # the lower of two
    assert gaps(buying(3, B, cartons=1), buying(4, B, cartons=2)) == [(B, 7, 7, 400)]
    assert gaps(buying(4), buying(3, B, cartons=2)) == [(B, 7, 3, 400)]  # who doesn't buy it has no say


@pytest.mark.parametrize(("month", "missing"), [("2025-10", True), ("2025-11", False), ("2026-09", False)])
def test_not_bought_here_for_twelve_months(month: str, missing: bool) -> None:
    own = {"2026-07": {A: 30}} | ({month: {B: 1}} if month != "2026-07" else {})
    assert bool(gaps(buying(6, B), months=own)) is missing


def test_only_what_this_shop_can_get() -> None:
    assert gaps(buying(6, B), supply={}) == []
    for status, free in (("足", True), ("新", True), ("紧", False), ("停", False)):
        assert bool(gaps(buying(6, B), supply={B: status})) is free
    assert gaps(buying(6, B), supply={B: {"status": "足", "cycle": 0}}) == []


def test_likeness_is_of_square_roots_so_that_one_product_does_not_decide_alone() -> None:
    """By the mixes themselves the twenty that don't sell D would be nearer: 0.98 against 0.94; so 0.89 against 0.95."""
    own = {"months": {"2026-07": {A: 50, D: 20}}, "this": {A: 50}}
    like = {"shops": 20, "months": {"2026-07": {A: 100, D: 60}, **{month: {C: 2} for month in RECENT}}}
    plain = {"shops": 20, "months": {"2026-07": {A: 100}, **{month: {B: 2} for month in RECENT}}}
    assert [name for name, *_ in gaps(like, plain, **own)] == [C]


def test_most_buyers_first_then_the_larger_margin() -> None:
    """A carton of B earns 26 yuan, of C 24, of D 8."""
    assert [name for name, *_ in gaps(buying(4, B, C, D), buying(2, D))] == [D, B, C]


def test_among_equals_what_more_shops_of_the_market_buy() -> None:
    strangers = {"shops": 2, "months": {month: {D: 2} for month in RECENT}}
    assert [name for name, *_ in gaps(buying(6, B, D), strangers)] == [D, B]


def test_at_most_five() -> None:
    names = ["乙牌（软）", "丙牌（细支）", B, C, D, "庚牌（白）"]
    assert len(gaps(buying(6, *names), supply=dict.fromkeys(names, "足"))) == 5


def test_shops_of_another_market_are_no_neighbours() -> None:
    assert gaps(buying(6, B, market="农网"), shop={"market": "城网"}) == []
    assert gaps(buying(6, B, market="农网"), shop={"market": "农网"}) != []


@pytest.mark.parametrize(("town", "nearby"), [("某镇", True), ("他镇", False)])
def test_nearby_if_all_are_of_the_town(town: str, nearby: bool) -> None:
    (gap,) = profile(buying(5, B, town="某镇"), buying(1, B, town=town), shop={"town": "某镇"}).gaps
    assert gap.nearby is nearby


def test_who_buys_the_substitutes() -> None:
    short = {"this": {A: 9, C: 9}, "supply": {C: "紧", B: "足", D: "足", "庚牌（白）": "足"}}
    found = profile(buying(4, B), buying(2), **short)
    assert found.neighbour_buyers == {code_of(B): 4, code_of("庚牌（白）"): 0}
    assert profile(buying(4, B), **short).neighbour_buyers == {}


def test_a_shop_that_bought_nothing_for_a_year_has_no_neighbours() -> None:
    assert gaps(buying(6, B), months={}, this={}) == []


def made(shops: int, skus: int, seed: int = 1) -> tuple[Cube, list[Retailer]]:
    """An invented market: every shop buys about a third of the products."""
    random = np.random.default_rng(seed)
    bought = random.random((shops, skus)) < 0.3
    bought[:, 0] = True
    owner, sku = np.nonzero(bought)
    sticks = np.zeros((len(owner), WINDOW), np.int64)
    sticks[:] = random.integers(0, 40, sticks.shape) * 200
    nothing, unknown = np.zeros_like(sticks), np.full_like(sticks, -1)
    licenses = [f"{number:012d}" for number in range(shops)]
    cube = Cube(
        months=tuple(range(WINDOW)),
        covered=np.ones(WINDOW, bool),
        licenses=licenses,
        starts=np.searchsorted(owner, np.arange(shops + 1)),
        skus=[f"{number:03d}" for number in range(skus)],
        sku=sku,
        sticks=sticks,
        amount=nothing,
        profit=nothing,
        listed=np.ones(sticks.shape, bool),
        wanted=unknown[:, 0],
        sold=unknown,
        closing=unknown,
        counted_on=np.full(len(owner), np.datetime64("NaT"), "datetime64[D]"),
        out_events=unknown[:, 0],
        surveyed=unknown[:, 0],
    )
    return cube, [Retailer(license_no, "店", market_type=MarketType.URBAN) for license_no in licenses]


def mixes(cube: Cube) -> list[dict[int, int]]:
    """The square roots of each shop's twelve months by product, scaled to whole numbers."""
    found = []
    for index in range(len(cube.licenses)):
        rows = cube.slice_of(index)
        mix = {int(cube.sku[row]): int(cube.sticks[row, 1:].sum()) for row in rows}
        total = sum(mix.values())
        found.append(
            {sku: round(SCALE * float(np.sqrt(value / total))) for sku, value in mix.items() if value}
        )
    return found


@pytest.mark.parametrize(("shops", "count"), [(LARGE_POOL - 1, FEW), (LARGE_POOL, MANY), (12, 11)])
def test_the_nearest_by_cosine_worked_out_one_by_one(shops: int, count: int) -> None:
    cube, population = made(shops, 40)
    neighbourhoods, mix = Neighbourhoods(cube, population), mixes(cube)
    for own in range(0, shops, max(shops // 7, 1)):
        alike = [
            (-sum(value * mix[other].get(sku, 0) for sku, value in mix[own].items()), other)
            for other in range(shops)
            if other != own
        ]
        neighbours = neighbourhoods.of(population[own])
        assert neighbours is not None
        assert neighbours.shops.tolist() == sorted(other for _, other in sorted(alike)[:count])


def test_equals_stand_by_licence() -> None:
    """Forty shops alike in all: the first twenty others are taken."""
    cube, population = made(40, 1)
    cube = replace(cube, sticks=np.full_like(cube.sticks, 400))
    neighbourhoods = Neighbourhoods(cube, population)
    for own in (0, 7, 39):
        neighbours = neighbourhoods.of(population[own])
        assert neighbours is not None
        assert neighbours.shops.tolist() == [other for other in range(40) if other != own][:20]


def test_the_order_in_which_shops_are_asked_for_does_not_matter() -> None:
    cube, population = made(600, 30)
    supply = SupplyLine(SupplyStatus.FULL, None, None, by_grade=False, valid_from=None, as_of=None)
    offers = {code: Offer(Product(code, code), 2_000, 100, supply, 0) for code in cube.skus}

    def found(order: list[Retailer]) -> dict[str, tuple[Gap, ...]]:
        neighbourhoods = Neighbourhoods(cube, population)
        answers = {}
        for shop in order:
            neighbours = neighbourhoods.of(shop)
            answers[shop.license_no] = () if neighbours is None else neighbours.gaps(offers)
        return answers

    forward = found(population)
    assert any(forward.values())
    assert forward == found(population[::-1]) == found(population[300:] + population[:300])
