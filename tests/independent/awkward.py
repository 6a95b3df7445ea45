"""Generated exports made awkward, as real ones are: what the generator's own tables have seldom or never.

Returns on rows of their own and in columns, goods without a listed price, cartons of 100 支, orders every other week,
limits by the month, payments that failed, tags' prices in notes, registers with gaps, and three encodings.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from itertools import cycle
from pathlib import Path

from tests.independent.exports import Row, header_of, lines_of, rows_of
from tests.independent.printed import cents, plain
from tests.independent.recompute import half_up

NewRows = Callable[[list[Row]], list[Row]]

UNLISTED, SMALL = (8, 15, 30), (2, 11)
"""Places, among the products most often bought, of those that lose their listed price or get small cartons."""

UNPAID = 6
"""Of the orders every so manieth couldn't be paid."""

EVERY = 7
"""Of the sales rows with two cartons or more, every so manieth has a return."""


def make_awkward(folder: Path) -> None:
    """Rewrite exports in place."""
    files = sorted(folder.glob("销售*.csv"))
    often = [code for code, _ in Counter(row["商品编码"] for row in rows_of(files[-1])).most_common()]

    def priced(rows: list[Row]) -> list[Row]:
        unlisted, small = {often[place] for place in UNLISTED}, {often[place] for place in SMALL}
        return [
            {
                **row,
                **({"零售指导价（元/条）": ""} if row["商品编码"] in unlisted else {}),
                **({"每盒支数": "10", "每条支数": "100"} if row["商品编码"] in small else {}),
            }
            for row in rows
        ]

    _rewrite(folder / "商品.csv", priced)
    _rewrite(folder / "零售户.csv", _registered)
    _rewrite(folder / "备注.csv", _with_one_price)
    for path in sorted(folder.glob("订货*.csv")):
        _rewrite(path, _not_all_paid, "utf-8-sig")
    for path in sorted(folder.glob("货源*.csv")):
        _rewrite(path, _by_month)
    encodings = cycle(("utf-8", "utf-8-sig", "gb18030"))
    for path, returns, encoding in zip(files, cycle((_on_own_rows, _in_columns)), encodings, strict=False):
        _rewrite(path, returns, encoding)


def _registered(rows: list[Row]) -> list[Row]:
    """Every fourth shop orders every other week; money comes in on a day told in one of two ways, or in none.

    Nobody wrote down when every other shop began.
    """
    days = ("15", "每周五", "")
    return [
        {
            **row,
            "订货周期": "14" if place % 4 == 1 else row["订货周期"],
            "进钱日": days[place % len(days)],
            "首次订货月": "" if place % 2 else row["首次订货月"],
        }
        for place, row in enumerate(rows)
    ]


def _with_one_price(rows: list[Row]) -> list[Row]:
    """Of a price tag only what it shows, without what it should."""
    return [{**row, "内容": row["内容"].partition("，标价")[0]} for row in rows]


def _not_all_paid(rows: list[Row]) -> list[Row]:
    return [{**row, "扣款结果": "失败"} if place % UNPAID == 0 else row for place, row in enumerate(rows)]


def _by_month(rows: list[Row]) -> list[Row]:
    """Every third short row has a limit by the month, every fifth one both."""
    found = []
    for place, row in enumerate(rows):
        month = str(3 * int(row["每周限量"])) if row["供货状态"] in ("紧", "限") and place % 3 == 0 else ""
        week = "" if month and place % 5 else row["每周限量"]
        found.append({**row, "每周限量": week, "每月限量": month})
    return found


def _returned(place: int, row: Row) -> bool:
    return place % EVERY == 3 and Fraction(row["购进数量"]) >= 2


def _with_one_more(row: Row) -> tuple[Row, str]:
    """A row with a carton more, and what it cost."""
    price = half_up(Fraction(row["购进金额"]) / Fraction(row["购进数量"]), 2)
    more = plain(Fraction(row["购进数量"]) + 1)
    return {**row, "购进数量": more, "购进金额": cents(Fraction(row["购进金额"]) + price)}, cents(price)


def _on_own_rows(rows: list[Row]) -> list[Row]:
    """A carton more, and it comes back on a row below."""
    found: list[Row] = []
    for place, row in enumerate(rows):
        if not _returned(place, row):
            found.append(row)
            continue
        more, price = _with_one_more(row)
        keys = ("月份", "许可证号", "店名", "商品编码", "品名")
        back = {key: row[key] if key in keys else "" for key in row}
        found += [more, {**back, "购进数量": "-1", "购进金额": f"-{price}"}]
    return found


def _in_columns(rows: list[Row]) -> list[Row]:
    """A carton more, and it comes back in columns of their own."""
    found = []
    for place, row in enumerate(rows):
        more, price = _with_one_more(row) if _returned(place, row) else (row, "")
        found.append({**more, "退货数量": "1" if price else "", "退货金额": price})
    return found


def _rewrite(path: Path, change: NewRows, encoding: str = "gb18030") -> None:
    """Put new rows under the title and the headings, without a 合计 row."""
    lines = lines_of(path)
    top = header_of(lines)
    rows = [dict(zip(lines[top], line, strict=True)) for line in lines[top + 1 :] if line[0] != "合计"]
    new = change(rows)
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerows([*lines[:top], list(new[0]), *(row.values() for row in new)])
