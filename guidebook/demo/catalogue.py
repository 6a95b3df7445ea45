"""What the company sells: real products and prices, and this demonstration's own events among them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from importlib import resources
from typing import NamedTuple

import numpy as np

from guidebook.demo.arrays import Flags, Floats, Ints, stream
from guidebook.demo.timeline import CURRENT, HISTORY, Timeline

LONG_AGO, NEVER = -1000, 1000
"""Month indexes of a launch before, and of a stop after, everything that is looked at."""

LAUNCH_DAY = 6
NEW_FOR_MONTHS = 3
"""A product counts as new in its first three months (domain.md §2.3)."""

CHEAP_BELOW, DEAR_FROM = 100_00, 300_00
"""Retail fen a carton: up to ten yuan a pack a product is cheap, from thirty on it is a present."""

STAPLES = frozenset({
    "泰山（红将军）", "泰山（青秀）", "泰山（心悦）", "泰山（望岳）", "泰山（颜悦）", "泰山（儒风细支）",
    "红塔山（硬经典）", "云烟（紫）", "白沙（精品）", "红金龙（硬新版）", "大前门（软）", "黄金叶（商鼎）",
    "利群（新版）", "利群（长嘴）", "玉溪（软）", "芙蓉王（硬）", "南京（炫赫门）", "黄鹤楼（软蓝）",
    "中华（硬）", "中华（软）", "苏烟（五星红杉树）", "双喜（硬经典）", "云烟（软珍品）", "牡丹（软）",
})  # fmt: skip
STAPLE_PULL, SPREAD_OF_PULL = 4.0, 0.5
"""A staple sells four times as well as another product; products differ by a factor of about 1.6."""


class Launch(NamedTuple):
    """A new product: when it comes, in months from the current one, and which shops the policy covers."""

    since: int
    from_grade: int
    markets: tuple[str, ...]


LAUNCHES = {
    "黄金叶（大成细支）": Launch(-4, 11, ("城网",)),
    "真龙（祥云）": Launch(-3, 1, ("城网", "农网")),
    "黄山（小红方印）": Launch(-2, 6, ("城网", "农网")),
    "红塔山（硬经典100）": Launch(-1, 1, ("农网",)),
    "七匹狼（银中支）": Launch(-1, 11, ("城网",)),
    "好猫（招财猫1600）": Launch(0, 6, ("城网", "农网")),
    "南京（大观园爆冰）": Launch(1, 16, ("城网",)),
}
STOPS = {
    "七匹狼（蓝）": -4,
    "双喜（硬吉祥好日子）": -1,
    "黄金叶（硬金满堂）": 0,
    "黄金叶（小目标）": 1,
    "好猫（金猴王）": 1,
}
EXITED = -10
"""When the products went that the catalogue marks as exited: what is left of them by now is dead stock."""


class PriceChange(NamedTuple):
    """A new price from the first of a month on; in fen a carton.

    The catalogue's own price is the old one of a change to come and the new one of a change in the past.
    """

    since: int
    old_wholesale: int
    new_wholesale: int
    old_retail: int
    new_retail: int


PRICE_CHANGES = {
    "云烟（紫）": PriceChange(1, 114_50, 121_90, 130_00, 140_00),
    "白沙（精品）": PriceChange(1, 88_00, 93_20, 110_00, 110_00),
    "黄鹤楼（天下名楼）": PriceChange(1, 139_92, 137_80, 160_00, 160_00),
    "红塔山（硬经典）": PriceChange(0, 71_00, 75_00, 85_00, 90_00),
    "芙蓉王（硬）": PriceChange(0, 212_00, 218_36, 250_00, 250_00),
    "大前门（软）": PriceChange(-1, 50_00, 53_00, 65_00, 70_00),
    "苏烟（五星红杉树）": PriceChange(-1, 190_80, 188_68, 220_00, 220_00),
    "黄鹤楼（硬银紫）": PriceChange(-1, 108_00, 114_50, 125_00, 130_00),
    "双喜（莲香）": PriceChange(-2, 121_90, 129_30, 140_00, 150_00),
    "黄金叶（商鼎）": PriceChange(-5, 167_48, 175_00, 190_00, 200_00),
}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All products: text in lists, what is reckoned with in arrays of the same order.

    `wholesale` and `retail` are fen a carton, of shape (products, `HISTORY` + 1): one column a month, next
    month's last.  `launch` and `stop` are indexes of the first month with and the first month without supply.
    """

    code: list[str]
    name: list[str]
    short_name: list[str]
    brand: list[str]
    spec: list[str]
    price_class: list[str]
    wholesale: Ints
    retail: Ints
    launch: Ints
    stop: Ints
    hot: Flags
    popularity: Floats

    def __len__(self) -> int:
        return len(self.code)

    def tier(self) -> Ints:
        """Per product: 0 cheap, 1 middling, 2 dear."""
        return np.asarray(np.digitize(self.retail[:, CURRENT], (CHEAP_BELOW, DEAR_FROM)), dtype=np.int64)

    def supplied(self) -> Flags:
        """Whether a product is on offer, of shape (products, `HISTORY` + 1)."""
        month = np.arange(HISTORY + 1)
        return (self.launch[:, None] <= month) & (month < self.stop[:, None])

    def index(self, name: str) -> int:
        """The place of a product by its full name."""
        return self.name.index(name)

    def launch_date(self, product: int, timeline: Timeline) -> date | None:
        """The day a new product comes, None for an old one."""
        launch = int(self.launch[product])
        return timeline.months[launch] + timedelta(days=LAUNCH_DAY - 1) if launch > LONG_AGO else None

    def state(self, product: int) -> str:
        """在销, 停 or 新 on the day of the export."""
        if self.stop[product] <= CURRENT + 1:
            return "停"
        return "新" if self.launch[product] > CURRENT + 1 - NEW_FOR_MONTHS else "在销"


