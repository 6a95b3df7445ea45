"""A county's exports as plain csv finds them: rows of text, and the few types this recomputation needs."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TypeVar

Number = TypeVar("Number", Fraction, int)

Row = Mapping[str, str]
"""Heading → text; an empty cell is an empty text."""

STANDARD = 200
"""支 in a standard carton (domain.md §2.1)."""


def rows_of(path: Path) -> list[Row]:
    """The data rows of one file, without the title above the headings and the 合计 row below."""
    lines = lines_of(path)
    top = header_of(lines)
    headings = [re.sub("（.*）", "", heading) for heading in lines[top]]
    body = (line for line in lines[top + 1 :] if line[0] not in ("合计", "小计", "总计"))
    return [dict(zip(headings, line, strict=True)) for line in body]


def lines_of(path: Path) -> list[list[str]]:
    """All lines of a file; UTF-8 where it is that, else GB18030 (F01)."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return list(csv.reader(io.StringIO(text, newline="")))


def header_of(lines: list[list[str]]) -> int:
    """Where the headings stand: in the first line with three cells."""
    return next(place for place, line in enumerate(lines) if sum(map(bool, line)) >= 3)


def table(folder: Path, name: str) -> list[Row]:
    """The rows of all files whose names begin so."""
    return [row for path in sorted(folder.glob(f"{name}*.csv")) for row in rows_of(path)]


def month_of(text: str) -> int:
    """2026-10 → 202610."""
    year, month = text[:7].split("-")
    return 100 * int(year) + int(month)


def moved(month: int, by: int) -> int:
    """The month so many months later (or before)."""
    years, rest = divmod(month // 100 * 12 + month % 100 - 1 + by, 12)
    return 100 * years + rest + 1


def first_day(month: int) -> date:
    return date(month // 100, month % 100, 1)


def last_day(month: int) -> date:
    return first_day(moved(month, 1)) - timedelta(days=1)


def days_of(month: int) -> int:
    return last_day(month).day


def number(text: str) -> Fraction | None:
    return Fraction(text) if text else None


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def grade(text: str) -> int | None:
    """17档 → 17."""
    return int(text.removesuffix("档")) if text else None


@dataclass(frozen=True)
class Price:
    """Yuan per real carton, and since when and until when."""

    begin: date | None
    end: date | None
    wholesale: Fraction | None
    listed: Fraction | None


@dataclass(frozen=True)
class Sale:
    """One product of one shop in one month, all rows of it together; quantities in real cartons."""

    cartons: Fraction
    amount: Fraction
    wanted: Fraction | None
    opening: Fraction | None
    closing: Fraction | None
    verified: bool
    counted_on: date | None
    surveyed: Fraction | None
    out_events: int | None

    @property
    def counted(self) -> Fraction | None:
        """What counts say was sold; None where one is missing."""
        if self.opening is None or self.closing is None:
            return None
        return self.opening + self.cartons - self.closing

    def plus(self, other: Sale) -> Sale:
        """A return on a row of its own: quantities and money add up, the rest is taken where it stands."""
        return Sale(
            cartons=self.cartons + other.cartons,
            amount=self.amount + other.amount,
            wanted=_known(self.wanted, other.wanted),
            opening=_known(self.opening, other.opening),
            closing=_known(self.closing, other.closing),
            verified=self.verified or other.verified,
            counted_on=self.counted_on or other.counted_on,
            surveyed=_known(self.surveyed, other.surveyed),
            out_events=_known(self.out_events, other.out_events),
        )


def _known(one: Number | None, other: Number | None) -> Number | None:
    return other if one is None else one


class Exports:
    """All tables of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def shops(self) -> dict[str, Row]:
        return {row["许可证号"]: row for row in table(self.folder, "零售户")}

    @cached_property
    def routes(self) -> dict[str, Row]:
        return {row["许可证号"]: row for row in table(self.folder, "线路")}

    def manager(self, license_no: str, when: date) -> Row | None:
        """Who looks after a shop on a day; managers have a row for each time that somebody held their number."""
        route = self.routes.get(license_no)
        for row in self.managers if route else ():
            since, until = day(row["起始日"]) or date.min, day(row["截止日"]) or date.max
            if route and row["工号"] == route["工号"] and since <= when <= until:
                return row
        return None

    @cached_property
    def managers(self) -> list[Row]:
        return table(self.folder, "客户经理")

    @cached_property
    def notes(self) -> dict[str, list[Row]]:
        """客户经理记录 by licence and day."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in sorted(table(self.folder, "备注"), key=lambda row: row["日期"]):
            found[row["许可证号"]].append(row)
        return found

    @cached_property
    def seasons(self) -> list[Row]:
        """时令 by the first day."""
        return sorted(table(self.folder, "时令"), key=lambda row: row["开始日"])

    @cached_property
    def grade_rule(self) -> list[Row]:
        return table(self.folder, "评档办法")

    @cached_property
    def grade_scale(self) -> list[Row]:
        """档位表, the lowest grade first."""
        return sorted(table(self.folder, "档位表"), key=lambda row: int(row["高低"]))

    @cached_property
    def returned_advice(self) -> list[Row]:
        """建议 of earlier months, as people gave it back."""
        return table(self.folder, "建议")

    @cached_property
    def goods(self) -> dict[str, Row]:
        """The catalogue by code; what differs between its rows is in `prices`."""
        return {row["商品编码"]: row for row in table(self.folder, "商品")}

    @cached_property
    def prices(self) -> dict[str, list[Price]]:
        found: dict[str, list[Price]] = defaultdict(list)
        for row in table(self.folder, "商品"):
            found[row["商品编码"]].append(
                Price(
                    day(row["生效日"]), day(row["失效日"]), number(row["批发价"]), number(row["零售指导价"])
                )
            )
        return found

    @cached_property
    def sales(self) -> dict[int, dict[str, dict[str, Sale]]]:
        """Month → licence → code."""
        found: dict[int, dict[str, dict[str, Sale]]] = defaultdict(lambda: defaultdict(dict))
        for row in table(self.folder, "销售"):
            sale = Sale(
                Fraction(row["购进数量"]) - Fraction(row.get("退货数量") or 0),
                Fraction(row["购进金额"]) - Fraction(row.get("退货金额") or 0),
                number(row["需求量"]),
                number(row["期初库存"]),
                number(row["月末库存"]),
                row["库存已核实"] == "1",
                day(row["盘点日"]),
                number(row["零售价"]),
                int(row["断货次数"]) if row["断货次数"] else None,
            )
            month = found[month_of(row["月份"])][row["许可证号"]]
            code = row["商品编码"]
            month[code] = month[code].plus(sale) if code in month else sale
        return found

    @cached_property
    def supply(self) -> dict[int, list[Row]]:
        found: dict[int, list[Row]] = defaultdict(list)
        for row in table(self.folder, "货源"):
            found[month_of(row["月份"])].append(row)
        return found

    @cached_property
    def orders(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in table(self.folder, "订货"):
            found[row["许可证号"]].append(row)
        return found

    def price_on(self, code: str, when: date) -> Price | None:
        """The prices in force on a day."""
        for price in self.prices.get(code, ()):
            if (price.begin is None or price.begin <= when) and (price.end is None or when <= price.end):
                return price
        return None

    def sticks(self, code: str) -> int:
        """支 in a carton of this product."""
        return int(self.goods[code]["每条支数"] or STANDARD)

    def packs(self, code: str) -> int:
        """Packs in a carton of this product."""
        return self.sticks(code) // int(self.goods[code]["每盒支数"] or 20)
