"""The table 备注: what customer managers wrote down, some of it never to be printed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from guidebook.demo.arrays import Ints, stream
from guidebook.demo.catalogue import Catalogue
from guidebook.demo.county import County
from guidebook.demo.tables import Column, Kind, Table
from guidebook.demo.timeline import LAST_MONTHS, Timeline

SHOPS_PER_NOTE = 4
SETTLING_DAYS = 12
"""What is due is written down early in the month, so that by its end it is settled or overdue."""

WRONG_TAG = 5
"""Yuan a carton by which a mismatched price tag is off."""


class Draft(NamedTuple):
    """How notes read: `{b}` is a product of the shop, `{tag}` and `{list}` are its prices a carton.

    What is `minor` is noted of plain shops, where little else is to be said.
    """

    kind: str
    text: str
    printable: bool = False
    category: str | None = None
    due_days: int | None = None
    done_days: int | None = None
    minor: bool = False


DRAFTS = (
    Draft("minor_sale", "店门口学生多，提醒过看不准要看身份证，禁售标牌还没挂", due_days=20),
    Draft("price_tag_mismatch", "{b}价签写{tag}元，标价是{list}元", printable=True, minor=True),
    Draft("complaint", "反映{b}来得太少，老顾客买不着", category="supply"),
    Draft("compliance_internal", "柜台下见到疑似非渠道烟两条，已转专卖核查"),
    Draft("price_tag_missing", "{b}没有价签", printable=True),
    Draft("display", "{b}摆在最下层，进门看不到", printable=True, minor=True),
    Draft("promise", "答应带一张禁售标牌", printable=True, due_days=15, done_days=9),
    Draft("complaint", "送来的{b}少了一条", printable=True, category="wrong_delivery", done_days=3),
    Draft("wedding", "近来办喜事的多，想备些{b}", printable=True),
    Draft("opinion", "觉得{b}一条赚得少"),
    Draft("promise", "答应问一问{b}能不能多来一点", printable=True, due_days=10),
    Draft("greeting", "店庆快到了"),
    Draft("minor_sale", "已挂禁售标牌，复查合格", due_days=10, done_days=6),
    Draft("complaint", "附近有没证的摊点卖烟", category="unlicensed_rival"),
    Draft("promise", "答应教手机订货", printable=True, due_days=20, done_days=12),
    Draft("complaint", "订货电话老占线", printable=True, category="service", done_days=5),
    Draft("complaint", "送货比说好的晚了一天", printable=True, category="order_late"),
    Draft("other", "换了收银机，正在学着用"),
)
"""In this order over and over, for each of the last months in turn: each kind is there however small the export."""


def note_table(county: County) -> Table:
    """Build the notes of the last months, oldest first, about shops that are open then and products they have."""
    timeline, population, catalogue = county.timeline, county.population, county.catalogue
    rng = stream(county.seed, "notes")
    rounds = max(1, -(-len(population) // SHOPS_PER_NOTE // (len(DRAFTS) * len(LAST_MONTHS))))
    written: list[date] = []
    chosen: list[int] = []
    months: list[int] = []
    for month in LAST_MONTHS:
        always = county.cast.open[:, LAST_MONTHS.start :].all(axis=1)
        shops = rng.permutation(np.flatnonzero(always))
        plain = shops[county.cast.plays("plain")[shops]]
        number = rounds * len(DRAFTS)
        for n in range(number):
            among = plain if DRAFTS[n % len(DRAFTS)].minor and len(plain) else shops
            chosen.append(int(among[n % len(among)]))
        length = (timeline.last_day(month) - timeline.months[month]).days
        limits = [SETTLING_DAYS if DRAFTS[n % len(DRAFTS)].due_days else length for n in range(number)]
        days = rng.integers(0, limits, endpoint=True)
        months += [month] * number
        written += [timeline.months[month] + timedelta(days=int(day)) for day in days]
    drafts = [DRAFTS[n % len(DRAFTS)] for n in range(len(written))]
    products = _favourites(county)[chosen]
    order = sorted(range(len(drafts)), key=lambda n: written[n])
    names_product = ["{b}" in draft.text for draft in drafts]
    return Table(
        "备注",
        (
            Column("日期", [written[n] for n in order], Kind.DATE),
            Column("许可证号", [population.license_no[chosen[n]] for n in order]),
            Column("类型", [drafts[n].kind for n in order]),
            Column("商品编码", [catalogue.code[products[n]] if names_product[n] else None for n in order]),
            Column("内容", [_text(drafts[n], catalogue, int(products[n]), months[n]) for n in order]),
            Column("可打印", [int(drafts[n].printable) for n in order], Kind.NUMBER),
            Column("期限", [_after(written[n], drafts[n].due_days) for n in order], Kind.DATE),
            Column("办结日", [_done(timeline, written[n], drafts[n]) for n in order], Kind.DATE),
            Column("投诉类别", [drafts[n].category for n in order]),
        ),
    )


def _favourites(county: County) -> Ints:
    """Each shop's product of most cartons in the last months."""
    baskets, bought = county.baskets, county.stock.bought[:, LAST_MONTHS].min(axis=1)
    best = np.zeros(len(county.population), dtype=np.int64)
    ascending = np.lexsort((bought, baskets.shop))
    best[baskets.shop[ascending]] = baskets.product[ascending]
    return best


def _text(draft: Draft, catalogue: Catalogue, product: int, month: int) -> str:
    listed = int(catalogue.retail[product, month]) // 100
    return draft.text.format(b=catalogue.name[product], tag=listed - WRONG_TAG, list=listed)


def _after(day: date, days: int | None) -> date | None:
    return None if days is None else day + timedelta(days=days)


def _done(timeline: Timeline, day: date, draft: Draft) -> date | None:
    """The day a matter was settled, if it was before the export."""
    done = _after(day, draft.done_days)
    return done if done is not None and done < timeline.day_after() else None