def load_catalogue(seed: int) -> Catalogue:
    """Read the products and let the demonstration's launches, stops and price changes happen to them."""
    text = (resources.files("guidebook.demo") / "data" / "products.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    names = [row["sku_name"] for row in rows]
    pull = np.where([name in STAPLES for name in names], STAPLE_PULL, 1.0)
    return Catalogue(
        code=[row["sku_code"] for row in rows],
        name=names,
        short_name=[row["short_name"] for row in rows],
        brand=[row["brand"] for row in rows],
        spec=[row["spec"] for row in rows],
        price_class=[row["price_class"] for row in rows],
        wholesale=_prices(rows, "wholesale"),
        retail=_prices(rows, "retail"),
        launch=np.array([CURRENT + LAUNCHES[n].since if n in LAUNCHES else LONG_AGO for n in names]),
        stop=np.array([_stop(row) for row in rows]),
        hot=np.array([row["hot"] == "Y" for row in rows]),
        popularity=pull * stream(seed, "popularity").lognormal(0.0, SPREAD_OF_PULL, len(rows)),
    )


def _prices(rows: list[dict[str, str]], kind: str) -> Ints:
    listed = np.array([int(Decimal(row[f"{kind}_price"]) * 100) for row in rows], dtype=np.int64)
    prices = np.repeat(listed[:, None], HISTORY + 1, axis=1)
    for place, row in enumerate(rows):
        if change := PRICE_CHANGES.get(row["sku_name"]):
            since = CURRENT + change.since
            prices[place, :since] = getattr(change, f"old_{kind}")
            prices[place, since:] = getattr(change, f"new_{kind}")
    return prices


def _stop(row: dict[str, str]) -> int:
    if row["exited"]:
        return CURRENT + EXITED
    return CURRENT + STOPS[row["sku_name"]] if row["sku_name"] in STOPS else NEVER
