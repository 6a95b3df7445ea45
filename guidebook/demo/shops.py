"""The table 零售户: the registry, and what managers noted about each shop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from guidebook.demo.arrays import Flags, Ints, Texts, pick, stream
from guidebook.demo.casting import Cast
from guidebook.demo.county import County
from guidebook.demo.names import COUNTY, ROADS
from guidebook.demo.population import Population
from guidebook.demo.tables import Column, Kind, Table, Value
from guidebook.demo.timeline import CURRENT, Timeline

ORDER_CYCLE_DAYS, LEAD_DAYS = 7, 2

UNKNOWN_SHARE = 0.15
"""Of each field that managers enter by judgement, so many are blank."""

PERSONALITIES = ("配合", "配合", "配合", "倔强", "表面")
"""Dealt out in this proportion."""

DISTRICTS, DISTRICT_SHARES = (
    ("居民区", "集贸区", "商业娱乐区", "工业区", "办公区", "交通枢纽区", "旅游景区", "其他"),
    (0.42, 0.16, 0.10, 0.10, 0.08, 0.06, 0.03, 0.05),
)
CUSTOMERS_OF = {
    "居民区": "居民", "集贸区": "居民、务工", "商业娱乐区": "商务、居民", "工业区": "务工", "办公区": "商务",
    "交通枢纽区": "过路、务工", "旅游景区": "旅游、过路", "其他": "居民、过路",
}  # fmt: skip

SCALE_BOUNDS = (8, 21)
AREA_AT_LEAST, AREA_PER_GRADE, SPREAD_OF_AREA = 12.0, 2.2, 0.35
KEY_FROM_GRADE = 26
LARGE_PRINT_SHARE, SALUTATION_SHARE, AGREED_SHARE, CAPITAL_SHARE, MAIL_SHARE = 0.08, 0.1, 0.1, 0.06, 0.12
AGREED_PER_CARTON, CAPITAL_PER_CARTON = 1.2, (30, 80)
"""Cartons agreed, and yuan a shop can spare for new goods, by the cartons of an ordinary month."""

CREDIT_LEVELS, CREDIT_SHARES = ("AAA", "AA", "A", "B", "C"), (0.1, 0.25, 0.5, 0.12, 0.03)
CASH_DAY_SHARE, NEW_OK_SHARE = 0.15, 0.3
CASH_DAYS, MARKET_DAYS = ("每月5日", "每月10日", "每月15日"), ("逢一、六", "逢二、七", "逢三、八", "逢五、十")
MAIL_DOMAIN = "example.invalid"
PHONES = "1380000"
"""Prefix of all phone numbers: nobody has one of these."""

EXPIRING_SHARE, STALE_SHARE = 0.03, 0.08
EXPIRING_DAYS = (-50, 60)
"""Days from the export to the end of these licences: some are being renewed already, and were near it a month ago."""

STALE_DAYS = 180
EXPIRING_AT_LEAST = 4
OLDEST_YEAR = 2006


def retailer_table(county: County) -> Table:
    """Build the registry of all shops."""
    timeline, population, cast = county.timeline, county.population, county.cast
    rng = stream(county.seed, "profiles")
    shops, grade, urban = len(population), population.grade, population.urban
    town_shop = np.array([not village for village in population.village])
    area_type = np.where(
        ~town_shop, "农村", np.where([t.endswith("街道") for t in population.town], "城区", "镇区")
    )
    district = rng.choice(DISTRICTS, shops, p=DISTRICT_SHARES)
    ability = np.clip(np.digitize(grade + rng.normal(0, 5, shops), (10, 20)), 0, 2)
    education = np.clip(np.digitize(rng.normal(0, 1, shops) + 0.5 * urban, (-0.5, 1.0)), 0, 2)
    area = np.rint((AREA_AT_LEAST + AREA_PER_GRADE * grade) * rng.lognormal(0, SPREAD_OF_AREA, shops))
    agreed = np.ceil(population.volume * AGREED_PER_CARTON / 10).astype(int) * 10
    capital = np.ceil(population.volume * rng.uniform(*CAPITAL_PER_CARTON, shops) / 1000).astype(int) * 1000
    numbers = rng.integers(1, 400, shops)
    mail = pick(rng, np.ones(shops, dtype=bool), MAIL_SHARE, 2)
    terminal = np.where(grade > 22, "现代终端", np.where(rng.random(shops) < 0.04, "加盟店", "普通终端"))
    return Table(
        "零售户",
        (
            Column("许可证号", population.license_no),
            Column("客户编码", population.customer_code),
            Column("店名", population.shop_name),
            Column("负责人", population.owner_name),
            Column("称呼", _some(rng, SALUTATION_SHARE, [f"{n[0]}老板" for n in population.owner_name])),
            Column("状态", cast.status),
            Column("市场类型", np.where(urban, "城网", "农网").tolist()),
            Column("区域类型", area_type.tolist()),
            Column("区县", [COUNTY] * shops),
            Column("乡镇", population.town),
            Column("经营地址", _addresses(population, numbers)),
            Column("商圈", district.tolist()),
            Column("业态", population.format),
            Column("经营规模", np.array(("小", "中", "大"))[np.digitize(grade, SCALE_BOUNDS)].tolist()),
            Column("档位", [f"{g}档" for g in grade]),
            Column("经营面积", area.astype(int).tolist(), Kind.NUMBER),
            Column("消费群体", [CUSTOMERS_OF[d] for d in district]),
            Column("经营能力", _judged(rng, np.array(("弱", "中", "强"))[ability])),
            Column("性格类型", _judged(rng, rng.permutation(np.resize(PERSONALITIES, shops)))),
            Column("文化程度", _judged(rng, np.array(("低", "中", "高"))[education])),
            Column("大字", _some(rng, LARGE_PRINT_SHARE, [1] * shops), Kind.NUMBER),
            Column("订货日", population.order_weekday.tolist(), Kind.NUMBER),
            Column("订货周期", [ORDER_CYCLE_DAYS] * shops, Kind.NUMBER),
            Column("到货天数", [LEAD_DAYS] * shops, Kind.NUMBER),
            Column("资金上限", _some(rng, CAPITAL_SHARE, capital.tolist()), Kind.NUMBER),
            Column("进钱日", _some(rng, CASH_DAY_SHARE, rng.choice(CASH_DAYS, shops).tolist())),
            Column("赶集日", _where(~urban & ~town_shop, rng.choice(MARKET_DAYS, shops).tolist())),
            Column("订货方式", population.channel),
            Column("商定量", _some(rng, AGREED_SHARE, agreed.tolist()), Kind.NUMBER),
            Column("可试新品", _some(rng, NEW_OK_SHARE, [1] * shops), Kind.NUMBER),
            Column("重点客户", np.where(grade >= KEY_FROM_GRADE, 1, 0).tolist(), Kind.NUMBER),
            Column("诚信等级", rng.choice(CREDIT_LEVELS, shops, p=CREDIT_SHARES).tolist()),
            Column("终端类型", terminal.tolist()),
            Column("首次订货月", _first_months(rng, timeline, cast)),
            Column("许可证到期", _expiry_dates(rng, timeline, shops), Kind.DATE),
            Column("电话", [f"{PHONES}{n:04d}" for n in rng.integers(0, 10_000, shops)]),
            Column("邮箱", _where(mail, [f"shop{code}@{MAIL_DOMAIN}" for code in population.customer_code])),
            Column("同意邮件", _where(mail, [1] * shops), Kind.NUMBER),
            Column("资料更新日", _profile_dates(rng, timeline, shops), Kind.DATE),
        ),
        title="零售户档案表",
    )


def _where(flags: Flags, values: Sequence[Value]) -> list[Value]:
    """The values of flagged shops, blank for the others."""
    return [value if flag else None for flag, value in zip(flags, values, strict=True)]


def _some(rng: np.random.Generator, share: float, values: Sequence[Value]) -> list[Value]:
    """The values of a share of the shops, blank for the others."""
    return _where(pick(rng, np.ones(len(values), dtype=bool), share), values)


def _judged(rng: np.random.Generator, values: Texts) -> list[Value]:
    """The values as managers enter them: not all."""
    return _some(rng, 1 - UNKNOWN_SHARE, values.tolist())


def _addresses(population: Population, numbers: Ints) -> list[str]:
    return [
        f"{COUNTY}{town}{village}村" if village else f"{COUNTY}{town}{ROADS[number % len(ROADS)]}{number}号"
        for town, village, number in zip(population.town, population.village, numbers, strict=True)
    ]


def _first_months(rng: np.random.Generator, timeline: Timeline, cast: Cast) -> list[str]:
    year = rng.integers(OLDEST_YEAR, timeline.months[0].year, len(cast.status))
    month = rng.integers(1, 12, len(cast.status), endpoint=True)
    first = [f"{y}-{m:02d}" for y, m in zip(year, month, strict=True)]
    for shop in np.flatnonzero(cast.plays("opened_now", "opened_lately")):
        first[shop] = timeline.text(int(np.argmax(cast.open[shop])))
    return first


def _expiry_dates(rng: np.random.Generator, timeline: Timeline, shops: int) -> list[date]:
    day = timeline.day_after()
    far = rng.integers(90, 5 * 365, shops)
    soon = pick(rng, np.ones(shops, dtype=bool), EXPIRING_SHARE, EXPIRING_AT_LEAST)
    near = np.zeros(shops, dtype=np.int64)
    near[soon] = rng.permutation(np.linspace(*EXPIRING_DAYS, int(soon.sum())).astype(np.int64))
    days = np.where(soon, near, far)
    return [day + timedelta(days=int(n)) for n in days]


def _profile_dates(rng: np.random.Generator, timeline: Timeline, shops: int) -> list[date]:
    last = timeline.last_day(CURRENT)
    fresh = rng.integers(0, STALE_DAYS - 10, shops)
    stale = rng.integers(STALE_DAYS + 10, 3 * STALE_DAYS, shops)
    days = np.where(pick(rng, np.ones(shops, dtype=bool), STALE_SHARE), stale, fresh)
    return [last - timedelta(days=int(n)) for n in days]
