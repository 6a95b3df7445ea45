"""The tables of local custom: 时令, 档位表 and 评档办法."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from guidebook.demo.arrays import Flags, Floats, Ints
from guidebook.demo.casting import OPEN_STATUSES
from guidebook.demo.county import County
from guidebook.demo.names import COUNTY
from guidebook.demo.population import GRADES
from guidebook.demo.stock import CARTON
from guidebook.demo.tables import Column, Kind, Table
from guidebook.demo.timeline import CURRENT, LAST_MONTHS, SPRING_FESTIVALS

VILLAGE = "农网"
FAIR_DAYS = (18, 20)
"""Every month the first township has its fair."""


class Term(NamedTuple):
    """A term of 评档办法: its weight in points, what it is measured by, and the most of it in per cent."""

    name: str
    weight: int
    base: str
    cap: int | None = None


TERMS = (
    Term("量", 35, "最高"),
    Term("金额", 55, "最高"),
    Term("规格数", 5, "平均", 200),
    Term("二类及以上量", 5, "平均", 200),
)
UPPER_CLASSES = ("一类", "二类")
UNDER_FLOOR = 0.06
"""The least score of a grade is such that so many of its shops are below it."""

TENTHS = 10


class _Season(NamedTuple):
    tag: str
    start: date
    end: date
    market: str | None = None
    region: str | None = None


def season_table(county: County) -> Table:
    """Build the local seasons that touch the last months or the next one."""
    timeline = county.timeline
    begins, ends = timeline.months[LAST_MONTHS.start], timeline.last_day(CURRENT + 1)
    townships = sorted({town for town in county.population.town if not town.endswith("街道")}) or [COUNTY]
    seasons = [
        season
        for year in range(begins.year, ends.year + 1)
        for season in _seasons(year, townships)
        if season.end >= begins and season.start <= ends
    ]
    seasons.sort(key=lambda season: (season.start, season.tag, season.region or ""))
    return Table(
        "时令",
        (
            Column("地区", [season.region for season in seasons]),
            Column("市场类型", [season.market for season in seasons]),
            Column("时令", [season.tag for season in seasons]),
            Column("开始日", [season.start for season in seasons], Kind.DATE),
            Column("结束日", [season.end for season in seasons], Kind.DATE),
        ),
    )


def _seasons(year: int, townships: list[str]) -> Iterator[_Season]:
    """A year's seasons; every second township has its own besides."""
    yield _Season("农忙", date(year, 6, 1), date(year, 6, 20), VILLAGE)
    yield _Season("农忙", date(year, 9, 20), date(year, 10, 20), VILLAGE)
    yield _Season("开学", date(year, 8, 25), date(year, 9, 5))
    yield _Season("婚宴", date(year, 10, 1), date(year, 11, 30))
    for festival in SPRING_FESTIVALS:
        if festival.year == year:
            yield _Season("返乡", festival - timedelta(days=25), festival + timedelta(days=12), VILLAGE)
            yield _Season("婚宴", date(year, 1, 1), festival - timedelta(days=5), VILLAGE)
    for township in townships[::2]:
        yield _Season("返乡", date(year, 9, 28), date(year, 10, 8), VILLAGE, township)
        yield _Season("农忙", date(year, 11, 1), date(year, 11, 20), VILLAGE, township)
    for month in range(1, 13):
        first, last = (date(year, month, day) for day in FAIR_DAYS)
        yield _Season("赶集", first, last, None, townships[0])


def grade_rule_table() -> Table:
    """Build the rule by which shops are graded, as one of the published ones."""
    return Table(
        "评档办法",
        (
            Column("项目", [term.name for term in TERMS]),
            Column("权重", [term.weight for term in TERMS], Kind.NUMBER),
            Column("基准", [term.base for term in TERMS]),
            Column("封顶", [term.cap for term in TERMS], Kind.NUMBER),
            Column("周期", ["月"] * len(TERMS)),
        ),
    )


def grade_scale_table(county: County) -> Table:
    """Build the grades with their least scores: some shops are below, some near the next one."""
    return Table(
        "档位表",
        (
            Column("档位", [f"{grade}档" for grade in range(1, GRADES + 1)]),
            Column("高低", list(range(1, GRADES + 1)), Kind.NUMBER),
            Column("最低分", _floors(county).tolist(), Kind.TENTHS),
        ),
    )


def _floors(county: County) -> Ints:
    """Least scores in tenths of a point, rising with the grade."""
    scores = np.stack([_scores(county, month) for month in LAST_MONTHS], axis=1)
    counts = (scores > 0).all(axis=1)
    grade = county.population.grade
    known = [g for g in range(1, GRADES + 1) if (counts & (grade == g)).any()]
    least = [float(np.quantile(scores[counts & (grade == g)], UNDER_FLOOR)) for g in known]
    grades = np.arange(1, GRADES + 1)
    floors = np.rint(np.interp(grades, known, least) * TENTHS) if known else np.zeros(GRADES)
    floors[0] = 0
    # each at least a tenth above the one before
    return np.asarray(np.maximum.accumulate(floors - grades) + grades - 1, dtype=np.int64).clip(0)


def _scores(county: County, month: int) -> Floats:
    """Each shop's points in a month: (shops,)."""
    graded = np.isin(np.array(county.cast.status), OPEN_STATUSES)
    total = np.zeros(len(county.population))
    for term in TERMS:
        own = _own(county, month, term.name)
        base = own[graded].max(initial=0) if term.base == "最高" else own[graded].sum() / max(graded.sum(), 1)
        part = own / base if base else np.zeros_like(own)
        total += term.weight * np.minimum(part, (term.cap or 100) / 100)
    return total


def _own(county: County, month: int, name: str) -> Floats:
    baskets, bought = county.baskets, county.stock.bought[:, month]
    catalogue = county.catalogue
    upper: Flags = np.isin(np.array(catalogue.price_class), UPPER_CLASSES)[baskets.product]
    of_term = {
        "量": bought,
        "金额": bought * catalogue.wholesale[baskets.product, month] // CARTON,
        "规格数": bought > 0,
        "二类及以上量": bought * upper,
    }
    sums = np.bincount(baskets.shop, of_term[name], minlength=len(county.population))
    return np.asarray(np.maximum(sums, 0), dtype=np.float64)
