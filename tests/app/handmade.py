"""A handful of shops written down by hand, one for each inner value that people may enter (R069)."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from itertools import cycle
from pathlib import Path

Row = Mapping[str, object]

MONTHS = tuple(f"2026-{month:02d}" for month in range(1, 11))

GOODS: Sequence[Row] = [
    {"商品编码": f"69010{place:02d}", "商品全称": name, "牌子": name[:2], "每条支数": 200, "批发价": price}
    | listed
    for place, (name, price, listed) in enumerate(
        [
            ("甲牌（硬）", 88, {"零售指导价": 100}),
            ("乙牌（软）", 150, {"零售指导价": 170}),
            ("丙牌（细支）", 220, {"零售指导价": 250}),
            ("丁牌（金）", 180, {"零售指导价": 200}),
        ]
    )
]

PATHS: Mapping[str, Sequence[int]] = {
    "成熟": [40] * 10,
    "成长": [20, 20, 20, 22, 24, 26, 30, 34, 38, 44],
    "衰退": [80, 80, 80, 70, 60, 50, 40, 30, 22, 16],
    "引入": [0, 0, 0, 0, 0, 0, 0, 0, 12, 15],
    "终止": [40, 40, 40, 40, 40, 40, 40, 0, 0, 0],
    "歇一月": [40, 40, 40, 40, 40, 40, 40, 40, 40, 0],
}
"""Cartons month by month, by the stage of life that they make."""


def license_of(number: int) -> str:
    return f"37170210{number * 10 + 2:04d}"  # one that ends in noughts would look rounded by Excel


def shops(avoided: str) -> list[Row]:
    """Twelve shops: every ability, personality, education, key or not, and a topic to avoid."""
    inner = zip(
        cycle(["强", "中", "弱"]), cycle(["倔强", "配合", "表面", ""]), cycle("高中低高低中"), strict=False
    )
    return [
        {
            "许可证号": license_of(number),
            "店名": f"某某{number}号店",
            "负责人": "李建祥",
            "状态": "正常",
            "市场类型": "城网" if number % 2 else "农网",
            "业态": "便利店",
            "经营能力": ability,
            "性格类型": personality,
            "文化程度": education,
            "重点客户": number % 3 == 0,
            "回避话题": avoided if number % 4 == 0 else "",
            "资料更新日": "2026-10-01",
        }
        for number, (ability, personality, education) in zip(range(12), inner, strict=False)
    ]


def write_county(folder: Path, notes: Sequence[Row], avoided: str = "") -> Path:
    """Write the exports: registry, products, ten months of sales, notes, one route."""
    folder.mkdir()
    told = shops(avoided)
    _write(folder / "零售户.csv", [row | {"重点客户": int(bool(row["重点客户"]))} for row in told])
    _write(folder / "商品.csv", GOODS)
    _write(folder / "备注.csv", notes)
    _write(
        folder / "线路.csv",
        [
            {"线路编码": "R01", "客户经理": "M1", "许可证号": row["许可证号"], "拜访顺序": place}
            for place, row in enumerate(told, start=1)
        ],
    )
    _write(
        folder / "销售.csv",
        [
            {
                "月份": month,
                "许可证号": shop["许可证号"],
                "商品编码": product["商品编码"],
                "单位": "条",
                "购进数量": cartons,
                "购进金额": cartons * int(str(product["批发价"])),
            }
            for shop, path in zip(told, cycle(PATHS.values()), strict=False)
            for month, total in zip(MONTHS, path, strict=True)
            for product, cartons in zip(GOODS, _shared(total), strict=True)
            if cartons
        ],
    )
    return folder


def _shared(total: int) -> list[int]:
    """A month's cartons over the four products."""
    first = total // 2
    second = (total - first) // 2
    third = (total - first - second) // 2
    return [first, second, third, total - first - second - third]


def _write(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
